#!/usr/bin/env bash
# A GPU in less than 10 minutes: its tests, fp16 and NCCL on stderr, then training and decoding as JSON lines on stdout, and a
# table beside the figures of results/gpu.jsonl on stderr. What fails is said, and ends it with 1. Without a GPU it says so.
#   benchmarks/gpu.sh > gpu.jsonl
set -euo pipefail
cd "$(dirname "$0")/.."
if ! python -c 'import sys, torch; sys.exit(not torch.cuda.is_available())' 2> /dev/null; then
    echo "benchmarks/gpu.sh: no GPU is here (or no torch that sees one), so there is nothing to measure" >&2
    exit 0
fi
failed=0
part() { # SECONDS COMMAND…: a part that may fail without keeping the others from running
    timeout "$1" "${@:2}" || { echo "benchmarks/gpu.sh: ended with $?: ${*:2}" >&2; failed=1; }
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
gpus=$(python -c 'import torch; print(torch.cuda.device_count())')
part 200 python -m pytest -q tests/test_cuda.py >&2
cat > "$work/nccl.py" <<'PYTHON'
"""Each process adds its number to those of the others on its GPU."""
import os

import torch
from torch import distributed

torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
distributed.init_process_group("nccl")
added = torch.full((1000,), float(distributed.get_rank() + 1), device="cuda")
distributed.all_reduce(added)
count = distributed.get_world_size()
assert (added == count * (count + 1) / 2).all()
print(f"NCCL: the sums of {count} processes are right")
distributed.destroy_process_group()
PYTHON
part 60 torchrun --standalone --nproc-per-node "$gpus" "$work/nccl.py" >&2
part 60 torchrun --standalone --nproc-per-node "$gpus" -m s2s train device=cuda precision=fp16 data.size=400 tokenizer.size=300 \
    model.embedding=64 model.encoder.units=64 model.decoder.units=64 train.epochs=null train.steps=40 \
    train.validate_every=20 "runs=$work/runs" >&2
part 270 python benchmarks/gpu.py "$@"
exit "$failed"
