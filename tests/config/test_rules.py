"""Options: what is wrong is refused in one line that names the option, its value and the remedy."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import typing
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from composing import composed
from grids import thinned
from omegaconf import OmegaConf
from options import nested

from s2s.config import rules
from s2s.config.load import parse, to_yaml
from s2s.config.options import options
from s2s.config.schema import RunConfig
from s2s.errors import UserError

ROOT = Path(__file__).parents[2]


def refusal(changes: dict[str, Any]) -> str:
    with pytest.raises(UserError) as caught:
        parse(nested(changes))
    message = str(caught.value)
    assert "\n" not in message
    return message


# What is set, then how the message begins, then what its remedy says.
ONE_LAYER = {"model.encoder.layers": 1, "model.decoder.layers": 1}
MULTIHEAD = {"model.attention": "multihead"}
NO_DROPOUT = {f"model.dropout.{name}": 0.0 for name in ("embedding", "layers", "readout")}
REFUSED: list[tuple[dict[str, Any], str, str]] = [
    (
        {
            "task": "classify",
            "data.corpus": "files",
            "data.train": "x",
            "train.metric": "f1",
            "train.start_from": "runs/x-1",
        },
        "train.start_from=runs/x-1: not for task=classify",
        "only for task=translate and task=tag; leave it out",
    ),
    ({"model.case": True}, "model.case=true: has no effect with task=translate", "only with task=tag; leave it out"),
    (
        {
            **{"task": "tag", "data.corpus": "files", "data.train": "x", "data.lowercase": True, "model.case": True},
            **{"model.pooling": "none", "train.metric": "accuracy"},
        },
        "model.case=true: has no effect with data.lowercase=true",
        "set model.case=false, or leave that out",
    ),
    ({"name": "a/b"}, "name=a/b: ", "letters, digits"),
    ({"name": ".."}, "name=..: ", "letters, digits"),
    ({"train.trackers": ["paper"]}, "train.trackers=", "tensorboard"),
    ({"train.trackers": ["mlflow", "mlflow"]}, "train.trackers=", "names one twice"),
    ({"auto": ["seed"]}, "auto=", "seed cannot be chosen"),
    ({"runs": "a\nb"}, "runs=a\\nb: ", "write it anew"),
    ({"data.source": "e n"}, "data.source=e n: ", "such as en, de or bn"),
    ({"data.target": "../x"}, "data.target=../x: ", "such as en, de or bn"),
    ({"model.attention": "none", "decode.coverage_penalty": 0.2}, "decode.coverage_penalty=0.2: ", "without attention"),
    ({"data.target": "en"}, "data.target=en: ", "choose from de, bn"),
    ({"data.source": "fr"}, "data.source=fr: not in the built-in corpus; choose from en, de, bn", "data=files"),
    ({"data.train": "x"}, "data.train=x: has no effect", "data=files"),
    ({"data.validation": "x"}, "data.validation=x: has no effect", "data=files"),
    ({"data.test": "x"}, "data.test=x: has no effect", "data=files"),
    ({"data.folder": "x"}, "data.folder=x: has no effect", "data=multi30k"),
    ({"data.dataset": "x"}, "data.dataset=x: has no effect", "data=hub"),
    ({"data.config": "x"}, "data.config=x: has no effect", "data=hub"),
    ({"data.corpus": "multi30k", "data.size": 9}, "data.size=9: has no effect", "data=phrasebook"),
    ({"data.corpus": "files"}, "data.train=null: ", "PREFIX"),
    ({"data.corpus": "hub"}, "data.dataset=null: ", "e.g. data.dataset="),
    ({"tokenizer.kind": "word", "tokenizer.sampling": 0.1}, "tokenizer.sampling=0.1: has no effect", "set it to 0"),
    ({"model.nonlinearity": "relu"}, "model.nonlinearity=relu: has no effect", "model.cell=rnn"),
    ({"model.decoder.nonlinearity": "relu"}, "model.decoder.nonlinearity=relu: has", "model.decoder.cell=rnn"),
    ({"model.cell": "gru", "model.forget_bias": 1.0}, "model.forget_bias=1.0: has no effect", "model.cell=lstm"),
    ({"tokenizer.joint": False}, "model.tie=all: ", "tokenizer.joint=true or model.tie=target"),
    (
        {"tokenizer.source.kind": "char", "tokenizer.target.kind": "word"},
        "tokenizer.joint=true: two kinds of pieces, char of the source and word of the target, are no joint vocabulary",
        "use tokenizer.joint=false",
    ),
    (
        {"tokenizer.source.kind": "char", "tokenizer.joint": False},
        "model.tie=all: needs one vocabulary",
        "sides; use model.tie=target",
    ),
    ({"tokenizer.kind": "pattern"}, "tokenizer.pattern=null: tokenizer.kind=pattern needs it", "smiles"),
    ({"tokenizer.pattern": "smiles"}, "tokenizer.pattern=smiles: has no effect", "tokenizer.kind=pattern"),
    (
        {"tokenizer.source.pattern": "smiles"},
        "tokenizer.source.pattern=smiles: has no effect with tokenizer.kind=bpe",
        "tokenizer.source.kind=pattern",
    ),
    (
        {"tokenizer.source.kind": "char", "tokenizer.joint": False, "tokenizer.sampling": 0.1},
        "tokenizer.sampling=0.1: has no effect with tokenizer.source.kind=char",
        "set it to 0",
    ),
    (
        {"tokenizer.size": 500, "tokenizer.source.size": 50, "tokenizer.target.size": 50},
        "tokenizer.size=500: has no effect beside tokenizer.source.size and tokenizer.target.size",
        "leave it out",
    ),
    ({"tokenizer.source.size": 3}, "tokenizer.source.size=3: ", "between 8"),
    ({"tokenizer.kind": "word", "tokenizer.coverage": 0.99}, "tokenizer.coverage=0.99: has no effect", "leave it out"),
    ({"model.attention": "none", "model.bridge": "zero"}, "model.bridge=zero: ", "use project"),
    (ONE_LAYER, "model.residual=true: has no effect", "set it to false"),
    ({"model.recurrent_init": "identity"}, "model.recurrent_init=identity: ", "use orthogonal"),
    ({"model.attention": "dot"}, "model.attention=dot: ", "model.decoder.units=512"),
    ({"model.heads": 4}, "model.heads=4: has no effect with model.attention=general", "model.attention=multihead"),
    ({**MULTIHEAD, "model.heads": 3}, "model.heads=3: must divide", "use model.heads=2"),
    ({**MULTIHEAD, "model.decoder.units": 510}, "model.heads=4: must divide", "units, 510; use model.heads=2"),
    ({"model.bridge": "copy"}, "model.bridge=copy: ", "model.bridge=project"),
    ({"model.encoder.bidirectional": "last"}, "model.encoder.bidirectional=last: ", "true, false or first"),
    (
        {"model.decoder.upper": "feedforward", "model.decoder.layers": 1},
        "model.decoder.upper=feedforward: has no effect",
        "model.decoder.layers=2",
    ),
    ({"model.cell": "ssru", "model.dropout.recurrent": 0.1}, "model.dropout.recurrent=0.1: has no effect", "use 0.0"),
    ({"model.cell": "ssru", "model.recurrent_init": "xavier"}, "model.recurrent_init=xavier: has", "use orthogonal"),
    (
        {"model.bridge": "copy", "model.encoder.bidirectional": "first", "model.decoder.units": 256},
        "model.bridge=copy: needs the same cell, depth and width on both sides, but lstm × 2 × 512 meets lstm × 2 × 256",
        "model.bridge=project",
    ),
    (
        {"model.bridge": "copy", "model.decoder.units": 512, "model.decoder.upper": "feedforward"},
        "model.bridge=copy: needs the same cell, depth and width on both sides, but lstm × 2 × 512 meets lstm × 1 × 512",
        "model.bridge=project",
    ),
    (
        {"model.attention": "dot", "model.encoder.bidirectional": "first", "model.decoder.units": 512},
        "model.attention=dot: needs equal widths, but the encoder gives 256",
        "model.decoder.units=256",
    ),
    (
        {"model.copy": True, "model.attention": "none"},
        "model.copy=true: copies by attention, and model.attention=none has none",
        "use model.attention=general",
    ),
    ({"model.copy": True, "train.consistency": 1.0}, "model.copy=true: does not go", "set train.consistency=0"),
    (
        {
            "model.copy": True,
            "model.encoding": "features",
            "task": "generate",
            "data.corpus": "tunes",
            "model.attention": "none",
            "model.tie": "target",
        },
        "model.copy=true: has no effect with task=generate",
        "leave it out",
    ),
    ({"optim.lr": 0}, "optim.lr=0.0: ", "above 0"),
    ({"optim.momentum": 0.9}, "optim.momentum=0.9: has no effect", "optim.kind=sgd"),
    ({"optim.weight_decay": 0.1}, "optim.weight_decay=0.1: has no effect", "optim.kind=adamw"),
    ({"optim.factor": 0.5}, "optim.factor=0.5: has no effect", "optim.schedule=plateau"),
    ({"optim.patience": 5}, "optim.patience=5: has no effect", "optim.schedule=plateau"),
    ({"train.epochs": 8, "train.steps": 5}, "train.epochs=8.0 and train.steps=5: ", "one of the two"),
    ({**NO_DROPOUT, "train.consistency": 1.0}, "train.consistency=1.0: has no effect", "model.dropout.readout"),
    (
        {"decode.search": "greedy", "decode.beam": 3},
        "decode.beam=3: has no effect with decode.search=greedy",
        "leave it",
    ),
    ({"train.average": True}, "train.average=true: has no effect", "raise train.keep"),
]


@pytest.mark.parametrize(("changes", "start", "remedy"), REFUSED, ids=lambda value: str(value))
def test_rules_name_option_value_and_remedy(changes: dict[str, Any], start: str, remedy: str) -> None:
    message = refusal(changes)
    assert message.startswith(start) and remedy in message


def test_every_rule_is_tested() -> None:
    """Each call of `refuse` in rules.py is reached by a case above, or is the one for ranges, tested below."""
    tree = ast.parse(Path(rules.__file__).read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "refuse"]
    reached = set()
    for changes in [case[0] for case in REFUSED] + [{"threads": 0}]:
        with pytest.raises(UserError) as caught:
            parse(nested(changes))
        line = caught.traceback[-2].lineno + 1  # the caller of refuse
        reached |= {call.lineno for call in calls if call.lineno <= line <= (call.end_lineno or 0)}
    assert reached == {call.lineno for call in calls}


@pytest.mark.parametrize("typed", [True, "true", "yes", "ON", 1, "1", False, "false", "no", "Off", 0, "0"])
def test_an_option_that_was_a_bool_is_one_still(typed: Any) -> None:
    config = parse(nested({"model.encoder.bidirectional": typed}))
    value = typed in (True, "true", "yes", "ON", "1")
    assert config.model.encoder.bidirectional is value and f"bidirectional: {str(value).lower()}\n" in to_yaml(config)
    assert config.model.encoder.directions == [value, value] and config.model.memory == 256 * (1 + value)


def test_the_first_layer_alone_may_read_in_both_directions() -> None:
    config = parse(nested({"model.encoder.bidirectional": "first", "model.encoder.layers": 3}))
    assert parse(OmegaConf.create(to_yaml(config))) == config  # type: ignore[arg-type]
    encoder = config.model.encoder
    assert (encoder.directions, encoder.state, config.model.memory) == ([True, False, False], 512, 256)
    assert parse(nested({"model.cell": "ssru", "model.decoder.cell": "rnn", "model.recurrent_init": "identity"}))


@pytest.mark.parametrize("option", rules.RANGES)
def test_ranges(option: str) -> None:
    low, high = rules.RANGES[option]
    wrong: list[float] = [low - 1, high + 1]
    if not isinstance(low, int):
        wrong += [float("nan"), float("inf")]
    for value in wrong:
        message = refusal({option: value})
        assert message.startswith(f"{option}={value}") and f"between {low} and {high}" in message


def numbers(kind: Any, prefix: str = "") -> dict[str, type]:
    """Dotted name → int or float of every option that holds a number."""
    found: dict[str, type] = {}
    hints = typing.get_type_hints(kind)
    for field in fields(kind):
        hint = hints[field.name]
        if is_dataclass(hint):
            found |= numbers(hint, f"{prefix}{field.name}.")
        for member in typing.get_args(hint) or (hint,):
            if member in (int, float) and bool not in typing.get_args(hint):  # 0 and 1 stand for a bool
                found[prefix + field.name] = member
    return found


def test_every_number_has_a_range_of_its_own_type() -> None:
    assert set(rules.RANGES) == set(numbers(RunConfig))
    for option, kind in numbers(RunConfig).items():
        assert kind is float or all(isinstance(end, int) for end in rules.RANGES[option]), option


@pytest.mark.parametrize(
    ("option", "suggestion"),
    [
        ("model.encoder.layer", "model.encoder.layers"),
        ("model.encoder.unit", "model.encoder.units"),
        ("optim.learning", "optim."),
        ("sed", "seed"),
    ],
)
def test_unknown_options_are_refused_with_the_nearest(option: str, suggestion: str) -> None:
    message = refusal({option: 1})
    assert message.startswith(f"{option}: no such option; did you mean {suggestion}")


def test_unknown_options_that_resemble_none() -> None:
    assert refusal({"qqqqzzzz": 1}).startswith("qqqqzzzz: no such option; see conf/")


def test_an_option_that_hydra_was_made_to_add_is_refused() -> None:
    """``+model.foo=1`` adds to the typed values that Hydra hands over."""
    values = OmegaConf.structured(RunConfig)
    OmegaConf.update(values, "model.foo", 1, force_add=True)
    with pytest.raises(UserError, match=r"^model\.foo: no such option"):
        parse(values)


@pytest.mark.parametrize(
    ("option", "value", "reason"),
    [
        ("model.encoder.layers", "two", "Integer"),
        ("model.encoder.layers", 2.5, "Integer"),
        ("optim.lr", "fast", "Float"),
        ("model.residual", "maybe", "bool"),
        ("model.encoding", "lerned", "expected one of [learned, onehot, pretrained, features]"),
    ],
)
def test_wrong_types(option: str, value: Any, reason: str) -> None:
    message = refusal({option: value})
    assert message.startswith(f"{option}: ") and str(value) in message and reason in message


def test_none_where_a_value_must_be() -> None:
    assert refusal({"seed": None}).startswith("seed: ")


def test_defaults_are_valid_and_yaml_reads_back() -> None:
    config = parse({})
    assert config == RunConfig()
    changed = parse(nested({"model.cell": "gru", "train.epochs": None, "train.steps": 7, "data.target": "bn"}))
    assert changed != config and changed.model.cell == "gru"
    for each in (config, changed):
        assert parse(OmegaConf.create(to_yaml(each))) == each  # type: ignore[arg-type]


def test_yaml_holds_every_option_resolved() -> None:
    text = to_yaml(parse({"name": "x", "runs": "${name}"}))
    assert "${" not in text and "runs: x" in text
    values = OmegaConf.create(text)
    missing = object()
    assert all(OmegaConf.select(values, option, default=missing) is not missing for option in options())


CHOICES = [
    ([], "phrasebook"),
    (["data=files", "data.train=x"], "files"),
    (["data=multi30k"], "multi30k"),
    (["data=hub", "data.dataset=x"], "hub"),
    (["recipe=regularised", "data=files", "data.train=x"], "files"),
    (["recipe=auto", "data=files", "data.train=x"], "files"),
    (["experiment=multi30k", "data.folder=x"], "multi30k"),
    (["experiment=multi30k_lc", "data.folder=x"], "multi30k"),
    (["task=translate"], "phrasebook"),
    (["task=classify", "data.train=x"], "files"),
    (["task=regress", "data.train=x"], "files"),
    (["task=tag", "data.train=x"], "files"),
    (["task=generate", "data=tunes"], "tunes"),
    (["task=generate", "data=digits"], "digits"),
    (["task=forecast", "data=signal"], "signal"),
    (["experiment=reviews", "data.train=x"], "files"),
    (["experiment=g2p", "data.train=x"], "files"),
    (["experiment=g2p", "data.train=x", "tokenizer.kind=bpe", "tokenizer.size=300"], "files"),
    (["experiment=segmentation", "data.train=x"], "files"),
    (["experiment=transliteration", "data.train=x"], "files"),
    (["experiment=retrosynthesis", "data.train=x"], "files"),
    (["experiment=tags", "data.train=x"], "files"),
    (["experiment=masakhaner", "data.train=x"], "files"),
    (["experiment=m4_hourly", "data.train=x"], "files"),
    (["experiment=directions"], "phrasebook"),
    (["experiment=digits"], "digits"),
    (["experiment=tunes"], "tunes"),
    (["experiment=language_model", "data.train=x"], "files"),
]


@pytest.mark.parametrize(("choice", "corpus"), thinned(CHOICES, 3), ids=str)
def test_every_choice_in_conf_is_valid(choice: list[str], corpus: str) -> None:
    config = composed(*choice)
    assert config.data.corpus == corpus
    # A choice that sets nothing else leaves nothing of the built-in corpus behind.
    if corpus == "phrasebook":
        assert config.tokenizer.size == (1500 if config.data.directions else 1000)
    elif not any(part.startswith("experiment=") for part in choice):
        assert config.tokenizer.size is None


@pytest.mark.parametrize(("choice", "corpus"), CHOICES, ids=str)
def test_a_users_own_translations_are_trained_by_the_recipe_that_wins(choice: list[str], corpus: str) -> None:
    """With nothing said but where they lie; the built-in corpus, experiments on other text and other tasks have their own."""
    found, winner = composed(*choice), composed("experiment=multi30k")
    assert winner.train.consistency == 2 and winner.model.dropout.readout == 0.3, "what won on Multi30k"
    own = [part for part in choice if part == "recipe=auto" or (part.startswith("experiment=") and "30k" not in part)]
    if found.task == "translate" and corpus != "phrasebook" and not own:
        assert (found.model, found.optim, found.train) == (winner.model, winner.optim, winner.train)
    else:
        assert found.train != winner.train


def test_the_papers_setting_differs_in_its_text_alone() -> None:
    """What wins on cased text is the recipe for the lowercased, tokenised one too."""
    cased, papers = (composed(f"experiment={name}") for name in ("multi30k", "multi30k_lc"))
    assert papers.data.tokenized and not cased.data.tokenized
    papers.name, papers.data.tokenized = cased.name, False
    assert papers == cased


def test_every_file_in_conf_is_tested() -> None:
    chosen = {f"{group}/{name}" for choice, _ in CHOICES for group, _, name in (part.partition("=") for part in choice)}
    chosen |= {"data/phrasebook", "model/base", "train"}
    assert {str(path.relative_to(ROOT / "conf").with_suffix("")) for path in (ROOT / "conf").rglob("*.yaml")} <= chosen


def test_options_are_judged_without_torch_and_hydra() -> None:
    script = (
        "import sys\nfrom s2s.config.load import parse\nparse({})\n"
        "print(*(name for name in ('torch', 'hydra', 'numpy', 'datasets') if name in sys.modules))"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize(
    ("change", "said"),
    thinned(
        [
            ("+model.foo=1", "model.foo: no such option; "),
            ("modle.cell=gru", "modle.cell: no such option; did you mean model.cell?"),
            (
                "model.cell=grru",
                "model.cell=grru: no such cell; did you mean gru? choose from rnn, gru, lstm, ssru, or",
            ),
            (
                "model.attention=sum",
                "model.attention=sum: no such attention; choose from none, additive, dot, general, ",
            ),
            (
                "model.bridge=jump",
                "model.bridge=jump: no such bridge; choose from copy, project, zero, or name a class",
            ),
            (
                "optim.kind=adaam",
                "optim.kind=adaam: no such optimiser; did you mean adam? choose from adam, adamw, sgd, or",
            ),
            ("model.cell=gru model.forget_bias=1", "model.forget_bias=1.0: has no effect"),
            ("data.train=ডাটা/é", "data.train=ডাটা/é: has no effect with data=phrasebook"),
            ("model.cell=[gru", "model.cell=[gru: cannot be read as an option; write NAME=VALUE"),
            ("data.source=fr", "data.source=fr: not in the built-in corpus"),
            ("data=fiels", "data=fiels: no such choice; choose from digits, files, "),
            ("--lr 0.2", "--lr: no such flag; options are written without dashes, as optim.lr=VALUE"),
        ],
        4,
    ),
)
def test_a_wrong_option_ends_training_with_exit_code_2_before_torch(change: str, said: str, tmp_path: Path) -> None:
    """torch is replaced by a module that cannot be imported; whoever reaches for it fails otherwise than with 2."""
    (tmp_path / "torch.py").write_text("raise SystemExit(99)")
    environment = os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    command = [sys.executable, str(ROOT / "scripts" / "train.py"), *change.split()]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path, timeout=600)
    assert done.returncode == 2, done.stderr
    assert done.stdout == "" and done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith(f"s2s: {said}"), done.stderr
