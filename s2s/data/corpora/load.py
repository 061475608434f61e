"""The corpus of a run: training, validation and test examples as tables, those that are read mapped into memory.

Text goes through `datasets`: read once, written to Arrow files in its cache (``HF_HOME`` moves it) and mapped from there, so
that a corpus may be larger than memory. Changed files are read anew. A corpus is a class of one method, ``splits(data,
request, seed)``, which gives the `Pairs` of each split; `s2s.config.corpora` knows them by name.
"""

from __future__ import annotations

import mmap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from s2s.config.corpora import CORPORA, FILES
from s2s.config.directions import alone, directions_of
from s2s.config.schema import DataConfig
from s2s.config.tasks import rules_of
from s2s.config.tokenizers import Normalize
from s2s.data.corpora.corpus import Corpus, Part
from s2s.data.corpora.directions import grouped, merged
from s2s.data.corpora.held_out import hold_out
from s2s.data.corpora.pairs import Request
from s2s.data.corpora.several import join
from s2s.data.corpora.table import release, table_in_memory, table_of
from s2s.data.corpora.unjudged import unjudged
from s2s.data.text.preparation import Preparation, preparation_of
from s2s.errors import UserError

if TYPE_CHECKING:
    import datasets


def load_corpus(
    config: DataConfig,
    seed: int,
    task: str = "translate",
    each: bool = False,
    normalize: Normalize | None = None,
    splits: Sequence[str] = FILES,
) -> Corpus:
    """`read_corpus` for a task by its name. `each`: a series has a target at each step. `normalize` is the normal form.

    `splits` are those that are wanted: the files of others may be gone. Each of several directions is read as a corpus of its
    own, of the same files. The training pairs of several directions or corpora have the number of their group, one of
    `s2s.config.weighted.groups_of`, in a column of its own.
    """
    prepared = {
        role: preparation_of(task, role, normalize, config.lowercase, config.features) for role in ("source", "target")
    }
    directions, request = directions_of(config), request_of(task, each, splits)
    if not directions:
        corpus = read_corpus(config, seed, request, prepared)
        return grouped(corpus, config) if corpus.parts else corpus
    corpora = {}
    for direction in directions:
        try:
            corpora[direction] = read_corpus(alone(config, direction), seed, request, prepared)
        except UserError as error:
            raise UserError(f"{direction}: {error}") from None
    held_out = "train" in splits and any(corpus.held_out for corpus in corpora.values())
    return merged(unjudged(corpora) if held_out else corpora, config)


def request_of(task: str, each: bool = False, splits: Sequence[str] = FILES) -> Request:
    """What the task called `task` reads of a corpus, of these `splits`."""
    rules = rules_of(task)
    return Request(rules.shapes, rules.text, rules.swapped, rules.optional, each, rules.several, tuple(splits))


def read_corpus(config: DataConfig, seed: int, request: Request, prepared: Mapping[str, Preparation]) -> Corpus:
    """Read and check the corpus that `config` describes, as examples that `request` describes, `prepared` by role.

    Pairs with a blank side are dropped and counted. Without a validation set, min(1000, 5 %) of the training pairs, at
    least one, are held out, drawn by `seed`, and where `data.seed` is set such that their texts are not in training; of several
    corpora so many of each that has no tag. A split that is not wanted is None. Raises `UserError` for whatever is wrong with the files.
    """
    splits = CORPORA.load(config.corpus)().splits(config, request, seed)
    tables: dict[str, datasets.Dataset] = {}
    dropped, digests = dict[str, int](), dict[str, str]()
    maps: list[mmap.mmap] = []
    held_out = "validation" not in splits
    for split, pairs in splits.items():
        if pairs is None or not request.needs(split, splits):
            continue
        if pairs.windows is not None:
            tables[split], dropped[split], digests[split] = pairs.windows, 0, pairs.digest
            continue
        make = table_in_memory if pairs.key is None else table_of
        tables[split], files, dropped[split], digests[split] = make(pairs, prepared, optional=request.optional)
        maps += files
    names = {split: pairs.name for split, pairs in splits.items() if pairs is not None}
    notes = tuple(note for split in tables for note in splits[split].notes)
    parts: tuple[Part, ...] = ()
    texts = () if config.seed is None else request.text  # runs from before data.seed drew rows whatever they hold
    if config.corpora is not None:
        parts, said = join(config, tables, dropped, digests, names, seed if held_out else None, texts)
        notes += said
    elif held_out and "train" in tables:
        tables["train"], tables["validation"] = hold_out(tables["train"], seed, names["train"], texts)
    release(maps)
    train, validation, test = (tables.get(split) for split in FILES)
    settled = {option: value for pairs in splits.values() if pairs for option, value in pairs.settled.items()}
    return Corpus(
        train,
        validation,
        test,
        dropped,
        held_out,
        tuple(maps),
        notes,
        digests,
        parts=parts,
        settled=settled,
    )
