"""A folder that --config-dir names chooses values; it runs nothing, and takes no time that has no bound."""

from __future__ import annotations

from pathlib import Path

import pytest

from s2s.commands.train import main

EVIL = "import pathlib\npathlib.Path('ran').write_text('')\nclass Callback:\n    pass\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a module that leaves a trace where it is imported, and a folder of options."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "evil.py").write_text(EVIL)
    (tmp_path / "conf" / "experiment").mkdir(parents=True)
    return tmp_path


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2 and not Path("ran").exists() and not Path("runs").exists()
    said = capsys.readouterr().err
    assert said.startswith("s2s: ") and said.count("\n") == 1
    return said


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("# @package _global_\nhydra:\n  callbacks:\n    a: {_target_: evil.Callback}\n", "_target_"),
        ('# @package _global_\nhydra:\n  launcher: {"_targ\\x65t_": evil.Callback}\n', "_target_"),
        ("# @package hydra\njob_logging: {handlers: {a: {class: evil.Callback}}}\n", "class"),
        ("# @package hydra.job_logging\nhandlers: {a: {(): evil.Callback}}\n", "()"),
        ("# @package _global_\nhydra: {searchpath: [file:///elsewhere]}\n", "searchpath"),
        ("# @package _global_\nhydra: ${oc.create:${name}}\n", "oc.create"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "plain YAML"),
        ("a: " + "[" * 60 + "]" * 60 + "\n", "plain YAML"),
        ("a: !!python/object/apply:os.system [ls]\n", "plain YAML"),
    ],
)
def test_what_would_run_or_grow_is_refused(
    content: str, reason: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "conf" / "experiment" / "mine.yaml").write_text(content)
    said = refused(["--config-dir", "conf", "experiment=mine", "train.steps=1"], capsys)
    assert "mine.yaml" in said and reason in said


def test_other_ways_to_a_folder_are_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--config-dir" in refused(["--config-path=conf"], capsys)
    assert "--config-dir" in refused(["-cp", "conf"], capsys)
    assert "--config-dir" in refused(["hydra.searchpath=[file://conf]"], capsys)
    assert "no such folder" in refused(["--config-dir", "absent"], capsys)
    assert "no such flag" in refused(["--experimental-rerun", "job.pickle"], capsys)


def test_a_folder_of_options_is_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "conf" / "experiment" / "mine.yaml").write_text(
        "# @package _global_\ndefaults:\n  - override /data: phrasebook\nname: mine\noptim: {lr: 0.003}\n"
    )
    main(["--config-dir", "conf", "experiment=mine", "--cfg", "job"])
    printed = capsys.readouterr().out
    assert "name: mine" in printed and "lr: 0.003" in printed
