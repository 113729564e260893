"""Results as tables: means over each set, in CSV and Markdown."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Iterable, Sequence

from sketchnet.bench.problems import curve, solved_by, steps_to
from sketchnet.bench.rows import Row, Score, Solution

_Format = Callable[[float], str]
_METRICS: tuple[tuple[str, str, _Format], ...] = (
    ("rmse", "RMSE, 0–255, lower is better", lambda value: f"{value:.1f}"),
    (
        "psnr",
        "PSNR in dB, higher is better, ∞ as soon as one drawing is exact",
        lambda value: f"{value:.1f}",
    ),
    ("ssim", "SSIM, higher is better", lambda value: f"{value:.3f}"),
    (
        "seconds",
        "seconds a picture (other tools: of the best setting alone; recorded: CPU, elsewhere)",
        lambda value: f"{value:.3g}",
    ),
    ("renders", "candidate drawings looked at", lambda value: f"{value:,.0f}"),
    ("numbers", "numbers spent", lambda value: f"{value:.0f}"),
)
_NOTHING = "–"


def summary_csv(scores: Sequence[Score]) -> str:
    """Means over the pictures, one line for each set, method and limit."""
    rows: list[list[object]] = []
    for (set_name, method, limit), group in _grouped(scores).items():
        means = [mean_of(group, metric) for metric, _, _ in _METRICS]
        rows.append([set_name, method, limit, len(group), *("" if m is None else m for m in means)])
    names = [metric for metric, _, _ in _METRICS]
    return _csv(["set", "method", "limit", "pictures", *names], rows)


def summary_markdown(scores: Sequence[Score]) -> str:
    """A section for each set, with a table for each measure."""
    parts = []
    for set_name in dict.fromkeys(score.set for score in scores):
        of_set = [score for score in scores if score.set == set_name]
        pictures = len({score.picture for score in of_set})
        parts.append(f"## {set_name}: {_count(pictures, 'picture')}\n")
        for metric, title, form in _METRICS:
            lines = _metric_lines(of_set, metric, form, pictures)
            if lines:
                parts.append(_table(f"Mean {title}, with at most so many numbers", lines))
        flat = _flat(of_set)
        if flat:
            title = "Drawings that are a flat colour, as nothing more fits, and count in the means"
            parts.append(_table(title, flat))
        parts.append(_table("Pictures where the method has the lowest RMSE", _wins(of_set)))
    return "\n".join(parts)


def problems_markdown(solutions: Sequence[Solution]) -> str:
    """How many problems are solved, after how many candidates; a line for each set and limit.

    Those whose attempt failed count as not solved; the mean of the seconds leaves them out.
    """
    most = max(solution.renders for solution in solutions)
    steps = [step for step in steps_to(most) if str(step)[0] in "15" or step >= most]
    head = ["problems", "method", "numbers", "of", "solved at the end", "on the way"]
    lines = [head + [f"by {_short(step)}" for step in steps] + ["failed", "seconds"]]
    for (set_name, method, limit), group in _grouped(solutions).items():
        times = [row.seconds for row in group if not math.isnan(row.seconds)]
        seconds = sum(times) / len(times) if times else math.nan
        line = [set_name, method, f"≤{limit}", len(group), sum(row.solved for row in group)]
        line.append(sum(row.solved_at is not None for row in group))
        line += [solved_by(group, step) for step in steps]
        line.append(len(group) - len(times))
        lines.append([*map(str, line), f"{seconds:.3g}" if times else _NOTHING])
    title = (
        "Problems solved at the end of the search, and on the way, by so many candidate drawings "
        "looked at, even where the end lost them again"
    )
    return _table(title, lines)


def curve_csv(solutions: Sequence[Solution]) -> str:
    """The share of problems solved against renders spent, for each set and limit."""
    rows: list[list[object]] = []
    for (set_name, method, limit), group in _grouped(solutions).items():
        rows += [[set_name, method, limit, len(group), step, share] for step, share in curve(group)]
    return _csv(["set", "method", "limit", "problems", "renders", "solved_share"], rows)


def mean_of(scores: Sequence[Score], metric: str) -> float | None:
    """The mean of a measure, infinite where one is; None where one is not known."""
    values = [getattr(score, metric) for score in scores]
    return None if None in values else sum(values) / len(values)


def _grouped(rows: Iterable[Row]) -> dict[tuple[str, str, int], list[Row]]:
    groups: dict[tuple[str, str, int], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.set, row.method, row.limit), []).append(row)
    return groups


def _metric_lines(
    scores: Sequence[Score], metric: str, form: _Format, pictures: int
) -> list[list[str]]:
    """A head and a line for each method; nothing when no method knows the measure."""
    groups = _grouped(scores)
    limits = sorted({score.limit for score in scores})
    lines = [["method", *(f"≤{limit}" for limit in limits)]]
    for method in dict.fromkeys(score.method for score in scores):
        cells = [groups.get((scores[0].set, method, limit), []) for limit in limits]
        means = [mean_of(cell, metric) if cell else None for cell in cells]
        if any(mean is not None for mean in means):
            texts = [_cell(m, form, len(c), pictures) for m, c in zip(means, cells, strict=True)]
            lines.append([method, *texts])
    return lines if len(lines) > 1 else []


def _cell(mean: float | None, form: _Format, count: int, pictures: int) -> str:
    """A mean; with the number of pictures it is over where some are missing."""
    if mean is None:
        return _NOTHING
    text = "∞" if mean == math.inf else form(mean)
    return text if count == pictures else f"{text} (of {count})"


def _flat(scores: Sequence[Score]) -> list[list[str]]:
    """A head and a line for each method with drawings of no numbers; nothing when all have some."""
    limits = sorted({score.limit for score in scores})
    lines = [["method", *(f"≤{limit}" for limit in limits)]]
    for method in dict.fromkeys(score.method for score in scores if score.numbers == 0):
        empty = [s.limit for s in scores if s.method == method and s.numbers == 0]
        lines.append([method, *(str(empty.count(limit)) for limit in limits)])
    return lines if len(lines) > 1 else []


def _wins(scores: Sequence[Score]) -> list[list[str]]:
    """On how many pictures each method has the lowest RMSE; equals win together."""
    # The best of the recorded peers is no method of its own: it would win with each of them.
    rivals = [score for score in scores if score.method != "recorded-best"]
    limits = sorted({score.limit for score in rivals})
    best: dict[tuple[str, int], float] = {}
    for score in rivals:
        key = (score.picture, score.limit)
        best[key] = min(best.get(key, math.inf), score.rmse)
    lines = [["method", *(f"≤{limit}" for limit in limits)]]
    for method in dict.fromkeys(score.method for score in rivals):
        mine = [score for score in rivals if score.method == method]
        wins = [
            sum(score.rmse == best[score.picture, limit] for score in mine if score.limit == limit)
            for limit in limits
        ]
        lines.append([method, *map(str, wins)])
    return lines


def _table(title: str, lines: Sequence[Sequence[str]]) -> str:
    head, *body = lines
    rule = ["---", *("---:" for _ in head[1:])]
    rows = "\n".join(
        f"| {' | '.join(_escaped(cell) for cell in line)} |" for line in (head, rule, *body)
    )
    return f"{title}:\n\n{rows}\n"


def _escaped(cell: str) -> str:
    """A cell that cannot end early: a folder may be called anything."""
    return cell.replace("|", "\\|").replace("\n", " ")


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(
        [f"{cell:.6g}" if isinstance(cell, float) else cell for cell in row] for row in rows
    )
    return text.getvalue()


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _short(number: int) -> str:
    return f"{number // 1_000_000}M" if number >= 1_000_000 else f"{number // 1000}k"
