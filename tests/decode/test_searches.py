"""Searches by their names, and one of the user's own: over any backend, from Python and by `s2s translate`."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path

import pytest
from decode import reference
from decode.fake import EOS, Chance, FakeBackend, sentences
from options import nested
from translating import copier, tiny_run

from s2s.cli import main
from s2s.config.load import parse
from s2s.config.schema import DecodeConfig, RunConfig
from s2s.config.searches import SEARCHES, SearchFacts
from s2s.decode.backend import Settings
from s2s.decode.scheduler import decode
from s2s.decode.score import limit
from s2s.errors import UserError
from s2s.inference.translator import Translator

OWN = '''
import numpy

from s2s.decode.greedy import GreedySearch


class NoRepeat(GreedySearch):
    """The best token that is not the one before it."""

    def __init__(self, sentences, settings):
        super().__init__(sentences, settings)
        self.candidates = 2
        self.before = self.tokens

    def pick(self, step):
        again = step.tokens[:, :, 0] == self.tokens
        choose = lambda values: numpy.where(again, values[:, :, 1], values[:, :, 0])
        return choose(step.tokens), choose(step.log_probs)


class Nothing:
    pass
'''
NAME = "mysearches:NoRepeat"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "mysearches.py").write_text(OWN)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.delitem(sys.modules, "mysearches", raising=False)
    return tmp_path


@pytest.mark.parametrize("name", SEARCHES.names)
def test_a_row_says_what_its_class_is(name: str) -> None:
    made = SEARCHES.load(name)
    default = SearchFacts()
    assert SEARCHES.facts(name) == SearchFacts(made.reads, made.hypotheses, getattr(made, "samples", default.samples))


def test_a_search_by_name_is_the_one_that_the_beam_stands_for() -> None:
    backend, sources = FakeBackend(Chance()), sentences(20)
    for named, by_beam in (("greedy", Settings(beam=1)), ("beam", Settings(beam=4))):
        settings = Settings(search=named, beam=by_beam.beam)
        assert list(decode(backend, sources, settings)) == list(decode(backend, sources, by_beam))
        assert settings.searching == by_beam.searching == named
    one = Settings(search="beam", beam=1)
    assert list(decode(backend, sources, one)) == list(decode(backend, sources, Settings(beam=1)))
    assert Settings(search="greedy").hypotheses == 1 and Settings().hypotheses == 5
    assert Settings(search="sample", nbest=7).hypotheses == 7 and Settings(search="sample").samples


@pytest.mark.parametrize(
    ("options", "given", "said"),
    [
        (
            {"search": "gredy"},
            [],
            "search=gredy: no such search; did you mean greedy? choose from greedy, beam, sample",
        ),
        (
            {"search": "greedy", "nbest": 2},
            [],
            "nbest=2: cannot be above the one hypothesis that the search greedy finds",
        ),
        ({"search": "greedy", "top_k": 2}, [], "top_k=2: has no effect without sampling"),
        (
            {"search": "greedy", "beam": 3},
            ["beam"],
            "beam=3: has no effect with the search greedy; leave one of them out",
        ),
        ({"search": "sample", "beam": 1}, ["beam"], "beam=1: has no effect with the search sample"),
        ({"search": "beam", "seed": 3}, ["seed"], "seed=3: has no effect without sampling"),
        ({"search": "absent:Search"}, [], "absent:Search: the search's module absent is not there"),
    ],
)
def test_what_has_no_effect_is_refused(options: dict[str, object], given: list[str], said: str) -> None:
    with pytest.raises(UserError) as caught:
        Settings(**options).check_given(given)  # type: ignore[arg-type]
    assert str(caught.value).startswith(said)
    Settings(beam=1).check_given(["beam"])
    Settings(search="greedy", beam=1).check_given(["beam"])


def no_repeat(model: Chance, source: tuple[int, ...], most: int) -> tuple[int, ...]:
    """What `NoRepeat` should write, one sentence in plain Python."""
    predicted: tuple[int, ...] = ()
    while len(predicted) < most and EOS not in predicted:
        likely = model.next(source, predicted)[0]
        options = [token for token in reference.allowed(model) if not predicted or token != predicted[-1]]
        predicted += (max(options, key=lambda token: likely[token]),)
    return tuple(token for token in predicted if token != EOS)


@pytest.mark.usefixtures("own")
def test_a_search_of_the_users_own() -> None:
    model = Chance(vocabulary=8, spread=0.5)
    sources = sentences(30, vocabulary=8)
    settings = Settings(search=NAME, batch_tokens=40)
    for source, (found,) in zip(sources, decode(FakeBackend(model), sources, settings), strict=True):
        most = limit(len(source), settings)
        assert found.tokens == (no_repeat(model, tuple(source), most) if source else ())
    with pytest.raises(UserError, match="mysearches:Nothing: has no 'advance', which a search needs"):
        next(decode(FakeBackend(model), sources, Settings(search="mysearches:Nothing")))


LINES = ["a small dog", "the house", "I see a bird"]


def repeats(path: Path) -> bool:
    """Whether a translation in JSON has a piece twice in a row."""
    every = [json.loads(line)[0]["pieces"] for line in path.read_text().split("\n")[:-1]]
    assert len(every) == len(LINES)
    return any(one == other for pieces in every for one, other in itertools.pairwise(pieces))


@pytest.mark.slow
def test_it_translates_by_the_command_line_over_both_backends(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("onnxruntime")
    run = tiny_run(own / "run")
    (own / "in.txt").write_text("".join(f"{line}\n" for line in LINES))
    export = ["export", "-m", str(run), "--source", str(own / "in.txt"), "--reference", str(own / "in.txt")]
    assert main(export) == 0, capsys.readouterr().err
    written = {}
    for backend in ("torch", "onnx"):
        out = own / backend
        command = ["translate", "-m", str(run), "-i", str(own / "in.txt"), "-o", str(out), "--backend", backend]
        assert main([*command, "--output-type", "json", "--search", "greedy"]) == 0, capsys.readouterr().err
        assert repeats(out), "greedy search is told apart"
        assert main([*command, "--output-type", "json", "--search", NAME]) == 0
        assert not repeats(out)
        assert main([*command, "--search", NAME]) == 0
        written[backend] = out.read_text()
    assert written["torch"] == written["onnx"]
    translated = Translator.load(run, backend="torch").translate(LINES, search=NAME)
    assert written["torch"] == "".join(f"{line}\n" for line in translated)


def test_the_command_line_refuses_what_does_not_go_together(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = str(tiny_run(own / "run"))
    for more, said in {
        "--search gredy": "--search gredy: no such search; did you mean greedy?",
        "--search greedy -b 3": "--beam-size 3: has no effect with the search greedy; leave one of them out",
        "--search beam --sample": "--search beam: has no effect with --sample; leave one of them out",
        "--sample -b 3": "--beam-size 3: has no effect with the search sample; leave one of them out",
        "--search beam --temperature 2": "--temperature 2.0: has no effect without sampling; add --sample",
        "--search greedy --nbest 2": "--nbest 2: cannot be above the one hypothesis that the search greedy finds",
    }.items():
        assert main(["translate", "-m", run, "-i", str(own / "mysearches.py"), *more.split()]) == 2
        assert capsys.readouterr().err.startswith(f"s2s: {said}")


@pytest.mark.usefixtures("own")
def test_a_run_may_name_its_search() -> None:
    config = RunConfig(decode=DecodeConfig(search="sample"))
    translator = copier(config)
    assert translator.settings(nbest=9).samples and translator.settings(search="beam").searching == "beam"
    with pytest.raises(UserError, match="beam=3: has no effect with the search sample"):
        translator.settings(beam=3)
    greedy = copier(RunConfig(decode=DecodeConfig(search="greedy")))
    assert greedy.settings(beam=1).searching == "greedy" and greedy.settings(sample=True).searching == "sample"
    assert parse(nested({"decode.search": NAME})).decode.search == NAME
    with pytest.raises(UserError, match=r"decode\.search=gredy: no such search"):
        parse(nested({"decode.search": "gredy"}))


@pytest.mark.slow
def test_a_run_that_names_code_is_asked_for(own: Path) -> None:
    run = tiny_run(own / "run")
    config = (run / "config.yaml").read_text()
    (run / "config.yaml").write_text(config.replace("search: null", f"search: {NAME}"))
    (own / "in.txt").write_text("".join(f"{line}\n" for line in LINES))
    out = own / "out"
    translate = [sys.executable, "-m", "s2s", "translate", "-m", str(run), "-i", "in.txt", "-o", str(out)]
    done = subprocess.run(translate, capture_output=True, text=True, cwd=own)
    assert done.returncode == 2 and f"names code: decode.search={NAME} of module mysearches" in done.stderr
    allowed = [*translate, "--allow-code", "--output-type", "json"]
    done = subprocess.run(allowed, capture_output=True, text=True, cwd=own)
    assert done.returncode == 0 and not repeats(out), done.stderr
