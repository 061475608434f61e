"""The rules between the options of `tokenizer`: sides that differ, and settings that would have no effect."""

from __future__ import annotations

from s2s.config.corpora import Shape
from s2s.config.options import refuse
from s2s.config.schema import Encoding, RunConfig
from s2s.config.tasks import rules_of
from s2s.config.tokenizers import PATTERNS, ROLES, SAMPLED, WHOLE, TokenizerConfig, TokenizerKind
from s2s.config.weighted import corpus_tags


def check_tokenizer(config: RunConfig) -> None:
    """Raise `UserError` for the first option of `tokenizer` that cannot be, or has no effect."""
    tokenizer = config.tokenizer
    if tokenizer.extend and config.train.start_from is None:
        refuse(
            "tokenizer.extend",
            True,
            "has no effect without train.start_from=RUN, whose pieces it adds to; leave it out",
        )
    if tokenizer.extend and TokenizerKind.pattern in (tokenizer.of(role).kind for role in ROLES):
        refuse("tokenizer.extend", True, "has no effect with kind=pattern; leave it out, or use another kind")
    if tokenizer.extend and config.data.features:
        refuse("tokenizer.extend", True, "has no effect on a source with features (data.columns); leave it out")
    if tokenizer.extend and config.model.encoding is Encoding.onehot:
        refuse("tokenizer.extend", True, "model.encoding=onehot takes no new pieces; leave it out")
    check_overruled(tokenizer)
    check_patterns(tokenizer)
    for role in ROLES:
        kind = tokenizer.of(role).kind
        named = f"{tokenizer.name_of('kind', role)}={kind}"
        if tokenizer.sampling and kind not in SAMPLED:
            refuse("tokenizer.sampling", tokenizer.sampling, f"has no effect with {named}; set it to 0")
    kinds = [tokenizer.of(role).kind for role in ROLES]
    if tokenizer.coverage is not None and all(kind in WHOLE for kind in kinds):
        named = " and ".join(
            dict.fromkeys(f"{tokenizer.name_of('kind', role)}={tokenizer.of(role).kind}" for role in ROLES)
        )
        refuse("tokenizer.coverage", tokenizer.coverage, f"has no effect with {named}; leave it out")
    if kinds[0] is TokenizerKind.pattern and config.data.directions is not None:
        remedy = "has no tag for a language, as data.directions need; use another kind"
        refuse(tokenizer.name_of("kind", ROLES[0]), kinds[0], remedy)
    if kinds[0] is TokenizerKind.pattern and corpus_tags(config.data):
        remedy = "has no tag for a corpus, as data.corpora names; use another kind, or leave the tags out"
        refuse(tokenizer.name_of("kind", ROLES[0]), kinds[0], remedy)
    if tokenizer.joint and config.data.features:
        remedy = "a source with features (data.columns) has a vocabulary of its own; use tokenizer.joint=false"
        refuse("tokenizer.joint", True, remedy)
    if tokenizer.joint and not tokenizer.alike:
        differ = " and ".join(described(tokenizer, role) for role in ROLES)
        remedy = f"two kinds of pieces, {differ}, are no joint vocabulary; use tokenizer.joint=false"
        refuse("tokenizer.joint", True, remedy)
    rules = rules_of(config.task)
    if TokenizerKind.pattern in kinds and (rules.single_step or Shape.tagged in rules.shapes):
        refuse("tokenizer.kind", TokenizerKind.pattern, f"not for task={config.task}; use another kind")


def check_overruled(tokenizer: TokenizerConfig) -> None:
    """Refuse an option of both sides where each has its own."""
    default = TokenizerConfig()
    for name in ("kind", "size", "pattern"):
        value = getattr(tokenizer, name)
        own = [getattr(side, name) is not None for side in (tokenizer.source, tokenizer.target)]
        if value != getattr(default, name) and all(own):
            owners = f"tokenizer.source.{name} and tokenizer.target.{name}"
            refuse(f"tokenizer.{name}", value, f"has no effect beside {owners}; leave it out")


def check_patterns(tokenizer: TokenizerConfig) -> None:
    """Refuse a kind ``pattern`` that has none, and a pattern of another kind."""
    used = []
    for role in ROLES:
        side, option = tokenizer.of(role), tokenizer.name_of("pattern", role)
        own = getattr(tokenizer, role).pattern
        if side.kind is TokenizerKind.pattern:
            used.append(option)
            if side.pattern is None:
                remedy = f"give a file, a regular expression, or a name: {', '.join(PATTERNS)}"
                refuse(option, None, f"{tokenizer.name_of('kind', role)}=pattern needs it; {remedy}")
        elif own is not None:
            named = f"{tokenizer.name_of('kind', role)}={side.kind}"
            refuse(option, own, f"has no effect with {named}; set it to null, or use tokenizer.{role}.kind=pattern")
    if tokenizer.pattern is not None and "tokenizer.pattern" not in used:
        named = f"{tokenizer.name_of('kind', 'source')}={tokenizer.of('source').kind}"
        remedy = f"has no effect with {named}; set it to null, or use tokenizer.kind=pattern"
        refuse("tokenizer.pattern", tokenizer.pattern, remedy)


def described(tokenizer: TokenizerConfig, role: str) -> str:
    """What the pieces of a side are, in words."""
    side = tokenizer.of(role)
    size, pattern = f" of size {side.size}" * (side.size is not None), f" {side.pattern}" * (side.pattern is not None)
    return f"{side.kind}{pattern}{size} of the {role}"
