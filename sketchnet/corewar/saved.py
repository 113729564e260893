"""Agents on disk: what a training goes on from, and the weights of one that is done."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load, save

from sketchnet.corewar.agent import Agent, AgentConfig
from sketchnet.corewar.agents import make
from sketchnet.corewar.machine import MachineError
from sketchnet.corewar.rewards import Reward
from sketchnet.model.folders import WeightsError, read_folder, write_folder
from sketchnet.train.packing import pack, unpack, while_reading, write_packed


def save_checkpoint(path: Path, agent: Agent, rng: np.random.Generator, **facts: Any) -> None:
    """Writes an agent with its optimiser, its memory and the generator, whole or not at all.

    Args:
        path: of the file.
        agent: what is kept.
        rng: what training draws by.
        facts: JSON values to keep beside them.
    """
    tensors = pack(agent.modules, agent.optimizer)
    kept = min(agent.memory.count, len(agent.memory.kept.length))
    for key, array in agent.memory.kept._asdict().items():
        tensors[f"memory.{key}"] = torch.from_numpy(array[:kept].copy())
    tensors["exact.rows"] = torch.from_numpy(agent.memory.exact[:kept].copy())
    told = facts | {"remembered": agent.memory.count, "updates": agent.updates}
    state = json.dumps(rng.bit_generator.state)
    write_packed(path, tensors, {"facts": json.dumps(told), "generator": state})


def load_checkpoint(path: Path, agent: Agent, rng: np.random.Generator) -> dict[str, Any]:
    """Fills an agent and a generator from a file; the facts beside them.

    Raises:
        MachineError: there is no such file, or it is of another agent.
    """
    with while_reading(path, MachineError, "agent"):
        told, parts = unpack(path, agent.modules, agent.optimizer)
        facts: dict[str, Any] = json.loads(told["facts"])
        for key, array in agent.memory.kept._asdict().items():
            rows = parts["memory"][key].numpy()
            array[: len(rows)] = rows
        agent.memory.exact[: len(rows)] = parts["exact"]["rows"].numpy()
        agent.memory.count, agent.updates = facts["remembered"], facts["updates"]
        rng.bit_generator.state = json.loads(told["generator"])
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
    try:
        agent = make(AgentConfig(**told["agent"]), Reward(**told["reward"]))
        agent.judge.load_state_dict(load(data))
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise MachineError(
            f"{folder / 'config.json'}: not the agent of the weights beside it; "
            "expected both as a training wrote them"
        ) from error
    return agent
