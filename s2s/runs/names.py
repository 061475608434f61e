"""How the names of runs are written."""

from __future__ import annotations

SCHEME = "hf://"
"""What begins a name that is looked for on the hub: ``hf://ORGANISATION/NAME``, with ``@REVISION`` at its end where one is meant."""
