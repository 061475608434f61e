#!/usr/bin/env bash
# The sums of the weights that four small trainings end with: translation, tagging, classification, forecasting, in fp32.
#
#     benchmarks/same_bytes.sh WORK [CHECKOUT]
#
# A change that only moves code leaves them as they are: run it in two checkouts on one machine and compare. The run
# folders stay in WORK, so that another version can be asked to load them.
set -euo pipefail
work=$(realpath -m "$1")
checkout=$(realpath "${2:-$(dirname "$0")/..}")
mkdir -p "$work"
cd "$work"
export PYTHONPATH="$checkout"
python - <<'PYTHON'
"""Tagged and labelled sentences of nonsense syllables: a tag is a word's last letter, a label the sentence's first."""
import random

chance = random.Random(1)
syllables = ["ba", "de", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu"]
for name, count in (("train", 300), ("held", 40)):
    sentences = [["".join(chance.choices(syllables, k=2)) for _ in range(chance.randint(3, 8))] for _ in range(count)]
    with open(f"{name}.tags", "w") as tags, open(f"{name}.tsv", "w") as labels:
        for sentence in sentences:
            tags.write("".join(f"{word}\t{word[-1]}\n" for word in sentence) + "\n")
            labels.write(f"{sentence[0][0]}\t{' '.join(sentence)}\n")
PYTHON
common="device=cpu precision=fp32 threads=1 runs=runs train.epochs=null train.steps=60 train.validate_every=30 train.tokens=500
optim.warmup=200
model.embedding=32 model.encoder.units=32"
files="data=files data.validation=held.KIND data.test=held.KIND data.train=train.KIND"
train() { # NAME OPTIONS…
  rm -rf "runs/$1-1"
  python "$checkout/scripts/train.py" name="$1" $common "${@:2}" >"$1.log" 2>&1 || { tail -5 "$1.log" >&2; exit 1; }
  (cd runs && sha256sum "$1-1/model.safetensors")
}
train translate data.size=400 model.decoder.units=48 tokenizer.size=300
train tag task=tag ${files//KIND/tags}
train classify task=classify ${files//KIND/tsv}
train forecast task=forecast data=signal data.size=600
