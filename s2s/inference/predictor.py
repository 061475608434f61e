"""Labels and numbers for text, vectors and series: what `s2s.inference.translator` is for models that write."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, overload

import numpy

from s2s.config.distributions import needing
from s2s.config.networks import HEADS
from s2s.config.schema import Pooling, RunConfig
from s2s.config.tasks import rules_of
from s2s.data.codecs.base import Codec
from s2s.data.codecs.calibration import mean_of
from s2s.data.codecs.files import Codecs, calibrated, load_calibrated
from s2s.data.codecs.label_sets import LabelSets, parts_of
from s2s.data.planning import plan
from s2s.data.text.preparation import preparation
from s2s.decode.backend import Floats
from s2s.decode.backends.exported import LABELLER, Origin, read_export
from s2s.decode.labels import Labels
from s2s.errors import SettingError, UserError
from s2s.inference.arguments import check_threads, chosen_export, folders_of, texts_of
from s2s.inference.together import alike
from s2s.inference.travel import Travelling, described
from s2s.runs.folder import load_config

WINDOW = 2000
"""Examples sorted by length at a time."""
POSITIONS = 4000
"""Source positions, padding included, in a batch."""
LONGEST = 10_000
"""Words or pieces of a text: what is longer would fill the memory."""


@dataclass(frozen=True)
class Prediction:
    """What is predicted for one example."""

    text: str
    """The label, or several with their separator; one for each word, separated by spaces; or numbers likewise."""
    values: Any = field(compare=False)
    """(P, V): the probability of each label, or the numbers of each position; None for a blank line."""
    names: Sequence[str]
    """The labels, in the order of their probabilities; none where numbers are predicted."""
    alternatives: Sequence[tuple[str, float]] = ()
    """The most probable labels, or sequences of them, each with its probability, best first, where that was asked."""
    members: Sequence[str] | None = None
    """The labels, where a text has any number of them."""

    quantiles: Mapping[float, Any] = field(default_factory=dict, compare=False)
    """Level → numbers (horizon · C,) of a forecast, step after step; none where the run forecasts no quantiles."""
    unknown: int = field(default=0, compare=False)
    """Pieces of the source that stand for what the vocabulary does not hold, or spell it by its bytes."""

    def record(self) -> dict[str, Any]:
        """What one line of JSON says: the probability of every label, or the numbers."""
        rows = [] if self.values is None else [[round(float(value), 6) for value in row] for row in self.values]
        if not self.names:
            bands = {f"{level:g}": [round(float(one), 6) for one in row] for level, row in self.quantiles.items()}
            return {"numbers": rows, **({"quantiles": bands} if bands else {})}
        record: dict[str, Any] = {
            "label": self.text,
            **({} if self.members is None else {"labels": list(self.members)}),
            "probabilities": [dict(zip(self.names, row, strict=True)) for row in rows],
        }
        if self.alternatives:
            some = [{"label": text, "probability": round(share, 6)} for text, share in self.alternatives]
            record |= {"probability": some[0]["probability"], "nbest": some}
        return record


class Predictor(Travelling):
    """A trained model that labels, or predicts numbers."""

    def __init__(self, config: RunConfig, source: Codec, target: Codec, backend: Labels) -> None:
        """Raises `UserError` for the run of a task that writes text."""
        if rules_of(config.task).writes:
            raise UserError(f"task={config.task}: the run writes text; use s2s translate")
        self.config, self.source, self.target, self.backend = config, source, target, backend
        self.prepare = preparation(config, "source")

    @classmethod
    def load(
        cls,
        folder: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
        device: str = "auto",
        threads: int | None = None,
        allow_code: bool = False,
        backend: str = "auto",
    ) -> Predictor:
        """The predictor of the run in `folder`. Raises `UserError` if it is not a run folder.

        Several folders are an ensemble, in torch: the mean of the models' probabilities, or of their numbers. The runs must
        have the same tokenizers and labels.

        Code of the user's own that the run names, such as a cell, is imported only with `allow_code`. `backend` is
        ``torch``, ``onnx`` for what ``s2s export`` wrote, or ``auto``: the export where there is one, unless a GPU is asked
        for. `threads` is how many cores one product may use: by default 1 for an export, all of them in torch.
        """
        path, *others = folders_of(folder)
        config = load_config(path, allow_code)
        check_threads(threads)
        if others:
            return cls.load_together([path, *others], device, threads, allow_code, backend)
        exported = chosen_export(path, backend, device, config.task)
        if exported is not None:
            predictor = cls.load_export(path, exported, config, threads)
            backend = "onnx"
        else:
            with needing(path):
                from s2s.runs.weights import load_model
                from s2s.runtime.device import choose_device
                from s2s.runtime.forks import TORCH
            if threads is not None:
                TORCH.use(threads)
            codecs, torch_device = load_calibrated(path), choose_device(device)
            predictor = cls.of(config, codecs, load_model(path, config, codecs).to(torch_device), torch_device)
            backend = "torch"
        predictor.remember(path, device=device, threads=threads, allow_code=allow_code, backend=backend)
        return predictor

    @classmethod
    def load_together(
        cls, paths: Sequence[Path], device: str, threads: int | None, allow_code: bool, backend: str
    ) -> Predictor:
        """That of several runs. Raises `UserError` for runs that do not fit together."""
        if backend == "onnx":
            raise SettingError("backend", backend, "an ensemble runs in torch; use --backend torch")
        runs = alike(paths, allow_code)
        from s2s.decode.backends.mean_labels import MeanLabels

        members = [cls.load(path, device, threads, allow_code, "torch") for path in paths]
        source, target = runs[0].codecs
        if target.calibration is not None:
            target = calibrated(target, mean_of([member.target.calibration for member in members]))
        mean = MeanLabels([member.backend for member in members], [member.target for member in members])
        predictor = cls(runs[0].config, source, target, mean)
        predictor.remember(*paths, device=device, threads=threads, allow_code=allow_code, backend="torch")
        return predictor

    @classmethod
    def load_export(cls, path: Path, exported: Path, config: RunConfig, threads: int | None) -> Predictor:
        """That of the export `exported` of the run in `path`. Raises `UserError`."""
        from s2s.decode.backends.onnx_labels import OnnxLabels

        files = read_export(exported, (LABELLER,))  # first, so that what changes under it is noticed
        origin, codecs = Origin(path / "model.safetensors", files), load_calibrated(exported)
        made = OnnxLabels(files, *codecs, config.model.pooling is Pooling.none, threads or 1)
        origin.check(made.origin)
        predictor = cls(config, *codecs, made)
        made.check_unchanged()
        return predictor

    @classmethod
    def of(cls, config: RunConfig, codecs: Codecs, model: Any, device: Any) -> Predictor:
        """The predictor by `model`, a torch module on `device`. Raises `UserError` for the run of a task that writes text."""
        from s2s.decode.backends.torch_labels import TorchLabels

        return cls(config, *codecs, TorchLabels(model, device))

    def contents(self) -> Iterator[bytes]:
        """Options, codecs and what the backend has loaded."""
        yield from described(self.config, (self.source, self.target), {})
        yield from self.backend.contents()

    @overload
    def predict(self, text: str, *, nbest: int = 0) -> Prediction: ...
    @overload
    def predict(self, text: Iterable[Any], *, nbest: int = 0) -> list[Prediction]: ...
    def predict(self, text: str | Iterable[Any], *, nbest: int = 0) -> Prediction | list[Prediction]:
        """A prediction for a string, a list of predictions for a list, in order; blank for blank.

        With `nbest` each has so many alternatives, of all positions together. Where the run reads numbers, an example is an array of them, or they are written in a string. Raises `UserError`,
        which names the place of what is neither.
        """
        values, single = texts_of(text, numbers=self.source.takes_vectors)
        predictions = list(self.stream(values, nbest=nbest))
        return predictions[0] if single else predictions

    async def apredict(self, text: str | Iterable[Any]) -> Any:
        """`predict`, in a thread, so that an event loop goes on meanwhile. Cancelling it leaves the thread to its end."""
        import asyncio

        return await asyncio.to_thread(self.predict, text)

    @property
    def names(self) -> Sequence[str]:
        """The labels, in the order of their probabilities; none of a model that predicts numbers."""
        return self.target.labels

    def stream(self, values: Iterable[Any], window: int = WINDOW, nbest: int = 0) -> Iterator[Prediction]:
        """`predict`, as the values come, `window` at a time."""
        if nbest and (self.target.several or not self.names):
            what = "several labels a text" if self.names else "numbers"
            raise UserError(f"nbest={nbest}: has no effect on {what}; leave it out")
        values, number = iter(values), 1
        while some := list(islice(values, window)):
            yield from self.window(some, number, nbest)
            number += len(some)

    def window(self, values: Sequence[Any], number: int, nbest: int = 0) -> list[Prediction]:
        """Of `values`, the first of which is line `number`."""
        real = [row for row, value in enumerate(values) if not self.prepare.blank(value)]
        encoded = self.encode(
            [self.source.clean(values[row], self.prepare) for row in real], [number + row for row in real]
        )
        predictions = [Prediction("", None, self.names)] * len(values)
        for row, example in zip(real, encoded, strict=True):
            if len(example) > LONGEST and isinstance(values[row], str):
                many = f"has {len(example):,} {self.source.unit}, at most {LONGEST:,} can be read"
                raise UserError(f"line {number + row:,}: {many}; cut it")
        lengths = numpy.array([[len(example) + 1] * 2 for example in encoded]).reshape(-1, 2)
        for rows in plan(lengths, POSITIONS, seed=0, epoch=0) if len(encoded) else []:
            for row, prediction in zip(rows, self.batch([encoded[row] for row in rows], nbest), strict=True):
                unknown = self.source.unknown(encoded[row])
                predictions[real[row]] = replace(prediction, unknown=unknown) if unknown else prediction
        return predictions

    def batch(self, examples: Sequence[Any], nbest: int) -> Iterator[Prediction]:
        """The predictions for encoded examples that are read side by side."""
        counts = [self.positions(example) for example in examples]
        if not (nbest or self.chained):
            for count, scores in zip(counts, self.scores(examples), strict=True):
                yield self.read(scores[:count])
            return
        scores, lengths, chain = self.scores(examples, raw=True), numpy.array(counts), self.backend.chain()
        if not self.chained and self.target.calibration is not None:
            scores = scores / numpy.float32(self.target.calibration.temperature)
        assert chain is not None, "numbers have no n best"
        values, paths = chain.marginals(scores, lengths), chain.viterbi(scores, lengths)
        for row, (count, path) in enumerate(zip(counts, paths, strict=True)):
            best = chain.best(scores[row, :count], nbest) if nbest else []
            some = tuple((self.spelled(tags), math.exp(share)) for tags, share in best)
            yield Prediction(self.spelled(path), values[row, :count], self.names, some)

    @property
    def chained(self) -> bool:
        """Whether labels depend on their neighbours."""
        return self.config.model.head is not None and HEADS.facts(self.config.model.head).chained

    def spelled(self, tags: Iterable[int]) -> str:
        """Labels by their numbers, separated by spaces."""
        return " ".join(self.names[tag] for tag in tags)

    def encode(self, values: Sequence[Any], numbers: Sequence[int]) -> list[Any]:
        """`values`, of lines `numbers`. Raises `UserError` for the first that is none."""
        try:
            return self.source.encode(values)
        except UserError:
            for value, number in zip(values, numbers, strict=True):
                try:
                    self.source.encode([value])
                except UserError as error:
                    raise UserError(f"line {number:,}: {error}") from None
            raise

    def scores(self, examples: Sequence[Any], raw: bool = False) -> Floats:
        """The probabilities of labels, or the numbers as the network has them: (B, P, V); `raw` as the head takes them."""
        predict = self.backend.scores if raw else self.backend.predict
        return predict(*self.source.pad(examples, "source"))

    def positions(self, example: Sequence[Any]) -> int:
        """How many positions of the scores are real."""
        return 1 if self.config.model.pooling != "none" else len(example)

    def read(self, scores: Floats) -> Prediction:
        """The prediction for one example: `scores` are what the network gives it."""
        numbers, (text,) = self.target.values_of(scores), self.target.decode([scores])
        members = parts_of(text, self.target.separator) if isinstance(self.target, LabelSets) else None
        quantiles = self.target.quantiles_of(scores)
        return Prediction(text, numbers, self.names, members=members, quantiles=quantiles)
