"""What the agents and the environment can do, measured: `python -m sketchnet.corewar.measure`.

`singles`, `pairs` and `four` train an agent from nothing on one, two or four targets until the
programs that it thinks best are exact; each program it writes counts as an episode, those of the
looks that decide whether it is done too. `random` judges a trained agent on held-out random
targets; `speed` times the environment beside the machine's bare arithmetic. Results are lines of
Markdown on standard output.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sketchnet.cli import Parser
from sketchnet.corewar import oracle
from sketchnet.corewar.agent import AGENTS, AgentConfig, played
from sketchnet.corewar.batch import Batch
from sketchnet.corewar.environment import ToyCorewarEnv
from sketchnet.corewar.evaluation import found, held_out
from sketchnet.corewar.machine import ACTIONS, LENGTH, REGISTERS, apply
from sketchnet.corewar.saved import fetch
from sketchnet.corewar.tasks import FIXED, PAIRS, SINGLES, Task
from sketchnet.corewar.vector import ToyCorewarVectorEnv
from sketchnet.tools import as_tool
from sketchnet.train.corewar import CorewarConfig, Run

LIMITS = {"singles": 20_000, "pairs": 60_000, "four": 200_000}
"""Episodes after which an agent has failed."""
_DRAWN = 41  # seed of the solvable targets


def groups(what: str, count: int) -> list[list[list[int]]]:
    """The targets of each training: the known ones, then solvable ones drawn at random."""
    each = {"singles": 1, "pairs": 2, "four": 4}[what]
    known: dict[str, Sequence[Sequence[Sequence[int]]]] = {
        "singles": [[target] for target in SINGLES],
        "pairs": PAIRS,
        "four": [FIXED["four"]],
    }
    drawn: list[list[int]] = oracle.solvable(count * each, np.random.default_rng(_DRAWN)).tolist()
    ours = [[list(target) for target in group] for group in known[what]]
    return ours + [drawn[at : at + each] for at in range(0, len(drawn), each)]


class Trained(NamedTuple):
    """How a training went.

    Attributes:
        solved: whether the programs that the agent thinks best are exact.
        episodes: programs written.
        first: those until the first exact one, of exploring too; 0 for none.
        processor, clock: seconds.
    """

    solved: bool
    episodes: int
    first: int
    processor: float
    clock: float


def trained(config: CorewarConfig, limit: int) -> Trained:
    """Trains until every target is solved, or so many episodes."""
    cpu, clock = time.process_time(), time.perf_counter()
    run = Run(config, lambda line: None)
    first, looks = 0, 0
    assert run.fixed is not None
    batch = Batch(len(run.fixed), config.reward)
    solved = False
    round_of = config.machines + len(run.fixed)
    while not solved and run.episodes + looks + round_of <= limit:
        run.round()
        if not first and (run.batch.distance == 0).any():
            first = run.episodes
        if run.episodes // config.machines % config.eval_every == 0:
            played(run.agent, batch, run.fixed)
            looks += len(run.fixed)
            solved = bool((batch.distance == 0).all())
    processor, clock = time.process_time() - cpu, time.perf_counter() - clock
    return Trained(solved, run.episodes + looks, first, processor, clock)


def solve_groups(what: str, agent: AgentConfig, count: int, seed: int) -> None:
    """Trains on every group of targets, one agent each, and prints how it went."""
    print("| targets | solved | episodes | first exact program | processor s | clock s |")
    print("|---|---|---:|---:|---:|---:|", flush=True)
    done: list[Trained] = []
    for targets in groups(what, count):
        task = Task("own", targets)
        config = CorewarConfig("-", seed=seed, eval_every=2, task=task, agent=agent)
        result = trained(config, LIMITS[what])
        done.append(result)
        told = ", ".join(str(target) for target in targets)
        print(
            f"| {told} | {'yes' if result.solved else 'no'} | {result.episodes} | {result.first} "
            f"| {result.processor:.1f} | {result.clock:.1f} |",
            flush=True,
        )
    counts = sorted(one.episodes for one in done)
    print(
        f"\n{sum(one.solved for one in done)} of {len(done)} solved; episodes: median "
        f"{counts[len(done) // 2]}, most {counts[-1]}; processor seconds: most "
        f"{max(one.processor for one in done):.1f}; clock seconds: most "
        f"{max(one.clock for one in done):.1f}"
    )


def judge(weights: Path, count: int, tries: int = 64) -> None:
    """Prints how a trained agent does on held-out random targets, and on solvable ones."""
    agent = fetch(weights)
    solvable = oracle.solvable(count, np.random.default_rng(_DRAWN))
    for name, targets in (("random", held_out(count)), ("solvable", solvable)):
        print(f"{name}: {found(agent, targets)}")
        rng = np.random.default_rng(0)
        batch = Batch(tries, agent.memory.reward)
        best: list[int] = []
        chance: list[int] = []
        for target in targets:
            goal = np.tile(target, (tries, 1))
            played(agent, batch, goal, rng)
            best.append(int(batch.distance.min()))
            batch.reset(goal)
            for actions in rng.integers(0, ACTIONS, (LENGTH, tries)):
                batch.step(actions)
            chance.append(int(batch.distance.min()))
        told = f"{np.mean(best):.2f} by the exploring agent, {np.mean(chance):.2f} by chance"
        print(f"{name}, the best of {tries} programs: {told}", flush=True)


def speed(machines: Sequence[int] = (1, 64, 1024), seconds: float = 1.0) -> None:
    """Prints steps a second of the environment, its batch form and the bare arithmetic."""
    rng = np.random.default_rng(0)
    single = ToyCorewarEnv(task="random")
    single.reset(seed=0)

    def step() -> None:
        if single.step(int(rng.integers(ACTIONS)))[2]:
            single.reset()

    print(f"one environment: {_rate(step, seconds):,.0f} steps/s")
    for count in machines:
        actions = rng.integers(0, ACTIONS, count)
        vector = ToyCorewarVectorEnv(count, task="random")
        vector.reset(seed=0)
        registers = rng.integers(0, 256, (count, REGISTERS), dtype=np.uint8)
        ours = count * _rate(partial(vector.step, actions), seconds)
        bare = count * _rate(partial(apply, registers, actions), seconds)
        told = f"{ours:,.0f} steps/s, bare arithmetic {bare:,.0f}: {ours / bare:.2f}"
        print(f"batch of {count}: {told}")


def _rate(act: Callable[[], object], seconds: float) -> float:
    """Calls a second of processor time."""
    calls, begun = 0, time.process_time()
    while (spent := time.process_time() - begun) < seconds:
        act()
        calls += 1
    return calls / spent


@as_tool
def main(argv: Sequence[str] | None = None) -> None:
    """Runs one measurement."""
    parser = Parser(prog="python -m sketchnet.corewar.measure")
    parser.add_argument("what", choices=(*LIMITS, "random", "speed"))
    parser.add_argument("--agent", choices=AGENTS, default="dqn", help="who is trained")
    parser.add_argument("--blind", action="store_true", help="see one instruction ahead, not two")
    parser.add_argument("--count", type=int, help="drawn groups of targets, or targets of random")
    parser.add_argument("--seed", type=int, default=0, help="of the agents")
    parser.add_argument("--weights", type=Path, help="of a trained agent, for random")
    args = parser.parse_args(argv)
    if args.what == "speed":
        speed()
    elif args.what == "random":
        if args.weights is None:
            parser.error("random needs --weights")
        judge(args.weights, args.count or 500)
    else:
        agent = AgentConfig(agent=args.agent, ahead=not args.blind)
        counts = {"singles": 25, "pairs": 5, "four": 2}
        count = counts[args.what] if args.count is None else args.count
        solve_groups(args.what, agent, count, args.seed)


if __name__ == "__main__":
    raise SystemExit(main())
