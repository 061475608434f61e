"""The house stands as drawn: small files and functions, imports one way, nothing unsafe."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "s2s").rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
UNSAFE = {
    "yaml.load",
    "yaml.load_all",
    "yaml.full_load",
    "yaml.unsafe_load",
    "torch.load",
    "torch.save",
    "eval",
    "exec",
}
UNSAFE |= {"os.system", "os.popen", "yaml.full_load_all", "yaml.unsafe_load_all", "numpy.fromfile", "__import__"}
LONGEST_FILE, LONGEST_FUNCTION = 300, 60

# A package imports from itself and from the lines above its own; packages of one line never see each other.
LAYERS = [
    ["errors", "files", "streams"],
    ["config"],
    ["runtime"],
    ["data", "nn"],
    ["metrics", "decode", "runs", "doctor"],
    ["inference"],
    ["tasks"],
    ["reports"],
    ["training", "export", "documents"],
    ["inspect", "serve", "cluster"],
    ["batch", "api", "commands", "cli", "__main__"],
]
BEFORE = {
    ("files", "errors"),
    ("streams", "errors"),
    ("streams", "files"),
    ("commands", "batch"),
    ("cli", "commands"),
    ("__main__", "cli"),
}
"""Loose modules of one line that see each other, in this direction."""
LOOSE = 8
"""The most modules that may lie beside the packages."""
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}


def module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module(path): path for path in FILES}


def room(name: str) -> str:
    return name.split(".")[1]


def imported(tree: ast.AST) -> Iterator[str]:
    """Every module named by an import anywhere in `tree`, those inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, "imports are absolute"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in MODULES else node.module


# The package's own face looks up, lazily; nobody needs it but for the version.
IMPORTS = {
    name: sorted({found for found in imported(TREES[path]) if found in MODULES and found != "s2s"})
    for name, path in MODULES.items()
    if name != "s2s"
}


def test_files_and_functions_are_short() -> None:
    for path in FILES:
        lines = path.read_text(encoding="utf-8").count("\n")
        assert lines < LONGEST_FILE, f"{path}: {lines} lines"
        for node in ast.walk(TREES[path]):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                length = node.end_lineno - node.lineno + 1
                assert length < LONGEST_FUNCTION, f"{path}:{node.lineno}: {node.name} has {length} lines"


def test_every_room_has_its_place() -> None:
    assert {room(name) for name in IMPORTS} <= set(LEVEL)


def test_imports_go_one_way() -> None:
    for name, found in IMPORTS.items():
        for other in found:
            pair = room(name), room(other)
            fits = pair[0] == pair[1] or pair in BEFORE or LEVEL[pair[1]] < LEVEL[pair[0]]
            assert fits, f"{name} must not import {other}"


def test_few_modules_lie_loose() -> None:
    loose = [path.name for path in (ROOT / "s2s").glob("*.py")]
    assert len(loose) <= LOOSE, f"{', '.join(sorted(loose))}: more than {LOOSE}; put them into a package"


def test_only_the_builder_of_the_network_knows_options() -> None:
    for name, found in IMPORTS.items():
        if room(name) == "nn" and name != "s2s.nn.model":
            assert all(room(other) == "nn" for other in found), f"{name} imports {found}; modules take plain values"


KINDS = {"task", "corpus", "output", "shapes"}
"""Names of what says of which kind a run, its examples or its outputs are."""
CLASSES = {"Codec", "Tokenizer", "Words", "Labels", "Features", "Fields", "Task", "Seq2Seq", "Labeller"}
CLASSES |= {"Translator", "Predictor", "WordPredictor"}
QUESTIONS = 12


def name_of(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def questions(tree: ast.AST) -> Iterator[ast.AST]:
    """Comparisons of a task, a corpus, shapes or outputs with anything but None, and the question what a codec or network is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
            nothing = any(isinstance(part, ast.Constant) and part.value is None for part in parts)
            if not nothing and any(name_of(part) in KINDS for part in parts):
                yield node
        elif isinstance(node, ast.Call) and name_of(node.func) == "isinstance":
            if CLASSES & {name_of(part) for part in ast.walk(node.args[1])}:
                yield node
        elif isinstance(node, ast.Match) and name_of(node.subject) in KINDS:
            yield node


def test_few_questions_of_kind_outside_of_tasks_and_config() -> None:
    """What varies answers for itself: a task, a codec, a network. There were 113 when this was counted first."""
    asked = [
        f"{path.relative_to(ROOT)}: {ast.unparse(node)}"
        for name, path in MODULES.items()
        if name != "s2s" and room(name) not in ("tasks", "config")
        for node in questions(TREES[path])
    ]
    assert len(asked) <= QUESTIONS, "\n".join(asked)


def test_the_search_is_independent_of_torch() -> None:
    for name, path in MODULES.items():
        backend = name.removeprefix("s2s.decode.backends.")
        if name.startswith("s2s.decode") and backend not in ("torch", "torch_copying", "torch_labels", "ensemble"):
            assert "torch" not in {found.split(".")[0] for found in imported(TREES[path])}, name
            assert "s2s.decode.backends.torch" not in IMPORTS[name], name


def test_no_circles() -> None:
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join((*trail, name))
        if name not in done:
            for other in IMPORTS[name]:
                visit(other, (*trail, name))
            done.add(name)

    for name in IMPORTS:
        visit(name, ())


def test_nothing_unsafe() -> None:
    for path in FILES:
        check_safe(path)


def check_safe(path: Path) -> None:
    names = {found.split(".")[0] for found in imported(TREES[path])}
    assert not names & {"pickle", "dill", "joblib", "marshal", "shelve"}, path
    for node in ast.walk(TREES[path]):
        if not isinstance(node, ast.Call):
            continue
        called, where = ast.unparse(node.func), f"{path}:{node.lineno}"
        assert called not in UNSAFE, where
        for keyword in node.keywords:
            if keyword.arg in {"trust_remote_code", "allow_pickle", "shell"}:
                assert isinstance(keyword.value, ast.Constant) and keyword.value.value is False, where
        assert not called.endswith((".splitlines", ".readlines")), f"{where}: splits at more than line ends"
        if called == "zip":
            assert any(keyword.arg == "strict" for keyword in node.keywords), f"{where}: zip without strict="


def test_package_files_export_nothing() -> None:
    for name, path in MODULES.items():
        if path.name == "__init__.py" and name != "s2s":
            body = TREES[path].body
            assert all(isinstance(node, ast.Expr) for node in body), f"{path}: holds more than its docstring"
    assert (ROOT / "s2s" / "__init__.py").read_text(encoding="utf-8").count("\n") < 70


def test_every_package_and_option_file_is_installed() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    code = {module(path) for path in FILES if path.name == "__init__.py"}
    conf = {".".join(("s2s", *path.parent.relative_to(ROOT).parts)) for path in (ROOT / "conf").rglob("*.yaml")}
    assert code | conf == set(settings["packages"])


def loaded_by(statement: str, *watched: str) -> set[str]:
    """Which of `watched` a fresh interpreter has imported after `statement`."""
    script = f"import sys\n{statement}\nprint(*(name for name in {watched!r} if name in sys.modules))"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True)
    return set(done.stdout.split())


def test_importing_the_package_is_light() -> None:
    heavy = ("torch", "hydra", "omegaconf", "datasets", "matplotlib", "sentencepiece", "sacrebleu", "numpy")
    assert loaded_by("import s2s, s2s.cli", *heavy) == set()


def test_translating_needs_neither_hydra_nor_datasets_nor_matplotlib() -> None:
    statement = "import s2s.commands.translate, s2s.runs.states, s2s.decode.backends.torch, s2s.runtime.device"
    assert loaded_by(statement, "torch", "hydra", "datasets", "matplotlib", "sacrebleu") == {"torch"}


GENERATORS = ("Random", "default_rng", "RandomState", "Generator", "manual_seed")


def test_no_test_shares_a_generator_with_another() -> None:
    """What a test draws from a generator of its module depends on which tests ran before it, and a failure on that too."""
    for path in sorted((ROOT / "tests").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if not any(f"{name}(" in text for name in GENERATORS):
            continue
        for node in ast.parse(text).body:
            value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
            for one in value.elts if isinstance(value, ast.Tuple) else [value]:
                shared = isinstance(one, ast.Call) and name_of(one.func) in GENERATORS
                assert not shared, f"{path}:{node.lineno}: make a generator in each test, or in a function"
