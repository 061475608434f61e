"""The state of a run: all that a checkpoint holds, saved and taken up again exactly."""

from __future__ import annotations

import json
from typing import Any

import torch
from torch import Tensor

from s2s.assemble import Parts
from s2s.checkpoint import load_state, load_weights, save_state
from s2s.data.stream import Place
from s2s.folder import write
from s2s.optim import Average, build_optimiser


class Training:
    """The state of a run: all that a checkpoint holds."""

    def __init__(self, parts: Parts) -> None:
        self.parts, self.config = parts, parts.config
        self.parameters = list(parts.model.parameters())
        self.optimiser = build_optimiser(self.config.optim, self.parameters)
        self.average = None if self.config.train.ema is None else Average(parts.model, self.config.train.ema)
        self.scaler = torch.amp.GradScaler(parts.device.type, enabled=parts.precision is torch.float16)
        self.step, self.place, self.skipped = 0, Place(), 0
        self.best: list[tuple[float, int]] = []
        self.losses: list[float] = []
        self.stale, self.written = 0, 0
        self.report = {"loss": 0.0, "likelihood": 0.0, "tokens": 0.0, "norm": 0.0, "updates": 0.0}
        self.stopped_by: int | None = None

    def weights(self) -> dict[str, Tensor]:
        """The weights to translate with: the moving average where there is one."""
        return dict(self.parts.model.named_parameters()) if self.average is None else self.average.weights

    def save(self) -> None:
        tensors: dict[str, Tensor] = {f"model.{name}": tensor for name, tensor in self.parts.model.named_parameters()}
        for index, slot in self.optimiser.state_dict()["state"].items():
            tensors |= {f"optimiser.{index}.{name}": torch.as_tensor(value) for name, value in slot.items()}
        if self.average is not None:
            tensors |= {f"average.{name}": tensor for name, tensor in self.average.weights.items()}
        tensors["random.cpu"] = torch.get_rng_state()
        if self.parts.device.type == "cuda":
            tensors["random.cuda"] = torch.cuda.get_rng_state()
        facts = {
            name: getattr(self, name) for name in ("place", "best", "losses", "stale", "written", "skipped", "report")
        }
        facts |= {"averaged": 0 if self.average is None else self.average.updates, "scaler": self.scaler.state_dict()}
        save_state(self.parts.folder, self.step, tensors, facts)

    def resume(self) -> bool:
        """Take up the newest whole checkpoint, and cut metrics.jsonl back to it; False if there is none."""
        state = load_state(self.parts.folder)
        metrics = self.parts.folder / "metrics.jsonl"
        content = metrics.read_bytes() if metrics.exists() else b""
        if state is None:
            write(metrics, b"")
            return False
        tensors, facts = state
        groups: dict[str, dict[str, Tensor]] = {}
        for name, tensor in tensors.items():
            kind, rest = name.split(".", 1)
            groups.setdefault(kind, {})[rest] = tensor
        load_weights(self.parts.model, groups["model"], self.parts.folder)
        slots: dict[int, dict[str, Tensor]] = {}
        for name, tensor in groups.get("optimiser", {}).items():
            index, key = name.split(".", 1)
            slots.setdefault(int(index), {})[key] = tensor
        self.optimiser.load_state_dict({**self.optimiser.state_dict(), "state": slots})
        if self.average is not None:
            for name, tensor in groups["average"].items():
                self.average.weights[name].copy_(tensor)
            self.average.updates = facts["averaged"]
        torch.set_rng_state(groups["random"]["cpu"])
        if "cuda" in groups["random"]:
            torch.cuda.set_rng_state(groups["random"]["cuda"])
        self.scaler.load_state_dict(facts["scaler"])
        self.step, self.place = facts["step"], Place(*facts["place"])
        self.best = [(score, step) for score, step in facts["best"]]
        for name in ("losses", "stale", "written", "skipped", "report"):
            setattr(self, name, facts[name])
        write(metrics, content[: self.written])
        return True

    def measure(self, **values: Any) -> None:
        """Add a line to metrics.jsonl: only what a repeated run would measure alike."""
        line = json.dumps({"step": self.step, **values}).encode() + b"\n"
        with open(self.parts.folder / "metrics.jsonl", "ab") as file:
            file.write(line)
        self.written += len(line)
        if self.parts.board is not None:
            for name, value in values.items():
                self.parts.board.add_scalar(name, value, self.step)
