"""What is wrong with options that Hydra could not compose; whoever asks has imported Hydra."""

from __future__ import annotations

import re

from s2s.config.conf import choices
from s2s.config.formats import several_files
from s2s.config.load import explain
from s2s.config.overrides import split


def explanation(error: Exception) -> str:
    """What Hydra could not compose, in one line."""
    from hydra.errors import OverrideParseException
    from omegaconf.errors import OmegaConfBaseException

    if isinstance(error, OverrideParseException):
        typed = split(error.override) if "=" in error.override else None
        value = (typed.value or "").replace(" ", "") if typed else ""
        forms = {"[{": '[{train: "…"},{train: "…"}]', "[": '["…","…"]', "": '"…"'}
        quoted = next(form for start, form in forms.items() if value.startswith(start))
        form = f"{typed.name if typed else 'NAME'}={quoted}"
        remedy = f"write NAME=VALUE; a text with signs or accents in it has quotes of its own, as '{form}'"
        return f"{' '.join(error.override.split())}: cannot be read as an option; {remedy}"
    text, cause = " ".join(str(error).split()), error.__cause__
    if "interpolation type auto" in text:
        return "--resolve: recipe=auto chooses its values when the text is read; leave --resolve out, or use --dry-run"
    if choice := re.search(r"Could not find '(\w+)/(.*?)'", text):
        group, name = choice.groups()
        return f"{group}={name}: no such choice; choose from {', '.join(choices(group))}"
    if ambiguous := re.search(r"Ambiguous value for argument '([\w.]+)=(.*?)' 1\.", text):
        option, values = ambiguous[1], ambiguous[2].replace("'", "")
        if option in ("data.train", "data.validation", "data.test"):
            return f"{option}={values}: takes one file or prefix; {several_files(option, values.split(','))}"
        remedy = f"write --multirun for a run with each, [{values}] for a list, '{option}=\"{values}\"' for one text"
        return f"{option}={values}: is several values; {remedy}"
    option = re.search(r"Could not override '(.*?)'", text)
    for fault in (cause, error):
        if isinstance(fault, OmegaConfBaseException):
            return explain(fault, option and option[1])
    return text
