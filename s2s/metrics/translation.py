"""Scores of translations, by sacrebleu, on raw text; validation during training calls the same function."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sacrebleu.metrics import BLEU, CHRF, TER

from s2s.config.schema import DataConfig
from s2s.data.text.suspicious import loops
from s2s.errors import UserError

METRICS = ("bleu", "chrf", "ter")
TOKENIZERS = {"zh": "zh", "ja": "ja-mecab", "ko": "ko-mecab"}
"""What sacrebleu cuts words with, by target language; 13a for every other."""
RESAMPLES = 1000


@dataclass(frozen=True)
class Score:
    """One metric over a test set."""

    score: float
    signature: str
    """Says exactly how the score was computed, so that others can compare."""
    interval: float | None = None
    """Half of the 95 % confidence interval, by bootstrap resampling (Koehn 2004, W04-3250)."""


def own_tokenizer(data: DataConfig) -> str | None:
    """What sacrebleu is to cut a run's text with, where that is not for its language to say."""
    return "none" if data.tokenized else None


def build(name: str, language: str, tokenize: str | None) -> Any:
    """The sacrebleu metric `name`. Raises `UserError` if it, or its tokenizer, is not there."""
    if name not in METRICS:
        raise UserError(f"--metrics {name}: unknown; choose from {', '.join(METRICS)}")
    if name != "bleu":
        return {"chrf": CHRF, "ter": TER}[name]()
    tokenizer = tokenize or TOKENIZERS.get(language, "13a")
    if tokenizer not in BLEU.TOKENIZERS:
        raise UserError(f"--tokenize {tokenizer}: unknown; choose from {', '.join(sorted(BLEU.TOKENIZERS))}")
    try:
        return BLEU(tokenize=tokenizer, force=True)
    except (RuntimeError, ImportError, OSError) as error:
        if tokenizer.endswith("-mecab"):
            remedy = f'BLEU needs mecab to find the words; pip install "sacrebleu[{tokenizer[:2]}]"'
        else:
            remedy = f"it could not be set up ({' '.join(str(error).split())[:100]}); choose another"
        subject = f"target language {language}" if tokenize is None else f"--tokenize {tokenize}"
        raise UserError(f"{subject}: {remedy}") from None


def score(
    hypotheses: Sequence[str],
    references: Sequence[str],
    language: str,
    metrics: Sequence[str] = METRICS,
    tokenize: str | None = None,
    confidence: bool = False,
) -> dict[str, Score]:
    """Each metric of `hypotheses` against `references`, line by line. Raises `UserError` if their numbers differ."""
    same_length(hypotheses, references, "translations")
    found = {}
    for name in metrics:
        metric = build(name, language, tokenize)
        if confidence:
            result = resampled(metric, list(hypotheses), list(references))
            found[name] = Score(result.score, str(metric.get_signature()), float(result._ci))
        else:
            result = metric.corpus_score(list(hypotheses), [list(references)])
            found[name] = Score(result.score, str(metric.get_signature()))
    return found


def resampled(metric: Any, hypotheses: list[str], references: list[str]) -> Any:
    """sacrebleu's score with its interval.

    Of chrF and TER it fails where some resamples have no match at all, whose score is a float, and others numpy's float32:
    these are then computed with floats alone.
    """
    try:
        return metric.corpus_score(hypotheses, [references], n_bootstrap=RESAMPLES)
    except TypeError:
        inner = metric._compute_score_from_stats
        metric._compute_score_from_stats = lambda statistics: inner([float(one) for one in statistics])
        return metric.corpus_score(hypotheses, [references], n_bootstrap=RESAMPLES)


def compare(
    hypotheses: Sequence[str],
    baseline: Sequence[str],
    references: Sequence[str],
    language: str,
    metrics: Sequence[str] = METRICS,
    tokenize: str | None = None,
) -> dict[str, dict[str, float]]:
    """A paired bootstrap test (Koehn 2004, W04-3250) against `baseline`: for each metric both scores and p.

    p is the chance of a difference at least as large if the systems were equally good.
    """
    from sacrebleu.significance import PairedTest

    same_length(baseline, references, "lines of the baseline")
    built = {name: build(name, language, tokenize) for name in metrics}
    named = [("baseline", list(baseline)), ("system", list(hypotheses))]
    test = PairedTest(named, built, [list(references)], "bs", RESAMPLES)
    _, results = test()
    return {
        # sacrebleu calls even no difference significant
        name: {
            "baseline": rows[0].score,
            "score": rows[1].score,
            "p": 1.0 if rows[0].score == rows[1].score else rows[1].p_value,
        }
        for name, rows in zip(built, list(results.values())[1:], strict=True)
    }


def same_length(lines: Sequence[str], references: Sequence[str], what: str) -> None:
    if len(lines) != len(references):
        raise UserError(
            f"{len(lines):,} {what} but {len(references):,} references; give files of the same number of lines"
        )
    if not references:
        raise UserError("0 references: nothing to score; give a file with at least one line")


def shares(sources: Sequence[str], hypotheses: Sequence[str], references: Sequence[str]) -> dict[str, float]:
    """The share of translations that are empty, a copy of the source, looping, or over twice the reference's words.

    Looping means that the same one to four words stand three times in a row.
    """
    rows = list(zip(sources, hypotheses, references, strict=True))
    counts = {
        "empty": sum(not h.strip() for _, h, _ in rows),
        "copied": sum(h.strip() == s.strip() != r.strip() for s, h, r in rows),
        "looping": sum(loops(h.split()) for _, h, _ in rows),
        "too long": sum(len(h.split()) > 2 * len(r.split()) for _, h, r in rows),
    }
    return {name: count / len(rows) for name, count in counts.items()}
