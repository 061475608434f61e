"""The end of a run: what the best weights reach, examples to look at, the model card, and the line to type next."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy

from s2s.config.corpora import CORPORA
from s2s.files import write
from s2s.metrics.bleu import own_tokenizer
from s2s.metrics.perplexity import perplexities
from s2s.metrics.results import baselines, figures
from s2s.metrics.scores import score
from s2s.nn.model import Seq2Seq, summary
from s2s.runs.weights import load_weights, read_tensors
from s2s.runtime.distributed import shared
from s2s.runtime.process import log, rank
from s2s.training.setup import Parts
from s2s.training.validation import fitting, language, predictions, summed_loss, translator

CARD = """# {name}

{what}, trained with s2s.

| | |
| --- | --- |
| data | {corpus}, {pairs:,} training examples |
| parameters | {parameters:,} |
{rows}
| trained by | {command} |

```
{line}
```
"""
NAMES = ("source", "written", "right")
EXAMPLES = 5
"""Shown at the end."""


def finish(parts: Parts, started_by: str) -> None:
    """Score the best weights on the test set, or on the validation set where there is none, and write the model card.

    `started_by` is the command or the call that trained.
    """
    best = parts.folder / "model.safetensors"
    load_weights(parts.model, read_tensors(best), best)
    split = "test" if parts.corpus.test is not None else "validation"
    texts = parts.corpus.test[:] if parts.corpus.test is not None else fitting(parts, parts.corpus.validation[:])
    sources, targets = list(texts["source"]), list(texts["target"])
    written = write_all(parts, sources)
    log("")
    for row in zip(sources[:EXAMPLES], written[:EXAMPLES], targets[:EXAMPLES], strict=True):
        log("".join(f"  {name:8} {shown(value)}\n" for name, value in zip(NAMES, row, strict=True)))
    found = measured(parts, sources, written, targets)
    log(f"{split}: " + ", ".join(f"{name} {value}" for name, value in found.items()))
    user = "translate" if isinstance(parts.model, Seq2Seq) else "predict"
    how = " --sample" if samples(parts) else ""
    log(f"\nnow type:  {use(sources[0], user, parts.folder)}{how}")
    if rank() == 0:
        data = parts.config.data
        translator_of = f"A recurrent translator from `{data.source}` to `{data.target}`"
        card = CARD.format(
            name=parts.config.name,
            what=translator_of if parts.config.task == "translate" else f"A recurrent network to {parts.config.task}",
            corpus=data.corpus,
            pairs=len(parts.corpus.train),
            parameters=summary(parts.model)[-1][1],
            rows="\n".join(f"| {split}: {name} | {cell(value)} |" for name, value in found.items()),
            command=cell(started_by, code=True),
            line=use(sources[0], user, Path(parts.config.runs) / parts.folder.name) + how,
        )
        write(parts.folder / "README.md", card.encode())


def write_all(parts: Parts, sources: Sequence[Any]) -> list[str]:
    """What the model makes of each source, as text; of the first few alone, where that is only to be looked at."""
    if not isinstance(parts.model, Seq2Seq):
        return predictions(parts, sources)
    if parts.config.task == "translate":
        return shared(translator(parts).translate, sources)
    some = sources if CORPORA.facts(parts.config.data.corpus).judged else sources[:EXAMPLES]
    return shared(lambda share: translator(parts).translate(share, sample=samples(parts)), some)


def samples(parts: Parts) -> bool:
    """Whether a search would find the same text ever again: the best of all sentences, or a tune for each of few labels."""
    writes = parts.config.task == "generate"
    return writes and (CORPORA.facts(parts.config.data.corpus).sampled or parts.codecs[0].is_empty)


def measured(parts: Parts, sources: list[Any], written: list[str], targets: list[Any]) -> dict[str, str]:
    """Figures by name, as they are shown."""
    config = parts.config
    found: dict[str, str] = {}
    if config.task == "translate":
        scores = score(written, targets, language(parts), ("bleu", "chrf"), own_tokenizer(config.data))
        found = {name: f"{scores[key].score:.2f}" for name, key in (("BLEU", "bleu"), ("chrF", "chrf"))}
        return {**found, "beam": str(config.decode.beam), "signature": scores["bleu"].signature}
    if config.task == "generate":
        known = perplexities(*summed_loss(parts, {"source": sources, "target": targets}), targets)
        found = {name: f"{value:.4g}" for name, value in known.items()}
    found |= {name: f"{value:.4g}" for name, value in figures(config, sources, written, targets).items()}
    if config.task == "forecast":
        train = parts.corpus.train[:]
        simple = baselines((train["source"], train["target"]), (sources, targets))
        found |= {f"mse, {name} baseline": f"{value:.4g}" for name, value in simple.items()}
    return found


def use(source: Any, command: str, folder: Path) -> str:
    """A line for the shell, which makes nothing of what stands in the text."""
    return f"echo {shlex.quote(shown(source))} | s2s {command} -m {shlex.quote(str(folder))}"


def cell(value: str, code: bool = False) -> str:
    """In a table of Markdown, where even in code a bar ends the cell."""
    return "`" + value.replace("|", r"\|") + "`" if code or "|" in value else value


def shown(value: Any) -> str:
    """A source or target in a line, numbers and endless texts shortened."""
    if isinstance(value, str):
        return value if len(value) <= 1000 else f"{value[:1000]} …"
    numbers = numpy.ravel(value)
    return " ".join(f"{number:.4g}" for number in numbers)
