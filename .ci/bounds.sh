#!/usr/bin/env bash
# The lowest versions that pyproject.toml allows, but for torch's, do what they are there for: .ci/bounds.sh PYTHON
# PYTHON is that of an environment in which torch is installed already.
set -euo pipefail
cd "$(dirname "$0")/.."
python=$(realpath -s "$1")
work=$(mktemp -d)
trap 'code=$?; [ "$code" -eq 0 ] || cat "$work/log"; rm -rf "$work"' EXIT
touch "$work/log"
"$python" .ci/bounds.py onnx plot >"$work/bounds.txt"
"$python" -m pip --disable-pip-version-check install -q -r "$work/bounds.txt" pytest pytest-xdist hypothesis
"$python" -m pip --disable-pip-version-check install -q --no-deps -e .
run="$work/runs/run-1"
"$python" scripts/train.py runs="$work/runs" data.size=600 train.steps=60 train.validate_every=30 threads=1 2>"$work/log"
echo "The girl opened the door." | "$python" -m s2s translate -m "$run" >"$work/torch.txt"
"$python" -m s2s evaluate -m "$run" -b 1 >"$work/scores.txt"
"$python" -m s2s export -m "$run" --int8 2>>"$work/log"
echo "The girl opened the door." | "$python" -m s2s translate -m "$run" --backend onnx >"$work/onnx.txt"
for file in torch onnx scores; do
  [ -s "$work/$file.txt" ] || { echo "$file.txt: nothing was written"; exit 1; }
done
"$python" -m pytest -q tests/decode tests/metrics tests/data/text tests/runs tests/export
