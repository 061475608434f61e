#!/usr/bin/env bash
# More from the same sentence pairs (Nguyen et al. 2020, arXiv:1911.01986, with one teacher each way): a forward teacher
# translates the training sources, a backward one the training targets; the student begins with the forward teacher's weights,
# and learns from both and, twice, the originals. The backward teacher goes without R-Drop, which takes half the time.
#   benchmarks/diversify.sh CORPUS SOURCE TARGET WORK [OPTION=VALUE …] [-- [OPTION=VALUE …] [-- OPTION=VALUE …]]
# CORPUS holds train.SOURCE, train.TARGET, val.SOURCE and val.TARGET; what is made goes to WORK. The options are those of all
# three trainings, after the first -- of the backward teacher alone, and after the second of the student alone. Stopped, the
# same command goes on.
set -euo pipefail
corpus=$(realpath "$1") source=$2 target=$3 work=$4
shift 4
all=() backward=(train.consistency=0 train.ema=0.99) student=(train.start_from=runs/forward-1)
group=all
for word in "$@"; do
  case $word,$group in
    --,all) group=backward ;;
    --,backward) group=student ;;
    *,all) all+=("$word") ;;
    *,backward) backward+=("$word") ;;
    *) student+=("$word") ;;
  esac
done
scripts=$(realpath "$(dirname "$0")/../scripts")
mkdir -p "$work"
cd "$work"

learn() { # NAME SOURCE TARGET TRAIN OPTION=VALUE …
  latest data=files "data.train=$4" "data.validation=$corpus/val" "data.source=$2" "data.target=$3" \
    "name=$1" ${all[@]+"${all[@]}"} "${@:5}"
  python "$scripts/train.py" "${kept[@]}"
}
latest() { # OPTION=VALUE …: the last of each OPTION, as `kept`, since one training's own options come after those of all
  kept=()
  local i j
  for ((i = 1; i <= $#; i++)); do
    for ((j = i + 1; j <= $#; j++)); do
      if [ "${!i%%=*}" = "${!j%%=*}" ]; then continue 2; fi
    done
    kept+=("${!i}")
  done
}
teach() { # NAME SOURCE TARGET OPTION=VALUE …: a teacher, and its translations beside what it translated
  learn "$1" "$2" "$3" "$corpus/train" "${@:4}" seed=1
  [ -e "$1.$2" ] || s2s distill -m "runs/$1-1" -o "$1"
}
teach forward "$source" "$target"
teach backward "$target" "$source" "${backward[@]}"
for language in "$source" "$target"; do
  cat "$corpus/train.$language" "$corpus/train.$language" "forward.$language" "backward.$language" >"all.$language"
done
learn student "$source" "$target" all "${student[@]}"
