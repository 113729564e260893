"""The environment: Gymnasium's checks, determinism, and the batch form, which agrees with it."""

from __future__ import annotations

import warnings
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

import sketchnet.environments  # noqa: F401 - its names become known
from sketchnet.corewar.environment import ToyCorewarEnv
from sketchnet.corewar.machine import STOP, MachineError
from sketchnet.corewar.tasks import FIXED
from sketchnet.corewar.vector import ToyCorewarVectorEnv
from tests.corewar import interpreter

ID = "sketchnet/ToyCorewar-v0"
REWARDS: list[dict[str, Any]] = [
    {},
    {"positive": False},
    {"cumulative": False, "circular": False},
    {"positive": False, "cumulative": False, "bonus": 100.0},
]


@pytest.mark.parametrize("task", ["one", "four", "random"])
def test_gymnasium_finds_nothing_wrong(task: str) -> None:
    check_env(gymnasium.make(ID, task=task, render_mode="ansi").unwrapped)


def test_stable_baselines_finds_nothing_wrong() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        checker = pytest.importorskip("stable_baselines3.common.env_checker")
    checker.check_env(gymnasium.make(ID, task="random").unwrapped)


def rollout(env: ToyCorewarEnv, seed: int) -> list[tuple[Any, ...]]:
    actions = np.random.default_rng(seed)
    seen: list[tuple[Any, ...]] = []
    observation, _ = env.reset(seed=seed)
    for _ in range(60):
        observation, reward, ended, _, info = env.step(actions.integers(0, 225))
        seen.append((observation.tolist(), reward, ended, tuple(info.items())))
        if ended:
            observation, _ = env.reset()
            seen.append(tuple(observation.tolist()))
    return seen


@pytest.mark.parametrize("task", ["two", "random"])
def test_the_same_seed_gives_the_same_episodes(task: str) -> None:
    one, other = ToyCorewarEnv(task=task), ToyCorewarEnv(task=task)
    assert rollout(one, 3) == rollout(other, 3) == rollout(one, 3)
    if task == "random":
        assert rollout(one, 3) != rollout(one, 4)


@pytest.mark.parametrize("settings", REWARDS)
def test_steps_are_paid_as_the_specification_says(settings: dict[str, Any]) -> None:
    positive, circular, cumulative, bonus = (
        settings.get(name, default)
        for name, default in [
            ("positive", True),
            ("circular", True),
            ("cumulative", True),
            ("bonus", 0.0),
        ]
    )
    env = ToyCorewarEnv(task="random", **settings)
    actions = np.random.default_rng(1)
    for seed in range(20):
        observation, _ = env.reset(seed=seed)
        target = observation[4:8].tolist()
        program: list[int] = []
        empty = before = interpreter.apart([0] * 4, target, circular)
        ended = False
        while not ended:
            action = int(actions.integers(0, 225))
            program += [action] if action != STOP else []
            observation, reward, ended, truncated, info = env.step(action)
            left = interpreter.left_by(program)
            far = interpreter.apart(left, target, circular)
            assert observation[:4].tolist() == left and not truncated
            assert ended == (action == STOP or len(program) == 5)
            assert info == {"distance": far, "solved": far == 0}
            if cumulative:
                expected = before - far if positive else -far
            else:
                expected = (empty - far if positive else -far) if ended else 0
            assert reward == expected + (bonus if ended and far == 0 else 0)
            before = far


def test_a_program_that_ends_on_the_target_is_solved_and_earns_the_bonus() -> None:
    env = ToyCorewarEnv(bonus=50)
    env.reset(seed=0, options={"target": [0, 0, 7, 0]})
    _, reward, ended, _, info = env.step(2 * 20 + 7)
    assert (reward, ended, info["solved"]) == (7, False, True)
    _, reward, ended, _, info = env.step(STOP)
    assert (reward, ended, info["solved"]) == (50, True, True)


def test_the_program_is_observed_and_rendered() -> None:
    env = ToyCorewarEnv(render_mode="ansi")
    env.reset(seed=0)
    observation = env.step(66)[0]
    assert observation.tolist() == [0, 0, 0, 6, *FIXED["one"][0], 67, 0, 0, 0, 0]
    assert env.render() == "ld 6 r3\n[0, 0, 0, 6] of [0, 10, 30, 250]"
    assert ToyCorewarEnv().render() is None


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"bonus": "x"}, "bonus is 'x'; expected a number, 0 or more"),
        ({"bonus": float("nan")}, "bonus is nan; expected"),
        ({"circular": "no"}, "circular is 'no'; expected True or False"),
        ({"every": 1.5}, "every is 1.5; expected a whole number"),
        ({"count": 3}, "count is 3; expected 0 but with task random"),
        ({"task": "own"}, "0 targets with task own; expected some"),
        ({"task": "own", "targets": 5}, "targets is 5; expected targets of four bytes"),
        ({"task": "own", "targets": [[1, 2, 3, True]]}, "expected 4 whole numbers of 0 to 255"),
    ],
)
def test_settings_that_mean_nothing_are_refused(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(MachineError, match=said):
        ToyCorewarEnv(**settings)


@pytest.mark.parametrize("target", [[1.5, 0, 0, 0], "abc", None, [[1, 2, 3, 4]], [1, 2, 3]])
def test_a_target_that_is_no_four_bytes_is_refused(target: object) -> None:
    with pytest.raises(MachineError, match="expected 4 whole numbers of 0 to 255"):
        ToyCorewarEnv().reset(options={"target": target})


def test_wrong_use_is_told_in_one_line() -> None:
    env = ToyCorewarEnv()
    with pytest.raises(MachineError, match="expected reset"):
        env.step(0)
    with pytest.raises(MachineError, match="target alone"):
        env.reset(options={"goal": [1, 2, 3, 4]})
    with pytest.raises(MachineError, match="0 to 255"):
        env.reset(options={"target": [1, 2, 3, 400]})
    env.reset()
    with pytest.raises(MachineError, match="0 to 224"):
        env.step(225)
    with pytest.raises(MachineError, match="ansi"):
        ToyCorewarEnv(render_mode="human")


@pytest.mark.parametrize("settings", REWARDS)
def test_a_batch_of_machines_does_what_single_environments_do(settings: dict[str, Any]) -> None:
    count, rng = 8, np.random.default_rng(2)
    target = rng.integers(0, 256, 4).tolist()
    batch = ToyCorewarVectorEnv(count, **settings)
    singles = [ToyCorewarEnv(**settings) for _ in range(count)]
    together, _ = batch.reset(seed=5, options={"target": target})
    alone = [env.reset(options={"target": target})[0] for env in singles]
    assert (together == np.stack(alone)).all()
    for _ in range(14):
        ended = batch.batch.done.copy()
        actions = np.where(rng.random(count) < 0.1, STOP, rng.integers(0, 225, count))
        together, rewards, over, truncated, info = batch.step(actions)
        for index, env in enumerate(singles):
            if not ended[index]:
                observation, reward, done, _, told = env.step(actions[index])
                assert (together[index] == observation).all() and not truncated[index]
                assert (rewards[index], over[index]) == (np.float32(reward), done)
                assert {name: info[name][index] for name in told} == told
            else:
                observation, _ = env.reset(options={"target": FIXED["one"][0]})
                assert rewards[index] == 0 and not over[index]
                assert (together[index] == observation).all()


def test_the_batch_form_is_made_by_name_and_follows_from_its_seed() -> None:
    def run() -> list[Any]:
        env = gymnasium.make_vec(
            ID, num_envs=6, vectorization_mode="vector_entry_point", task="random"
        )
        actions = np.random.default_rng(0)
        seen = [env.reset(seed=7)[0].tolist()]
        for _ in range(12):
            observation, rewards, *_ = env.step(actions.integers(0, 225, 6))
            assert env.observation_space.contains(observation)
            seen += [observation.tolist(), rewards.tolist()]
        return seen

    assert run() == run()


def test_targets_take_turns_over_the_machines_of_a_batch() -> None:
    env = ToyCorewarVectorEnv(7, task="two")
    observation, _ = env.reset(seed=0)
    assert observation[:, 4:8].tolist() == [list(FIXED["two"][0])] * 5 + [list(FIXED["two"][1])] * 2
    env.step(np.full(7, STOP))
    observation, *_ = env.step(np.zeros(7, np.int64))
    told = [list(FIXED["two"][number // 5 % 2]) for number in range(7, 14)]
    assert observation[:, 4:8].tolist() == told
