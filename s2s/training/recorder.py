"""What does the same work again and again on the same memory: at once, or as a CUDA graph that one call launches."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Protocol

import torch
from torch import Tensor

Work = Callable[[], Tensor]
"""What reads and writes tensors that stay where they are; each call gives its result in the same place or in a new one."""


class Recorder(Protocol):
    """How work is done again."""

    def record(self, work: Work) -> Work:
        """What does the same as `work`, of whose kind something has been done before; recording itself does nothing.

        Raises RuntimeError, or `torch.OutOfMemoryError`, where it cannot be recorded.
        """


class Plain:
    """Work is done as it is: the twin of `CudaGraphs` wherever there is no GPU, and what tests compare with."""

    def record(self, work: Work) -> Work:
        """The `work` itself."""
        return work


class CudaGraphs:
    """Work becomes a CUDA graph: its kernels, which a processor would launch one by one, are launched by one call.

    All graphs share the memory of what they compute on the way, since one is done before the next begins.
    """

    def __init__(self) -> None:
        self.pool = torch.cuda.graph_pool_handle()

    def record(self, work: Work) -> Work:
        """The replay of `work`. Random numbers are drawn anew by each replay, as if it were done at once."""
        graph = torch.cuda.CUDAGraph()
        torch.cuda.synchronize()
        try:
            # Other threads may pin memory meanwhile, which is no part of what this one records.
            with torch.cuda.graph(graph, pool=self.pool, capture_error_mode="thread_local"):
                result = work()
        except BaseException:
            self.recover()
            raise

        def replay() -> Tensor:
            graph.replay()
            return result

        return replay

    def recover(self) -> None:
        """Record something that succeeds: after a failure torch's generator would go on waiting for the end of the recording."""
        torch.cuda.synchronize()
        with contextlib.suppress(RuntimeError), torch.cuda.graph(torch.cuda.CUDAGraph()):
            torch.zeros(1, device="cuda")
