"""The benchmark from end to end: what is to be done, done in parallel, written as it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from renderer.errors import SketchError
from sketchnet import __version__, outputs
from sketchnet.bench import curve, problems, recorded, sheets, tables
from sketchnet.bench.errors import BenchError
from sketchnet.bench.fingerprint import drawing_fingerprint, measuring_fingerprint
from sketchnet.bench.jobs import OURS, Job
from sketchnet.bench.judge import Draw
from sketchnet.bench.peers import vtracer_version
from sketchnet.bench.pool import in_processes
from sketchnet.bench.rows import (
    Asked,
    Row,
    Score,
    Solution,
    append_rows,
    read_rows,
    write_rows,
)
from sketchnet.bench.sets import Picture, home

Say = Callable[[str], None]
"""Takes a line for the user."""


@dataclass(frozen=True)
class Plan:
    """What to measure.

    Attributes:
        pictures: the pictures, or the problems.
        limits: most numbers, each in turn.
        methods: some of `sketchnet.bench.curve.METHODS`; problems are for our own alone.
        folder: takes results, drawings, tables and sheets.
        jobs: processes at a time, from 1.
        time_limit: most seconds for each of our drawings; None for none.
        renders_limit: most candidates looked at for each of them; None for the engine's choice.
        seed: of our random choices.
        resume: whether results in `folder` that answer the same questions stand.
        draw: a function of some module that stands for `sketchnet.draw`.
    """

    pictures: Sequence[Picture]
    limits: Sequence[int]
    methods: Sequence[str]
    folder: Path
    jobs: int = 1
    time_limit: float | None = None
    renders_limit: int | None = None
    seed: int = 0
    resume: bool = False
    draw: Draw | None = None


@dataclass(frozen=True)
class Report:
    """What came of a benchmark.

    Attributes:
        summary: tables in Markdown; empty when nothing could be measured.
        faults: a line for each drawing that failed.
        files: what was written, the results first.
    """

    summary: str
    faults: list[str] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)


def run_curve(plan: Plan, say: Say) -> Report:
    """Measure rate–distortion of every method on every picture.

    Writes `results.csv`, `summary.csv`, `summary.md` and `sheet-*.png` into the plan's folder.

    Raises:
        BenchError: the folder holds results of another kind.
        OutputError: it cannot be made.
    """
    results = plan.folder / "results.csv"
    kept = _begin(plan, results, Score)
    wanted = [m for m in plan.methods if m != "recorded"]
    jobs = [job for job in _jobs(plan, wanted) if not _all_in(job, kept)]
    extra = _recorded(plan) if "recorded" in plan.methods else []
    faults = _work(plan, partial(curve.measure, draw=plan.draw), jobs, results, _say_score, say)
    scores = _in_order(read_rows(results, Score), plan)
    order = {method: i for i, method in enumerate((*wanted, *curve.RECORDED_METHODS))}
    scores = sorted(scores + extra, key=lambda s: order[s.method])
    if not scores and not faults:
        raise BenchError("nothing to measure: recorded peers know only the project's own pictures")
    if not scores:
        return Report("", faults, [results])
    summary = tables.summary_markdown(scores)
    texts = {
        plan.folder / "summary.csv": tables.summary_csv(scores).encode(),
        plan.folder / "summary.md": summary.encode(),
    }
    outputs.write_all(texts)
    pages = sheets.write_score_sheets(plan.folder, plan.pictures, scores)
    return Report(summary, faults, [results, *texts, *pages])


def run_problems(plan: Plan, say: Say) -> Report:
    """Try every problem with our own search.

    Writes `problems.csv`, `solved.csv` (the curve), `problems.md` and `sheet-*.png`.

    Raises:
        BenchError: the folder holds results of another kind.
        OutputError: it cannot be made.
    """
    results = plan.folder / "problems.csv"
    kept = _begin(plan, results, Solution)
    jobs = [job for job in _jobs(plan, plan.methods) if not _all_in(job, kept)]
    faults = _work(
        plan, partial(problems.attempt, draw=plan.draw), jobs, results, _say_solution, say
    )
    solutions = _in_order(read_rows(results, Solution), plan)
    if not solutions:
        return Report("", faults, [results])
    # A problem that failed is one that was not solved; a resumed run tries it again.
    answered = {Asked(**row.question()) for row in solutions}
    asked = [one for job in _jobs(plan, plan.methods) for one in job.asked]
    failed = [problems.unsolved(one) for one in asked if one not in answered]
    counted = [*solutions, *failed]
    summary = tables.problems_markdown(counted)
    texts = {
        plan.folder / "solved.csv": tables.curve_csv(counted).encode(),
        plan.folder / "problems.md": summary.encode(),
    }
    outputs.write_all(texts)
    most = max(plan.limits)
    shown = [solution for solution in solutions if solution.limit == most]
    pages = sheets.write_solution_sheets(plan.folder, plan.pictures, shown)
    return Report(summary, faults, [results, *texts, *pages])


def _jobs(plan: Plan, methods: Iterable[str]) -> list[Job]:
    """Ours budget by budget, since each is a search; other tools do all budgets in one go."""
    jobs = []
    for method in methods:
        for picture in plan.pictures:
            asked = tuple(_asked(plan, picture, method, limit) for limit in plan.limits)
            parts = [(one,) for one in asked] if method in OURS else [asked]
            jobs += [Job(picture, part, plan.folder) for part in parts]
    return jobs


def _asked(plan: Plan, picture: Picture, method: str, limit: int) -> Asked:
    ours = method in OURS
    code = drawing_fingerprint() if ours else measuring_fingerprint()
    versions = {**dict.fromkeys(OURS, __version__), "vtracer": vtracer_version()}
    return Asked(
        set=picture.set_name,
        picture=picture.name,
        digest=picture.digest,
        method=method,
        version=f"{versions.get(method, '')}+{code}",
        limit=limit,
        seed=plan.seed if ours else None,
        time_limit=plan.time_limit if ours else None,
        renders_limit=plan.renders_limit if ours else None,
    )


def _recorded(plan: Plan) -> list[Score]:
    pictures = [picture for picture in plan.pictures if picture.bundled]
    if not pictures:
        return []
    records: dict[tuple[str, str], list[recorded.Record]] = {}
    for record in recorded.read_records(home() / "peers.csv"):
        records.setdefault((record.set_name, record.picture), []).append(record)
    return [
        score
        for picture in pictures
        for limit in plan.limits
        for score in curve.recorded_scores(
            _asked(plan, picture, "recorded", limit), records[picture.set_name, picture.name]
        )
    ]


def _begin(plan: Plan, results: Path, kind: type[Row]) -> set[Asked]:
    """Make the folder and the table; what the table already answers."""
    outputs.make_folder(plan.folder)
    kept: list[Row] = []
    if plan.resume and results.exists():
        wanted = {asked for job in _jobs(plan, plan.methods) for asked in job.asked}
        kept = [row for row in read_rows(results, kind) if Asked(**row.question()) in wanted]
    write_rows(results, kind, kept)
    return {Asked(**row.question()) for row in kept}


def _all_in(job: Job, kept: set[Asked]) -> bool:
    return all(asked in kept for asked in job.asked)


def _work(
    plan: Plan,
    work: Callable[[Job], list[Row]],
    jobs: Sequence[Job],
    results: Path,
    describe: Callable[[Row], str],
    say: Say,
) -> list[str]:
    """Do the jobs, write their rows as they come; a line for each that failed."""
    faults = []
    for count, (job, outcome) in enumerate(in_processes(work, jobs, plan.jobs), 1):
        try:
            rows = outcome.get()
        except SketchError as fault:
            faults.append(f"{job}: {fault}")
            say(f"[{count}/{len(jobs)}] {job}: {fault}")
            continue
        append_rows(results, rows)
        for row in rows:
            name = f"{row.set}/{row.picture} {row.method} ≤{row.limit}"
            say(f"[{count}/{len(jobs)}] {name}: {describe(row)}")
    return faults


def _in_order(rows: Sequence[Row], plan: Plan) -> list[Row]:
    """Rows as the plan has their pictures, whatever the order in which they came."""
    places = {(picture.set_name, picture.name): i for i, picture in enumerate(plan.pictures)}
    return sorted(rows, key=lambda row: (places[row.set, row.picture], row.limit))


def _say_score(score: Score) -> str:
    return f"{score.numbers} numbers, RMSE {score.rmse:.1f}, {score.seconds:.3g} s"


def _say_solution(solution: Solution) -> str:
    said = "not solved" if solution.solved_at is None else f"solved at {solution.solved_at:,}"
    return f"{said} of {solution.renders:,}, {solution.seconds:.3g} s"
