"""A sentence → its translation, or any other text for a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from s2s.config.corpora import CORPORA
from s2s.config.directions import UNDETERMINED, directions_of, facing, languages_of
from s2s.config.options import refuse
from s2s.config.registry import is_code
from s2s.config.schema import RunConfig
from s2s.config.tasks import rules_of
from s2s.config.weighted import corpus_tags
from s2s.data.codecs.featured import Featured, divided
from s2s.data.codecs.files import Codecs, extended, load_codecs
from s2s.data.corpora.corpus import Corpus
from s2s.data.corpora.directions import balanced
from s2s.data.text.facts import SAMPLE, Facts, measure, with_lengths
from s2s.data.text.preparation import preparation
from s2s.data.text.scripts import spaceless_script
from s2s.metrics.references import changed, first_of
from s2s.metrics.scores import TRANSLATION
from s2s.metrics.shares import shares
from s2s.runs.find import find_run
from s2s.tasks.directions import directions_report, directions_text, each_direction
from s2s.tasks.evaluation import Evaluated, Evaluation, Examples, Lines, both
from s2s.tasks.judging import whole_pairs
from s2s.tasks.reports import translation_report, translation_text
from s2s.tasks.swapped import refuse_forms
from s2s.tasks.writing import WritingTask, learned_from

SMALL, TINY = 5_000, 1_000
"""Training pairs below which a line says what to expect."""
OF_STRINGS = ("exact", "morpheme_f1", "smiles")
"""Metrics of words and formulas; what is expected of few pairs is said of sentences."""


class Translate(WritingTask):
    """Pairs of texts."""

    name = "translate"
    rules = rules_of("translate")
    exporter: ClassVar[str] = "s2s.export.translating:Translating"
    finally_scored: ClassVar[tuple[str, ...]] = ("bleu", "chrf")
    evaluated: ClassVar[tuple[str, ...]] = TRANSLATION
    intervals: ClassVar[bool] = True

    def codecs(self, config: RunConfig, corpus: Corpus) -> Codecs:
        """Tokenizers, one for both languages if they are joint; a run that starts from another's weights has that one's.

        With `tokenizer.extend` these have more pieces, learned from the text.
        """
        if config.train.start_from is None:
            return self.learned(config, corpus)
        before = load_codecs(find_run(config.train.start_from))
        columns = len(before[0].names.columns) if isinstance(before[0], Featured) else 0
        if columns != config.data.features:
            remedy = f"train.start_from={config.train.start_from} was trained with {columns} columns of features; name as many"
            refuse("data.columns", config.data.columns, remedy)
        return extended(before, self.learned(config, corpus)) if config.tokenizer.extend else before

    def learned(self, config: RunConfig, corpus: Corpus) -> Codecs:
        """Tokenizers of the training text alone."""
        directions = directions_of(config.data)
        of_columns = partial(balanced, corpus, directions) if directions else corpus.lines
        tags = languages_of(directions)[1], corpus_tags(config.data)
        if config.tokenizer.joint:
            joint = learned_from(config, "source", of_columns(("source", "target")), *tags)
            return joint, joint
        lines, features = of_columns(("source",)), config.data.features
        source = learned_from(config, "source", (divided(line, features)[0] for line in lines), *tags)
        if features:
            refuse_forms(config.data, corpus)
            source = Featured.learn(source, corpus.all_of("source"), features)
        return source, learned_from(config, "target", of_columns(("target",)))

    def expectation(self, config: RunConfig, examples: int) -> str | None:
        """Of sentences that s2s does not make: what a few pairs are worth."""
        corpus = config.data.corpus
        if examples >= SMALL or config.train.metric in OF_STRINGS or is_code(corpus) or CORPORA.facts(corpus).made:
            return None
        worth = (
            "it will repeat the words and phrases that it has seen, and be wrong on most other sentences"
            if examples < TINY
            else "short sentences like those in the text may come out well, others hardly"
        )
        related = ", then the weights of a run on a related language (train.start_from=RUN)"
        remedy = f"more pairs help most{'' if config.train.start_from else related}"
        unsaid = config.train.steps is None and config.train.epochs is None  # which recipe=auto would have set
        suited = "recipe=auto takes a network and updates that suit so few; " if unsaid else ""
        return f"{examples:,} training pairs are few ({SMALL:,} or more are useful): {worth}; {suited}{remedy}"

    def facts(self, config: RunConfig, corpus: Corpus, codecs: Codecs) -> Facts:
        """What was measured of the training pairs, of a large corpus on pairs from all over it."""
        rows = corpus.train.select(range(0, len(corpus.train), max(1, len(corpus.train) // SAMPLE)))[:]
        several = config.data.directions is not None
        language = UNDETERMINED if several else config.data.source
        texts = [divided(source, config.data.features)[0] for source in rows["source"]]
        facts = measure(zip(texts, rows["target"], strict=True), language)
        encoded = zip(codecs[0].encode(rows["source"]), codecs[1].encode(rows["target"]), strict=True)
        corpus.release()
        most = config.data.max_length
        learned = [pair for pair in encoded if max(map(len, pair)) <= most]
        return with_lengths(facts, [(len(source) + 1 + several, len(target) + 1) for source, target in learned])

    def warnings(self, config: RunConfig, corpus: Corpus) -> list[str]:
        """What the doctor sees at a glance, in pairs that s2s has not made itself."""
        from s2s.doctor.glance import glance

        if CORPORA.facts(config.data.corpus).made:
            return []
        directions, ends = directions_of(config.data), " (s2s doctor says more)"
        if not directions:
            languages = config.data.source, config.data.target
            found = glance(corpus.train, corpus.validation, languages, config.data.features)
            return [f"{line}{ends}" for line in found]
        lines = []
        for number, direction in enumerate(directions):
            train, validation = (corpus.of(split, number) for split in ("train", "validation"))
            lines += [f"{direction}: {line}{ends}" for line in glance(train, validation, direction)]
        return lines

    def check(self, codecs: Codecs, examples: Examples) -> None:
        """Any text can be encoded, but not any features."""
        if isinstance(codecs[0], Featured):
            codecs[0].encode(list(examples.sources or ()))

    def title(self, config: RunConfig) -> str:
        """The languages."""
        pairs = directions_of(config.data) or ((config.data.source, config.data.target),)
        return ", ".join(f"{source} → {target}" for source, target in pairs)

    def described(self, config: RunConfig) -> str:
        """The languages."""
        directions = directions_of(config.data)
        if directions:
            return f"A recurrent translator in the directions {', '.join(f'`{one}`' for one in directions)}"
        return f"A recurrent translator from `{config.data.source}` to `{config.data.target}`"

    def language(self, config: RunConfig) -> str:
        """The target's."""
        return config.data.target

    def available(self, config: RunConfig, names: Sequence[str], *needed: str) -> tuple[str, ...]:
        """Those that every direction has."""
        usable = tuple(names)
        for data in [facing(config.data, one) for one in directions_of(config.data)] or [config.data]:
            usable = super().available(replace(config, data=data), usable, *needed)
        return usable

    def without_value(self, names: Sequence[str], examples: Examples) -> dict[str, str]:
        """TER where text has no words: it is computed by characters where it is asked for."""
        spaceless = "ter" in names and spaceless_script(first_of(examples.targets)) == "other"
        reason = "this text has no spaces between words, and by characters sacrebleu takes seconds a line"
        return {"ter": reason} if spaceless else {}

    def evaluate(self, model: Evaluated, examples: Examples, **how: Any) -> Evaluation:
        """As for every task; of examples of several directions each by itself, and the means."""
        if examples.directions is not None:
            return each_direction(super().evaluate, model, examples, **how)
        model, examples, how["baseline"] = whole_pairs(model, examples, how.get("baseline"))
        return super().evaluate(model, examples, **how)

    def takes(self, config: RunConfig, metrics: Sequence[str]) -> frozenset[str]:
        """All of them."""
        penalties = ("length_penalty", "coverage_penalty")
        search = ("search", "beam_size", *penalties, "max_length", "no_split", "model")
        return frozenset({"hypothesis", "baseline", "tokenize", "nbest", "references", "group_references", *search})

    def given(self, model: Evaluated, source: Lines | None, reference: Lines | None) -> Examples:
        """Every line, in the normal form and the case of the training text; `whole_pairs` says which of them count."""
        source, reference = both(source, reference)
        prepare = preparation(model.config, "target")
        return Examples(source.values, [changed(prepare, one) for one in reference.values])

    def detailed(
        self, model: Evaluated, examples: Examples, evaluation: Evaluation, settings: Mapping[str, Any]
    ) -> Evaluation:
        """With the shares of translations that fail, where the sources are known."""
        if examples.sources is None:
            return evaluation
        prepare = preparation(model.config, "source")
        sources = [prepare.parts(prepare(source))[0] for source in examples.sources]
        return replace(evaluation, shares=shares(sources, evaluation.predicted, examples.targets))

    def report(self, config: RunConfig, evaluation: Evaluation) -> dict[str, Any]:
        """Scores with their signatures."""
        if evaluation.directions:
            return directions_report(evaluation)
        return translation_report(evaluation, self.language(config))

    def text(self, report: Mapping[str, Any]) -> str:
        """Likewise."""
        return directions_text(report) if "directions" in report else translation_text(report)

    def result(self, config: RunConfig, evaluation: Evaluation) -> dict[str, str]:
        """Scores in two decimals, and how they came about."""
        several = evaluation.directions
        scores = {f"{one.label}{', mean' * bool(several)}": f"{one.score:.2f}" for one in evaluation.scores.values()}
        for direction, own in several.items():
            scores |= {f"{direction}: {one.label}": f"{one.score:.2f}" for one in own.scores.values()}
        signature = next(iter(next(iter(several.values()), evaluation).scores.values())).signature
        return {**scores, "beam": str(config.decode.beam), "signature": signature}
