#!/usr/bin/env bash
# Training and decoding on a GPU: JSON lines on stdout, in less than 10 minutes. Without a GPU it says so.
#   benchmarks/gpu.sh > benchmarks/results/gpu.jsonl
set -euo pipefail
cd "$(dirname "$0")/.."
if ! python -c 'import sys, torch; sys.exit(not torch.cuda.is_available())' 2> /dev/null; then
    echo "benchmarks/gpu.sh: no GPU is here (or no torch that sees one), so there is nothing to measure" >&2
    exit 0
fi
exec timeout 600 python benchmarks/gpu.py "$@"
