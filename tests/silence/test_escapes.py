"""What texts, labels, names and paths hold never commands a terminal, and is no mark-up where it is shown."""

from __future__ import annotations

import io
import itertools
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from grids import thinned
from training import config
from translating import tiny_run

import s2s.training.loop
from s2s.cli import main
from s2s.commands.output import Terminal, output
from s2s.errors import CONTROL, printable
from s2s.runtime.process import log
from s2s.tasks.evaluation import Evaluation
from s2s.tasks.reports import plain_report, plain_text
from s2s.training.finish import cell, fence, plain

RED = "\x1b[31m\x9b5m\x07"


def quiet(text: str) -> bool:
    return not CONTROL.search(text.replace("\n", "").replace("\t", ""))


def test_only_what_commands_a_terminal_is_changed() -> None:
    assert printable("a\tb\né ক্ষ 👩‍👩‍👧 \\x1b") == "a\tb\né ক্ষ 👩‍👩‍👧 \\x1b"
    assert printable(f"{RED}\r\u2028\udcff") == r"\x1b[31m\x9b5m\x07\r\u2028\udcff"


def test_what_is_logged(capsys: pytest.CaptureFixture[str]) -> None:
    log(f"one{RED}\ntwo")
    assert capsys.readouterr().err == "one\\x1b[31m\\x9b5m\\x07\ntwo\n"


def test_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = str(tiny_run(tmp_path / "run"))
    for typed in (
        ["evaluate", "-m", run, "--metrics", RED],
        ["translate", "-m", run, "-i", __file__, "--search", f"{RED}\n"],
        ["translate", "-i", __file__, "-m", f"{run}{RED}"],
        ["inspect", "unfold", "a", "--cell", RED],
    ):
        assert main(typed) == 2
        said = capsys.readouterr().err
        assert quiet(said) and said.count("\n") == 1 and r"\x1b[31m" in said, said
    for typed in ([RED], ["confidence", "-m", run, RED], ["translate", "-m", run, "--errors", RED]):
        with pytest.raises(SystemExit):
            main(typed)
        assert quiet(capsys.readouterr().err)


def test_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / f"{RED}.tsv"
    path.write_text(f"a{RED}\tb\n" * 3)
    assert main(["doctor", str(path)]) in (0, 1)
    assert quiet(capsys.readouterr().out)
    table = plain_text(plain_report(Evaluation(2, confusion=([RED, "b"], [[1, 0], [0, 1]]))))
    assert RED in table and quiet(printable(table))
    for line in (tmp_path / "source", tmp_path / "reference"):
        line.write_text(f"a dog{RED}\n")
    typed = ["--source", str(tmp_path / "source"), "--reference", str(tmp_path / "reference"), "-b", "1"]
    assert main(["evaluate", "-m", str(tiny_run(tmp_path / "run")), *typed]) == 0
    found = capsys.readouterr()
    assert quiet(found.out) and quiet(found.err)


def test_translations_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a pipe and in a file no character is lost."""

    class Screen(io.TextIOWrapper):
        terminal = True

        def isatty(self) -> bool:
            return self.terminal

    for terminal, expected in ((True, b"a\\x1b[31m\\x9b5m\\x07\tb\n"), (False, f"a{RED}\tb\n".encode())):
        raw = io.BytesIO()
        screen = Screen(raw)
        screen.terminal = terminal
        monkeypatch.setattr(sys, "stdout", screen)
        with output(None) as sink:
            assert isinstance(sink, Terminal) is terminal
            sink.write(f"a{RED}\tb\n".encode())
            sink.flush()
        assert raw.getvalue() == expected


MARKUP = "<img src=x onerror=alert(1)> [a](http://x) `b` **c** $d$ | e\\"


def test_the_log_and_the_card_of_a_training(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = config(tmp_path)
    for split in ("train", "validation"):
        path = tmp_path / f"{split}.tsv"
        path.write_text("".join(f"```{RED} <b> {n}\tein{RED} {n}\n" for n in range(60)), encoding="utf-8")
    options.tokenizer.size = None
    assert s2s.training.loop.train(options) is None
    said = capsys.readouterr().err
    assert quiet(said) and r"\x1b[31m" in said
    card = next((tmp_path / "runs").glob("*/README.md")).read_text(encoding="utf-8")
    assert quiet(card) and card.startswith("# tiny\n") and "\n````\necho '```" in card


def test_mark_up() -> None:
    shown = plain(MARKUP)
    assert re.sub(r"\\(.)", r"\1", shown) == MARKUP and not re.search(r"(?<!\\)[<>`*\[\]$|]", shown)
    assert plain("multi30k_lc-1") == "multi30k_lc-1" and plain("_a_ b") == "\\_a\\_ b" and plain("a\n# b") == "a \\# b"
    assert cell("a`b|c") == "`` a`b\\|c ``" and cell("<b>") == "\\<b\\>" and fence("a ```` b") == "`````"


@pytest.mark.parametrize(
    ("name", "kind"),
    thinned(itertools.product(["$\\frac{", "a$b$\\", f"{RED}", "\udcff", "<b>&"], ["svg", "png"]), 7),
)
def test_figures(name: str, kind: str) -> None:
    pytest.importorskip("matplotlib")
    from s2s.inspect import plot
    from s2s.inspect.gradients import Curve

    numbers, spread = [1.0, 0.5], [(1.0, 1.0)] * 2
    curve = Curve(name, "encoder", 0, "→", 2, numbers, spread, numbers, spread)
    image = plot.render(plot.gradients, [curve], kind)
    if kind == "svg":
        assert printable(name) in "".join(ElementTree.fromstring(image.decode()).itertext())
    assert image and plot.short(RED) == printable(RED)
