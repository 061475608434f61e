"""What is typed wins over groups and experiments, in any order; what is typed twice is an error."""

from __future__ import annotations

import itertools
import os
import re
from pathlib import Path
from typing import Any

import pytest
from composing import composed
from grids import thinned

from s2s.commands.compose import compose as compose_and_call
from s2s.config.overrides import as_typed, for_hydra, own_tasks
from s2s.config.schema import RunConfig
from s2s.errors import UserError

CORPORA = [
    ["data=phrasebook"],
    ["data=files", "data.train=x"],
    ["task=classify", "data.train=x"],
    ["task=translate", "data=hub", "data.dataset=x"],
    ["experiment=multi30k", "data.folder=x"],
]


@pytest.mark.parametrize(("none", "corpus"), thinned(itertools.product(["~recipe", "recipe=null"], CORPORA), 7))
def test_no_recipe_in_any_order(none: str, corpus: list[str]) -> None:
    plain = RunConfig()
    for order in ([none, *corpus], [*corpus, none]):
        found = composed(*order)
        assert found.train.consistency == plain.train.consistency and found.train.ema == plain.train.ema
    if "task=classify" not in corpus:
        assert composed("recipe=regularised", *corpus).train.ema == 0.995


def test_no_experiment() -> None:
    assert composed("experiment=null") == composed("~experiment") == composed()


LENGTHS = [
    (["train.steps=7"], None, 7),
    (["train.epochs=2"], 2.0, None),
    ([], 5.0, None),
    (["train.steps=null"], 5.0, None),
    (["train.epochs=null"], None, None),
    (["train.epochs=null", "train.steps=7"], None, 7),
    (["train.steps=null", "train.epochs=2"], 2.0, None),
]


@pytest.mark.parametrize(("typed", "epochs", "steps"), thinned(LENGTHS, 2))
def test_a_length_that_is_typed_beats_that_of_a_group(
    typed: list[str], epochs: float | None, steps: int | None
) -> None:
    for order in itertools.permutations(["data=phrasebook", *typed]):
        found = composed(*order)
        assert (found.train.epochs, found.train.steps) == (epochs, steps)


def test_a_length_that_is_typed_beats_that_of_an_experiment() -> None:
    assert composed("experiment=tunes").train.epochs == 15
    for typed in (["experiment=tunes", "train.steps=9"], ["train.steps=9", "experiment=tunes"]):
        found = composed(*typed)
        assert (found.train.epochs, found.train.steps) == (None, 9)


@pytest.mark.slow
def test_what_a_typed_head_has_no_use_for_is_off() -> None:
    tagged = ["task=tag", "data.train=x"]
    for order in (["model.head=crf", *tagged], [*tagged, "model.head=crf"]):
        assert composed(*order).train.label_smoothing == 0
    assert composed(*tagged, "model.head=softmax").train.label_smoothing == composed(*tagged).train.label_smoothing > 0
    with pytest.raises(UserError, match=r"train.label_smoothing=0.2: has no effect with model.head=crf; set it to 0"):
        composed(*tagged, "model.head=crf", "train.label_smoothing=0.2")


def test_two_lengths_that_are_typed_are_an_error() -> None:
    with pytest.raises(UserError, match=r"^train.epochs=2.0 and train.steps=7: give one of the two"):
        composed("train.steps=7", "train.epochs=2")


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        (["optim.lr=1e-3", "optim.lr=5e-3"], "optim.lr=1e-3 and optim.lr=5e-3"),
        (["seed=1", "name=x", "seed=1"], "seed=1 and seed=1"),
        (["data=files", "data=hub"], "data=files and data=hub"),
        (["~recipe", "recipe=regularised"], "~recipe and recipe=regularised"),
        (["+x=1", "++x=2"], r"\+x=1 and \+\+x=2"),
        (["hydra.launcher.n_jobs=1", "hydra.launcher.n_jobs=2"], "hydra.launcher.n_jobs=1 and "),
    ],
)
def test_an_option_given_twice_is_an_error_that_names_both_values(typed: list[str], values: str) -> None:
    with pytest.raises(UserError, match=f"^{values}.*: given twice; leave one of them out"):
        for_hydra(typed)


def with_sides(kind: str, *more: str) -> list[str]:
    return [kind, "tokenizer.source.kind=null", "tokenizer.target.kind=null", *more]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["data.train=a", "data.test=a"], ["data.train=a", "data.test=a"]),
        (["data.train=ডাটা/é"], ["data.train='ডাটা/é'"]),
        (["+data.train=é"], ["+data.train='é'"]),
        (["data.train='é'"], ["data.train='é'"]),
        (["recipe=regularised"], ["recipe=regularised"]),
        (["recipe=null,regularised"], ["recipe=[],regularised"]),
        (["train.steps=10,20"], ["train.steps=10,20", "train.epochs=null"]),
        (["train.steps=null,null"], ["train.steps=null,null"]),
        (["train.epochs=choice(1,2)"], ["train.epochs=choice(1,2)", "train.steps=null"]),
        (["~train.steps"], ["~train.steps"]),
        (
            ["tokenizer.source.kind=char", "tokenizer.target.kind=word"],
            ["tokenizer.source.kind=char", "tokenizer.target.kind=word", "tokenizer.joint=false", "model.tie=target"],
        ),
        (
            ["tokenizer.source.size=50", "tokenizer.joint=true"],
            ["tokenizer.source.size=50", "tokenizer.joint=true"],
        ),
        (["tokenizer.target.kind=null"], ["tokenizer.target.kind=null"]),
        (
            ["tokenizer.kind=char", "tokenizer.source.kind=word", "model.tie=none"],
            [
                *("tokenizer.kind=char", "tokenizer.source.kind=word", "model.tie=none"),
                *("tokenizer.target.kind=null", "tokenizer.joint=false"),
            ],
        ),
        (["tokenizer.kind=word"], with_sides("tokenizer.kind=word", "tokenizer.pattern=null")),
        (["tokenizer.kind=pattern"], with_sides("tokenizer.kind=pattern")),
        (["tokenizer.kind=word,bpe"], with_sides("tokenizer.kind=word,bpe")),
        (["nonsense", "~"], ["nonsense", "~"]),
    ],
)
def test_what_hydra_is_given(typed: list[str], expected: Any) -> None:
    assert for_hydra(typed) == expected


@pytest.mark.parametrize("name", ["tokenizer.pattern", "tokenizer.source.pattern"])
def test_a_tilde_inside_an_expression_is_no_folder(name: str) -> None:
    home = os.path.expanduser("~")
    for value, same in ((r"'[-=#:~/\\]|.'", r"[-=#:~/\\]|."), ("a,~/b", ["a", "~/b"]), ("~", "~")):
        assert read(for_hydra([f"{name}={value}"])[0]) == [same]
    assert for_hydra([f"{name}=~/atoms.txt"])[0] == f"{name}={home}/atoms.txt"
    assert for_hydra(["data.train=~/a"]) == [f"data.train={home}/a"]


def test_a_sweep_over_numbers_and_null_is_refused() -> None:
    with pytest.raises(UserError, match=r"^train.steps=null,5: null and numbers cannot be mixed"):
        for_hydra(["train.steps=null,5"])


TASKS = """
from s2s.config.tasks import Rules
class Plain:
    rules = Rules(("labelled",), "labels", ("learned",))
class Given(Plain):
    defaults = {"train.metric": "accuracy", "model.pooling": "mean", "data": "hub", "tokenizer.size": 400}
class Wrong(Plain):
    defaults = {"train.metrics": "accuracy"}
class Without:
    pass
"""


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a module with tasks of the user's own."""
    (tmp_path / "mine_of_overrides.py").write_text(TASKS)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.chdir(tmp_path)  # where Hydra makes the folder of a sweep
    return "mine_of_overrides"


def jobs(*typed: str) -> list[Any]:
    """The options of each job that Hydra begins."""
    found: list[Any] = []
    compose_and_call(["-m", *for_hydra(typed)], typed, found.append)
    return found


def test_a_task_of_the_users_own_brings_its_defaults_and_what_is_typed_wins(mine: str) -> None:
    plain, given = jobs(f"task={mine}:Plain,{mine}:Given", "data.train=x", "train.steps=7")
    assert (plain.task, plain.data.corpus, plain.train.metric) == (f"{mine}:Plain", "files", "bleu")
    assert plain.train.consistency == 0 and plain.train.epochs is None
    assert (given.task, given.data.corpus, given.train.metric) == (f"{mine}:Given", "hub", "accuracy")
    assert given.tokenizer.size == 400 and given.model.pooling == "mean"
    (typed,) = jobs("tokenizer.size=500", "data=files", f"task={mine}:Given", "recipe=regularised")
    assert typed.tokenizer.size == 500 and typed.data.corpus == "files" and typed.train.consistency == 2


def test_a_task_that_cannot_be_is_refused(mine: str) -> None:
    for name, message in (
        (f"{mine}:Wrong", "its defaults name train.metrics, which is no option"),
        (f"{mine}:Without", "has no attribute 'rules', which a task needs"),
        (f"{mine}:None_", "the module has no None_"),
        ("nowhere_at_all:Foo", "the task's module nowhere_at_all is not there"),
    ):
        with pytest.raises(UserError, match=f"^{name}: {message}"):
            own_tasks([f"task={name}"])
    assert own_tasks(["task=classify", "model.cell=mine:Cell", "--cfg", "job"]) == {}


def read(*overrides: str) -> list[Any]:
    """The values of overrides as Hydra reads them, those of a sweep as a list."""
    from hydra.core.override_parser.overrides_parser import OverridesParser

    parsed = OverridesParser.create().parse_overrides([*overrides])
    values = [one.value() for one in parsed]
    return [[getattr(item, "text", item) for item in getattr(value, "list", [])] or value for value in values]


NUMBERS = ["2024_05_01", "1.10", "1e5", "007", "+5", "inf", "NaN", "true", "False"]


@pytest.mark.parametrize(
    "value",
    [*NUMBERS, r"(\w+| )", "a'b", "a\\", "a\\'b", "x,y z", "[a]", "${x}", "runs/a-1.b", "日本", "null"],
)
def test_text_is_written_so_that_hydra_reads_the_same(value: str) -> None:
    assert read(f"tokenizer.pattern={as_typed(value)}") == [value]


PATHS = ["/x/corpus (1).csv", "/tmp/O'Neil/corpus", "/tmp/a=b/x", "a&b", "a#b;c!d^e", "a~b", "/tmp/[a]", "a`b", "a:b "]
WINDOWS = [r"C:\Users\Jürgen\corpus", r"\\server\share\corpus", r"\\server\C$\corpora (old)" + "\\", "C:\\"]


@pytest.mark.parametrize("value", [*NUMBERS, *PATHS, *WINDOWS, "ডাটা/é"])
@pytest.mark.parametrize("name", ["data.train", "name", "+tokenizer.pattern", "data.text"])
def test_a_text_is_what_is_typed(name: str, value: str) -> None:
    assert read(for_hydra([f"{name}={value}"])[0]) == [value]


@pytest.mark.parametrize("value", [*NUMBERS, *WINDOWS[:2], "a&b", "ডাটা/é"])
def test_the_texts_of_a_sweep_are_what_is_typed(value: str) -> None:
    assert read(*for_hydra([f"name={value},a b,{value}"])) == [[value, "a b", value]]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("data.train='a (1)'", "a (1)"),
        ('name="1e5"', "1e5"),
        ("data.train=${data.folder}/a", "${data.folder}/a"),
        ("name=choice(a,1e5)", ["a", 100_000.0]),
        ("name='a,b',c", ["a,b", "c"]),
        ("model.cell=lstm, gru", ["lstm", "gru"]),
        ("data.format=tsv , csv", ["tsv", "csv"]),
        ("data.train=a\\,b.tsv", "a,b.tsv"),
        ("tokenizer.pattern=\\(\\w+\\)\\ ?|.", "\\(\\w+\\)\\ ?|."),
        ("tokenizer.pattern=[a-z]{1,2}|.", "[a-z]{1,2}|."),
        ("tokenizer.pattern=smiles, morphemes", ["smiles", "morphemes"]),
        ("data.label_separator=[SEP]", "[SEP]"),
        ("data.label_separator=[", "["),
        ("data.train=null", None),
        ("data.train=null,1e5", [None, "1e5"]),
        ("data.label_separator=,", ","),
        ("data.label_separator=\\", "\\"),
        ("data.label_separator=null", None),
        ("model.encoder.bidirectional=2", 2),
        ("optim.lr=1e-3", 0.001),
        ("data.columns=[1,2]", [1, 2]),
        ("hydra.job.num_to_retry=1e1", 10.0),
    ],
)
def test_what_is_no_plain_text_is_read_by_hydra(typed: str, value: Any) -> None:
    assert read(for_hydra([typed])[0]) == [value]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("data.train=/x, y (1)", """data.train=/x, y (1): cannot be read as an option; write NAME=VALUE; a text with signs or
            accents in it has quotes of its own, as 'data.train="…"'"""),
        ("data.corpora=[{train: données/x},{train: b}]", """data.corpora=[{train: données/x},{train: b}]: cannot be read as an
            option; write NAME=VALUE; a text with signs or accents in it has quotes of its own, as
            'data.corpora=[{train: "…"},{train: "…"}]'"""),
        ("name=a b,1e5", """name=a b,1e5: is several values; write --multirun for a run with each, [a b,1e5] for a list,
            'name="a b,1e5"' for one text"""),
        ("data.train=a b,c", "data.train=a b,c: takes one file or prefix; give several as 'data.corpora=[{train: a b},"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_with_the_form_that_can(typed: str, said: str) -> None:
    with pytest.raises(UserError, match=f"^{re.escape(' '.join(said.split()))}"):
        composed(typed)


def test_jobs_have_what_is_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = jobs("name=2024_05_01,1.10", r"data.train=\\server\it's (1)")
    assert [(job.name, job.data.train) for job in found] == [
        ("2024_05_01", r"\\server\it's (1)"),
        ("1.10", r"\\server\it's (1)"),
    ]
