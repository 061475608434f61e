"""Export a run for translating without torch, and check the result on real sentences before it takes its place.

``RUN/onnx/`` is a run folder of its own: it translates wherever it is copied to, by ``s2s translate -m RUN/onnx``.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from onnx import GraphProto, ModelProto, TensorProto, helper

from s2s.config.schema import RunConfig
from s2s.config.versions import stamp
from s2s.data.batching import in_order
from s2s.data.codecs.files import Codecs, load_codecs, save_codecs
from s2s.data.stream import Examples
from s2s.data.text.preparation import tags_of
from s2s.decode.backend import Backend
from s2s.decode.backends.exported import ENCODER, LARGEST, MANIFEST, STEP, WEIGHTS, save_manifest
from s2s.decode.backends.onnx import OnnxBackend
from s2s.decode.backends.torch import TorchBackend
from s2s.decode.shortlist import Shortlist
from s2s.errors import UserError
from s2s.export.alignment_model import encoded, learn
from s2s.export.graph import OPSET, RUNTIME
from s2s.export.parts import decoder_step, encoder
from s2s.export.ranges import measure
from s2s.files import digest, exclusive, own, partial_folder, partial_of, unwritable, write
from s2s.inference.translator import Translator
from s2s.metrics.scores import score
from s2s.nn.model import Seq2Seq
from s2s.runs.folder import load_config, load_facts, save_config, save_facts
from s2s.runs.weights import load_model
from s2s.runtime.process import log
from s2s.runtime.progress import counted
from s2s.tasks.writing import own_tokenizer

ALIGNMENT = 64
SMALL = 1024
"""Bytes up to which a constant stays inside its .onnx file."""
MOST_LOST = 0.5
"""BLEU that int8 and a shortlist may cost."""
LEAST_EQUAL = 0.99
"""The share of sentences that fp32 must translate alike; what differs are ties that rounding breaks."""
BATCH = 2000


@dataclass(frozen=True)
class Listed:
    """What a shortlist changes in the translations of an export."""

    choices: float
    """How many tokens a sentence may become, on average, of the `vocabulary`."""
    vocabulary: int
    equal: float
    bleu: float


@dataclass(frozen=True)
class Report:
    """How an export compares with the model it was made from, on the same sentences, greedily, every token allowed."""

    sentences: int
    equal: float
    """The share of sentences with the same tokens."""
    bleu: float
    torch_bleu: float
    bytes: int
    parameters: int
    listed: Listed | None


def export(
    folder: Path,
    int8: bool,
    sources: Sequence[str],
    references: Sequence[str],
    shortlist: int = 0,
    train: Examples | None = None,
    allow_code: bool = False,
    numbers: Sequence[int] = (),
) -> Report:
    """Write ``folder/onnx`` from the run in `folder`; int8 takes its ranges from the sentence pairs.

    Where there are several directions `numbers` are those of the pairs. With a `shortlist` of N > 0, a sentence may only become the N likeliest translations of each of its tokens, as the
    pairs of `train` have them, and what is frequent. Raises `UserError`, and leaves what was there, if the result
    translates worse than it may.
    """
    final, busy = own(folder / "onnx"), own(folder / "onnx.lock")
    with exclusive(busy, "it exports the run too: wait for its end, or stop it"):
        try:
            partial = partial_folder(final)
        except OSError as error:
            raise unwritable(final, error) from None
        try:
            config, tokenizers, origin = load_config(folder, allow_code), load_codecs(folder), hashlib.sha256()
            model = load_model(folder, config, tokenizers, origin)
            if not isinstance(model, Seq2Seq):
                network = f"task={config.task} builds a network of its own"
                raise UserError(f"{folder}: {network}, which cannot be exported")
            save_config(partial, config)
            save_codecs(partial, *tokenizers)
            save_facts(partial, load_facts(folder))
            if train is not None:
                pairs = encoded(train, tokenizers, config.data.max_length)
                learn(pairs, (tokenizers[0].size, tokenizers[1].size), shortlist).save(partial)
            tags = [tags_of(config, tokenizers[0])[number] for number in numbers]
            ranges = ranges_of(model, tokenizers, (sources, references), tags) if int8 else None
            choosing = train is not None
            graphs = {ENCODER: encoder(model, ranges, choosing), STEP: decoder_step(model, ranges, choosing)}
            save_graphs(partial, graphs, tokenizers[1].size, origin.hexdigest())
            report = compare(config, tokenizers, model, partial, sources, references, numbers)
            judge(report, int8)
            publish(partial, final)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    with contextlib.suppress(OSError):
        if digest(folder / "model.safetensors", LARGEST) != origin.hexdigest():
            log(f"warning: {folder}: has new weights since the export began, which has the old ones; export it again")
    return report


def each_way(translator: Translator, sources: Sequence[str], numbers: Sequence[int]) -> list[str]:
    """The translations of `sources`, each in its direction, greedily."""
    if not numbers:
        found = translator.stream(sources, translator.settings(search="greedy"))
        return [best.text for best, *_ in counted(found, "sentence", len(sources))]
    written: dict[int, str] = {}
    for number, (source, target) in enumerate(translator.directions):
        rows = [row for row, own in enumerate(numbers) if own == number]
        own_sources = [sources[row] for row in rows]
        results = translator.translate(own_sources, search="greedy", to=target, from_=source)
        written |= dict(zip(rows, results, strict=True))
    return [written[row] for row in range(len(sources))]


def ranges_of(
    model: Seq2Seq, tokenizers: Codecs, texts: tuple[Sequence[str], Sequence[str]], tags: Sequence[Sequence[int]]
) -> dict[str, float]:
    """The ranges of what the layers are given, for int8, on source, behind its tags if it has some, and target sentences."""
    ids = [tokenizer.encode(list(lines)) for tokenizer, lines in zip(tokenizers, texts, strict=True)]
    if tags:
        ids[0] = [[*own, *source] for own, source in zip(tags, ids[0], strict=True)]
    return measure(model, in_order(list(zip(*ids, strict=True)), BATCH))


def publish(partial: Path, final: Path) -> None:
    """Put a whole export in the place of the one before, which is out of the way at once: no reader meets half of it."""
    before = partial_of(final)  # so that the next export removes what a killed one leaves
    with contextlib.suppress(FileNotFoundError):
        os.replace(final, before)
    os.replace(partial, final)
    shutil.rmtree(before, ignore_errors=True)


def save_graphs(folder: Path, graphs: dict[str, GraphProto], vocabulary: int, origin: str = "") -> None:
    """Write the graphs, and their large constants once in a file that they share; at last the manifest of the folder."""
    content = bytearray()
    offsets: dict[bytes, int] = {}
    for name, graph in graphs.items():
        for tensor in tensors(graph):
            if len(tensor.raw_data) > SMALL:
                move(tensor, content, offsets)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(RUNTIME, 1)]
        model = helper.make_model(graph, opset_imports=opsets, producer_name="s2s", ir_version=8)
        facts = {name: str(value) for name, value in stamp().items()}
        facts |= {"vocabulary": str(vocabulary), "origin": origin, "manifest": MANIFEST}
        helper.set_model_props(model, facts)
        write(folder / name, serialised(model))
    write(folder / WEIGHTS, bytes(content))
    save_manifest(folder)


def serialised(model: ModelProto) -> bytes:
    """The bytes of a model, which are the same at each call."""
    content: bytes = model.SerializeToString(deterministic=True)
    return content


def tensors(graph: GraphProto) -> Iterator[TensorProto]:
    """The constants of a graph and of the loops inside it."""
    yield from graph.initializer
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.HasField("g"):
                yield from tensors(attribute.g)


def move(tensor: TensorProto, content: bytearray, offsets: dict[bytes, int]) -> None:
    """Move a constant's bytes to the end of `content`, unless they are there already."""
    raw = tensor.raw_data
    if raw not in offsets:
        content.extend(b"\0" * (-len(content) % ALIGNMENT))
        offsets[raw] = len(content)
        content.extend(raw)
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in (("location", WEIGHTS), ("offset", offsets[raw]), ("length", len(raw))):
        tensor.external_data.add(key=key, value=str(value))


def compare(
    config: RunConfig,
    tokenizers: Codecs,
    model: Seq2Seq,
    folder: Path,
    sources: Sequence[str],
    references: Sequence[str],
    numbers: Sequence[int],
) -> Report:
    """Translate `sources`, of the directions `numbers`, with the model and with what is in `folder`."""
    facts = load_facts(folder)

    def translate(backend: Backend) -> tuple[list[str], float]:
        translator = Translator(config, *tokenizers, backend, facts)
        translations = each_way(translator, sources, numbers)
        return translations, score(
            translations,
            references,
            config.data.target,
            ("bleu",),
            config.train.tokenize or own_tokenizer(config.data),
        )["bleu"].score

    def alike(texts: list[str], others: list[str]) -> float:
        return sum(text == reference for text, reference in zip(texts, others, strict=True)) / len(sources)

    exact, exact_bleu = translate(TorchBackend(model, torch.device("cpu")))
    whole = Shortlist.whole(tokenizers[0].size, tokenizers[1].size)
    plain, bleu = translate(OnnxBackend(folder, shortlist=whole))
    exported, listed = OnnxBackend(folder), None
    shortlist = exported.shortlist
    if shortlist is not None:
        few, few_bleu = translate(exported)
        choices = shortlist.mean(tokenizers[0].encode(list(sources)))
        listed = Listed(choices, shortlist.vocabulary, alike(few, plain), few_bleu)
    return Report(
        sentences=len(sources),
        equal=alike(plain, exact),
        bleu=bleu,
        torch_bleu=exact_bleu,
        bytes=sum(path.stat().st_size for path in folder.iterdir()),
        parameters=sum(parameter.numel() for parameter in model.parameters()),
        listed=listed,
    )


def judge(report: Report, int8: bool) -> None:
    """Raise `UserError` if the export translates worse than the model, or in another way than it."""
    if int8 and report.bleu < report.torch_bleu - MOST_LOST:
        raise UserError(
            f"--int8: BLEU {report.bleu:.2f} instead of {report.torch_bleu:.2f} on {report.sentences:,} sentences;"
            " export without --int8"
        )
    if not int8 and report.equal < LEAST_EQUAL:
        raise UserError(
            f"the export translates {1 - report.equal:.1%} of {report.sentences:,} sentences in another way than the"
            " model; use --backend torch, and report this as a defect of s2s"
        )
    if report.listed is not None and report.listed.bleu < report.bleu - MOST_LOST:
        raise UserError(
            f"--shortlist: BLEU {report.listed.bleu:.2f} instead of {report.bleu:.2f} on {report.sentences:,} sentences;"
            " export with a longer one, or without"
        )
