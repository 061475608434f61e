"""The models of a server: which languages they speak, and which of them translates from one to another."""

from __future__ import annotations

from collections.abc import Sequence

from s2s.config.tasks import rules_of
from s2s.errors import UserError
from s2s.inference.directions import spelled
from s2s.inference.translator import Translator
from s2s.serve.engine import Engine, Observe
from s2s.serve.names import name_of
from s2s.serve.options import ServeOptions
from s2s.serve.refusal import Refusal

Direction = tuple[str, str]


class Models:
    """An engine for each direction. `translators` are one for each, and speak no direction twice."""

    def __init__(self, translators: Sequence[Translator], options: ServeOptions) -> None:
        self.translators = {direction(translator): translator for translator in translators}
        self.options = options
        self.codes = sorted(
            {code for pair in self.translators for code in pair}, key=lambda code: (name_of(code), code)
        )
        self.engines: dict[Direction, Engine] = {}
        self.settings = {
            pair: translator.settings(beam=options.beam_size, max_length=options.max_length)
            for pair, translator in self.translators.items()
        }
        """How each model decodes."""

    def start(self, observe: Observe) -> None:
        """Begin an engine for each direction; `observe` is called after each of their rounds."""
        for pair, translator in self.translators.items():
            self.engines[pair] = Engine(translator, self.options.queue_limit, observe)

    def close(self) -> None:
        """Let the engines translate what waits, and end them."""
        for engine in self.engines.values():
            engine.close()

    @property
    def waiting(self) -> int:
        """Lines that wait for any of the models of this process."""
        return sum(engine.waiting for engine in self.engines.values())

    def targets(self, source: str) -> list[str]:
        """What `source` is translated to; as with LibreTranslate, any language also to itself, which changes nothing."""
        return sorted({source} | {target for language, target in self.translators if language == source})

    def sources(self, target: str) -> list[str]:
        """The languages that are translated to `target`."""
        return [source for source, language in self.translators if language == target]

    def known(self, code: str) -> str:
        """The served language that `code` means, however it is spelled. Raises `Refusal`."""
        known = spelled(code, self.codes)
        if known not in self.codes:
            raise Refusal(400, f"{code[:50]} is not supported; choose from {', '.join(self.codes)}")
        return known

    def direction(self, source: str, target: str) -> Direction:
        """Raises `Refusal` where no model translates from the one to the other."""
        if target not in self.targets(source):
            names = f"{name_of(target)} ({target})", f"{name_of(source)} ({source})"
            raise Refusal(400, f"{names[0]} is not available as a target language from {names[1]}")
        return source, target


def direction(translator: Translator) -> Direction:
    """The languages that a model translates from and to."""
    return translator.config.data.source, translator.config.data.target


def load(options: ServeOptions) -> list[Translator]:
    """The translators of the runs. Raises `UserError` for one that does not translate, and for a direction twice."""
    folders: dict[Direction, str] = {}
    translators = []
    for folder in options.model:
        translator = Translator.load(folder, options.device, options.backend, options.threads, options.allow_code)
        if not rules_of(translator.config.task).translates:
            raise UserError(f"{folder}: task={translator.config.task}: the run does not translate; give one that does")
        if translator.config.data.features:
            raise UserError(
                f"{folder}: reads features beside a text, which no request has; use s2s translate -m {folder}"
            )
        translator.settings(
            beam=options.beam_size, max_length=options.max_length
        )  # what cannot be is refused before the server says that it is there
        for one in [translator.facing(to, source) for source, to in translator.directions] or [translator]:
            pair = direction(one)
            if pair in folders:
                raise UserError(
                    f"{folder}: translates from {pair[0]} to {pair[1]}, as {folders[pair]} does; give one of them"
                )
            folders[pair] = folder
            translators.append(one)
    return translators
