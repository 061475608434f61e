#!/usr/bin/env bash
# Both distributions, built, checked, installed outside of the checkout and used there: .ci/wheels.sh PYTHON
# PYTHON is that of an environment in which s2s with its extra `onnx` is installed, whose libraries serve the wheel of the whole.
set -euo pipefail
cd "$(dirname "$0")/.."
python=$(realpath -s "$1")
unset PYTHONPATH
work=$(mktemp -d)
trap 'code=$?; [ "$code" -eq 0 ] || cat "$work/log"; rm -rf "$work"' EXIT
touch "$work/log"
install="pip --disable-pip-version-check install -q"
"$python" -m venv "$work/tools"
"$work/tools/bin/python" -m $install build twine
"$work/tools/bin/python" -m build -o "$work/dist" . >"$work/log" 2>&1
"$work/tools/bin/python" -m build -o "$work/dist" packaging/runtime >>"$work/log" 2>&1
"$work/tools/bin/python" -m twine check --strict "$work"/dist/* >>"$work/log"

"$python" -m $install --no-deps --target "$work/whole" "$work"/dist/s2s_translate-*.whl
"$python" -m venv "$work/runtime"
"$work/runtime/bin/python" -m $install "$(echo "$work"/dist/s2s_runtime-*.whl)"
cd "$work"
text="The girl opened the door."
whole() { PYTHONPATH="$work/whole" "$python" -m s2s "$@"; }
small="$work/runtime/bin/s2s"
PYTHONPATH="$work/whole" "$python" -c "import s2s; assert s2s.__file__.startswith('$work'), s2s.__file__"
whole train data.size=600 train.steps=60 train.validate_every=30 threads=1 2>>log
whole export -m run-1 --int8 2>>log
echo "$text" | whole translate -m run-1 --backend onnx >whole.txt 2>>log
echo "$text" | "$small" translate -m run-1/onnx >small.txt 2>>log
cmp whole.txt small.txt
echo "$text" >source.txt
for ((n = 0; n < 40; n++)); do printf 'good\ta fine film %d\nbad\ta dull film %d\n' $n $n; done >reviews.tsv
whole train task=classify data=files data.train=reviews.tsv data.validation=reviews.tsv tokenizer.kind=char train.steps=20 name=mood threads=1 2>>log
whole export -m mood-1 2>>log
cut -f 2 reviews.tsv | whole predict -m mood-1 --backend torch >labels.txt 2>>log
cut -f 2 reviews.tsv | "$small" predict -m mood-1/onnx 2>>log | cmp labels.txt -
"$small" score -m run-1/onnx --source source.txt --target whole.txt 2>>log >scores.txt
for command in "train" "translate -m run-1 --backend torch" "serve -m run-1/onnx" "evaluate -m run-1 --source source.txt --hypothesis whole.txt --reference whole.txt"; do
  code=0; "$small" $command </dev/null >out.txt 2>err.txt || code=$?
  if [ $code -ne 2 ] || [ "$(grep -c "^s2s: .*; pip " err.txt)" -ne 1 ] || grep -q Traceback err.txt; then echo "s2s $command:"; cat err.txt; exit 1; fi
done
packages=$("$work/runtime/bin/python" -m pip list --disable-pip-version-check --format=freeze | grep -vcE "^(pip|setuptools|wheel)=")
megabytes=$(du -sm --exclude=pip --exclude=setuptools "$(dirname "$("$work/runtime/bin/python" -c 'import numpy; print(numpy.__path__[0])')")" | cut -f1)
echo "s2s-runtime: $packages packages, $megabytes MB"
[ "$packages" -le 15 ] && [ "$megabytes" -le 250 ]
