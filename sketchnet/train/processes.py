"""One process or many: where a training runs, alone or under `torchrun`."""

from __future__ import annotations

import os
from types import TracebackType

import torch
from torch import distributed

from sketchnet.train.settings import ConfigError


class Processes:
    """The group of processes this one is part of, while training runs.

    Args:
        device: `auto`, `cpu` or `cuda`.

    Attributes:
        rank, world: which of how many processes this is.
        device: what it computes on.
    """

    def __init__(self, device: str) -> None:
        self.rank = int(os.environ.get("RANK", "0"))
        self.world = int(os.environ.get("WORLD_SIZE", "1"))
        if device == "cuda" and not torch.cuda.is_available():
            raise ConfigError("device is cuda, but there is none; expected cpu or auto")
        local = int(os.environ.get("LOCAL_RANK", "0"))
        on_gpu = device != "cpu" and torch.cuda.is_available()
        self.device = torch.device("cuda", local) if on_gpu else torch.device("cpu")

    def __enter__(self) -> Processes:
        if self.world > 1:
            distributed.init_process_group("nccl" if self.device.type == "cuda" else "gloo")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.world > 1:
            distributed.destroy_process_group()

    @property
    def main(self) -> bool:
        """Whether this is the process that writes files."""
        return self.rank == 0

    @property
    def told(self) -> str:
        """Where it runs, for people."""
        many = "" if self.world == 1 else f", {self.world} processes"
        return f"{self.device.type}{many}"
