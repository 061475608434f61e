"""What Prometheus reads at ``/metrics``: requests, lines, and how they go together; never a text, a key or an address."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
ROUND = (1, 2, 4, 8, 16, 32, 64, 128, 256)
SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""The environment variable of the folder where several workers keep their numbers; the library reads it when imported."""


class Metrics:
    """Counters of this process, or of all workers where `SHARED` is set."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        own: Any = {"registry": self.registry}
        self.requests = Counter("s2s_requests", "Requests answered", ["endpoint", "status"], **own)
        self.seconds = Histogram(
            "s2s_request_seconds", "Time from a request to its answer", ["endpoint"], buckets=SECONDS, **own
        )
        self.active = Gauge("s2s_requests_active", "Requests being answered", multiprocess_mode="livesum", **own)
        self.waiting = Gauge("s2s_lines_waiting", "Lines that wait for a model", multiprocess_mode="livesum", **own)
        self.lines = Counter("s2s_lines", "Lines translated", **own)
        self.characters = Counter("s2s_characters", "Characters translated", **own)
        self.rounds = Histogram("s2s_round_lines", "Lines that were translated together", buckets=ROUND, **own)
        self.busy = Counter("s2s_translating_seconds", "Time that models have worked", **own)

    def observe(self, lines: int, characters: int, seconds: float) -> None:
        """Count a round of a model: its lines, their characters, and how many seconds it took."""
        self.lines.inc(lines)
        self.characters.inc(characters)
        self.rounds.observe(lines)
        self.busy.inc(seconds)

    def collected(self) -> CollectorRegistry:
        """The numbers of all workers."""
        if SHARED not in os.environ:
            return self.registry
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return registry

    def text(self, waiting: Callable[[], int]) -> bytes:
        """All numbers in Prometheus's text format; `waiting` are the lines that wait in this process."""
        self.waiting.set(waiting())
        return generate_latest(self.collected())

    def total_characters(self) -> int:
        """Characters that all workers have translated since the server began."""
        return int(self.collected().get_sample_value("s2s_characters_total") or 0)


def forget(process: int) -> None:
    """A worker has ended: what it was doing is not being done any more."""
    mark_process_dead(process)  # type: ignore[no-untyped-call]
