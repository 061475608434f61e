"""Which direction of a model is meant, by the codes of languages as people write them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from s2s.config.directions import UNDETERMINED, Direction, directions_of, facing, languages_of
from s2s.config.schema import DataConfig
from s2s.data.text.language_names import primary
from s2s.errors import SettingError, UserError


def spelled(code: str | None, known: Sequence[str]) -> str | None:
    """The one of the `known` codes that `code` means; `code` as it is where that is none, or not clear.

    They may differ in case, in hyphens and underscores, and in the code of the same language, as en and eng do. A code
    without a region or a script means the only one of its language.
    """
    if code is None or code in known:
        return code
    language, tags = primary(code), tags_of(code)
    same = [one for one in known if primary(one) == language]
    alike = [one for one in same if tags_of(one) == tags] or same * (not tags)
    return alike[0] if len(alike) == 1 else code


def tags_of(code: str) -> list[str]:
    """The script and the region in a code, in small letters."""
    return re.split("[-_]", code.lower())[1:]


def turned(data: DataConfig, to: str | None, from_: str | None) -> tuple[DataConfig, bool]:
    """The options of a model as it translates to one language, perhaps from another, and whether it was trained to.

    With one target `to` may be None. Without `from_` the source is that of the only direction to the target, or
    undetermined. Codes are read as `spelled` does. Raises `UserError` for a language that the model does not read or
    write, and lists those that it does.
    """
    directions = directions_of(data)
    if not directions:
        for keyword, given, own in (("to", to, data.target), ("from", from_, data.source)):
            if spelled(given, [own]) not in (None, own):
                raise SettingError(keyword, given, f"the run translates {data.source} → {data.target}; leave it out")
        return data, True
    sources, targets = languages_of(directions)
    to, from_ = spelled(to, targets), spelled(from_, sources)
    if to is None:
        if len(targets) > 1:
            remedy = f"say to which with --to {targets[0]} (in Python, to={targets[0]!r})"
            raise UserError(f"the run translates to {', '.join(targets)}; {remedy}")
        to = targets[0]
    if to not in targets:
        raise SettingError("to", to, f"the run does not translate to it; choose from {', '.join(targets)}")
    if from_ is None:
        own_sources = [one.source for one in directions if one.target == to]
        return facing(data, Direction(own_sources[0] if len(own_sources) == 1 else UNDETERMINED, to)), True
    if from_ not in sources:
        raise SettingError("from", from_, f"the run does not translate from it; choose from {', '.join(sources)}")
    if from_ == to:
        raise SettingError("from", from_, f"is also the target; choose from {', '.join(c for c in sources if c != to)}")
    meant = Direction(from_, to)
    return facing(data, meant), meant in directions
