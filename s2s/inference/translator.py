"""Text in, text out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Unpack, overload

from s2s.config.schema import RunConfig, Task
from s2s.data.codecs.base import Codec
from s2s.data.codecs.files import Codecs, load_codecs
from s2s.data.text.sentences import LONGEST, LONGEST_TEXT, passages
from s2s.decode.backend import Backend, Hypothesis, Settings
from s2s.decode.backends.onnx import find_export
from s2s.decode.scheduler import decode
from s2s.errors import SettingError, UserError
from s2s.inference.arguments import Decoding, check_settings, check_threads, folder_of, texts_of
from s2s.runs.folder import load_config

BACKENDS = ("auto", "torch", "onnx")


@dataclass(frozen=True)
class Translation:
    """One of the translations of one line."""

    text: str
    score: float
    """What translations are ranked by: `log_prob` with the length and coverage penalties."""
    log_prob: float
    """Sum over the pieces, and the end of the sentence where the model wrote one; natural logarithm."""
    pieces: tuple[str, ...]
    """The T pieces written."""
    source_pieces: tuple[str, ...]
    """The S pieces read, ``</s>`` at the end; none where the source is no text."""
    attention: Any
    """(T, S) weights, a row for each piece written, or None; with the setting ``attention=True``."""
    token_log_probs: Any = None
    """(T,) log-probability of each piece written after those before it, or None."""


class Translator:
    """A trained model that writes text, with what encodes its source and the tokenizer of its target."""

    def __init__(self, config: RunConfig, source: Codec, target: Codec, backend: Backend) -> None:
        self.config, self.source, self.target, self.backend = config, source, target, backend

    @classmethod
    def load(
        cls,
        folder: str | Path | Sequence[str | Path],
        device: str = "auto",
        backend: str = "auto",
        threads: int | None = None,
        allow_code: bool = False,
    ) -> Translator:
        """The translator of the run in `folder`. Raises `UserError` if it is not a run folder.

        Code of the user's own that the run names, such as a cell, is imported only with `allow_code`.

        Several folders are an ensemble: at each step the mean of the models' probabilities, in torch. The runs must have
        the same tokenizers and languages; how to decode, unless told, is the first one's.

        `backend` is ``torch``, ``onnx`` for what ``s2s export`` wrote, or ``auto``: the export where there is one, unless
        a GPU is asked for. `threads` is how many cores one product may use: by default 1 for an export,
        whose products are too small to share, and all of them in torch.
        """
        paths = [
            folder_of(one)
            for one in (folder if isinstance(folder, Sequence) and not isinstance(folder, str | bytes) else [folder])
        ]
        if not paths:
            raise UserError("no run folder given; give at least one")
        if backend not in BACKENDS:
            raise SettingError("backend", backend, f"unknown; choose from {', '.join(BACKENDS)}")
        config = load_config(paths[0], allow_code)  # before torch is imported, which takes seconds
        check_threads(threads)
        if len(paths) > 1:
            if backend == "onnx":
                raise SettingError("backend", backend, "an ensemble runs in torch; use --backend torch")
            return cls.load_torch(paths, device, threads, allow_code)
        path, exported = paths[0], find_export(paths[0])
        if backend == "onnx" or (backend == "auto" and exported is not None and device in ("auto", "cpu")):
            if exported is None:
                raise SettingError("backend", backend, f"{path} has no export; write one: s2s export -m {path}")
            if device not in ("auto", "cpu"):
                raise SettingError("device", device, "an export runs on the CPU; use --backend torch")
            from s2s.decode.backends.onnx import OnnxBackend, check_origin

            made = OnnxBackend(exported, threads or 1)
            check_origin(path / "model.safetensors", made.origin, exported)
            return cls(config, *load_codecs(exported), made)
        return cls.load_torch(paths, device, threads, allow_code)

    @classmethod
    def load_torch(cls, paths: Sequence[Path], device: str, threads: int | None, allow_code: bool) -> Translator:
        from s2s.decode.backends.ensemble import Run, check_alike

        configs = [load_config(path, allow_code) for path in paths]
        runs = [Run(path, config, load_codecs(path)) for path, config in zip(paths, configs, strict=True)]
        for run in runs[1:]:
            check_alike(runs[0], run)
        import torch

        from s2s.runs.weights import load_model
        from s2s.runtime.device import choose_device

        place = choose_device(device)
        if threads is not None:
            torch.set_num_threads(threads)
        models = [load_model(*run).to(place) for run in runs]
        return cls.of(runs[0].config, runs[0].codecs, models, place)

    @classmethod
    def of(cls, config: RunConfig, codecs: Codecs, models: Sequence[Any], device: Any) -> Translator:
        """The translator that writes with `models`, torch modules on `device`; several are an ensemble.

        Raises `UserError` if one writes no text.
        """
        from s2s.decode.backends.ensemble import EnsembleBackend
        from s2s.decode.backends.torch import TorchBackend
        from s2s.nn.model import Seq2Seq

        source, target = codecs
        if not all(isinstance(model, Seq2Seq) for model in models):
            raise UserError(f"task={config.task}: the run writes no text; use s2s predict")
        members = [TorchBackend(model, device, source.pad) for model in models]
        return cls(config, source, target, EnsembleBackend(members) if len(members) > 1 else members[0])

    def settings(self, *, nbest: int | None = None, **changes: Unpack[Decoding]) -> Settings:
        """How the run says to decode, with `changes`; what is None stays as it is.

        Raises `UserError` for an unknown setting, a value that cannot be, or one without effect.
        """
        check_settings(changes)
        kept = self.config.decode
        settings = Settings(
            beam=kept.beam,
            length_penalty=kept.length_penalty,
            coverage_penalty=kept.coverage_penalty,
            longest=self.config.data.max_length if self.config.task is Task.generate else None,
        )
        given: dict[str, Any] = {"nbest": nbest, **changes}
        return replace(settings, **{name: value for name, value in given.items() if value is not None})

    @overload
    def translate(
        self, text: str, *, scores: Literal[False] = False, nbest: None = None, **settings: Unpack[Decoding]
    ) -> str: ...
    @overload
    def translate(
        self, text: str, *, scores: Literal[True], nbest: None = None, **settings: Unpack[Decoding]
    ) -> Translation: ...
    @overload
    def translate(
        self, text: str, *, scores: Literal[False] = False, nbest: int, **settings: Unpack[Decoding]
    ) -> list[str]: ...
    @overload
    def translate(
        self, text: str, *, scores: Literal[True], nbest: int, **settings: Unpack[Decoding]
    ) -> list[Translation]: ...
    @overload
    def translate(
        self, text: Iterable[Any], *, scores: Literal[False] = False, nbest: None = None, **settings: Unpack[Decoding]
    ) -> list[str]: ...
    @overload
    def translate(
        self, text: Iterable[Any], *, scores: Literal[True], nbest: None = None, **settings: Unpack[Decoding]
    ) -> list[Translation]: ...
    @overload
    def translate(
        self, text: Iterable[Any], *, scores: Literal[False] = False, nbest: int, **settings: Unpack[Decoding]
    ) -> list[list[str]]: ...
    @overload
    def translate(
        self, text: Iterable[Any], *, scores: Literal[True], nbest: int, **settings: Unpack[Decoding]
    ) -> list[list[Translation]]: ...
    def translate(
        self, text: str | Iterable[Any], *, scores: bool = False, nbest: int | None = None, **settings: Unpack[Decoding]
    ) -> Any:
        """The best translation: a string for a string, a list for a list, ``""`` for blank text.

        With ``scores=True`` each is a `Translation`, and with ``nbest=N`` a list of the N best, or of N samples; a blank
        text has one. `settings` say how to decode: ``beam=1`` is greedy, ``sample=True`` samples. Where the run reads
        numbers, vectors may stand for texts. Raises `UserError`, which names the place of what is no text.
        """
        lines, single = texts_of(text, numbers=self.source.takes_vectors)
        for name in ("attention", "token_log_probs"):
            if settings.get(name) and not scores:
                raise SettingError(name, True, "has no effect on plain strings; add scores=True")
        made = self.settings(nbest=nbest, **settings)
        found: list[Any] = []
        for translations in self.stream(lines, made):
            several = translations if scores else [one.text for one in translations]
            found.append(several[0] if nbest is None else several)
        return found[0] if single else found

    def stream(self, lines: Iterable[str], settings: Settings, first: int = 0) -> Iterator[list[Translation]]:
        """The `nbest` translations of each line, in order; a blank line gives one empty translation.

        `first` is the number, from 0, of the first line in a longer text: what is sampled for a line depends on its own.
        A line of more than `LONGEST` pieces is translated in parts, without attention.
        """
        waiting: deque[Sequence[Any]] = deque()
        coming, long, number = iter(lines), [""], first

        def sources() -> Iterator[Sequence[Any]]:
            for line in coming:
                source = self.encode(line)
                if source is None:
                    long.append(line)
                    return
                waiting.append(source)
                yield source

        while long:
            long.clear()
            for hypotheses in decode(self.backend, sources(), settings, first=number):
                source = waiting.popleft()
                number += 1
                yield [self.read(hypothesis, source) for hypothesis in hypotheses]
            for line in long:
                yield self.piecewise(line, settings, number)
                number += 1

    def piecewise(self, line: str, settings: Settings, number: int) -> list[Translation]:
        """The `nbest` translations of a long line, each put together from those of its parts."""
        cut, waiting = passages(self.cased(line), self.source), deque[list[int]]()

        def sources() -> Iterator[list[int]]:
            for ids in cut:
                waiting.append(self.source.finish(ids))
                yield waiting[-1]

        found: list[list[Translation]] = []
        for hypotheses in decode(self.backend, sources(), replace(settings, attention=False), first=number):
            source = waiting.popleft()
            found.append([self.read(hypothesis, source) for hypothesis in hypotheses])
        best = [[translations[min(n, len(translations) - 1)] for translations in found] for n in range(settings.nbest)]
        return [
            Translation(
                text=" ".join(part.text for part in every if part.text),
                score=sum(part.score for part in every),
                log_prob=sum(part.log_prob for part in every),
                pieces=tuple(piece for part in every for piece in part.pieces),
                source_pieces=tuple(piece for part in every for piece in part.source_pieces),
                attention=None,
            )
            for every in best
        ]

    def encode(self, line: Any) -> Sequence[Any] | None:
        """What the backend encodes: source ids ending in eos; of labels and numbers a vector.

        Nothing for a blank line, None for one that is too long to be translated at once.
        """
        source = self.source
        if isinstance(line, str) and not line.strip() and not source.is_empty:
            return []
        if source.divisible and len(line) > LONGEST_TEXT:
            return None
        encoded: Sequence[Any] = source.encode([source.clean(line, self.config.data.lowercase)])[0]
        if source.divisible and len(encoded) > LONGEST:
            return None
        finished: Sequence[Any] = source.finish(encoded)
        return finished

    def cased(self, line: str) -> str:
        """As the model was trained on it: in lower case where it was, and without a line end."""
        line = line.rstrip("\r\n")
        return line.lower() if self.config.data.lowercase else line

    def read(self, hypothesis: Hypothesis, source: Sequence[Any]) -> Translation:
        ids = list(hypothesis.tokens)
        return Translation(
            text=self.target.decode([ids])[0],
            score=hypothesis.score,
            log_prob=hypothesis.log_prob,
            pieces=self.target.pieces_of(ids),
            source_pieces=self.source.pieces_of(source),
            attention=hypothesis.attention,
            token_log_probs=hypothesis.token_log_probs,
        )
