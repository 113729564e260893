"""Trains an agent that writes programs for the tiny machine: `sketchnet train corewar CONFIG`.

Round after round every machine is written one program, exploring; then the agent learns. A
checkpoint holds the networks, the optimiser, the memory and the generator, so that `--resume` goes
on exactly as if training had never stopped.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch

from sketchnet.corewar.agent import Agent, AgentConfig, played
from sketchnet.corewar.agents import make
from sketchnet.corewar.batch import Batch
from sketchnet.corewar.evaluation import HELD_OUT, found, held_out
from sketchnet.corewar.rewards import Reward
from sketchnet.corewar.saved import load_checkpoint, save_checkpoint, store
from sketchnet.corewar.tasks import Task
from sketchnet.train.checkpoint import CHECKPOINT, new_folder
from sketchnet.train.settings import ConfigError


@dataclass(frozen=True)
class CorewarConfig:
    """How an agent is trained.

    Attributes:
        out: folder of the checkpoint, of TensorBoard's files and of the weights.
        seed: of the weights, the targets and the exploring.
        episodes: programs written.
        machines: programs written at once, a round.
        log_every, eval_every, save_every: rounds.
        eval_targets: held-out targets of a random task that an evaluation looks at; of other tasks
            it looks at all.
        enough: whether training ends once the programs it thinks best are as near as any can be,
            at an evaluation, to all targets.
        threads: of torch; 0 leaves it alone.
        task: the targets.
        reward: how steps are paid.
        agent: who learns, and how.
    """

    out: str
    seed: int = 0
    episodes: int = 20_000
    machines: int = 64
    log_every: int = 20
    eval_every: int = 10
    save_every: int = 100
    eval_targets: int = 500
    enough: bool = True
    threads: int = 1
    task: Task = field(default_factory=Task)
    reward: Reward = field(default_factory=lambda: Reward(bonus=128.0))
    agent: AgentConfig = field(default_factory=AgentConfig)

    def __post_init__(self) -> None:
        if not self.out:
            raise ConfigError("no 'out'; expected the folder to write to")
        if self.seed == HELD_OUT:
            raise ConfigError(f"seed {HELD_OUT} is that of the held-out targets")
        for name in ("episodes", "machines", "log_every", "eval_every", "save_every"):
            if getattr(self, name) < 1:
                raise ConfigError(f"{name} is {getattr(self, name)}; expected 1 or more")
        if self.eval_targets < 1 or self.threads < 0:
            raise ConfigError("eval_targets is 1 or more, threads 0 or more")


def train(
    config: CorewarConfig, *, resume: bool = False, tell: Callable[[str], None] = print
) -> Agent:
    """Trains an agent and writes its weights to `config.out`.

    Args:
        config: what, on which targets and for how long.
        resume: goes on from the checkpoint in `config.out`.
        tell: gets a line now and then.

    Raises:
        MachineError: there is nothing to resume, or it is of another agent.
        ConfigError: there is something to resume, and it was not asked for.
    """
    return Run(config, tell).go(resume)


class Run:
    """One training, from its beginning or from a checkpoint.

    Args:
        config: what is trained.
        tell: gets a line now and then.

    Attributes:
        agent: who learns.
        episodes, seconds: written and spent so far.
        solved: whether it thinks of the best programs for all targets.
    """

    def __init__(self, config: CorewarConfig, tell: Callable[[str], None]) -> None:
        self.config, self.tell = config, tell
        if config.threads:
            torch.set_num_threads(config.threads)
        torch.manual_seed(config.seed)
        self.agent = make(config.agent, config.reward)
        self.rng = np.random.default_rng((config.seed, 1))
        self.fixed = config.task.fixed(np.random.default_rng((config.seed, 2)))
        self.judged = held_out(config.eval_targets) if self.fixed is None else self.fixed
        self.batch = Batch(config.machines, config.reward)
        self.out = Path(config.out)
        self.checkpoint = self.out / CHECKPOINT
        self.episodes, self.seconds, self.solved = 0, 0.0, False

    def go(self, resume: bool) -> Agent:
        """Trains to the end."""
        from torch.utils.tensorboard import SummaryWriter

        config = self.config
        if resume:
            facts = load_checkpoint(self.checkpoint, self.agent, self.rng)
            self.episodes, self.seconds = facts["episodes"], facts["seconds"]
            self.solved = facts["solved"]
            if self.over:
                self.tell(f"trained to the end already: {self.episodes} episodes")
        else:
            new_folder(self.out)
        board = SummaryWriter(str(self.out), purge_step=self.episodes)
        begun = time.perf_counter() - self.seconds
        while not self.over:
            told = self.round()
            rounds = self.episodes // config.machines
            if rounds % config.log_every == 0:
                self.seconds = time.perf_counter() - begun
                told["distance"] = float(self.batch.distance.mean())
                told["episodes a second"] = self.episodes / self.seconds
                line = ", ".join(f"{name} {value:.3g}" for name, value in told.items())
                self.tell(f"{self.episodes}: {line}")
                for name, value in told.items():
                    board.add_scalar(name, value, self.episodes)
            if rounds % config.eval_every == 0 or self.over:
                result = found(self.agent, self.judged)
                self.solved = result.gap == 0
                self.tell(f"{self.episodes}: {result}")
                board.add_scalar("held-out/distance", result.distances.mean(), self.episodes)
                board.add_scalar("held-out/gap", result.gap, self.episodes)
                board.add_scalar("held-out/solved", result.solved, self.episodes)
            if rounds % config.save_every == 0 or self.over:
                self.seconds = time.perf_counter() - begun
                self.save()
        board.close()
        return self.agent

    @property
    def over(self) -> bool:
        """Whether all episodes were played, or enough of them."""
        config = self.config
        return self.episodes >= config.episodes or (self.solved and config.enough)

    def round(self) -> dict[str, float]:
        """Every machine is written a program, and the agent learns; what happened, by name."""
        numbers = self.episodes + np.arange(self.config.machines)
        targets = self.config.task.at(numbers, self.fixed, self.rng)
        episodes = played(self.agent, self.batch, targets, self.rng)
        self.episodes += self.config.machines
        return self.agent.learn(episodes, self.rng)

    def save(self) -> None:
        """Writes the checkpoint and the weights."""
        facts = {"episodes": self.episodes, "seconds": self.seconds, "solved": self.solved}
        save_checkpoint(self.checkpoint, self.agent, self.rng, **facts)
        store(self.agent, self.out, trained=facts | {"seed": self.config.seed})
