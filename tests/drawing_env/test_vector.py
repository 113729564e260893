"""Many environments at once: the same as one by one, exact in their sums, without Gymnasium too."""

from __future__ import annotations

import subprocess
import sys
from functools import partial

import gymnasium
import numpy as np
import pytest
import torch
from gymnasium.vector import AutoresetMode, SyncVectorEnv

import sketchnet.environments  # noqa: F401  # registers
from sketchnet.drawing_env import canvas
from sketchnet.drawing_env.actions import FILL, KIND, KINDS, SIZES, STROKE, WEIGHT
from sketchnet.drawing_env.batch import DrawBatch, drawn
from sketchnet.drawing_env.environment import DrawEnv
from sketchnet.drawing_env.settings import Settings
from sketchnet.drawing_env.targets import random_drawings, random_statements
from sketchnet.drawing_env.vector import DrawVectorEnv
from tests.drawing_env.agents import MODES, actions_for, noise

COUNT, SIDE = 5, 48


@pytest.mark.parametrize("mode", MODES)
def test_batch_equals_single_environments_on_the_same_actions(mode: str) -> None:
    options = {
        "targets": noise(4, SIDE),
        "action": mode,
        "side": SIDE,
        "max_steps": 90 if mode == "token" else 7,
        "price": 0.002,
        "similarity": 0.5,
    }
    singles = SyncVectorEnv(
        [partial(DrawEnv, **options)] * COUNT,  # type: ignore[arg-type]
        autoreset_mode=AutoresetMode.SAME_STEP,
    )
    many = DrawVectorEnv(COUNT, **options)  # type: ignore[arg-type]
    assert many.observation_space == singles.observation_space
    assert many.action_space == singles.action_space
    rng = np.random.default_rng(1)
    seen, info = singles.reset(seed=3)
    ours, known = many.reset(seed=3)
    over = 0
    for _ in range(400 if mode == "token" else 40):
        assert ours in many.observation_space
        assert (ours["target"] == seen["target"]).all()
        assert np.abs(ours["canvas"].astype(int) - seen["canvas"]).mean((1, 2, 3)).max() < 2
        for name in {"numbers", "statements", "valid", "action_mask", "tokens"} & info.keys():
            assert (known[name] == info[name]).all()
        if mode == "token":
            assert (ours["tokens"] == seen["tokens"]).all()
        actions = actions_for(mode, COUNT, rng, info.get("action_mask"))
        seen, *results, info = singles.step(actions)
        ours, *found, known = many.step(actions)
        assert found[0] == pytest.approx(results[0], abs=3e-3)
        assert (found[1] == results[1]).all()
        assert (found[2] == results[2]).all()
        if "final_info" in info:
            ended = info["_final_info"]
            assert (known["_final_obs"] == ended).all()
            for row in np.flatnonzero(ended):
                program = info["final_info"]["program"][row]
                assert many.finished_program(row) == program
                assert known["final_info"]["numbers"][row] == info["final_info"]["numbers"][row]
                last = known["final_obs"][row]["canvas"].astype(int)
                assert np.abs(last - info["final_obs"][row]["canvas"]).mean() < 2
                over += 1
    assert over > COUNT


@pytest.mark.parametrize("mode", MODES)
def test_errors_of_a_batch_are_those_of_its_canvases(mode: str) -> None:
    batch = DrawBatch(6, Settings(side=40, action=mode, error="mse"))  # type: ignore[arg-type]
    batch.reset(torch.arange(6), torch.from_numpy(noise(6, 40)))
    rng = np.random.default_rng(2)
    for _ in range(150 if mode == "token" else 15):
        masks = None if batch.readers is None else batch.readers.allowed.numpy()
        batch.step(torch.from_numpy(actions_for(mode, 6, rng, masks)))
        apart = batch.canvas.double() - batch.target
        expected = apart.square().mean((1, 2, 3)) / 255**2
        assert torch.equal(batch.error, expected) or torch.allclose(
            batch.error, expected, rtol=1e-13, atol=0
        )


def test_weight_is_counted_again_after_a_background() -> None:
    actions = torch.zeros((4, 1, len(SIZES)), dtype=torch.int64)
    actions[..., KIND] = KINDS.index("line")
    actions[..., WEIGHT] = 20
    actions[2, :, KIND] = KINDS.index("background")
    batch = DrawBatch(1, Settings())
    batch.reset(torch.arange(1), torch.from_numpy(noise(1, 64)))
    numbers = []
    for action in actions:
        batch.step(action)
        numbers.append(int(batch.numbers))
    assert numbers == [5, 9, 9, 14]


def test_one_shape_is_painted_as_cairo_paints_it() -> None:
    actions = random_statements(120, np.random.default_rng(5))
    actions[:, [FILL.stop - 1, STROKE.stop - 1]] = 15  # half clear, where rounding shows
    batch = DrawBatch(len(actions), Settings())
    batch.reset(torch.arange(len(actions)), batch.target.clone())
    batch.step(torch.from_numpy(actions))
    by_cairo = np.stack([canvas.drawn(action[None], Settings()) for action in actions])
    apart = batch.canvas.numpy().astype(float) - by_cairo
    assert abs(apart.mean()) < 0.01
    assert np.abs(apart).mean() < 0.05


def test_large_batch_is_painted_as_its_parts_are(monkeypatch: pytest.MonkeyPatch) -> None:
    drawings = random_drawings(9, seed=3)
    whole = drawn(drawings, 32)
    monkeypatch.setattr("sketchnet.drawing_env.painting._TILE", 2 * 32 * 32 * 2)
    assert torch.equal(drawn(drawings, 32), whole)


def test_drawing_the_target_exactly_ends_an_episode_of_the_batch() -> None:
    (drawing,) = random_drawings(1, seed=9)
    targets = drawn([drawing], 64)
    batch = DrawBatch(1, Settings())
    batch.reset(torch.arange(1), targets)
    ends = [bool(batch.step(torch.from_numpy(action[None])).terminated) for action in drawing]
    assert ends == [False] * (len(drawing) - 1) + [True]


def test_one_seed_gives_one_episode_in_every_environment() -> None:
    def run() -> list[bytes]:
        envs = gymnasium.make_vec("sketchnet/Draw-v0", num_envs=3, side=32, max_steps=4)
        seen, _ = envs.reset(seed=11)
        envs.action_space.seed(11)
        parts = [seen["target"].tobytes()]
        for _ in range(9):
            seen, reward, *_ = envs.step(envs.action_space.sample())
            parts += [seen["target"].tobytes(), seen["canvas"].tobytes(), reward.tobytes()]
        return parts

    assert run() == run()


def test_what_was_returned_stays_as_it_was() -> None:
    envs = DrawVectorEnv(3, noise(3, 32), side=32, max_steps=2)
    actions = random_statements(12, np.random.default_rng(4)).reshape(4, 3, -1)
    returned = [envs.reset(seed=1)[0]]
    copies = [{name: of.copy() for name, of in returned[0].items()}]
    for step in actions:
        returned.append(envs.step(step)[0])
        copies.append({name: of.copy() for name, of in returned[-1].items()})
    for one, copy in zip(returned, copies, strict=True):
        assert all((one[name] == copy[name]).all() for name in one)


def test_targets_are_given_for_all_or_for_each() -> None:
    envs = DrawVectorEnv(3, side=32, render_mode="rgb_array")
    each = noise(3, 32, seed=5)
    assert (envs.reset(options={"target": each})[0]["target"] == each).all()
    assert (envs.reset(options={"target": each[0]})[0]["target"] == each[0]).all()
    frames = envs.render()
    assert frames is not None
    assert [frame.shape for frame in frames] == [(32, 64, 3)] * 3
    with pytest.raises(ValueError, match="2 targets; expected 1 or 3"):
        envs.reset(options={"target": each[:2]})
    with pytest.raises(ValueError, match=r"^a target of shape \(16, 32, 3\), uint8; expected"):
        envs.reset(options={"target": each[0, :16]})


def test_what_a_vector_cannot_do_is_said() -> None:
    envs = DrawVectorEnv(2, noise(1, 32), side=32)
    envs.reset()
    with pytest.raises(ValueError, match="3 seeds; expected 2"):
        envs.reset(seed=[1, 2, 3])
    with pytest.raises(ValueError, match="outside of the action space"):
        envs.step(np.array([SIZES, SIZES]))
    with pytest.raises(LookupError, match="environment 1 has ended no episode yet"):
        envs.finished_program(1)
    for ask in (envs.program, envs.finished_program):
        with pytest.raises(LookupError, match="environment 99; expected 0 to 1"):
            ask(99)
    with pytest.raises(ValueError, match="device is 'foo'; expected 'cpu'"):
        DrawVectorEnv(2, device="foo")
    with pytest.raises(ValueError, match="every statement is allowed"):
        envs.action_masks()
    with pytest.raises(ValueError, match="num_envs is 0; expected 1 or more"):
        DrawVectorEnv(0)
    with pytest.raises(ValueError, match="targets of shape"):
        envs.batch.reset(torch.arange(2), torch.zeros(2, 32, 32, 3))


def test_random_drawings_show_every_kind() -> None:
    drawings = random_drawings(200, seed=6)
    kinds = {int(action[KIND]) for drawing in drawings for action in drawing}
    assert kinds == set(range(1, len(KINDS)))
    pictures = drawn(drawings, 32).numpy()
    plain = [(picture == picture[0, 0]).all() for picture in pictures]
    assert np.mean(plain) < 0.05


def test_batch_needs_neither_gymnasium_nor_cairo() -> None:
    code = """
import sys
sys.modules["gymnasium"] = sys.modules["cairo"] = None
import torch
from sketchnet.drawing_env.batch import DrawBatch
from sketchnet.drawing_env.settings import Settings
batch = DrawBatch(2, Settings(side=16))
batch.reset(torch.arange(2), torch.zeros(2, 16, 16, 3, dtype=torch.uint8))
batch.step(torch.full((2, 19), 2))
print(batch.program(1))
"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.startswith("size(16, 16);")


def test_speed_is_measured_against_both_floors() -> None:
    command = [sys.executable, "-m", "sketchnet.drawing_env.speed"]
    small = ["--envs", "3", "--steps", "2", "--repeats", "1", "--side", "16"]
    out = subprocess.run([*command, *small], capture_output=True, text=True, check=True)
    lines = out.stdout.splitlines()
    assert "torch rasterizer" in lines[1] and "pycairo" in lines[1]
    assert float(lines[3].split()[-2]) > 0
