"""`sketchnet/ToyCorewar-v0`: programs for the tiny machine as a Gymnasium environment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gymnasium
import numpy as np
from gymnasium import spaces

from sketchnet.corewar.batch import OBSERVED
from sketchnet.corewar.machine import ACTIONS, LENGTH, STOP, Bytes, MachineError, listing, run
from sketchnet.corewar.rewards import Reward
from sketchnet.corewar.tasks import Task, as_target


class ToyCorewarEnv(gymnasium.Env[Bytes, np.int64]):
    """Four byte registers, programs of at most five instructions, and registers to reach.

    ### Action space

    `Discrete(225)`. A program begins empty and its registers at zero.

    | actions | instruction | does |
    |---|---|---|
    | 0–79 | `ld v r` | loads v, 0 to 19, into register r; action 20·r + v |
    | 80–95 | `st a b` | copies register a to b; 80 + 4·a + b |
    | 96–159 | `add a b c` | puts a + b modulo 256 into c; 96 + 16·a + 4·b + c |
    | 160–223 | `sub a b c` | puts a − b modulo 256 into c; 160 + 16·a + 4·b + c |
    | 224 | STOP | ends the program |

    ### Observation space

    `Box(0, 255, (13,), uint8)`: the registers after the whole program has run from zero (4), the
    target (4), and the program (5): each instruction's action plus one, 0 where none is yet.

    ### Rewards

    With the distance summed over the registers, `circular` (modulo 256) or absolute:

    | | `cumulative` | not |
    |---|---|---|
    | `positive` | what each step brought nearer | at the end, what the program brought nearer |
    | not | minus the distance, each step | minus the distance, at the end |

    `bonus` is paid on top at the end of a program that leaves exactly the target.

    ### Episodes

    Terminated by STOP and by the fifth instruction; never truncated. `reset(options={"target": …})`
    sets the target, four numbers of 0 to 255; otherwise the task does: its targets take turns,
    `every` so many episodes, from the first again after `reset(seed=…)`; those of a random task are
    drawn from the seed.

    ### Info

    `distance` (int) of the registers from the target; `solved` (bool), whether it is 0.

    Args:
        task: `one`, `two`, `four`, `random`, or `own` with `targets`.
        targets: four bytes each.
        every, count: as in `Task`.
        positive, circular, cumulative, bonus: as in `Reward`.
        render_mode: `ansi` for the program as text.
    """

    metadata = {"render_modes": ["ansi"], "render_fps": 1}  # noqa: RUF012 - Gymnasium's own

    def __init__(
        self,
        *,
        task: str = "one",
        targets: Sequence[Sequence[int]] = (),
        every: int = 5,
        count: int = 0,
        positive: bool = True,
        circular: bool = True,
        cumulative: bool = True,
        bonus: float = 0.0,
        render_mode: str | None = None,
    ) -> None:
        if render_mode not in (None, "ansi"):
            raise MachineError(f"render_mode {render_mode!r}; expected None or 'ansi'")
        self.task = Task(task, targets, every, count)
        self.reward = Reward(positive, circular, cumulative, bonus)
        self.render_mode = render_mode
        self.action_space = spaces.Discrete(ACTIONS)
        self.observation_space = spaces.Box(0, 255, (OBSERVED,), np.uint8)
        self.program: list[int] = []
        self._fixed: Bytes | None = None
        self._episode = 0
        self._ended = True

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Bytes, dict[str, Any]]:
        """Begins an empty program.

        Raises:
            MachineError: an option is unknown, or its target is no four bytes.
        """
        super().reset(seed=seed)
        unknown = set(options or ()) - {"target"}
        if unknown:
            raise MachineError(f"options {sorted(unknown)}; expected target alone")
        if seed is not None or self._episode == 0:
            self._episode = 0
            self._fixed = self.task.fixed(self.np_random)
        number = np.array([self._episode])
        self.target = self.task.at(number, self._fixed, self.np_random)[0]
        if options and "target" in options:
            self.target = as_target(options["target"])
        self._episode += 1
        self.program, self._ended = [], False
        self.registers = run(self.program)
        self._first = self._distance()
        return self._observed(), self._info()

    def step(self, action: np.int64 | int) -> tuple[Bytes, float, bool, bool, dict[str, Any]]:
        """Appends an instruction, or ends the program, and runs all of it from zero."""
        if self._ended:
            raise MachineError("the program has ended; expected reset()")
        if not self.action_space.contains(action):
            raise MachineError(f"action {action!r}; expected one of 0 to {STOP}")
        before = self._distance()
        if action != STOP:
            self.program.append(int(action))
            self.registers = run(self.program)
        self._ended = action == STOP or len(self.program) == LENGTH
        told = (before, self._distance(), self._first, np.bool_(self._ended))
        reward = self.reward.paid(*(np.array([value]) for value in told))[0]
        return self._observed(), float(reward), bool(self._ended), False, self._info()

    def render(self) -> str | None:
        """The program and what it leaves, as text, when `render_mode` is `ansi`."""
        if self.render_mode is None:
            return None
        left = f"{self.registers.tolist()} of {self.target.tolist()}"
        return "\n".join(filter(None, [listing(self.program), left]))

    def _distance(self) -> np.int64:
        return np.int64(self.reward.distance(self.registers, self.target))

    def _observed(self) -> Bytes:
        written = np.zeros(LENGTH, np.uint8)
        written[: len(self.program)] = np.array(self.program, np.int64) + 1
        return np.concatenate([self.registers, self.target, written])

    def _info(self) -> dict[str, Any]:
        distance = int(self._distance())
        return {"distance": distance, "solved": distance == 0}
