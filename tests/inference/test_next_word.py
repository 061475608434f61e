"""The next word, against the sum over every word there could be."""

from __future__ import annotations

import itertools
import math

import pytest
import torch

from s2s.config.layers import EncoderConfig
from s2s.config.schema import Encoding, ModelConfig, RunConfig, Tie
from s2s.data.codecs.fields import Fields
from s2s.data.text.ids import BOS, EOS, UNK
from s2s.data.text.tokenizer import Tokenizer
from s2s.decode.backends.torch import TorchBackend
from s2s.errors import UserError
from s2s.inference import next_word as nextword
from s2s.inference.next_word import WordPredictor
from s2s.inference.translator import Translator
from s2s.nn.decoder import Memory
from s2s.nn.model import Seq2Seq, build_model

LETTERS, LONGEST = "ab", 5
TOKENIZER = Tokenizer.train(["ab ba a b aab"], kind="char", size=None, coverage=None)
SPACE, A, B = TOKENIZER.encode(["a b"])[0][:1] + TOKENIZER.encode(["ab"])[0][1:]


def predictor(names: tuple[str, ...] = ()) -> WordPredictor:
    """A fresh network that writes words of two letters of the alphabet, with a short life."""
    model = ModelConfig(
        encoding=Encoding.features, attention="none", tie=Tie.target, embedding=8, residual=False,
        encoder=EncoderConfig(units=8, layers=1, bidirectional=False),
    )  # fmt: skip
    config = RunConfig(task="generate", model=model)
    network = build_model(model, 1 + len(names), TOKENIZER.size, seed=3).eval()
    assert isinstance(network, Seq2Seq)
    with torch.no_grad():
        network.decoder.bias.fill_(-40)
        network.decoder.bias[[SPACE, A, B, EOS]] = torch.tensor([1.0, 0.7, 0.7, 1.0])
    return WordPredictor(Translator.of(config, (Fields(names), TOKENIZER), [network], torch.device("cpu")))


def chances(found: WordPredictor, ids: list[int]) -> torch.Tensor:
    """(T, V): the probabilities of what follows each of bos and `ids`, by teacher forcing, but for pad, bos and unk."""
    assert isinstance(found.backend, TorchBackend)
    network = found.backend.model
    memory, state = network.start(torch.ones(1, 1, 1), torch.ones(1, dtype=torch.long))
    assert isinstance(memory, Memory)
    logits = network.decoder.logits(network.decoder(torch.tensor([[BOS, *ids]]), state, memory))[0].double()
    logits[:, [0, BOS, UNK]] = -math.inf
    return torch.softmax(logits, -1)


def by_hand(found: WordPredictor, line: str) -> dict[str, float]:
    """The probability of each word of up to `LONGEST` letters, of the end, and of a space after a space."""
    before = TOKENIZER.encode([line])[0]
    whole = chances(found, before)[-1, [SPACE, EOS]].sum()
    known = {"</s>": (chances(found, before)[-1, EOS] / whole).item()}
    for size in range(LONGEST + 1):
        for letters in itertools.product(LETTERS, repeat=size):
            word = [SPACE, *(A if letter == "a" else B for letter in letters)]
            each = chances(found, [*before, *word])[len(before) :]
            product = math.prod(each[place, piece].item() for place, piece in enumerate(word))
            known["".join(letters)] = (product * each[-1, [SPACE, EOS]].sum() / whole).item()
    return known


@pytest.mark.parametrize("line", ["", "ab", "  ba  a "])
@torch.inference_mode()
def test_words_are_as_probable_as_their_pieces(line: str) -> None:
    found = predictor()
    known = by_hand(found, " ".join(line.split()))
    assert 0.7 < sum(known.values()) < 1  # the rest: longer ones
    best = sorted({*known} - {""}, key=lambda word: -known[word])[: nextword.LIMIT_WORDS]
    told = found.predict(line)
    assert told.text == best[0] and list(told.probabilities) == best
    assert list(told.probabilities.values()) == pytest.approx([known[word] for word in best], rel=1e-4)


def test_all_that_may_come_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nextword, "LIMIT_WORDS", 300)
    found = predictor()
    assert sum(found.predict("a").probabilities.values()) + by_hand(found, "a")[""] == pytest.approx(1, abs=0.02)


def test_a_line_for_a_line() -> None:
    found = predictor()
    lines = ["a", "", "b ab", "a"]
    told = [word.text for word in found.stream(lines)]
    assert len(told) == 4 and told[0] == told[3] and told == [found.predict(line).text for line in lines]
    assert list(found.predict("a").record()) == ["word", "probabilities"]


def test_what_is_told_something_is_no_language_model() -> None:
    with pytest.raises(UserError, match="the run writes text; use s2s translate"):
        predictor(names=("good", "bad"))
