"""The agents: what they see is true, they learn, and training goes on exactly."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from sketchnet.corewar.actor_critic import ActorCritic
from sketchnet.corewar.agent import SCALE, AgentConfig, played
from sketchnet.corewar.batch import Batch
from sketchnet.corewar.episodes import Episodes, Memory
from sketchnet.corewar.evaluation import found
from sketchnet.corewar.machine import ACTIONS, STOP, MachineError, apply, outcomes
from sketchnet.corewar.network import Judge
from sketchnet.corewar.rewards import Reward
from sketchnet.corewar.saved import fetch
from sketchnet.corewar.sight import (
    _BIN,
    SLOTS,
    action_of_slots,
    seen,
    seen_after_each,
    slot_of_actions,
)
from sketchnet.train.config import CONFIGS
from sketchnet.train.corewar import CorewarConfig, Run, train
from sketchnet.train.settings import ConfigError, read_settings
from tests.training import silent

COREWAR = CONFIGS / "corewar"
EASY = ["task.name=own", "task.targets=[[0, 7, 0, 0]]"]


def config_of(out: Path, *settings: str, name: str = "one") -> CorewarConfig:
    return read_settings(CorewarConfig, COREWAR / f"{name}.toml", [f"out={out}", *settings])


def states(count: int) -> tuple[torch.Tensor, torch.Tensor]:
    rng = np.random.default_rng(0)
    registers = rng.integers(0, 256, (count, 4), dtype=np.uint8)
    registers[::3, 1] = registers[::3, 2]  # some are equal
    targets = rng.integers(0, 256, (count, 4), dtype=np.uint8)
    targets[::2] = registers[::2] + rng.integers(-3, 4, (len(registers[::2]), 4)).astype(np.uint8)
    return torch.from_numpy(registers), torch.from_numpy(targets)


def test_every_action_has_the_slot_of_its_outcome() -> None:
    registers, targets = states(30)
    sight = seen_after_each(registers, targets, ahead=False)
    slots = slot_of_actions()
    for action in range(STOP):
        after = apply(registers.numpy(), np.full(30, action)) - targets.numpy()
        assert (sight.off[:, slots[action]].numpy() == after).all(), action
    assert (slots[action_of_slots()] == torch.arange(SLOTS + 1)).all()
    assert slots[STOP] == SLOTS


def test_the_reach_is_how_near_one_instruction_brings_each_register() -> None:
    registers, targets = states(20)
    sight = seen(registers, targets, ahead=True)
    values = outcomes(registers.numpy())[:, :STOP].astype(int)
    for index, goal in enumerate(targets.numpy().astype(int)):
        far = np.abs(values[index][:, None] - goal)
        near = np.minimum(far, 256 - far)
        least = [
            near[[a for a in range(STOP) if _changes(a) == register], register].min()
            for register in range(4)
        ]
        assert sight.reach[index].tolist() == _BIN[torch.tensor(least)].tolist()


def _changes(action: int) -> int:
    from sketchnet.corewar.machine import CHANGED

    return int(CHANGED[action])


def test_looking_ahead_of_all_instructions_is_looking_from_where_each_leads() -> None:
    registers, targets = states(12)
    together = seen_after_each(registers, targets, ahead=True)
    for slot, action in enumerate(action_of_slots().tolist()[:SLOTS]):
        after = torch.from_numpy(apply(registers.numpy(), np.full(12, action)))
        alone = seen(after, targets, ahead=True)
        assert (together.off[:, slot] == alone.off).all()
        assert (together.reach[:, slot] == alone.reach).all()


@pytest.mark.parametrize("dueling", [False, True])
def test_the_value_of_one_instruction_is_that_among_all(dueling: bool) -> None:
    torch.manual_seed(0)
    judge = Judge(16, dueling=dueling)
    registers, targets = states(40)
    left = torch.arange(40) % 5 + 1
    actions = torch.arange(40) * 7 % ACTIONS
    actions[0] = STOP
    with torch.no_grad():
        every = judge.all(registers, targets, left)
        after = torch.from_numpy(apply(registers.numpy(), actions.numpy()))
        one = judge.one(registers, targets, left, after, actions == STOP)
    expected = every.gather(1, slot_of_actions()[actions][:, None])[:, 0]
    assert torch.allclose(one, expected, atol=1e-5)


def test_hindsight_puts_targets_where_programs_came_and_pays_for_them() -> None:
    memory = Memory(10, Reward(bonus=10))
    registers = np.zeros((1, 6, 4), np.uint8)
    registers[0, 1:, 0] = 5
    registers[0, 2:, 1] = 9
    actions = np.array([[5, 29, STOP, STOP, STOP]])
    target = np.array([[1, 2, 3, 4]], np.uint8)
    memory.add(Episodes(registers, actions, np.array([3]), target))
    rng = np.random.default_rng(0)
    kept = memory.draw(200, 0.0, rng)
    assert (kept.targets == target).all()
    assert set(kept.left.tolist()) == {5, 4, 3}
    steps = memory.draw(500, 1.0, rng)
    assert {tuple(goal) for goal in steps.targets.tolist()} == {(5, 0, 0, 0), (5, 9, 0, 0)}
    ended = steps.done
    assert (ended == (steps.actions == STOP)).all()
    assert (steps.rewards[ended] == 10).all()  # where it ended is where it was told to go
    first = (steps.left == 5) & (steps.targets[:, 1] == 9)
    assert (steps.rewards[first] == 5).all()


def test_the_oldest_episodes_are_forgotten_first() -> None:
    memory = Memory(4, Reward())
    for number in range(6):
        goal = np.full((1, 4), number, np.uint8)
        whole = (np.zeros((1, 6, 4), np.uint8), np.full((1, 5), STOP), np.array([1]), goal)
        memory.add(Episodes(*whole))
    told = memory.draw(300, 0.0, np.random.default_rng(0)).targets[:, 0]
    assert set(told.tolist()) == {2, 3, 4, 5}


def test_returns_are_the_rewards_still_to_come() -> None:
    reward = Reward(positive=False)
    agent = ActorCritic(AgentConfig(agent="actor-critic", discount=0.5), reward)
    registers = np.zeros((1, 6, 4), np.uint8)
    registers[0, 1:, 0] = 3
    target = np.array([[4, 0, 0, 0]], np.uint8)
    episodes = Episodes(registers, np.array([[3, STOP] + [STOP] * 3]), np.array([2]), target)
    expected = np.array([-1 - 0.5, -1, 0, 0, 0]) / SCALE
    assert np.allclose(agent.returns(episodes)[0], expected)


@pytest.mark.parametrize("agent", ["dqn", "actor-critic"])
def test_an_agent_learns_an_easy_target(agent: str, tmp_path: Path) -> None:
    config = config_of(tmp_path, *EASY, f"agent.agent={agent}", "episodes=6400")
    train(config, tell=silent)
    result = found(fetch(tmp_path), np.array(config.task.targets, np.uint8))
    assert result.distances.tolist() == [0]


def test_an_agent_that_has_learnt_nothing_does_not_solve_it(tmp_path: Path) -> None:
    config = config_of(tmp_path, *EASY)
    result = found(Run(config, silent).agent, np.array(config.task.targets, np.uint8))
    assert result.gap > 0 and "gap" in str(result)


@pytest.mark.parametrize("name", sorted(path.stem for path in COREWAR.glob("*.toml")))
def test_every_config_trains_two_rounds(name: str, tmp_path: Path) -> None:
    settings = ["episodes=32", "machines=16", "eval_every=2", "eval_targets=3", "agent.updates=1"]
    agent = train(config_of(tmp_path, *settings, name=name), tell=silent)
    batch, targets = Batch(2, agent.memory.reward), np.array([[1, 2, 3, 4], [9, 9, 0, 0]], np.uint8)
    ours = played(agent, batch, targets)
    again = played(fetch(tmp_path), batch, targets)
    assert (ours.actions == again.actions).all()


@pytest.mark.parametrize("settings", [[], ["agent.agent=actor-critic", "agent.imitation=0.5"]])
def test_a_resumed_training_ends_as_one_that_was_never_stopped(
    settings: list[str], tmp_path: Path
) -> None:
    short = ["machines=8", "agent.batch=16", "agent.memory=40", "agent.sync=3", "task.name=random"]
    whole = config_of(tmp_path / "whole", "episodes=80", "eval_targets=2", *short, *settings)
    half = replace(whole, out=str(tmp_path / "half"), episodes=40)
    one = train(whole, tell=silent)
    train(half, tell=silent)
    other = train(replace(half, episodes=80), resume=True, tell=silent)
    for name, module in one.modules.items():
        for key, tensor in module.state_dict().items():
            assert torch.equal(tensor, other.modules[name].state_dict()[key]), key
    assert (one.memory.kept.registers == other.memory.kept.registers).all()


def test_the_same_seed_trains_the_same_agent(tmp_path: Path) -> None:
    told = []
    for out in ("one", "other"):
        agent = train(config_of(tmp_path / out, "episodes=64", "machines=16"), tell=silent)
        told.append(torch.cat([tensor.flatten() for tensor in agent.judge.parameters()]))
    assert torch.equal(*told)


def test_what_cannot_be_resumed_and_what_would_be_lost_is_refused(tmp_path: Path) -> None:
    config = config_of(tmp_path, "episodes=16", "machines=16")
    with pytest.raises(MachineError, match="no such checkpoint"):
        train(config, resume=True, tell=silent)
    train(config, tell=silent)
    with pytest.raises(ConfigError, match="a training is there already"):
        train(config, tell=silent)
    told: list[str] = []
    train(config, resume=True, tell=told.append)
    assert told == ["trained to the end already: 16 episodes"]
    wider = replace(config, agent=replace(config.agent, width=8))
    with pytest.raises(MachineError, match="another agent"):
        train(wider, resume=True, tell=silent)


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    train(config_of(tmp_path, "episodes=16", "machines=16"), tell=silent)
    path = tmp_path / "model.safetensors"
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(data)
    with pytest.raises(MachineError, match="damaged"):
        fetch(tmp_path)
    with pytest.raises(MachineError, match="expected weights of an agent"):
        fetch(tmp_path / "nowhere")


@pytest.mark.parametrize("agent", [None, {"width": "wide"}, {"width": 7}, {"arms": 2}])
def test_an_agent_that_is_not_that_of_the_weights_is_refused(agent: object, tmp_path: Path) -> None:
    train(config_of(tmp_path, "episodes=16", "machines=16"), tell=silent)
    path = tmp_path / "config.json"
    told = json.loads(path.read_text())
    told["agent"] = agent
    path.write_text(json.dumps(told))
    with pytest.raises(MachineError, match="not the agent of the weights"):
        fetch(tmp_path)


def test_a_missing_config_is_told() -> None:
    with pytest.raises(ConfigError, match="expected a TOML file"):
        read_settings(CorewarConfig, Path("nowhere.toml"))
