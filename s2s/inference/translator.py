"""Text in, text out."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, Unpack, overload

from s2s.config.schema import RunConfig
from s2s.data.codecs.files import Codecs, load_codecs
from s2s.data.text.facts import Facts
from s2s.decode.backend import Settings
from s2s.decode.backends.exported import ENCODER, STEP, Origin, read_export
from s2s.errors import SettingError
from s2s.inference.arguments import (
    SAMPLE,
    Decoding,
    Writing,
    check_settings,
    check_threads,
    check_writes,
    chosen_export,
    folders_of,
    prefixed,
    run_settings,
    texts_of,
)
from s2s.inference.confidence import Confidence, check_least, load_confidence, withheld
from s2s.inference.demands import Demands, demands_of
from s2s.inference.lines import LineTranslator
from s2s.inference.sentences import Translation
from s2s.inference.together import alike
from s2s.runs.folder import load_config, load_facts

DEMANDING = ("glossary", "keep", "prefixes")


class Translator(LineTranslator):
    """A trained model that writes text, with what encodes its source and the tokenizer of its target."""

    @classmethod
    def load(
        cls,
        folder: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
        device: str = "auto",
        backend: str = "auto",
        threads: int | None = None,
        allow_code: bool = False,
    ) -> Translator:
        """The translator of the run in `folder`. Raises `UserError` if it is not a run folder.

        Code of the user's own that the run names, such as a cell, is imported only with `allow_code`.

        Several folders are an ensemble: at each step the mean of the models' probabilities, in torch. The runs must have
        the same tokenizers and languages; how to decode is the first one's, unless the call says otherwise.

        `backend` is ``torch``, ``onnx`` for what ``s2s export`` wrote, or ``auto``: the export where there is one, unless
        a GPU is asked for. `threads` is how many cores one product may use: by default 1 for an export,
        whose products are too small to share, and all of them in torch.

        A translator works in threads and in children of its process, and can be pickled: it travels as the path of its
        folder, with a digest (`s2s.inference.travel`).
        """
        paths = folders_of(folder)
        config = load_config(paths[0], allow_code)  # before torch is imported, which takes seconds
        check_writes(config)
        check_threads(threads)
        if len(paths) > 1:
            if backend == "onnx":
                raise SettingError("backend", backend, "an ensemble runs in torch; use --backend torch")
            return cls.load_torch(paths, device, threads, allow_code)
        path, exported = paths[0], chosen_export(paths[0], backend, device, config.task)
        if exported is not None:
            from s2s.decode.backends.onnx import OnnxBackend

            files = read_export(exported, (ENCODER, STEP))  # first, so that what changes under it is noticed
            origin, codecs = Origin(path / "model.safetensors", files), load_codecs(exported)
            made = OnnxBackend(exported, threads or 1, source=codecs[0], exported=files)
            origin.check(made.origin)
            translator = cls(config, *codecs, made, load_facts(exported), load_confidence(exported))
            made.check_unchanged()
            translator.remember(path, device=device, backend="onnx", threads=threads, allow_code=allow_code)
            return translator
        return cls.load_torch(paths, device, threads, allow_code)

    @classmethod
    def load_torch(cls, paths: Sequence[Path], device: str, threads: int | None, allow_code: bool) -> Translator:
        """Load one run, or several as an ensemble, in torch. Raises `UserError` for runs that do not fit together."""
        runs = alike(paths, allow_code)
        from s2s.runs.weights import load_model
        from s2s.runtime.device import choose_device
        from s2s.runtime.forks import TORCH

        torch_device = choose_device(device)
        if threads is not None:
            TORCH.use(threads)
        models = [load_model(*run).to(torch_device) for run in runs]
        confidence = load_confidence(paths[0]) if len(paths) == 1 else None  # none was fitted for an ensemble
        translator = cls.of(runs[0].config, runs[0].codecs, models, torch_device, load_facts(paths[0]), confidence)
        translator.remember(*paths, device=device, backend="torch", threads=threads, allow_code=allow_code)
        return translator

    @classmethod
    def of(
        cls,
        config: RunConfig,
        codecs: Codecs,
        models: Sequence[Any],
        device: Any,
        facts: Facts | None = None,
        confidence: Confidence | None = None,
    ) -> Translator:
        """The translator that writes with `models`, torch modules on `device`; several are an ensemble.

        Raises `UserError` if one writes no text.
        """
        from s2s.decode.backends.ensemble import EnsembleBackend
        from s2s.decode.backends.torch_copying import torch_backend

        source, target = codecs
        check_writes(config)
        members = [torch_backend(model, device, source.pad) for model in models]
        return cls(
            config, source, target, EnsembleBackend(members) if len(members) > 1 else members[0], facts, confidence
        )

    def settings(self, *, nbest: int | None = None, **changes: Unpack[Decoding]) -> Settings:
        """How the run says to decode, with `changes`; what is None stays as it is.

        Raises `UserError` for an unknown setting, a value that cannot be, or one without effect.
        """
        check_settings(changes)
        settings = run_settings(self.config)
        given: dict[str, Any] = {"nbest": nbest, **changes}
        if given.pop(SAMPLE, None):
            given["search"] = SAMPLE
        given = {name: value for name, value in given.items() if value is not None}
        settings = replace(settings, **given)
        settings.check_given(given)
        return settings

    def demands(
        self, settings: Settings, glossary: Any = None, keep: Sequence[str] | None = None, prefixes: object = None
    ) -> Demands | None:
        """What `stream` takes for the terms of a `glossary`, for what is to `keep`, and if there are `prefixes`; None for nothing.

        Raises `UserError` for what cannot be read or written, or has no effect.
        """
        return demands_of(self, settings, {"glossary": glossary, "keep": keep, "prefixes": prefixes})

    @overload
    def translate(
        self, text: str, *, scores: Literal[False] = False, nbest: None = None, **settings: Unpack[Writing]
    ) -> str: ...
    @overload
    def translate(
        self, text: str, *, scores: Literal[True], nbest: None = None, **settings: Unpack[Writing]
    ) -> Translation: ...
    @overload
    def translate(
        self, text: str, *, scores: Literal[False] = False, nbest: int, **settings: Unpack[Writing]
    ) -> list[str]: ...
    @overload
    def translate(
        self, text: str, *, scores: Literal[True], nbest: int, **settings: Unpack[Writing]
    ) -> list[Translation]: ...
    @overload
    def translate(
        self, text: Iterable[Any], *, scores: Literal[False] = False, nbest: None = None, **settings: Unpack[Writing]
    ) -> list[str]: ...
    @overload
    def translate(
        self, text: Iterable[Any], *, scores: Literal[True], nbest: None = None, **settings: Unpack[Writing]
    ) -> list[Translation]: ...
    @overload
    def translate(
        self, text: Iterable[Any], *, scores: Literal[False] = False, nbest: int, **settings: Unpack[Writing]
    ) -> list[list[str]]: ...
    @overload
    def translate(
        self, text: Iterable[Any], *, scores: Literal[True], nbest: int, **settings: Unpack[Writing]
    ) -> list[list[Translation]]: ...
    def translate(
        self, text: str | Iterable[Any], *, scores: bool = False, nbest: int | None = None, **settings: Unpack[Writing]
    ) -> Any:
        """The best translation: a string for a string, a list for a list, ``""`` for blank text.

        With ``scores=True`` each is a `Translation`, and with ``nbest=N`` a list of the N best, or of N samples; a blank
        text has one. `settings` say how to decode: ``beam=1`` is greedy, ``sample=True`` samples, ``split=False`` takes each
        line as one sentence; of a model of several directions ``to="de"`` and perhaps ``from_="en"`` say in which. Where the
        run reads numbers, vectors may stand for texts. `glossary`, `keep` and `prefixes` say what translations must hold.
        Where the best translation is less sure than `min_confidence`, 0 to 1, there is an empty one (docs/confidence.md).
        Raises `UserError`, which names the place of what is no text.
        """
        lines, single = texts_of(text, numbers=self.source.takes_vectors)
        for name in ("attention", "token_log_probs"):
            if settings.get(name) and not scores:
                raise SettingError(name, True, "has no effect on plain strings; add scores=True")
        decoding: dict[str, Any] = {**settings, "nbest": nbest}
        split, demanding = decoding.pop("split", None), [decoding.pop(name, None) for name in DEMANDING]
        least = decoding.pop("min_confidence", None)
        if least is not None:
            check_least(least, self.confidence, vars(self).get("origin", {}).get("folder", ["RUN"]))
        turned = self.facing(*(decoding.pop(name, None) for name in ("to", "from_")))
        if split is not None and not isinstance(split, bool):
            raise SettingError("split", split, "use True or False")
        results: list[Any] = []
        plan = self.settings(**decoding)
        demands = turned.demands(plan, *demanding)
        if demanding[2] is not None:
            lines = prefixed(lines, single, demanding[2])
        for found in turned.stream(lines, plan, split=split, demands=demands, sure=scores or least is not None):
            translations = withheld(found, least)
            several = translations if scores else [translation.text for translation in translations]
            results.append(several[0] if nbest is None else several)
        return results[0] if single else results

    def score(
        self,
        sources: str | Iterable[Any] | None,
        targets: str | Iterable[Any],
        *,
        tokens: bool = False,
        pieces: bool = False,
        batch_tokens: int = 2000,
        to: str | None = None,
        from_: str | None = None,
    ) -> Any:
        """log P(target | source), end included, natural logarithm: a float for two strings, a list of them for lists.

        The number that `translate` reports as `log_prob` where the target is tokenised as it was written, and ended; a line
        is one text, as with ``split=False``. With ``tokens=True`` each is a `s2s.inference.scorer.Scored`, which has the
        log-probability of each piece. ``pieces=True``: targets are lists of pieces, as `Translation.pieces`, or strings of
        them apart by blanks. The sources of a language model are None. A blank target is the end alone; a blank source is
        translated to nothing: log P is 0 for a blank target, and -inf for any other. `to` and `from_` are as for `translate`.
        Raises `UserError`.
        """
        scorer = importlib.import_module("s2s.inference.scorer")
        return scorer.score_texts(self.facing(to, from_), sources, targets, tokens, pieces, batch_tokens)

    async def atranslate(self, text: str | Iterable[Any], **keywords: Any) -> Any:
        """`translate`, in a thread, so that an event loop goes on meanwhile. Cancelling it leaves the thread to its end."""
        import asyncio

        translate: Any = self.translate
        return await asyncio.to_thread(translate, text, **keywords)

    def translate_document(
        self,
        path: str | os.PathLike[str],
        out: str | os.PathLike[str],
        *,
        columns: Sequence[str] = (),
        encoding: str | None = None,
        split: bool | None = None,
        glossary: Any = None,
        keep: Sequence[str] | None = None,
        to: str | None = None,
        from_: str | None = None,
        **settings: Unpack[Decoding],
    ) -> Any:
        """Translate a document, of the kind that its suffix names, to `out`: only its text changes (docs/documents.md).

        `columns` are those of a table that are translated, by name or by number from 1, `encoding` that of a document
        that is not in UTF-8; `glossary`, `keep`, `to` and `from_` are those of `translate`. Returns a
        `s2s.documents.translate.Report`. Raises `UserError`, and then writes nothing.
        """
        documents = importlib.import_module("s2s.documents.translate")  # by name: it is built on this module
        decoding, turned = self.settings(**settings), self.facing(to, from_)
        how: dict[str, Any] = {"columns": columns, "encoding": encoding, "split": split, "settings": decoding}
        how["demands"] = turned.demands(decoding, glossary, keep)
        return documents.translate_document(turned, os.fspath(path), os.fspath(out), **how)
