"""What the tasks have in common that write no text: an encoder, and a head that predicts labels or numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from s2s.config.networks import default_head
from s2s.config.schema import Encoding, ModelConfig, RunConfig
from s2s.data.codecs.base import Codec
from s2s.data.codecs.files import Codecs
from s2s.data.corpora.corpus import Corpus
from s2s.data.text.facts import Facts
from s2s.inference.unknown import unknown_words
from s2s.runtime.process import say_once
from s2s.tasks.base import Task
from s2s.tasks.evaluation import Examples
from s2s.tasks.vectors import vector_codec
from s2s.tasks.writing import learned

if TYPE_CHECKING:
    from torch import device, nn

    from s2s.data.tags import Allowed
    from s2s.inference.predictor import Prediction, Predictor


class PredictingTask(Task):
    """A task whose output is labels or numbers."""

    command: ClassVar[str] = "predict"
    exporter: ClassVar[str] = "s2s.export.predicting:Predicting"

    def source_codec(self, config: RunConfig, corpus: Corpus) -> Codec:
        """A tokenizer, or what encodes vectors."""
        if config.model.encoding is Encoding.features:
            return vector_codec(corpus.train["source"])
        return learned(config, corpus, "source")

    def readable(self, codecs: Codecs, examples: Examples) -> Examples:
        """Those whose sources are no longer than a predictor reads."""
        from s2s.inference.predictor import LONGEST

        sources = list(examples.sources or ())
        lengths = map(len, codecs[0].encode(sources))
        kept = [row for row, length in enumerate(lengths) if length <= LONGEST or not isinstance(sources[row], str)]
        return Examples([sources[row] for row in kept], [examples.targets[row] for row in kept])

    def network(self, config: ModelConfig, source: Codec, target: Codec) -> nn.Module:
        """source → encoder → head → labels or numbers."""
        from s2s.nn.model import labeller

        if config.head is None:
            config = replace(config, head=default_head(not target.labels, target.several))
        return labeller(config, source.size, target.size, numeric=not target.labels, allowed=self.allowed(target))

    def allowed(self, target: Codec) -> Allowed | None:
        """What may follow what in a sequence of labels; None where nothing is known of it."""
        return None

    def reader(self, config: RunConfig, codecs: Codecs, network: nn.Module, device: device, facts: Facts) -> Predictor:
        """A predictor."""
        from s2s.inference.predictor import Predictor

        return Predictor.of(config, codecs, network, device)

    def load(
        self, folders: Sequence[Any], device: str, backend: str, threads: int | None, allow_code: bool
    ) -> Predictor:
        """A predictor, whose folders may be several."""
        from s2s.inference.predictor import Predictor

        return Predictor.load(folders, device, threads, allow_code, backend)

    def takes(self, config: RunConfig, metrics: Sequence[str]) -> frozenset[str]:
        """Several runs."""
        return frozenset({"model"})

    def write(self, reader: Predictor, sources: Sequence[Any], settings: Mapping[str, Any]) -> list[str]:
        """What is predicted for each source, as text."""
        return [prediction.text for prediction in self.predictions(reader, sources)]

    def predictions(self, reader: Predictor, sources: Sequence[Any]) -> list[Prediction]:
        """What is predicted for each source; unknown words are said once."""
        predictions = reader.predict(list(sources))
        if remark := unknown_words(sum(one.unknown > 0 for one in predictions), len(predictions)):
            say_once(remark)  # the validation set stays as it is
        return predictions
