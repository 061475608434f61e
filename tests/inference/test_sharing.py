"""Models that are saved, uploaded and fetched, against a small hub on the loopback interface."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from translating import tiny_run

import s2s
from s2s.cli import main
from s2s.config.load import parse
from s2s.inference.card import facts
from s2s.inference.sharing import unturned
from s2s.runs import hub

LINES = ["the dog sees the cat.", "a cat"]
REPOSITORY = "lab/tiny"


class Hub(BaseHTTPRequestHandler):
    """What of the hub's interface fetching and uploading a repository asks for."""

    repositories: dict[str, dict[str, bytes]] = {}  # noqa: RUF012
    sizes: dict[str, int] = {}  # noqa: RUF012
    asked: list[str] = []  # noqa: RUF012

    def log_message(self, *arguments: object) -> None:
        pass

    def reply(self, content: Any, status: int = 200, **headers: str) -> None:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    @classmethod
    def sha(cls, name: str) -> str:
        return hashlib.sha1(repr(sorted(cls.repositories[name].items())).encode()).hexdigest()

    def do_GET(self) -> None:
        path = self.path.partition("?")[0].strip("/").split("/")
        self.asked.append(self.path)
        name = "/".join(path[2:4] if path[0] == "api" else path[:2])
        if name not in self.repositories:
            return self.reply({"error": "Repository not found"}, 404, X_Error_Code="RepoNotFound")
        files, sha = self.repositories[name], self.sha(name)
        if path[0] == "api":
            if "revision" in path and path[-1] not in (sha, "main"):
                return self.reply({"error": "Invalid rev id"}, 404, X_Error_Code="RevisionNotFound")
            if "tree" in path:
                listed = [{"type": "file", "path": file, "size": len(files[file]), "oid": "0" * 40} for file in files]
                return self.reply(listed)
            siblings = [
                {"rfilename": file, "size": self.sizes.get(file, len(files[file])), "blobId": "0" * 40}
                for file in files
            ]
            return self.reply(
                {"id": name, "modelId": name, "sha": sha, "private": False, "siblings": siblings, "tags": []}
            )
        file = "/".join(path[4:])
        if file not in files:
            return self.reply({}, 404, X_Error_Code="EntryNotFound")
        etag = f'"{hashlib.sha1(files[file]).hexdigest()}"'
        return self.reply(files[file], X_Repo_Commit=sha, ETag=etag, Accept_Ranges="bytes")

    do_HEAD = do_GET

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("Transfer-Encoding") == "chunked":
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        if "validate" in self.path:
            return self.reply({"errors": [], "warnings": []})
        path = self.path.partition("?")[0].strip("/").split("/")
        address = f"http://{self.headers['Host']}"
        if self.path == "/api/repos/create":
            given = json.loads(body)
            name = "/".join(filter(None, (given.get("organization"), given["name"])))
            self.repositories.setdefault(name, {})
            return self.reply({"url": f"{address}/{name}", "id": name, "name": name})
        name = "/".join(path[2:4])
        if "preupload" in path:
            files = [
                {"path": one["path"], "uploadMode": "regular", "shouldIgnore": False}
                for one in json.loads(body)["files"]
            ]
            return self.reply({"files": files})
        for line in body.splitlines():
            entry = json.loads(line)
            if entry["key"] == "file":
                self.repositories[name][entry["value"]["path"]] = base64.b64decode(entry["value"]["content"])
        return self.reply(
            {"success": True, "commitUrl": f"{address}/{name}/commit/{self.sha(name)}", "commitOid": self.sha(name)}
        )


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[ThreadingHTTPServer]:
    served = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    Hub.repositories, Hub.sizes, Hub.asked = {}, {}, []
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    address = f"http://127.0.0.1:{served.server_port}"
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", address)
    files = address + "/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr("huggingface_hub.constants.HUGGINGFACE_CO_URL_TEMPLATE", files)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_DISABLE_XET", True)
    monkeypatch.setenv("HF_TOKEN", "hf_loopback")
    monkeypatch.chdir(tmp_path)
    yield served
    served.shutdown()
    served.server_close()
    thread.join()


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("onnx")
    folder = tiny_run(tmp_path_factory.mktemp("shared") / "tiny-1")
    (folder / "README.md").write_text("# Tiny\n\nA card.\n", encoding="utf-8")
    text = folder.parent / "text"
    text.write_text("the dog\na cat\n", encoding="utf-8")
    assert main(["export", "-m", str(folder), "--source", str(text), "--reference", str(text)]) == 0
    return folder


@pytest.mark.parametrize("backend", ["torch", "onnx"])
def test_what_is_saved_is_what_was_loaded(run: Path, tmp_path: Path, backend: str) -> None:
    translator = s2s.Translator.load(run, backend=backend)
    folder = translator.save_pretrained(tmp_path / "saved", license="mit")
    same = s2s.Translator.from_pretrained(folder)
    assert same.translate(LINES) == translator.translate(LINES)
    assert list(same.contents()) == list(translator.contents())
    _, head, text = (folder / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    assert text == "\n# Tiny\n\nA card.\n"
    assert yaml.safe_load(head) == {
        "language": ["de", "en"], "license": "mit", "library_name": "s2s", "pipeline_tag": "translation",
        "tags": ["s2s", "recurrent", "lstm", *(["onnx"] if backend == "onnx" else [])],
    }  # fmt: skip
    again = same.save_pretrained(tmp_path / "again")
    assert (again / "README.md").read_text(encoding="utf-8").count("---\n") == 2
    assert yaml.safe_load((again / "README.md").read_text(encoding="utf-8").split("---\n")[1])["license"] == "mit"
    with pytest.raises(s2s.UserError, match=r"saved: is there already; give a new folder"):
        same.save_pretrained(folder)
    with pytest.raises(s2s.UserError, match=r"^revision=main: has no effect on .*, which is a folder"):
        s2s.Translator.from_pretrained(folder, revision="main")


def test_an_ensemble_is_not_one_model(run: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(run, other)
    with pytest.raises(s2s.UserError, match="an ensemble is several models"):
        s2s.Translator.load([run, other]).save_pretrained(tmp_path / "both")
    assert not (tmp_path / "both").exists()


def nothing_is_written_into_the_cache(cache: Path, sha: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An export and a report of what was fetched."""
    before = sorted(cache.rglob("*"))
    name = f"hf://{REPOSITORY}@{sha}"
    copy = f"give a copy, which  hf download {REPOSITORY} --revision {sha} --local-dir FOLDER  makes\n"
    for command, what in (("export", "an export"), ("confidence", "a confidence")):
        assert main([command, "-m", name, "--source", "in", "--reference", "in"]) == 2
        assert capsys.readouterr().err.endswith(f"s2s: {name}: {what} would be written into the hub's cache; {copy}")
    assert main(["report", name]) == 0 and Path("report.html").is_file()
    assert sorted(cache.rglob("*")) == before


@pytest.mark.slow
def test_to_the_hub_and_back(
    run: Path,
    server: ThreadingHTTPServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    translator = s2s.Translator.load(run, backend="onnx")
    with pytest.raises(s2s.UserError, match=r"^license: is missing"):
        translator.push_to_hub(REPOSITORY, license="")
    address = translator.push_to_hub(REPOSITORY, license="cc-by-4.0")
    files = Hub.repositories[REPOSITORY]
    assert address.endswith(Hub.sha(REPOSITORY)) and {"step.onnx", "manifest.json", "README.md"} <= set(files)
    said = files["README.md"].decode()
    assert "A card.\n\n## From the hub\n" in said and f"s2s translate -m hf://{REPOSITORY} -i FILE" in said
    assert "It has learned from `phrasebook` alone, and examples of at most 200 pieces" in said
    translator.push_to_hub(REPOSITORY, license="cc-by-4.0")
    assert files["README.md"].decode() == said
    files |= {"evil.py": b"raise SystemExit", "pickle.bin": b"x", "sub/config.yaml": b"x"}
    same = s2s.Translator.from_pretrained(REPOSITORY)
    assert same.translate(LINES) == translator.translate(LINES)
    fetched = {path.name for path in (tmp_path / "hub").rglob("snapshots/*/*")}
    assert "step.onnx" in fetched and not fetched & {"evil.py", "pickle.bin", "sub"}
    Path("in").write_text("\n".join(LINES) + "\n", encoding="utf-8")
    sha = Hub.sha(REPOSITORY)
    for name in (f"hf://{REPOSITORY}", f"hf://{REPOSITORY}@{sha}"):
        capsys.readouterr()
        assert main(["translate", "-m", name, "-i", "in"]) == 0
        assert capsys.readouterr().out.split("\n")[:-1] == translator.translate(LINES)
    nothing_is_written_into_the_cache(tmp_path / "hub", sha, capsys)
    Hub.asked.clear()
    assert main(["translate", "-m", REPOSITORY, "-i", "in"]) == 2 and not Hub.asked, "a plain name asks nobody"
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    for revision in (None, sha):
        kept = s2s.Translator.from_pretrained(REPOSITORY, revision=revision)
        assert kept.translate(LINES) == translator.translate(LINES)
    assert "HF_HUB_OFFLINE is set; what was fetched before is used" in capsys.readouterr().err and not Hub.asked
    with pytest.raises(s2s.UserError, match=r"^hf://lab/other: HF_HUB_OFFLINE is set, and it was not fetched before"):
        s2s.Translator.from_pretrained("lab/other")


def test_what_is_refused_before_it_is_fetched(server: ThreadingHTTPServer) -> None:
    Hub.repositories = {"lab/none": {"model.bin": b"x"}, "lab/large": {"config.yaml": b"x", "model.safetensors": b"x"}}
    Hub.sizes = {"model.safetensors": hub.LARGEST}
    for name, message in (
        ("lab/missing", "^hf://lab/missing: is not there, or private"),
        ("lab/none", "^hf://lab/none: has no config.yaml, and is no run of s2s"),
        ("lab/large", "^hf://lab/large: has files of more than .* none is fetched"),
        ("no-name", "^no-name: is no repository of the hub"),
        ("hf://lab/../x", "is no repository of the hub"),
    ):
        with pytest.raises(s2s.UserError, match=message):
            s2s.Translator.from_pretrained(name)
    assert not any("/resolve/" in path for path in Hub.asked)
    with pytest.raises(s2s.UserError, match=r"^hf://lab/none: has no revision v2; check it"):
        s2s.Translator.from_pretrained("lab/none", revision="v2")


def test_a_hub_that_does_not_answer_is_said(server: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(
        s2s.UserError, match=r"^hf://lab/x: the hub cannot be reached \(.*\), and it was not fetched before"
    ):
        s2s.Translator.from_pretrained("lab/x")


def test_a_model_that_faces_one_direction_is_saved_as_it_was_trained() -> None:
    """The options of a run name no source and target beside its directions, and its card has all of its languages."""
    config = parse({"data": {"corpus": "files", "train": "x", "directions": ["en-fr", "fr-es"]}})
    facing = replace(config, data=replace(config.data, source="fr", target="es"))
    assert unturned(facing) == config != facing
    assert facts(facing, SimpleNamespace(source=SimpleNamespace(is_empty=False)), None)["language"] == [
        "en",
        "es",
        "fr",
    ]


SCORES = {
    "bleu": {
        "label": "BLEU",
        "score": 31.25,
        "interval": 0.5,
        "signature": "nrefs:1|tok:13a",
        "higher_is_better": True,
    },
    "exact": {"label": "exact match", "score": 40.0, "interval": None, "signature": "exact", "higher_is_better": True},
}


def test_the_card_has_the_scores_as_the_hub_reads_them(run: Path, tmp_path: Path) -> None:
    """Read by the hub's own library, whose errors are those of the hub."""
    from huggingface_hub import ModelCard

    folder = tmp_path / "run"
    shutil.copytree(run, folder)
    test = {"split": "test", "examples": 9, "scores": SCORES, "figures": {"perplexity a piece": 4.5, "overflown": None}}
    test["directions"] = {"en-de": {"examples": 9, "scores": {"bleu": SCORES["bleu"]}}}
    (folder / "results.json").write_text(json.dumps({"state": "finished", "test": test}), encoding="utf-8")
    saved = s2s.Translator.load(folder, backend="onnx").save_pretrained(
        tmp_path / "saved", license="My own, see LICENSE"
    )
    again = s2s.Translator.load(saved).save_pretrained(tmp_path / "again")
    for place in (saved, again):
        data = ModelCard.load(place / "README.md").data
        assert data.license == "other" and data.license_name == "My own, see LICENSE"
        assert data.language == ["de", "en"] and data.metrics == ["bleu", "exact_match", "perplexity"]
        found = {(one.dataset_config, one.metric_type): one for one in data.eval_results}
        assert {key: one.metric_value for key, one in found.items()} == {
            (None, "bleu"): 31.25, (None, "exact_match"): 0.4, (None, "perplexity"): 4.5, ("en-de", "bleu"): 31.25
        }  # fmt: skip
        bleu = found[None, "bleu"]
        assert (bleu.task_type, bleu.dataset_type, bleu.dataset_split) == ("translation", "phrasebook", "test")
        assert bleu.metric_args == {"signature": "nrefs:1|tok:13a", "interval_95": 0.5} and bleu.metric_name == "BLEU"


@pytest.mark.parametrize(
    "content", ["[]", "nonsense", '{"test": 3}', '{"test": {"scores": {"bleu": 1}}}', '{"test": null}']
)
def test_results_that_are_damaged_give_no_scores(
    run: Path, tmp_path: Path, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "run"
    shutil.copytree(run, folder)
    (folder / "results.json").write_text(content, encoding="utf-8")
    (folder / "README.md").write_text(
        "---\nlicense: [&a, *a]\nx: !!python/name:os.system\n---\n# T\n", encoding="utf-8"
    )
    with caplog.at_level("INFO"):
        saved = s2s.Translator.load(folder, backend="torch").save_pretrained(tmp_path / "saved")
    head, text = (saved / "README.md").read_text(encoding="utf-8").split("---\n")[1:]
    assert "model-index" not in head and "license" not in head and text == "\n# T\n"
    assert "no results.json with scores" in caplog.text


def test_languages_are_those_that_the_hub_knows() -> None:
    nothing = SimpleNamespace(source=SimpleNamespace(is_empty=False))
    for pair, expected in ((("pt_BR", "zh-Hans"), ["pt", "zh"]), (("und", "en"), ["en"]), (("scribble", "x1"), None)):
        config = parse({"data": {"corpus": "files", "train": "x", "source": pair[0], "target": pair[1]}})
        assert facts(config, nothing, "MIT").get("language") == expected
        assert facts(config, nothing, "MIT")["license"] == "mit"
