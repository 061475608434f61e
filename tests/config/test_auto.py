"""`recipe=auto`: what the amount of text decides, what it leaves alone, and that every outcome is a valid run."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence

import pytest
from options import nested

from s2s.api.options import configured
from s2s.commands.parsers.train import read
from s2s.commands.train import main
from s2s.config.auto import CHOSEN, LEVELS, Amount, choose
from s2s.config.load import parse
from s2s.config.options import get, options
from s2s.config.overrides import for_hydra
from s2s.config.rules import check
from s2s.config.schema import RunConfig
from s2s.errors import UserError

PAIRS = (20, 300, 1000, 3000, 10_000, 30_000, 300_000, 10_000_000)


def amount(pairs: int, words: float = 12, letters: float = 6, alphabet: int = 80) -> Amount:
    """`pairs` of so many words of so many letters."""
    return Amount(pairs, pairs * words, pairs * words * letters, alphabet)


def parameters(config: RunConfig) -> int:
    """Of embeddings and LSTM layers by the textbook, without biases; in place of the network, which needs torch."""
    model, count = config.model, (config.tokenizer.size or 300) * config.model.embedding
    encoder, decoder = model.encoder, model.decoder
    below = model.embedding
    for _ in range(encoder.layers):
        count, below = count + 2 * 4 * encoder.units * (below + encoder.units), 2 * encoder.units
    below = model.embedding
    for _ in range(decoder.layers):
        count, below = count + 4 * decoder.units * (below + decoder.units), decoder.units + 2 * encoder.units
    return count


def all_free(**typed: object) -> RunConfig:
    """A run whose every option but those `typed` is to be chosen."""
    given = {name.replace("__", "."): value for name, value in typed.items()}
    start = {"model.residual": False, "data.corpus": "files", "data.train": "x"}
    return parse(nested(start | given | {"auto": [name for name in CHOSEN if name not in given]}))


def test_more_text_gets_more_of_everything_but_dropout() -> None:
    made = [choose(all_free(), amount(pairs))[0] for pairs in PAIRS]
    for fewer, more in itertools.pairwise(made):
        assert parameters(fewer) <= parameters(more)
        for name in ("tokenizer.size", "train.tokens"):
            assert get(fewer, name) <= get(more, name)
        for name in ("model.dropout.word", "model.dropout.embedding"):
            assert get(fewer, name) >= get(more, name)
    assert parameters(made[1]) < 1e6 < parameters(choose(all_free(), amount(700))[0]) < 3e6
    assert 3e6 < parameters(made[2]) < 8e6 < parameters(made[3]) <= parameters(made[5]) < 14e6


def test_every_choice_has_one_reason_and_is_a_number() -> None:
    config, choices = choose(all_free(), amount(3000))
    assert config.auto is None
    named = [name for choice in choices for name in choice.values]
    assert sorted(named) == sorted(CHOSEN)
    assert all(choice.reason for choice in choices)
    assert all(get(config, name) == value for choice in choices for name, value in choice.values.items())
    assert choose(all_free(), amount(3000)) == (config, choices)


def test_patience_is_chosen_where_it_can_end_the_training() -> None:
    """There is a validation for each pass at the most: five for much text."""
    for pairs in PAIRS:
        config, choices = choose(all_free(), amount(pairs))
        (passes,) = [int(found[1]) for one in choices if (found := re.match(r"some ([\d]+) passes", one.reason))]
        assert config.train.patience == (10 if passes > 10 else None)
    assert passes == 5


@pytest.mark.parametrize(
    ("typed", "patience"),
    [
        ({"train.epochs": 3.0}, None),
        ({"train.epochs": 30.0}, 10),
        ({"train.steps": 100}, None),
        ({"train.steps": 100_000}, 10),
        ({"train.steps": None}, 10),
    ],
    ids=str,
)
def test_patience_is_that_of_the_length_that_is_typed(typed: dict[str, object], patience: int | None) -> None:
    """10,000 sentences are read some 50 times by choice: 4,000 updates of 2,000 positions."""
    assert choose(all_free(**typed), amount(10_000))[0].train.patience == patience


@pytest.mark.parametrize("pairs", PAIRS)
@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"model__encoder__layers": 1, "model__decoder__layers": 1},
        {"model__encoder__layers": 3},
        {"tokenizer__kind": "char"},
        {"tokenizer__kind": "word"},
        {"tokenizer__kind": "unigram"},
        {
            "tokenizer__joint": False,
            "model__tie": "target",
            "tokenizer__source__size": 300,
            "tokenizer__target__size": 400,
        },
        {"tokenizer__joint": False, "model__tie": "target", "tokenizer__source__kind": "char"},
        {"model__dropout__embedding": 0.0, "model__dropout__readout": 0.0, "model__dropout__layers": 0.0},
        {"model__dropout__word": 0.0, "train__tokens": 100},
    ],
    ids=str,
)
def test_whatever_is_typed_stays_and_the_rest_goes_with_it(pairs: int, typed: dict[str, object]) -> None:
    config, choices = choose(all_free(**typed), amount(pairs))
    check(config)
    for name, value in typed.items():
        assert get(config, name.replace("__", ".")) == value
        assert name.replace("__", ".") not in {option for choice in choices for option in choice.values}
    if config.tokenizer.kind in ("char", "word"):
        assert config.tokenizer.size is None


def test_text_with_many_characters_gets_room_for_them() -> None:
    config, _ = choose(all_free(), amount(300, words=20, letters=1.7, alphabet=3000))
    assert config.tokenizer.size == 6300
    assert choose(all_free(), amount(300))[0].tokenizer.size == LEVELS[0].pieces


def test_long_sentences_count_as_several_and_short_ones_for_less() -> None:
    assert amount(1000, 24).sentences == 2000 == amount(1000, 200).sentences
    assert amount(1000, 6).sentences == 500 == amount(1000, 1).sentences


def test_updates_are_passes_within_bounds() -> None:
    """3,000 sentences of 12 words of 6 characters, in pieces of 3 characters: 25 positions each with the end of the text."""
    config, _ = choose(all_free(train__tokens=3000), amount(3000))
    level = LEVELS[3]
    length = 0.5 * math.log2(2500 / 30)
    assert config.train.steps == 100 * math.ceil(level.epochs * (3000 * 72 / length + 3000) / 3000 / 100)
    assert choose(all_free(), amount(20))[0].train.steps == LEVELS[0].least
    assert choose(all_free(), amount(7900))[0].train.steps == LEVELS[3].most


def composed(*typed: str) -> RunConfig:
    """What these overrides make, as the command reads them."""
    from s2s.api import compose

    return parse(compose.composed(for_hydra(read(typed).overrides)))


FILES = ("data=files", "data.train=x", "recipe=auto")


def test_the_recipe_leaves_exactly_these_to_the_text() -> None:
    config = composed(*FILES)
    assert config.auto == list(CHOSEN)
    assert config.train.ema == 0.995 and config.optim.warmup is None
    assert choose(config, amount(3000))[0].train.metric == "chrf"
    assert composed("data=files", "data.train=x").auto is None  # it is not measured yet, so no default


@pytest.mark.parametrize(
    "typed", ["model.embedding=256", "train.steps=4000", "tokenizer.kind=bpe", "train.tokens=2000"]
)
def test_what_is_typed_is_not_chosen_even_if_it_is_the_default(typed: Sequence[str]) -> None:
    name, _, value = str(typed).partition("=")
    config = composed(*FILES, str(typed))
    assert set(CHOSEN) - set(config.auto or ()) == {name} and str(get(config, name)) == value


def test_epochs_that_are_typed_beat_updates_that_would_be_chosen() -> None:
    config = composed(*FILES, "train.epochs=3")
    assert "train.steps" not in (config.auto or ()) and config.train.steps is None and config.train.epochs == 3


def test_from_python_too() -> None:
    config = configured({"data": "files", "recipe": "auto"}, {"data.train": "x", "model.embedding": 256})
    assert set(CHOSEN) - set(config.auto or ()) == {"model.embedding"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ((*FILES, "task=classify"), "recipe=auto: is for task=translate, not for task=classify; use recipe=null"),
        ((*FILES[:2], "auto=[seed]"), r"auto=\[seed\]: seed cannot be chosen; name some of tokenizer.kind, "),
    ],
)
def test_mistakes(typed: tuple[str, ...], said: str) -> None:
    with pytest.raises(UserError, match=said):
        composed(*typed)


def test_choices_cannot_be_shown_before_the_text_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*FILES, "--cfg", "job", "--resolve"])
    assert stopped.value.code == 2
    assert "--resolve: recipe=auto chooses its values when the text is read; leave" in capsys.readouterr().err


def test_all_that_may_be_chosen_are_options() -> None:
    assert set(CHOSEN) <= set(options())


def test_updates_of_several_batches_are_fewer_passes_of_more_text() -> None:
    """The passes that are said are the positions of all updates over those of the text, whatever an update holds."""
    _, one = choose(all_free(), amount(30_000))
    chosen, eight = choose(all_free(**{"train.accumulate": 8}), amount(30_000))
    said = [next(choice for choice in choices if "train.steps" in choice.values) for choices in (one, eight)]
    assert said[0].values["train.steps"] >= said[1].values["train.steps"]
    passes = [int(choice.reason.split()[1].replace(",", "")) for choice in said]
    assert passes[1] < 8 * passes[0] and chosen.train.accumulate == 8


def test_an_experiment_that_says_how_long_is_not_contradicted() -> None:
    config, _ = choose(all_free(**{"train.epochs": 5.0}), amount(3_000))
    assert (config.train.epochs, config.train.steps) == (5.0, None)
    check(config)


def test_words_of_one_side_are_not_limited_by_the_pieces_of_the_other() -> None:
    mixed = {"tokenizer.source.kind": "bpe", "tokenizer.target.kind": "word", "tokenizer.joint": False}
    typed: dict[str, object] = {**mixed, "model.tie": "target"}
    assert choose(all_free(**typed), amount(3_000))[0].tokenizer.size is None
    assert choose(all_free(**typed, **{"tokenizer.target.size": 900}), amount(3_000))[0].tokenizer.size == 2_500


@pytest.mark.parametrize("kind", ["char", "pattern"])
def test_no_letter_is_left_out(kind: str) -> None:
    pattern = {"tokenizer.pattern": "."} if kind == "pattern" else {}
    config, _ = choose(all_free(**{"tokenizer.kind": kind}, **pattern), amount(1_500))
    assert config.model.dropout.word == 0 and choose(all_free(), amount(1_500))[0].model.dropout.word == 0.1
