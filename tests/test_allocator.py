import resource
import subprocess
import sys

import pytest

CODE = """
import resource, sys
import numpy
from s2s.allocator import keep_freed_memory
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
    assert resource.getpagesize() <= 2**16
    counts = [
        int(subprocess.run([sys.executable, "-c", CODE, how], capture_output=True, text=True, check=True).stdout)
        for how in ("keep", "leave")
    ]
    assert counts[0] <= counts[1] and counts[0] < 2**24 // resource.getpagesize()
