"""The model card as the hub reads it: languages, licence, task, tags, and what the run was measured to be worth.

The form is the hub's (`huggingface_hub.ModelCardData`, and https://github.com/huggingface/hub-docs/blob/main/modelcard.md);
writing it needs none of the hub's libraries.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from s2s.config import bounded_yaml
from s2s.config.directions import directions_of
from s2s.config.registry import is_code
from s2s.config.schema import DataConfig, Encoding, RunConfig
from s2s.config.tasks import rules_of
from s2s.decode.backends.exported import exported_of
from s2s.files import read
from s2s.runs.find import find_run
from s2s.runs.history import read_results
from s2s.runs.names import CARD, SCHEME
from s2s.runtime.process import log

LARGEST_CARD = 1 << 20
"""Bytes of a model card."""
DEEPEST = 12
FENCE = "---\n"
HUB = "\n## From the hub\n"
"""What begins the part of a card that is written when it is uploaded."""
TASKS = {
    ("labels", False): "text-classification",
    ("labels", True): "tabular-classification",
    ("tags", False): "token-classification",
    ("numbers", False): "text-classification",
    ("numbers", True): "tabular-regression",
}
"""Kind of output, and whether the source is vectors → the hub's name of the task."""
NAMED = {"forecast": "time-series-forecasting"}
"""Tasks that the hub has a name of its own for."""
LICENSES = frozenset(
    """apache-2.0 mit openrail bigscience-openrail-m creativeml-openrail-m bigscience-bloom-rail-1.0
    bigcode-openrail-m afl-3.0 artistic-2.0 bsl-1.0 bsd bsd-2-clause bsd-3-clause bsd-3-clause-clear c-uda cc cc0-1.0
    cc-by-2.0 cc-by-2.5 cc-by-3.0 cc-by-4.0 cc-by-sa-3.0 cc-by-sa-4.0 cc-by-nc-2.0 cc-by-nc-3.0 cc-by-nc-4.0 cc-by-nd-4.0
    cc-by-nc-nd-3.0 cc-by-nc-nd-4.0 cc-by-nc-sa-2.0 cc-by-nc-sa-3.0 cc-by-nc-sa-4.0 cdla-sharing-1.0
    cdla-permissive-1.0 cdla-permissive-2.0 wtfpl ecl-2.0 epl-1.0 epl-2.0 etalab-2.0 eupl-1.1 eupl-1.2 agpl-3.0 gfdl gpl
    gpl-2.0 gpl-3.0 lgpl lgpl-2.1 lgpl-3.0 isc lppl-1.3c ms-pl apple-ascl mpl-2.0 odc-by odbl openrail++ osl-3.0
    postgresql ofl-1.1 ncsa unlicense zlib pddl lgpl-lr deepfloyd-if-license llama2 unknown other""".split()
)
"""What the hub calls licences; any other is ``other``, with its name."""
LANGUAGE = re.compile(r"[a-z]{2,3}")
"""A code of ISO 639, which is all that the hub takes; what stands behind it, such as a script, is not for it."""
UNDETERMINED = ("und", "mul", "zxx", "mis")
METRICS = {"exact": "exact_match", "auroc": "roc_auc"}
"""Metric → its name on the hub, where that is another."""
HUNDREDTHS = (
    "accuracy",
    "f1",
    "balanced_accuracy",
    "auroc",
    "exact",
    "span_f1",
    "span_f1_strict",
    "morpheme_f1",
    "cer",
    "wer",
)
"""Metrics that the hub's of the same name give as a share, and s2s in percent."""
KEPT = ("license", "license_name", "license_link", "datasets", "metrics", "model-index", "base_model")
"""What of an earlier card stays where nothing newer is known."""


def card(reader: Any, license: str | None, repository: str | None = None) -> str:
    """The model card of the folder that `reader` was loaded from, or the beginning of one, behind what the hub reads of it.

    With the `repository` where it will be, also how to use it from there, and what it may not be good for.
    """
    folders = [find_run(one) for one in vars(reader).get("origin", {}).get("folder", ())]
    folders += [one.parent for one in folders if one.name == "onnx"]  # an export has the card of its run
    written = f"# {reader.config.name}\n\nA model of [s2s](https://pypi.org/project/s2s-translate).\n"
    for folder in folders:
        with contextlib.suppress(OSError, ValueError):
            written = read(folder / CARD, LARGEST_CARD).decode()
            break
    before, text = parted(written)
    values = {**before, **facts(reader.config, reader, license), **measured(reader.config, folders)}
    if "model-index" not in values:
        log(f"{reader.config.name}: its folder has no results.json with scores, so that the model card names none")
    if repository is not None:
        text = f"{text.partition(HUB)[0].rstrip()}\n{HUB}{using(reader, repository)}"
    return f"{FENCE}{yaml.safe_dump(values, sort_keys=False, allow_unicode=True)}{FENCE}\n{text}"


def using(reader: Any, repository: str) -> str:
    """How to use the model from the hub, and its limits."""
    config, exported = reader.config, exported_of(reader) is not None
    command = "translate" if rules_of(config.task).writes else "predict"
    most = f"{config.data.max_length:,} {reader.source.unit}"
    return (
        f'\n```\npip install "{"s2s-runtime" if exported else "s2s-translate"}[hub]"\n'
        f"s2s {command} -m {SCHEME}{repository} -i FILE\n```\n\n"
        f"It has learned from `{config.data.dataset or config.data.corpus}` alone, and examples of at most {most}: of texts of another kind,"
        " and of longer ones, expect less than the scores say. Look at what it writes before you rely on it.\n"
    )


def parted(written: str) -> tuple[dict[str, Any], str]:
    """What of the head of a card is `KEPT`, if it has a head, and its text."""
    if not written.startswith(FENCE):
        return {}, written
    head, _, text = written.removeprefix(FENCE).partition("\n---\n")
    values: Any = None
    with contextlib.suppress(yaml.YAMLError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        values = bounded_yaml.load(head, DEEPEST)
    known = values if isinstance(values, dict) else {}
    return {name: known[name] for name in KEPT if name in known}, text.lstrip("\n")


def facts(config: RunConfig, reader: Any, license: str | None) -> Mapping[str, Any]:
    """What the hub shows and searches."""
    values: dict[str, Any] = {}
    if rules_of(config.task).translates:
        directions = directions_of(config.data) or [(config.data.source, config.data.target)]
        codes = {re.split("[-_]", language)[0].lower() for direction in directions for language in direction}
        languages = sorted(code for code in codes if LANGUAGE.fullmatch(code) and code not in UNDETERMINED)
        values |= {"language": languages} if languages else {}
    if license is not None:
        own = license.strip().lower()
        values |= {"license": own} if own in LICENSES else {"license": "other", "license_name": license.strip()}
    values["library_name"] = "s2s"
    values["pipeline_tag"] = task_tag(config, reader.source.is_empty)
    if config.data.dataset is not None:
        values["datasets"] = [config.data.dataset]
    exported = exported_of(reader) is not None
    cell = [] if is_code(config.model.cell) else [config.model.cell]
    values["tags"] = ["s2s", "recurrent", *cell, *["onnx"] * exported]
    return values


def task_tag(config: RunConfig, alone: bool) -> str:
    """The hub's name of the task; `alone` says that there is no source."""
    rules = rules_of(config.task)
    written = "translation" if rules.translates and not alone else "text-generation"
    return NAMED.get(config.task, TASKS.get((rules.output, config.model.encoding is Encoding.features), written))


def measured(config: RunConfig, folders: list[Path]) -> dict[str, Any]:
    """The metrics and the model index, by results.json of one of `folders`; nothing where none has scores."""
    for folder in folders:
        with contextlib.suppress(ValueError, TypeError, AttributeError, KeyError):
            test = read_results(folder).get("test") or {}
            sections = [(None, test), *(test.get("directions") or {}).items()]
            task = {"type": task_tag(config, False), "name": config.task}
            results: list[dict[str, Any]] = [
                {"task": dict(task), "dataset": dataset(config.data, str(test["split"]), name), "metrics": metrics}
                for name, section in sections
                if (metrics := list(metrics_of(section)))
            ]
            if results:
                kinds = dict.fromkeys(metric["type"] for one in results for metric in one["metrics"])
                return {"metrics": list(kinds), "model-index": [{"name": config.name, "results": results}]}
    return {}


def metrics_of(section: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The scores and figures of one set of examples, each with its signature. Raises what a damaged file leads to."""
    for name, one in (section.get("scores") or {}).items():
        part = 100 if name in HUNDREDTHS else 1
        metric: dict[str, Any] = {
            "type": METRICS.get(name, str(name)),
            "value": float(one["score"]) / part,
            "name": str(one["label"]),
        }
        arguments: dict[str, Any] = {"signature": str(one["signature"])} if one.get("signature") else {}
        if one.get("interval") is not None:
            arguments["interval_95"] = float(one["interval"]) / part
        yield metric | ({"args": arguments} if arguments else {})
    for name, value in (section.get("figures") or {}).items():
        if value is not None:
            kind = "perplexity" if str(name).startswith("perplexity") else re.sub(r"\W+", "_", str(name))
            yield {"type": kind, "value": float(value), "name": str(name)}


def dataset(data: DataConfig, split: str, direction: str | None) -> dict[str, Any]:
    """Where the examples come from: a data set of the hub by its name, a corpus, or a file without its folder."""
    file = data.test if split == "test" else data.validation
    name = data.dataset or (Path(file).name if file else data.corpus)
    settings = {"config": direction or data.config, "split": split}
    return {"type": data.dataset or data.corpus, "name": name} | {key: one for key, one in settings.items() if one}
