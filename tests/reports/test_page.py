"""The page of runs: well-formed, nothing from elsewhere, nothing of what a folder holds becomes mark-up."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from s2s.cli import main
from s2s.reports.examples import examples_of, of_label
from s2s.reports.page import page, shown
from s2s.reports.svg import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Line, chart, matrix, thinned, ticks

EVIL = "</title></style><script>alert(1)</script><img src=x onerror=alert(1)>\"'&\x1b[31m\u202e"
VOID = {"meta", "br", "img", "link"}
KNOWN = set(
    "html head meta title style body main h1 h2 h3 p div table caption thead tbody tr th td code i span small figure figcaption"
    " svg path text circle rect article dl dt dd details summary".split()
)


class Checked(HTMLParser):
    """Every tag is one of ours and is closed where it must be; what attributes and tags there are is counted."""

    def __init__(self, content: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(content)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert tag in KNOWN, tag
        self.attributes |= {name for name, _ in attributes}
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert tag in KNOWN, tag
        self.attributes |= {name for name, _ in attributes}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, text: str) -> None:
        self.text += text


def results(text: str) -> dict[str, object]:
    """All that a page can show, with `text` wherever there is text."""
    alignment = {"source": [text, "▁b"], "output": [text], "weights": [[0.25, 0.75]]}
    one = {"source": text, "output": text, "reference": text, "score": 12.5, "alignments": [alignment]}
    score = {"label": text, "score": 41.5, "interval": 0.5, "signature": text, "higher_is_better": True}
    return {
        "state": "failed",
        "error": text,
        "trained by": text,
        "test": {
            "split": text,
            "examples": 3,
            "scores": {text: score},
            "figures": {text: 1.5},
            "shares": {text: 0.5},
            "confusion": {"labels": [text, "b"], "rows": [[3, 1], [0, 2]]},
        },
        "compared": {text: 2.0},
        "environment": {"versions": {text: text}, "device": text},
        "exhibits": {
            "lengths": {"width": 2, "counts": {"source": [0, 3], "output": [1, 2], "reference": [2, 1]}},
            "worst": [one],
            "best": [one],
            "ranked by": text,
            "ranked": 1000,
            "series": [{"window": [0.0, 1.0], "truth": [2.0], "forecast": [1.5]}],
            "perplexity": {"values": [3.0, None, 2.0], "counts": [9, 8, 7]},
            "pairs": [[1.0, 1.5], [2.0, 2.5]],
            "of": 7,
        },
    }


def run_of(folder: Path, name: str, text: str = "a word", options: str = "") -> Path:
    path = folder / name
    path.mkdir()
    quoted = json.dumps(text)
    (path / "config.yaml").write_text(f"task: {quoted}\ndata: {{train: {quoted}}}\ntrain: {{metric: chrf}}\n{options}")
    lines = [{"step": 50, "loss": 2.5, "nll": 2.0, "lr": 0.1, "norm": 1.0}, {"step": 60, "validation_loss": 1.0}]
    lines += [{"step": 60, "validation_chrf": 33.0, f"validation_{text}": 1.0}, {"step": 90, "validation_chrf": 44.0}]
    (path / "metrics.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    (path / "results.json").write_text(json.dumps(results(text)))
    return path


def test_a_page_shows_all_of_a_run_and_needs_nothing_else(tmp_path: Path) -> None:
    content = page([shown(run_of(tmp_path, "x-1"), tmp_path)], tmp_path)
    seen = Checked(content)
    assert not seen.attributes & {"src", "href", "onerror", "onload", "action", "data", "srcset"}
    assert not re.search(r"url\(|@import|https?:", content)
    for text in (
        "x-1",
        "41.5 ± 0.5",
        "BLEU",
        "learning rate",
        "gradient norm",
        "75.0%",
        "Lengths",
        "Forecasts",
        "12.5",
    ):
        assert (text in seen.text) == (text != "BLEU"), text
    assert (
        content.count("<svg") == 6 + 1 + 1 + 2 + 1 + 1
    )  # curves, perplexity, lengths, attention twice, a forecast, numbers


def test_nothing_of_a_folder_becomes_mark_up(tmp_path: Path) -> None:
    """What is a tag is known to `Checked`, which knows no script and no image; the policy forbids both as well."""
    name = "<b>x"
    plain, hostile = (page([shown(run_of(tmp_path, n, t), tmp_path)], tmp_path) for n, t in (("y", "a"), (name, EVIL)))
    seen = Checked(hostile)
    assert "<script>alert(1)</script>" in seen.text and name in seen.text and "\x1b" not in hostile
    assert Checked(plain).attributes == seen.attributes
    assert "default-src 'none'" in hostile


@pytest.mark.parametrize("damage", [None, 3, "x", [], [1], {}, {"labels": 1}, [{}], [{"source": 1}], 1e400])
def test_damaged_results_are_said_and_no_error(damage: object, tmp_path: Path) -> None:
    folder, whole = run_of(tmp_path, "x-1"), results("a")
    for top in whole:
        (folder / "results.json").write_text(json.dumps({**whole, top: damage}))
        Checked(page([shown(folder, tmp_path)], tmp_path))
    for group in ("test", "exhibits"):
        inner = whole[group]
        assert isinstance(inner, dict)
        for name in inner:
            (folder / "results.json").write_text(json.dumps({**whole, group: {**inner, name: damage}}))
            Checked(page([shown(folder, tmp_path)], tmp_path))


def test_several_runs_are_laid_over_each_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folders = [run_of(tmp_path, name, options=f"seed: {name}\n") for name in ("1", "2")]
    target = tmp_path / "both.html"
    assert main(["report", *map(str, folders), "-o", str(target)]) == 0
    content = target.read_text(encoding="utf-8")
    Checked(content)
    (chrf,) = re.findall(r"<figcaption>chrF.*?</figure>", content)
    assert re.findall(r'class="line (c\d)', chrf) == ["c0", "c1"] and "<title>2</title>" in chrf
    assert (tmp_path / "both.png").read_bytes().startswith(b"\x89PNG")
    assert capsys.readouterr().err.strip() == f"{target}, {tmp_path / 'both.png'}"


def test_without_matplotlib_there_is_the_page_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "s2s.inspect.curves", None)
    folder = run_of(tmp_path, "x-1")
    assert main(["report", str(folder)]) == 0 and (folder / "report.html").exists()
    assert not (folder / "report.png").exists() and "no figure beside it" in capsys.readouterr().err


def test_mistakes_end_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(run_of(tmp_path, "x-1"))
    for typed in ([str(tmp_path / "none")], [folder, folder], [folder, "-o", "x.pdf"]):
        assert main(["report", *typed]) == 2
    lines = capsys.readouterr().err.strip().split("\n")
    assert len(lines) == 3 and "no such run" in lines[0] and "given twice" in lines[1] and ".html" in lines[2]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 10, [0, 2, 4, 6, 8, 10]), (0.13, 0.47, [0.2, 0.3, 0.4]), (5, 5, [5]), (-1, 1, [-1, -0.5, 0, 0.5, 1])],
)
def test_ticks_are_round_and_inside(low: float, high: float, expected: list[float]) -> None:
    assert ticks(low, high) == pytest.approx(expected)


def test_a_chart_places_the_ends_of_a_line_in_its_corners() -> None:
    drawn = chart([Line("a", [0, 1, 2], [5.0, float("nan"), 15.0], 0)], "t", "x")
    (path,) = re.findall(r'class="line c0" d="M(.*?)"', drawn)
    corners = [[float(number) for number in place.split(" ")] for place in path.split("L")]
    assert corners == [[LEFT, HEIGHT - BOTTOM], [WIDTH - RIGHT, TOP]]


def test_a_long_line_is_thinned_and_keeps_its_ends() -> None:
    for count in (1, 399, 400, 401, 10_000):
        some = thinned(Line("a", range(count), range(count), 0))
        assert some[0] == (0, 0) and some[-1] == (count - 1, count - 1) and len(some) <= 401


def test_missing_numbers_leave_the_rest_of_a_figure() -> None:
    """Numbers that are not finite are null in results.json."""
    one = {"window": [1.0, None, 2.0], "truth": [None, 3.0], "forecast": [2.5, 2.75]}
    found = {"exhibits": {"series": [one], "of": 1, "pairs": [[1.0, None], [2.0, 2.5]]}}
    drawn = "".join(examples_of(found))
    assert drawn.count('<path class="line') == 3 and "nan" not in drawn  # the square has a diagonal
    assert len(thinned(Line("", range(4), [1.0, float("nan"), 2.0, 3.0], 0))) == 3


def test_what_cannot_be_drawn_is_said() -> None:
    assert "nothing has been measured" in chart([Line("a", [1], [float("inf")], 0)], "t", "x")
    assert 'fill-opacity="0.00"' in matrix(["a"], ["b"], [[float("nan")]], "t")


def test_scores_of_a_label_equal_scikit_learn() -> None:
    from sklearn.metrics import confusion_matrix, precision_recall_fscore_support

    right, predicted = list("aabbbccc"), list("abbbcaca")
    rows = confusion_matrix(right, predicted).tolist()
    found = [of_label(rows, index) for index in range(3)]
    expected = list(zip(*precision_recall_fscore_support(right, predicted)[:3], strict=True))
    assert [list(one) for one in found] == [pytest.approx(list(one)) for one in expected]
    assert of_label([[0, 0], [0, 1]], 0) == (None, None, None)


def test_many_labels_have_scores_and_no_matrix() -> None:
    names = [f"l{index}" for index in range(41)]
    test = {"confusion": {"labels": names, "rows": [[int(i == j) for i in range(41)] for j in range(41)]}}
    text = "".join(examples_of({"test": test}))
    assert "l40" in text and "Confusion" not in text and "41 labels is in results.json" in text


def test_several_labels_a_text_have_scores_and_no_matrix() -> None:
    one = {"number": 1234, "precision": 50.0, "recall": 25.0, "F1": 100 / 3}
    text = "".join(examples_of({"test": {"types": {"<a>": one}}}))
    assert "&lt;a&gt;</th><td>50.0%</td><td>25.0%</td><td>33.3%</td><td>1,234</td>" in text and "Confusion" not in text
