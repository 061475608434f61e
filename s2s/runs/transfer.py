"""The weights of another run for a tagger whose words, pieces and tags are not all those of that run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from s2s.data.codecs.base import Codec
from s2s.data.codecs.files import Codecs, load_codecs
from s2s.data.codecs.json_codec import shortened
from s2s.runs.folder import load_config
from s2s.runs.weights import read_weights

PIECES, WORDS = "encoder.pieces.weight", "encoder.words.weight"
EMBEDDINGS = ("decoder.embedding.weight", "decoder.output")
"""Of what writes text: one that is the output layer too has its name."""
OUTPUT, HEAD = ("output", "bias"), "distribution."
"""The parameters of a tagger's output layer, and how the names of those of its head begin."""


class Shared:
    """The entries of a vocabulary that another one has too, by their names."""

    def __init__(self, own: Sequence[str], other: Sequence[str]) -> None:
        numbers = {name: number for number, name in enumerate(other)}
        pairs = [(row, numbers[name]) for row, name in enumerate(own) if name in numbers]
        self.own, self.size = own, len(other)
        self.names = [own[row] for row, _ in pairs]
        self.rows, self.other_rows = torch.tensor(pairs, dtype=torch.int64).reshape(-1, 2).unbind(1)

    def copy(self, own: Tensor, other: Tensor, axes: int = 1) -> None:
        """Give `own` what `other` has for the shared entries, where the first `axes` of both run over the vocabularies."""
        rows, others = (torch.meshgrid(*[one] * axes, indexing="ij") for one in (self.rows, self.other_rows))
        with torch.no_grad():
            own[rows] = other[others]

    def __str__(self) -> str:
        """How many there are."""
        return f"{len(self.names):,} of {len(self.own):,}"


def into_tagger(network: nn.Module, folder: Path, codecs: Codecs, whole: bool) -> str:
    """Give a tagger's network what the run in `folder` has learned: another tagger (`whole`), or what writes text.

    Words, pieces and tags are the same where their names are. Returns what was taken over, in words.
    """
    before, old = load_config(folder, allow_code=True), load_codecs(folder)  # code was refused as the run was checked
    weights = read_weights(folder, before, old)
    return from_tagger(network, weights, old, codecs) if whole else from_text(network, weights, old[1], codecs[0])


def from_tagger(network: nn.Module, weights: Mapping[str, Tensor], old: Codecs, codecs: Codecs) -> str:
    """The whole encoder, and of output layer and head what belongs to tags that both have."""
    own = dict(network.named_parameters())
    (words, pieces), tags = vocabularies(codecs[0], old[0]), Shared(codecs[1].labels, old[1].labels)
    rows = {WORDS: words, PIECES: pieces, **dict.fromkeys(OUTPUT, tags)}
    heads = [name for name in own if name.startswith(HEAD)]
    new = [name for name in heads if name not in weights]
    for name, tensor in weights.items():
        if name in rows:
            rows[name].copy(own[name], tensor)
        elif not name.startswith(HEAD):
            with torch.no_grad():
                own[name].copy_(tensor)
        elif name in own and set(tensor.shape) == {tags.size}:
            tags.copy(own[name], tensor, axes=tensor.dim())
    lacking = [tag for tag in codecs[1].labels if tag not in tags.names]
    said = f"the encoder, {words} words, {pieces} pieces and the output layer of {tags} tags are taken over"
    missing = [f"tags {shortened(lacking)}"] * bool(lacking) + ["transitions between tags"] * bool(new)
    return f"{said}; new are {' and '.join(missing)}" if missing else said


def from_text(network: nn.Module, weights: Mapping[str, Tensor], old: Codec, source: Codec) -> str:
    """The embeddings of what a language model writes."""
    own = dict(network.named_parameters())
    words, pieces = vocabularies(source, old)
    given = next(weights[name] for name in EMBEDDINGS if name in weights)
    for shared, name in ((words, WORDS), (pieces, PIECES)):
        shared.copy(own[name], given)
    return f"the embeddings of {words} words and of {pieces} pieces are taken over; new are all other parts"


def vocabularies(source: Codec, old: Codec) -> list[Shared]:
    """The words and the pieces of a tagger's source that `old` has too."""
    return [
        Shared(one.pieces_of(range(one.size)), other.pieces_of(range(other.size)))
        for one, other in zip(source.vocabularies, old.vocabularies, strict=True)
    ]
