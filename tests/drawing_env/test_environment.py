"""One environment: its spaces, its rewards, and that its program draws its canvas."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

import renderer
import sketchnet.environments  # noqa: F401  # registers
from sketchnet import drawing_env
from sketchnet.drawing_env.actions import (
    KIND,
    KINDS,
    SIZES,
    WEIGHT,
    action_of_tokens,
    tokens_of_action,
)
from sketchnet.drawing_env.canvas import drawn
from sketchnet.drawing_env.environment import DrawEnv
from sketchnet.drawing_env.settings import Settings
from sketchnet.drawing_env.targets import random_drawings, random_statements
from sketchnet.model.grammar import grammar
from sketchnet.model.tokens import decode, ground_tokens
from sketchnet.model.vocabulary import COUNT, END, ID
from tests.drawing_env.agents import MODES, noise, rollout

SHEET = (Path(drawing_env.__file__).parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("mode", MODES)
def test_environment_passes_gymnasiums_check(mode: str) -> None:
    env = gymnasium.make("sketchnet/Draw-v0", action=mode, render_mode="rgb_array")
    check_env(env.unwrapped)


@pytest.mark.parametrize("mode", MODES)
def test_environment_passes_stable_baselines_check(mode: str) -> None:
    checker = pytest.importorskip("stable_baselines3.common.env_checker")
    checker.check_env(DrawEnv(action=mode, render_mode="rgb_array"))


def test_environment_is_made_by_module_and_name() -> None:
    env = gymnasium.make("sketchnet.environments:sketchnet/Draw-v0", side=32)
    assert env.observation_space["canvas"].shape == (32, 32, 3)  # type: ignore[index]


def test_registering_loads_no_environment() -> None:
    code = (
        "import sys, sketchnet, sketchnet.environments\n"
        "print([name for name in ('torch', 'cairo', 'cv2') if name in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


@pytest.mark.parametrize("mode", MODES)
def test_spaces_hold_what_a_random_agent_sees_and_does(mode: str) -> None:
    env = DrawEnv(action=mode, side=32)
    for seen in rollout(env, 300, seed=1):
        assert seen.observation in env.observation_space
        assert seen.info.get("valid", True)


@pytest.mark.parametrize("mode", MODES)
def test_one_seed_gives_one_episode(mode: str) -> None:
    first, second = (list(rollout(DrawEnv(action=mode, side=32), 80, seed=5)) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        assert one.reward == other.reward
        assert all((one.observation[name] == other.observation[name]).all() for name in one[0])
        assert one.info.get("program") == other.info.get("program")


def test_another_seed_gives_another_target() -> None:
    env = DrawEnv(side=32)
    targets = [env.reset(seed=seed)[0]["target"].tobytes() for seed in range(6)]
    assert len(set(targets)) > 3


@pytest.mark.parametrize("error", ["rmse", "mse"])
@pytest.mark.parametrize("mode", MODES)
def test_rewards_add_up_to_the_drop_in_error(mode: str, error: str) -> None:
    env = DrawEnv(action=mode, error=error, side=32, targets=noise(3, 32))
    episodes, total, first = 0, 0.0, 0.0
    for seen in rollout(env, 300, seed=2):
        total += seen.reward
        if "program" in seen.info:
            assert total == pytest.approx(first - seen.info["error"], abs=1e-12)
            episodes += 1
        elif seen.reward == 0 and seen.info["statements"] == seen.info["numbers"] == 0:
            total, first = 0.0, seen.info["error"]
    assert episodes


def test_error_is_that_of_the_canvas() -> None:
    env = DrawEnv(targets=noise(1, 32), side=32)
    for seen in rollout(env, 30, seed=3):
        apart = seen.observation["canvas"].astype(float) - seen.observation["target"]
        assert seen.info["error"] == pytest.approx(np.sqrt(np.mean(apart**2)) / 255)


def test_price_and_similarity_are_paid_as_told() -> None:
    plain, paid = (
        list(rollout(DrawEnv(targets=noise(2, 32), side=32, **options), 60, seed=4))
        for options in ({}, {"price": 0.01, "similarity": 2.0})
    )
    numbers, ends = 0, 0
    for one, other in zip(plain, paid, strict=True):
        grown = max(one.info["numbers"] - numbers, 0) * 0.01
        final = 2 * (1 - one.info["error"]) if one.over else 0.0
        assert other.reward == pytest.approx(one.reward - grown + final)
        numbers = one.info["numbers"]
        ends += one.over
    assert ends


@pytest.mark.parametrize("side", [64, 100])
@pytest.mark.parametrize("mode", MODES)
def test_source_draws_the_canvas_pixel_for_pixel(mode: str, side: int) -> None:
    env = DrawEnv(action=mode, side=side, targets=noise(1, side))
    for seen in rollout(env, 250 if mode == "token" else 40, seed=6):
        picture = renderer.render(env.program)
        assert (picture == seen.observation["canvas"]).all()


def test_numbers_are_counted_as_the_source_writes_them() -> None:
    env = DrawEnv(targets=noise(1, 64))
    for start in random_statements(40, np.random.default_rng(7)).reshape(4, 10, -1):
        env.reset()
        for action in start:
            _, _, _, _, info = env.step(action)
            assert info["numbers"] == renderer.count_numbers(env.program)
            assert info["statements"] == renderer.count_statements(env.program)


def test_weight_is_counted_again_after_a_background() -> None:
    shape, ground = np.zeros(len(SIZES), int), np.zeros(len(SIZES), int)
    shape[[KIND, WEIGHT]] = KINDS.index("line"), 20
    ground[KIND] = KINDS.index("background")
    env = DrawEnv(targets=noise(1, 64))
    env.reset()
    numbers = [env.step(action)[4]["numbers"] for action in (shape, shape, ground, shape)]
    assert numbers == [5, 9, 9, 14]
    assert renderer.count_numbers(env.program) == 5


def test_background_hides_what_was_drawn() -> None:
    env = DrawEnv(targets=noise(1, 64))
    env.reset()
    shape, ground = random_statements(1, np.random.default_rng(8))[0], np.zeros(len(SIZES), int)
    ground[KIND] = KINDS.index("background")
    env.step(shape)
    observation, _, _, _, info = env.step(ground)
    assert not observation["canvas"].any()
    assert info["statements"] == 0
    assert env.program == "size(64, 64);\nbackground(0);\n"


def test_drawing_the_target_exactly_ends_the_episode() -> None:
    (drawing,) = random_drawings(1, seed=9)
    env = DrawEnv()
    target = drawn(drawing, Settings())
    env.reset(options={"target": target})
    ends = [env.step(action)[2] for action in drawing]
    assert ends == [False] * (len(drawing) - 1) + [True]


@pytest.mark.parametrize("mode", MODES)
def test_end_terminates_and_too_many_steps_truncate(mode: str) -> None:
    env = DrawEnv(action=mode, max_steps=6, targets=noise(1, 64))
    env.reset()
    ground = [*ground_tokens((9, 9, 9, 255))]
    if mode == "token":
        steps = [env.step(token)[2:4] for token in [*ground, ID[END]]]
        many = [*ground, 0, 0]
    else:
        steps = [env.step(action_of_tokens(said))[2:4] for said in (ground, [ID[END]])]
        many = [action_of_tokens(ground)] * 6
    assert steps == [(False, False)] * (len(steps) - 1) + [(True, False)]
    env.reset()
    steps = [env.step(action)[2:4] for action in many]
    assert steps == [(False, False)] * 5 + [(False, True)]


def test_token_that_is_not_allowed_changes_nothing() -> None:
    env = DrawEnv(action="token", targets=noise(1, 64))
    observation, info = env.reset()
    for token in np.flatnonzero(info["action_mask"] == 0)[::40]:
        seen, reward, terminated, _, after = env.step(token)
        assert not after["valid"]
        assert reward == 0
        assert not terminated
        assert (after["action_mask"] == info["action_mask"]).all()
        assert all((seen[name] == observation[name]).all() for name in seen)


def test_every_action_says_a_sentence_and_is_said_by_it() -> None:
    g = grammar()
    for action in np.random.default_rng(10).integers(0, SIZES, (600, len(SIZES))):
        tokens = tokens_of_action(action)
        state = g.start if KINDS[action[KIND]] == "background" else g.next
        for token in tokens:
            assert g.allowed[state, token]
            state = int(g.follows[state, token])
        assert state == (g.done if KINDS[action[KIND]] == END else g.next)
        assert tokens_of_action(action_of_tokens(tokens)) == tokens


def test_every_number_of_a_parameter_can_be_said() -> None:
    ground = ground_tokens((255, 255, 255, 255))
    action = np.zeros(len(SIZES), int)
    action[KIND] = KINDS.index("circle")
    sizes = set()
    for value in range(SIZES[3]):
        action[3] = value
        sizes.add(decode([*ground, *tokens_of_action(action)]).statements[0].params[2])
    assert sizes == set(range(1, 321))


def test_what_no_action_says_is_refused() -> None:
    with pytest.raises(ValueError, match="no action says path"):
        action_of_tokens([ID["path"]])
    with pytest.raises(ValueError, match="no action says these 2 tokens of a circle"):
        action_of_tokens([ID["circle"], COUNT - 1])


@pytest.mark.parametrize(
    ("shape", "dtype"), [((32, 64, 3), np.uint8), ((64, 64), np.uint8), ((64, 64, 3), np.float32)]
)
def test_target_of_another_shape_is_refused_in_one_line(
    shape: tuple[int, ...], dtype: type
) -> None:
    env = DrawEnv()
    with pytest.raises(ValueError, match=r"^a target of shape .*; expected \(64, 64, 3\), uint8$"):
        env.reset(options={"target": np.zeros(shape, dtype)})
    with pytest.raises(ValueError, match="a target of shape"):
        DrawEnv(targets=[np.zeros(shape, dtype)])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"side": 4}, "side is 4; expected 8 to 1024 pixels"),
        ({"action": "word"}, "action is 'word'; expected statement or token"),
        ({"error": "ssim"}, "error is 'ssim'; expected rmse or mse"),
        ({"side": 8.5}, "side is 8.5; expected 8 to 1024 pixels"),
        ({"side": "64"}, "side is '64'; expected 8 to 1024 pixels"),
        ({"max_steps": 0}, "max_steps is 0; expected a whole number, 1 or more"),
        ({"max_steps": True}, "max_steps is True; expected a whole number, 1 or more"),
        ({"price": -1.0}, "price is -1.0; expected a number, 0 or more"),
        ({"price": "a"}, "price is 'a'; expected a number, 0 or more"),
        ({"sides": 64}, "unknown option 'sides'; expected side, action"),
        ({"targets": 5}, "targets is 5; expected pictures"),
        ({"render_mode": "human"}, "render_mode is 'human'; expected None or 'rgb_array'"),
        ({"targets": []}, "no targets; expected one or more"),
    ],
)
def test_option_that_means_nothing_is_refused(options: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        DrawEnv(**options)  # type: ignore[arg-type]


def test_unknown_reset_option_and_action_outside_are_refused() -> None:
    env = DrawEnv(targets=noise(1, 64))
    with pytest.raises(ValueError, match="unknown option 'size'; expected 'target'"):
        env.reset(options={"size": 3})
    env.reset()
    with pytest.raises(ValueError, match="outside of the action space"):
        env.step(np.array(SIZES))
    with pytest.raises(ValueError, match="every statement is allowed"):
        env.action_masks()


@pytest.mark.parametrize("begun", [False, True])
def test_no_step_is_taken_before_the_beginning_nor_after_the_end(begun: bool) -> None:
    env = DrawEnv(targets=noise(1, 64), max_steps=1, similarity=1.0)
    if begun:
        env.reset(seed=0)
        assert env.step(np.zeros(len(SIZES), np.int64))[2:4] != (False, False)
    with pytest.raises(ValueError, match=r"the drawing has ended; expected reset\(\)"):
        env.step(np.zeros(len(SIZES), np.int64))


def test_sheet_says_the_sizes_that_spaces_have() -> None:
    sizes = f"| 0 | {SIZES[0]} | {', '.join(f'`{kind}`' for kind in KINDS)} |"
    space = DrawEnv(action="token").observation_space["tokens"]  # type: ignore[index]
    assert sizes in SHEET
    assert f"`MultiDiscrete`, {len(SIZES)} components" in SHEET
    assert f"`Discrete({COUNT})`" in SHEET
    assert f"`Box(-1, {COUNT - 1}, {space.shape}, int16)`" in SHEET
    assert SIZES[1:] == (*[385] * 8, 80, 3, *[32, 32, 32, 31] * 2)


def test_example_of_the_sheet_runs(capsys: pytest.CaptureFixture[str]) -> None:
    example = re.findall(r"^```python\n(.*?)^```$", SHEET, re.MULTILINE | re.DOTALL)[0]
    exec(example, {})  # noqa: S102  # our own
    assert capsys.readouterr().out.startswith("size(64, 64);")


def test_frame_shows_target_and_canvas() -> None:
    env = DrawEnv(render_mode="rgb_array", targets=noise(1, 64))
    seen, _ = env.reset()
    frame = env.render()
    assert frame is not None
    assert (frame == np.hstack([seen["target"], seen["canvas"]])).all()
