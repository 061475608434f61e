"""What a report shows of single examples: sentences with their alignments, lengths, forecasts beside the truth.

All of it is plain values, as results.json keeps them, so that a report needs neither the model nor the data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy

from s2s.config.directions import directions_of
from s2s.config.networks import ATTENTIONS
from s2s.data.codecs.base import Codec
from s2s.metrics.scores import score
from s2s.tasks.evaluation import Evaluation, Examples

if TYPE_CHECKING:
    from s2s.inference.translator import Translator

RANKED = 1000
"""Examples that the best and the worst are chosen from, the first of a set."""
SHOWN = 4
"""Of the best and of the worst."""
LONGEST = 60
"""Pieces of a source or an output up to which its alignment is kept."""
BINS = 24
LEAST = 20
"""Targets that reach a position, so that its perplexity is worth drawing."""
SERIES, PAIRS = 6, 500
"""Forecasts that are kept with their windows, and predicted numbers that are kept with the right ones."""


def of_texts(
    reader: Translator, examples: Examples, evaluation: Evaluation, settings: Mapping[str, Any], language: str
) -> dict[str, Any]:
    """The best and the worst of the outputs by chrF, with their alignments, and the lengths of all three sides."""
    outputs, examples = list(evaluation.predicted[:RANKED]), examples.select(range(min(RANKED, len(examples.targets))))
    targets, sources = list(examples.targets), list(examples.sources or ())
    if not outputs or len(outputs) != len(targets) or not all(isinstance(target, str) for target in targets):
        return {}
    texts = {"output": outputs, "reference": targets}
    if sources and all(isinstance(source, str) for source in sources):
        texts = {"source": sources, **texts}
    codecs = {"source": reader.source, "output": reader.target, "reference": reader.target}
    found: dict[str, Any] = {"lengths": lengths({role: pieces(codecs[role], some) for role, some in texts.items()})}
    if len(sources) != len(outputs):
        return found
    scores = list(score(outputs, targets, language, ("chrf",), lines=True)["chrf"].lines)
    order = sorted(range(len(outputs)), key=lambda row: (scores[row], len(targets[row])))
    count = min(SHOWN, len(order) // 2)
    for name, rows in (("worst", order[:count]), ("best", order[len(order) - count :][::-1])):
        found[name] = shown(reader, examples.select(rows), settings)
        for row, one in zip(rows, found[name], strict=True):
            one |= {"source": as_text(sources[row]), "output": outputs[row], "reference": targets[row]}
            one["score"] = scores[row]
    return {**found, "ranked by": "chrF", "ranked": len(outputs)}


def by_position(reader: Translator, examples: Examples) -> dict[str, Any]:
    """The perplexity of the targets' pieces, and of their end, by position: the first, the second and so on.

    Of the first `RANKED` examples; as far as `LEAST` targets reach. With it how many pieces each value is of.
    """
    from s2s.inference.scorer import score_lines

    targets = list(examples.targets[:RANKED])
    sources = None if reader.source.is_empty else list((examples.sources or ())[:RANKED])
    if not all(isinstance(target, str) for target in targets):
        return {}
    found = [one.token_log_probs for one in score_lines(reader, sources, targets, False, reader.config.train.tokens)]
    nats = numpy.zeros(max(map(len, found), default=0))
    counts = numpy.zeros(len(nats), numpy.int64)
    for log_probs in found:
        nats[: len(log_probs)] -= log_probs
        counts[: len(log_probs)] += 1
    reached = counts >= min(LEAST, len(targets))
    with numpy.errstate(over="ignore"):  # infinite where no float holds it
        values = numpy.exp(nats[reached] / counts[reached])
    return {"values": values.tolist(), "counts": counts[reached].tolist()}


def pieces(codec: Codec, texts: Sequence[str]) -> list[int]:
    """How many pieces each of `texts` has."""
    return [len(ids) for ids in codec.encode(list(texts))]


def lengths(found: Mapping[str, Sequence[int]]) -> dict[str, Any]:
    """A histogram for each side, all with the same bins: of `width` pieces, from 0 on."""
    longest = max(max(values, default=0) for values in found.values())
    width = max(1, -(-(longest + 1) // BINS))
    counts = {
        role: numpy.bincount(numpy.asarray(values, numpy.int64) // width, minlength=longest // width + 1).tolist()
        for role, values in found.items()
    }
    return {"width": width, "counts": counts}


def shown(reader: Translator, examples: Examples, settings: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The alignment of each sentence of the output for each example, where the network has attention."""
    if not ATTENTIONS.facts(reader.config.model.attention).aligns:
        return [{} for _ in examples.targets]
    directions, how = directions_of(reader.config.data), {**settings, "attention": True}
    found: list[dict[str, Any]] = []
    for row, source in enumerate(examples.sources or ()):
        if examples.directions is not None:
            direction = directions[examples.directions[row]]
            how |= {"to": direction.target, "from_": direction.source}
        (translation,) = reader.translate([source], scores=True, **how)
        parts = []
        for part in translation.sentences or (translation,):
            short = max(len(part.source_pieces), len(part.pieces)) <= LONGEST
            if part.attention is not None and part.pieces and short:
                weights = numpy.asarray(part.attention).round(3).tolist()
                parts.append({"source": list(part.source_pieces), "output": list(part.pieces), "weights": weights})
        found.append({"alignments": parts})
    return found


def as_text(source: Any) -> str:
    """A source, of which a vector is shortened."""
    if isinstance(source, str):
        return source
    numbers = numpy.ravel(source)
    return " ".join(f"{number:.3g}" for number in numbers[:LONGEST]) + " …" * (len(numbers) > LONGEST)


def of_numbers(predicted: Sequence[Any], right: Sequence[Any]) -> dict[str, Any]:
    """Predicted numbers beside the right ones, each example's first; (F,) each in `predicted` and `right`."""
    pairs = [[float(numpy.ravel(one)[0]) for one in both] for both in zip(right, predicted, strict=True)]
    return {"pairs": pairs[:PAIRS], "of": len(pairs)}


def of_series(
    examples: Examples, predicted: Sequence[Any], right: Sequence[Any], targets: int | None = None
) -> dict[str, Any]:
    """Windows (S, F) with what follows them and what was forecast, (horizon · C,) each, of the first feature.

    C is `targets`, by default F. The windows are spread evenly over the examples.
    """
    sources = examples.sources or ()
    rows = numpy.unique(numpy.linspace(0, len(sources) - 1, min(SERIES, len(sources)), dtype=numpy.int64)).tolist()
    series = []
    for row in rows:
        window = numpy.asarray(sources[row], numpy.float64).reshape(len(sources[row]), -1)
        features = targets or window.shape[1]
        truth, forecast = (numpy.ravel(one[row])[::features].tolist() for one in (right, predicted))
        series.append({"window": window[:, 0].tolist(), "truth": truth, "forecast": forecast})
    return {"series": series, "of": len(sources)}
