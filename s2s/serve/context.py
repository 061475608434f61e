"""What the routes of all interfaces share."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from fastapi import Request

from s2s.data.text.lines import whole
from s2s.decode.backend import Settings
from s2s.errors import UserError
from s2s.inference.demands import Demands
from s2s.inference.terms import Entry
from s2s.inference.translator import Translator
from s2s.serve.detect import Detector
from s2s.serve.downloads import Downloads
from s2s.serve.guard import Guard, while_connected
from s2s.serve.metrics import Metrics
from s2s.serve.models import Models
from s2s.serve.options import ServeOptions
from s2s.serve.refusal import Refusal, invalid, too_long
from s2s.serve.texts import Answer, translate


@dataclass(frozen=True)
class Context:
    """The options of the server, its models, and what counts and limits their use."""

    options: ServeOptions
    models: Models
    detector: Detector
    guard: Guard
    metrics: Metrics
    downloads: Downloads
    pool: ThreadPoolExecutor
    """Threads in which documents are parsed, and wait for their translations."""

    def check_size(self, texts: list[str]) -> None:
        """Raises `Refusal` for more texts, or characters of them together, than a request may have."""
        if len(texts) > self.options.batch_limit:
            raise too_long(len(texts), self.options.batch_limit)
        self.check_characters(texts)

    def check_characters(self, texts: list[str]) -> None:
        """Raises `Refusal` for more characters of all texts than a request may have."""
        size = sum(len(text) for text in texts)
        if size > self.options.char_limit:
            raise too_long(size, self.options.char_limit)

    def source_of(self, texts: Sequence[str], target: str) -> tuple[str, float]:
        """The language of `texts`, taken together, that are to be translated to `target`, and how sure that is, 0 to 1.

        The only source language of a target needs no detection where the detector has not learned it. Raises `Refusal` where it
        has not learned one of several.
        """
        sources, labels = self.models.sources(target), self.detector.labels
        unknown = next((code for code in sources or [target] if code not in labels), None)
        if unknown is not None:
            if len(sources) == 1:
                return unknown, 0.0
            raise Refusal(400, f"{unknown[:50]} cannot be detected; name the source language (source, or source_lang)")
        language, sure = self.detector.detect("\n".join(texts))[0]
        if language not in sources:  # pt, where it is pt_BR that is translated to the target
            language = next((code for code in sources if labels[code] == labels[language]), language)
        return language, sure

    async def answers(
        self,
        request: Request,
        texts: list[str],
        source: str,
        target: str,
        alternatives: int = 0,
        details: bool = False,
        split: bool | None = None,
        glossary: tuple[Entry, ...] = (),
        sure: bool = False,
    ) -> list[Answer]:
        """The translations of `texts`, which hold the terms of a `glossary`, while the client waits. Raises `Refusal`.

        With `sure` they have their confidence.
        """
        pair = self.models.direction(source, target)
        if source == target:
            return [Answer(whole(text)) for text in texts]
        engine, settings = self.models.engines[pair], self.models.settings[pair]
        demands = await asyncio.to_thread(demands_of, engine.translator, settings, glossary) if glossary else None
        work = translate(engine, settings, texts, alternatives, details, split, demands, sure)
        return await while_connected(request, work)


def demands_of(translator: Translator, settings: Settings, glossary: tuple[Entry, ...]) -> Demands | None:
    """What a glossary demands of a model. Raises `Refusal`."""
    try:
        return translator.demands(settings, glossary)
    except UserError as error:
        raise invalid(str(error)) from None


def is_html(name: str) -> bool:
    """Whether a format of text is HTML, and not plain text. Raises `Refusal` for another."""
    if name not in ("text", "html"):
        raise Refusal(400, f"{name[:50]} format is not supported")
    return name == "html"
