import resource
import subprocess
import sys

import pytest

CODE = """
import resource, sys
import numpy
from s2s.runtime.memory import keep_freed_memory
if sys.argv[1] == "keep":
    keep_freed_memory()
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
numpy.ones(2**24, numpy.uint8)
before = faults()
for _ in range(20):
    numpy.ones(2**24, numpy.uint8)
print(faults() - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc")
def test_large_arrays_are_not_mapped_anew() -> None:
    kept, mapped = (
        int(subprocess.run([sys.executable, "-c", CODE, how], capture_output=True, text=True, check=True).stdout)
        for how in ("keep", "leave")
    )
    assert kept < 50 < mapped, "by default each array touches its pages for the first time: eight, if they are huge"


GAPS = """
import numpy
from s2s.runtime.memory import give_back_memory, keep_freed_memory
def resident():
    return int(open("/proc/self/statm").read().split()[1])
keep_freed_memory()
arrays = [numpy.ones(2**20, numpy.uint8) for _ in range(100)]
kept, arrays[:] = arrays[-1], []
before = resident()
give_back_memory()
print(before - resident())
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc")
def test_gaps_between_arrays_are_given_back() -> None:
    done = subprocess.run([sys.executable, "-c", GAPS], capture_output=True, text=True, check=True)
    assert int(done.stdout) * resource.getpagesize() > 50 * 2**20


SHAPES = """
import sys
import torch
from s2s.runtime.memory import keep_few_kernels
if sys.argv[1] == "few":
    keep_few_kernels()
torch.set_num_threads(1)
def resident():
    return int(open("/proc/self/statm").read().split()[1])
weight, rows = torch.zeros(512, 256, dtype=torch.bfloat16), torch.zeros(1000, 256, dtype=torch.bfloat16)
for count in range(20):
    rows[:count + 1] @ weight.T
before = resident()
for count in range(200, 600):
    rows[:count] @ weight.T
print(resident() - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc")
@pytest.mark.slow
def test_products_of_ever_other_shapes_leave_nothing_behind() -> None:
    few, many = (
        int(subprocess.run([sys.executable, "-c", SHAPES, how], capture_output=True, text=True, check=True).stdout)
        for how in ("few", "many")
    )
    if many * resource.getpagesize() < 50 * 2**20:
        pytest.skip("nothing is compiled for bf16 on this processor")
    assert few < many / 4
