"""Files and HTML of requests: their text waits in the queue of the model like all other, and the rest stays as it was."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from pathlib import PurePath

from fastapi import Request

from s2s.config.directions import UNDETERMINED
from s2s.decode.backend import Settings
from s2s.documents.base import TO_UTF8, Format, Reading
from s2s.documents.nodes import text_of
from s2s.documents.registry import FORMATS, load, row_of
from s2s.documents.translate import translated
from s2s.errors import UserError
from s2s.inference.demands import Demands
from s2s.inference.lines import LineTranslator
from s2s.inference.sentences import Translation
from s2s.inference.terms import Prefixed
from s2s.serve.context import Context
from s2s.serve.engine import Engine
from s2s.serve.guard import while_connected
from s2s.serve.models import Direction
from s2s.serve.refusal import invalid


class Queued(LineTranslator):
    """What a document asks for its translations, in a thread of its own: `engine`'s model, through its queue."""

    def __init__(self, engine: Engine, loop: asyncio.AbstractEventLoop, context: Context) -> None:
        inner = engine.translator
        super().__init__(inner.config, inner.source, inner.target, inner.backend, inner.facts)
        self.engine, self.loop, self.context = engine, loop, context
        self.answer: Future[list[list[Translation]]] | None = None
        self.cancelled = False

    def stream(
        self,
        lines: Iterable[str | Prefixed],
        settings: Settings,
        first: int | Iterable[int] = 0,
        split: bool | None = None,
        demands: Demands | None = None,
        sure: bool = False,
    ) -> Iterator[list[Translation]]:
        """The translations of `lines`, through the queue. Raises `Refusal`, and `CancelledError` once cancelled."""
        assert demands is None and not sure, "a document demands nothing, and shows no confidence"
        texts = [line for line in lines if isinstance(line, str)]
        self.context.check_characters(texts)
        if self.cancelled:
            raise CancelledError
        self.answer = asyncio.run_coroutine_threadsafe(self.engine.translate(texts, settings, split), self.loop)
        yield from self.answer.result()

    def cancel(self) -> None:
        """Nobody waits any more: the thread ends, and the lines leave the queue."""
        self.cancelled = True
        if self.answer is not None:
            self.answer.cancel()


def suffixes() -> list[str]:
    """The ends of names of the files that can be translated, as far as the libraries for them are installed.

    Tables are left out, as a request cannot say which columns are to be translated.
    """
    endings: list[str] = []
    for row in FORMATS.values():
        if row.columns:
            continue
        try:
            load(row)
        except UserError:
            continue
        endings += row.suffixes
    return endings


def language_of_file(context: Context, name: str, content: bytes, target: str) -> str:
    """The language of a file that is to be translated to `target`. Raises `Refusal`."""
    return language_of(context, kind_of(name), [content], Reading("the file", UNDETERMINED, target, remedy=TO_UTF8))[0]


def language_of_html(context: Context, texts: Sequence[str], target: str) -> tuple[str, float]:
    """As `Context.source_of`, of pieces of HTML. Raises `Refusal`."""
    return language_of(context, *html_of(texts), Reading("q", UNDETERMINED, target, encoding="utf-8"))


def language_of(context: Context, kind: type[Format], contents: Iterable[bytes], reading: Reading) -> tuple[str, float]:
    """The language of the text of documents, without their mark-up, and how sure that is, 0 to 1. Raises `Refusal`."""
    try:
        segments = [segment for content in contents for segment in kind.read(content, reading).segments]
    except UserError as error:
        raise invalid(str(error)) from None
    return context.source_of([text_of(segment) for segment in segments], reading.target)


def html_of(texts: Sequence[str]) -> tuple[type[Format], list[bytes]]:
    """What reads HTML, and the bytes of pieces of it."""
    return load(FORMATS["HTML"]), [text.encode("utf-8", "replace") for text in texts]


def kind_of(name: str) -> type[Format]:
    """What reads a file of this name. Raises `Refusal`, also for a table, whose columns a request cannot name."""
    try:
        row = row_of(PurePath(name).name)
        if not row.columns:
            return load(row)
    except UserError:
        pass
    raise invalid("file format not supported")


async def translate_file(context: Context, request: Request, name: str, content: bytes, pair: Direction) -> bytes:
    """The translation of a file, whose kind its `name` tells. Raises `Refusal`."""
    return await translate_content(context, request, kind_of(name), content, Reading("the file", *pair, remedy=TO_UTF8))


async def translate_html(
    context: Context, request: Request, texts: Sequence[str], pair: Direction, split: bool | None = None
) -> list[str]:
    """Pieces of HTML translated, with the `split` of `LineTranslator.stream`. Raises `Refusal`."""
    (kind, contents), reading = html_of(texts), Reading("q", *pair, encoding="utf-8")
    translations = [await translate_content(context, request, kind, content, reading, split) for content in contents]
    return [content.decode("utf-8") for content in translations]


async def translate_content(
    context: Context,
    request: Request,
    kind: type[Format],
    content: bytes,
    reading: Reading,
    split: bool | None = None,
) -> bytes:
    """The translation of `content`, while the client waits."""
    pair = context.models.direction(reading.source, reading.target)
    if reading.source == reading.target:
        return content
    loop = asyncio.get_running_loop()
    queued = Queued(context.models.engines[pair], loop, context)
    settings = context.models.settings[pair]

    def work() -> bytes:
        document = kind.read(content, reading)
        nodes, _ = translated(queued, document.segments, kind.tags, settings, split)
        return document.write(nodes)

    try:
        return await while_connected(request, loop.run_in_executor(context.pool, work))
    except UserError as error:
        raise invalid(str(error)) from None
    finally:
        queued.cancel()
