"""Agents on disk: what a training goes on from, and the weights of one that is done."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load, save, save_file
from torch import Tensor

from sketchnet.corewar.agent import Agent, AgentConfig
from sketchnet.corewar.agents import make
from sketchnet.corewar.machine import MachineError
from sketchnet.corewar.rewards import Reward
from sketchnet.model.folders import WeightsError, read_folder, write_folder


def save_checkpoint(path: Path, agent: Agent, rng: np.random.Generator, **facts: Any) -> None:
    """Writes an agent with its optimiser, its memory and the generator, whole or not at all.

    Args:
        path: of the file.
        agent: what is kept.
        rng: what training draws by.
        facts: JSON values to keep beside them.
    """
    tensors = {
        f"{name}.{key}": tensor.detach().contiguous()
        for name, module in agent.modules.items()
        for key, tensor in module.state_dict().items()
    }
    for index, moments in agent.optimizer.state_dict()["state"].items():
        for key, value in moments.items():
            tensors[f"optimizer.{index}.{key}"] = torch.as_tensor(value).clone()
    kept = min(agent.memory.count, len(agent.memory.kept.length))
    for key, array in agent.memory.kept._asdict().items():
        tensors[f"memory.{key}"] = torch.from_numpy(array[:kept].copy())
    tensors["exact.rows"] = torch.from_numpy(agent.memory.exact[:kept].copy())
    told = facts | {"remembered": agent.memory.count, "updates": agent.updates}
    part = path.with_suffix(".part")
    state = json.dumps(rng.bit_generator.state)
    save_file(tensors, part, {"facts": json.dumps(told), "generator": state})
    os.replace(part, path)


def load_checkpoint(path: Path, agent: Agent, rng: np.random.Generator) -> dict[str, Any]:
    """Fills an agent and a generator from a file; the facts beside them.

    Raises:
        MachineError: there is no such file, or it is of another agent.
    """
    if not path.exists():
        raise MachineError(f"{path}: no such checkpoint; expected one to resume from")
    parts: dict[str, dict[str, Tensor]] = {}
    try:
        with safe_open(path, "pt") as file:
            metadata = file.metadata()
            for key in file.keys():  # noqa: SIM118 - it is no mapping
                name, _, rest = key.partition(".")
                parts.setdefault(name, {})[rest] = file.get_tensor(key)
        facts: dict[str, Any] = json.loads(metadata["facts"])
        for name, module in agent.modules.items():
            module.load_state_dict(parts[name])
        moments: dict[int, dict[str, Tensor]] = {}
        for key, tensor in parts.get("optimizer", {}).items():
            index, _, moment = key.partition(".")
            moments.setdefault(int(index), {})[moment] = tensor
        state = agent.optimizer.state_dict()
        agent.optimizer.load_state_dict({**state, "state": moments})
        for key, array in agent.memory.kept._asdict().items():
            rows = parts["memory"][key].numpy()
            array[: len(rows)] = rows
        agent.memory.exact[: len(rows)] = parts["exact"]["rows"].numpy()
        agent.memory.count, agent.updates = facts["remembered"], facts["updates"]
        rng.bit_generator.state = json.loads(metadata["generator"])
    except (SafetensorError, RuntimeError, KeyError, ValueError) as error:
        raise MachineError(f"{path}: of another agent, or damaged") from error
    return facts


def store(agent: Agent, folder: Path, **facts: Any) -> None:
    """Writes `model.safetensors` and `config.json`, with all it takes to use the agent.

    Args:
        agent: whose network is written.
        folder: made if need be.
        facts: what else `config.json` should say.
    """
    data = save({name: tensor.contiguous() for name, tensor in agent.judge.state_dict().items()})
    told = {
        "model": "corewar",
        "agent": asdict(agent.config),
        "reward": asdict(agent.memory.reward),
    }
    write_folder(folder, data, told, facts)


def fetch(folder: Path) -> Agent:
    """An agent from its folder, ready to write programs.

    Raises:
        MachineError: the files are missing, damaged, or of something else.
    """
    try:
        told, data = read_folder(folder, ("corewar",), "an agent for ToyCorewar")
    except WeightsError as error:
        raise MachineError(str(error)) from error
    agent = make(AgentConfig(**told["agent"]), Reward(**told["reward"]))
    agent.judge.load_state_dict(load(data))
    return agent
