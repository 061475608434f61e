#!/usr/bin/env bash
# More from the same sentence pairs (Nguyen et al. 2020, arXiv:1911.01986, with one teacher each way): a forward teacher
# translates the training sources, a backward one the training targets; the student learns from both and, twice, the originals.
#   benchmarks/diversify.sh CORPUS SOURCE TARGET WORK [OPTION=VALUE …] [-- OPTION=VALUE …]
# CORPUS holds train.SOURCE, train.TARGET, val.SOURCE and val.TARGET; what is made goes to WORK. The options are those of all
# three trainings, and after -- of the student alone. Stopped, the same command goes on.
set -euo pipefail
corpus=$(realpath "$1") source=$2 target=$3 work=$4
shift 4
all=() student=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  all+=("$1")
  shift
done
[ $# -eq 0 ] || student=("${@:2}")
scripts=$(realpath "$(dirname "$0")/../scripts")
mkdir -p "$work"
cd "$work"

teach() { # NAME SOURCE TARGET: a teacher, and its translations beside what it translated
  python "$scripts/train.py" data=files "data.train=$corpus/train" "data.validation=$corpus/val" "data.source=$2" \
    "data.target=$3" "name=$1" seed=2 train.consistency=0 train.ema=0.99 ${all[@]+"${all[@]}"}
  [ -e "$1.$2" ] || s2s distill -m "runs/$1-2" -o "$1"
}
teach forward "$source" "$target"
teach backward "$target" "$source"
for language in "$source" "$target"; do
  cat "$corpus/train.$language" "$corpus/train.$language" "forward.$language" "backward.$language" >"all.$language"
done
python "$scripts/train.py" data=files data.train=all "data.validation=$corpus/val" "data.source=$source" \
  "data.target=$target" name=student ${all[@]+"${all[@]}"} ${student[@]+"${student[@]}"}
