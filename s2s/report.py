"""The end of a run: scores of the best weights, translations to look at, the model card, and the line to type next."""

from __future__ import annotations

import sys

from s2s.assemble import Parts
from s2s.checkpoint import load_weights, read_tensors
from s2s.evaluate import score
from s2s.folder import write
from s2s.nn.model import summary
from s2s.runtime import log, rank
from s2s.validate import translator

CARD = """# {name}

A recurrent translator from `{source}` to `{target}`, trained with [s2s](https://pypi.org/project/s2s).

| | |
| --- | --- |
| data | {corpus}, {pairs:,} training pairs |
| parameters | {parameters:,} |
| {split} | BLEU {bleu:.2f}, chrF {chrf:.2f}, beam {beam} |
| signature | `{signature}` |
| trained by | `{command}` |

```
echo "…" | s2s translate -m {folder}
```
"""


def finish(parts: Parts) -> None:
    """Score the best weights on the test set, or on the validation set where there is none."""
    best = parts.folder / "model.safetensors"
    load_weights(parts.model, read_tensors(best), best)
    split = "test" if parts.corpus.test is not None else "validation"
    texts = parts.corpus.test[:] if parts.corpus.test is not None else parts.corpus.validation[:]
    sources, references = list(texts["source"]), list(texts["target"])
    hypotheses = translator(parts).translate(sources)
    scores = score(hypotheses, references, parts.config.data.target, metrics=("bleu", "chrf"))
    beam = parts.config.decode.beam
    log("")
    for source, hypothesis, reference in list(zip(sources, hypotheses, references, strict=True))[:5]:
        log(f"  source       {source}\n  translation  {hypothesis}\n  reference    {reference}\n")
    bleu, chrf = scores["bleu"], scores["chrf"]
    log(f"{split}: BLEU {bleu.score:.2f}, chrF {chrf.score:.2f} (beam {beam})\n  {bleu.signature}")
    log(f'\nnow type:  echo "{sources[0]}" | s2s translate -m {parts.folder}')
    if rank() == 0:
        card = CARD.format(
            name=parts.config.name,
            source=parts.config.data.source,
            target=parts.config.data.target,
            corpus=parts.config.data.corpus,
            pairs=len(parts.corpus.train),
            parameters=summary(parts.model)[-1][1],
            split=split,
            bleu=bleu.score,
            chrf=chrf.score,
            beam=beam,
            signature=bleu.signature,
            command="python scripts/train.py " + " ".join(sys.argv[1:]),
            folder=f"{parts.config.runs}/{parts.folder.name}",
        )
        write(parts.folder / "README.md", card.encode())
