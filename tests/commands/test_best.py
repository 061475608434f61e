"""s2s best: its stages have their options, it goes on after any stop, and plans without a trace."""

from __future__ import annotations

import json
import shutil
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest
from options import nested
from training import TINY

from s2s.cli import main
from s2s.commands import backtranslate
from s2s.commands.best import Chain
from s2s.commands.stages import backward_of, check_chain, divided, forward_of, student_of
from s2s.config.load import parse
from s2s.config.schema import RunConfig
from s2s.data.corpora.phrasebook.draw import pairs
from s2s.errors import UserError
from s2s.metrics.scores import Score
from s2s.runs.folder import load_config, run_folder


def config(**changes: object) -> RunConfig:
    given = {"data.corpus": "files", "data.train": "t", "train.consistency": 2.0, "train.metric": "chrf", **changes}
    return parse(nested({name.replace("__", "."): value for name, value in given.items()}))


def test_what_is_typed_for_one_stage() -> None:
    every, own = divided(["data=files", "student.train.steps=9", "backward.optim.lr=1e-3", "train.steps=20"])
    assert every == ["data=files", "train.steps=20"]
    assert own == {"backward": {"optim.lr": "1e-3"}, "student": {"train.steps": "9"}}
    for typed in ("student.train.stepz=9", "backward.train.steps", "student.train=2"):
        with pytest.raises(UserError, match=r"no such option; write (student|backward)\.OPTION=VALUE"):
            divided([typed])
    for typed in ("backward.data.source=en", "backward.data.target=de", "student.data.directions=[en-de]"):
        with pytest.raises(UserError, match=r": the direction of a stage is made of data.source and data.target"):
            divided([typed])


def test_a_mistake_is_said_in_one_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for typed in (["task=classify"], ["--dry-run", "task=classify"], ["seed=1", "--dry-run", "task=classify"]):
        assert main(["best", *typed, f"runs={tmp_path}", f"data.train={tmp_path}/t"]) == 2
        assert capfd.readouterr().err == "s2s: task=classify: s2s best makes translators; use s2s train\n"


def test_the_options_of_each_stage(tmp_path: Path) -> None:
    typed = config(runs=str(tmp_path), train__steps=80, train__ema=0.995, data__lowercase=True, seed=2)
    _, own = divided(["student.train.epochs=2", "backward.optim.lr=1e-3"])
    forward = forward_of(typed)
    assert forward.name == "run-forward" and forward.train == typed.train
    backward = backward_of(typed, forward, 80, own)
    assert (backward.data.source, backward.data.target, backward.data.lowercase) == ("de", "en", True)
    assert (backward.train.steps, backward.train.consistency, backward.train.ema) == (30, 0, 0.99)
    assert backward.optim.lr == 1e-3 and backward.data.train == str(tmp_path / "run-best-2" / "pairs")
    student = student_of(typed, forward, 80, own)
    assert (student.train.steps, student.train.epochs, student.train.consistency) == (None, 2.0, 2.0)
    assert student.train.start_from == str(tmp_path / "run-forward-2") and student.data.train is None
    assert [one.weight for one in student.data.corpora or ()] == [2.0, 1.0, 1.0] and student.data.test is None
    with pytest.raises(UserError, match=r"student: train.tokens=0: must be between"):
        student_of(typed, forward, 80, divided(["student.train.tokens=0"])[1])
    with pytest.raises(UserError, match=r"student.optim.lr=\{1: cannot be read"):
        student_of(typed, forward, 80, divided(["student.optim.lr={1"])[1])


def test_a_student_of_another_size_is_refused_before_hours_of_training(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("s2s.training.foreseen.foreseen", lambda config, code: (None, 80, 10))
    typed = config(runs=str(tmp_path), train__steps=80)
    for more, said in (
        (
            ["student.model.encoder.units=512"],
            r"student: model.encoder.units=512: train.start_from=.* was trained with",
        ),
        (["student.model.encoder.units=512", "student.train.start_from=null"], None),
        (["student.optim.lr=1e-3"], None),
    ):
        chain = Chain(typed, divided(more)[1], False, "s2s best")
        with pytest.raises(UserError, match=said) if said else nullcontext():
            chain.plan(dry_run=True)


def test_a_plan_looks_at_every_stage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call, given = config(runs=str(tmp_path), train__steps=80), "backward.train.steps=12"
    facts = {"total": 80, "pairs": 9, "update": 0.0, "output": 0.0}

    def chain(*typed: str) -> Chain:
        made = Chain(call, divided(typed)[1], False, "s2s best")
        made.record.note("plan", made.forward, **facts)
        return made

    for typed, said in (("student.optim.lr=abc", "student: optim.lr"), ("backward.train.steps=[1]", "backward: train")):
        with pytest.raises(UserError, match=said):
            chain(typed).plan(dry_run=True)
    before = chain(given)
    run_folder(before.forward).mkdir()
    (tmp_path / "run-backward-1").mkdir()
    before.record.note("student", call)  # of other options
    before.record.note("backward", backward_of(call, before.forward, 80, before.own), updates=12)
    capsys.readouterr()
    chain(given).plan(dry_run=True)
    said = capsys.readouterr().err
    assert "2. backward teacher, 12 updates, done" in said and "4. student, 70 updates\n" in said


def test_stages_whose_runs_are_gone_are_not_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = config(runs=str(tmp_path), train__steps=80)
    chain = Chain(call, divided([])[1], False, "s2s best")
    backward = backward_of(call, chain.forward, 80, chain.own)
    chain.record.note("forward", chain.forward, updates=80)
    chain.record.note("backward", backward, updates=30)
    assert not chain.trained("backward", backward), "there is no such folder"
    run_folder(backward).mkdir()
    assert chain.trained("backward", backward)
    run_folder(backward).rmdir()
    chain.record.note(*chain.translations("backward", backward), whole=True)
    assert chain.trained("backward", backward), "nothing needs it any more"
    student = student_of(call, chain.forward, 80, chain.own)
    chain.record.note("student", student)
    assert not chain.trained("student", student)
    assert Chain(call, divided([])[1], False, "s2s best").record == {}, "all depends on the forward teacher"


def test_the_last_line_is_quoted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chain = Chain(config(runs=str(tmp_path)), divided([])[1], False, "s2s best")
    both = "student and forward teacher"
    chain.record.note("judgement", (chain.config, None), metric="chrF", scores={both: 1.0}, best=both)
    chain.judge(Path("my runs/a-1"), Path("my runs/b-1"), chain.config, None)
    assert capsys.readouterr().err.endswith(f"the {both}:  s2s translate -m 'my runs/b-1' 'my runs/a-1'\n")


def test_a_student_depends_on_what_its_teachers_are(tmp_path: Path) -> None:
    call = config(runs=str(tmp_path), train__steps=80)
    chain = Chain(call, divided([])[1], False, "s2s best")
    backward = backward_of(call, chain.forward, 80, chain.own)
    chain.record.update(forward={"updates": 80}, backward={"updates": 30})
    chain.record.note("student", ("student", chain.taught(backward)))
    assert chain.record.done("student", ("student", chain.taught(backward)))
    others = config(runs=str(tmp_path), train__steps=80, threads=2, train__log_every=7)
    again = backward_of(others, Chain(others, divided([])[1], False, "s2s best").forward, 80, chain.own)
    assert chain.record.done("student", ("student", chain.taught(again))), "threads change no weights"
    chain.record["backward"] = {"updates": 31}
    assert not chain.record.done("student", ("student", chain.taught(backward)))
    other = backward_of(call, chain.forward, 80, divided(["backward.optim.lr=1e-3"])[1])
    chain.record["backward"] = {"updates": 30}
    assert not chain.record.done("student", ("student", chain.taught(other)))
    student = student_of(call, chain.forward, 80, chain.own)
    chain.check_taught(student, chain.taught(other))
    chain.record.note("student, begun", chain.taught(backward))
    chain.check_taught(student, chain.taught(other))
    run_folder(student).mkdir()
    chain.check_taught(student, chain.taught(backward))
    with pytest.raises(UserError, match="run-student-1: has learned from other teachers"):
        chain.check_taught(student, chain.taught(other))


def test_a_metric_of_ones_own_judges_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And code that was typed is allowed wherever the chain reads it again."""
    (tmp_path / "ownparts.py").write_text("class Cer:\n    name, higher_is_better, judges = 'own', True, ('text',)\n")
    monkeypatch.syspath_prepend(tmp_path)
    call = config(runs=str(tmp_path), train__steps=80, train__metric="ownparts:Cer")
    found = SimpleNamespace(scores={"own": Score(7.5, "own")})
    loaded = SimpleNamespace(evaluate=lambda source, reference, metrics: found)
    monkeypatch.setattr("s2s.tasks.loaded.Loaded", lambda *given: loaded)
    assert Chain(call, divided([])[1], True, "s2s best").score([], call, "ownparts:Cer").score == 7.5
    made: list[Chain] = []
    monkeypatch.setattr(Chain, "plan", lambda chain, dry: made.append(chain))
    typed = ["data=files", "data.train=t", "data.validation=v", "train.metric=ownparts:Cer", f"runs={tmp_path}"]
    assert main(["best", *typed, "--dry-run"]) == 0
    assert made[0].allow_code is True
    assert main(["best", *typed[:3], f"runs={tmp_path}", "--dry-run"]) == 0
    assert made[1].allow_code is False


def test_what_the_chain_cannot_be_made_of() -> None:
    check_chain(config())
    for changes, said in (
        ({"data__directions": ["en-de", "de-en"]}, "one direction and one corpus"),
        ({"data__train": None, "data__corpora": [{"train": "a"}, {"train": "b"}]}, "one direction and one corpus"),
        ({"data__columns": ["a", "b", "c"], "tokenizer__joint": False, "model__tie": "target"}, "no features"),
    ):
        with pytest.raises(UserError, match=said):
            check_chain(config(**changes))
    with pytest.raises(UserError, match="task=classify: s2s best makes translators"):
        check_chain(
            parse(nested({"task": "classify", "data.corpus": "files", "data.train": "t", "train.metric": "accuracy"}))
        )


def typed(folder: Path, name: str) -> list[str]:
    """A chain of tiny networks."""
    for split, size in (("train", 40), ("val", 4)):
        lines = "".join(
            f"{source}\t{target}\n" for source, target in pairs("en", "de", split.replace("val", "validation"), size, 1)
        )
        (folder / f"{split}.tsv").write_text(lines, encoding="utf-8", newline="\n")
    files = [f"data.train={folder}/train.tsv", f"data.validation={folder}/val.tsv"]
    tiny = [
        one for one in TINY if not one.startswith(("train.metric", "train.epochs", "train.steps", "train.validate"))
    ]
    how = ["train.steps=8", "train.metric=chrf", "decode.max_length=12"]
    return ["best", "data=files", *files, f"runs={folder}/runs", f"name={name}", *tiny, *how, "student.train.steps=4"]


@pytest.mark.slow
def test_the_chain_goes_on_where_it_was_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    once, halves = typed(tmp_path, "once"), typed(tmp_path, "halves")
    assert main([*once, "--dry-run"]) == 0
    said = capsys.readouterr().err
    assert "1. forward teacher, 8 updates" in said and "2. backward teacher, 3 updates" in said and "4 updates" in said
    assert not (tmp_path / "runs").exists(), "nothing is left behind"
    assert main(once) == 0
    said = capsys.readouterr().err
    assert "chrF on validation, beam 1:" in said and "the best is the" in said
    runs = tmp_path / "runs"
    record = json.loads((runs / "once-best-1" / "best.json").read_text())
    assert [record[stage]["updates"] for stage in ("forward", "backward", "student")] == [8, 3, 4]
    assert {"forward teacher", "student", "student and forward teacher"} == set(record["judgement"]["scores"])
    texts = {
        name: (runs / "once-best-1" / name).read_text(encoding="utf-8").split("\n")
        for name in ("pairs.en", "forward.en", "backward.en", "backward.de", "pairs.de")
    }
    assert texts["pairs.en"] == texts["forward.en"] and texts["pairs.de"] == texts["backward.de"]
    assert texts["backward.en"] != texts["pairs.en"] and len(texts["backward.en"]) == 41
    assert load_config(runs / "once-backward-1").data.source == "de"
    assert main(once) == 0
    said_again = capsys.readouterr().err
    assert said.split("beam 1:")[1] == said_again.split("beam 1:")[1] and "stage" not in said_again
    changed, kept = tmp_path / "train.tsv", (tmp_path / "train.tsv").read_bytes()
    changed.write_bytes(kept.replace(b"\t", b" again\t", 1))
    assert main(once) == 2
    said_again = capsys.readouterr().err
    assert (
        f"s2s: the train set of {runs / 'once-forward-1'} held other examples when it was trained; restore"
        in said_again
    )
    changed.write_bytes(kept)
    shutil.rmtree(runs / "once-student-1")
    shutil.rmtree(runs / "once-backward-1")
    assert main(once) == 0
    said_again = capsys.readouterr().err
    assert said.split("beam 1:")[1] == said_again.split("beam 1:")[1] and "stage 5 of 5, judgement" in said_again
    assert "2. backward teacher, 3 updates, done" in said_again and not (runs / "once-backward-1").exists()
    made, calls = backtranslate.corpus, []

    def stopped(*given: object) -> object:
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return made(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(backtranslate, "corpus", stopped)
        patch.setenv("XDG_CACHE_HOME", "/proc/nowhere")  # where it cannot be recorded that a run was trained here
        assert main(halves) == 130
    assert not (runs / "halves-student-1").exists()
    capsys.readouterr()
    assert main(halves) == 0
    said = capsys.readouterr().err
    assert (
        "1. forward teacher, 8 updates, done" in said
        and "2. backward teacher, 3 updates, done" in said
        and "forward has come" not in said
    )
    weights = [(runs / f"{name}-student-1" / "model.safetensors").read_bytes() for name in ("once", "halves")]
    assert weights[0] == weights[1]
