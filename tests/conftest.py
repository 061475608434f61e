"""What every test starts from: one thread, no network, and a cache of datasets that is its own."""

from __future__ import annotations

import atexit
import os
import signal
import sys
import tempfile

from s2s.runtime.process import log_to_stderr

# Set before torch, datasets or a subprocess of a test is imported, as they read these once.
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["HF_HUB_OFFLINE"] = "1"
CACHE = tempfile.TemporaryDirectory(prefix="s2s-tests-")
atexit.register(CACHE.cleanup)  # before Python finds it left over, which would be a warning
os.environ["XDG_CACHE_HOME"] = os.path.join(CACHE.name, "cache")
os.environ["HF_HOME"] = os.environ["HF_DATASETS_CACHE"] = CACHE.name

# Bytecode is kept, whatever the shell says: else each of the hundreds of commands that tests start compiles the package anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A shell starts what runs in the background with SIGINT ignored, and every process of the tests would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

log_to_stderr()  # what training says in a test's own process is what its command says
