"""Held-out pairs of the data sketches: what a writer makes of them, sample by sample."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

import renderer
from sketchnet.evaluation.sampled import best_of, greedy_of, sampled
from sketchnet.images import Pixels
from sketchnet.metrics import ssim
from sketchnet.model.grammar import grammar
from sketchnet.model.statements import Picture, scene_of
from sketchnet.model.tokens import decode, encode
from sketchnet.model.view import View
from sketchnet.model.vocabulary import BEGIN, ID
from sketchnet.model.writers import Writer
from sketchnet.train.config import HELD_OUT
from sketchnet.train.examples import CANVAS, UNIT, Sketches, canvases, drawings, steps_in_order

SOLVED = 6.0
"""RMSE, 0–255, at which a drawing counts as the picture."""

BEST_OF = (10, 100)
"""k of solved@k, beside the greedy program."""


class Case(NamedTuple):
    """A held-out picture: its statements, and (CANVAS, CANVAS, 3) uint8."""

    picture: Picture
    image: Pixels


@dataclass(frozen=True)
class Row:
    """What became of one set.

    Attributes:
        name: of the set.
        pictures: how many.
        accuracy: share of the tokens that are the likeliest after the true ones before.
        rmse, ssim: of the greedy programs, means.
        solved: share solved by the best of k programs as written, by k: `1` is the greedy one.
        refined: the same after refinement.
    """

    name: str
    pictures: int
    accuracy: float
    rmse: float
    ssim: float
    solved: dict[str, float]
    refined: dict[str, float]


def cases(sketches: Sketches, count: int, most: int) -> list[Case]:
    """Held-out pictures of at most so many statements."""
    stream = drawings(sketches, HELD_OUT, np.random.default_rng(HELD_OUT), most)
    found = []
    for _ in range(count):
        picture = next(stream)
        found.append(Case(picture, renderer.render_ops(scene_of(picture, (CANVAS, CANVAS)))))
    return found


def evaluate(
    writer: Writer,
    name: str,
    held_out: list[Case],
    samples: tuple[int, ...] = BEST_OF,
    tell: Callable[[str], None] = lambda line: None,
    refine: int | None = None,
) -> Row:
    """Everything about one set; see `Row`.

    Args:
        writer: a painter or a captioner.
        name: of the set.
        held_out: its pictures.
        samples: k: so many programs are sampled, and the best taken; see `sampled`.
        tell: gets a line now and then.
        refine: how many of the first pictures' programs are refined; all when None.
    """
    pictures = [case.image for case in held_out]
    greedy = greedy_of(writer, pictures)
    alike = [ssim(drawn(one), image) for one, image in zip(greedy, pictures, strict=True)]
    counts = tuple(dict.fromkeys((1, *samples)))
    tell(f"{name}: {len(held_out)} pictures")
    best = [
        best_of(
            sampled(writer, image, one, max(counts), index),
            image,
            counts,
            refine is None or index < refine,
        )
        for index, (one, image) in enumerate(zip(greedy, pictures, strict=True))
    ]
    written = [[found[place].written for found in best] for place in range(len(counts))]
    after = [[found[place].refined for found in best[:refine]] for place in range(len(counts))]
    for count, errors in zip(counts, written, strict=True):
        tell(f"{name}: RMSE {np.mean(errors):.1f} by the best of {count}")
    names = [str(count) for count in counts]
    return Row(
        name,
        len(held_out),
        token_accuracy(writer, held_out),
        float(np.mean(written[0])),
        float(np.mean(alike)),
        dict(zip(names, map(_share, written), strict=True)),
        dict(zip(names, map(_share, after), strict=True)),
    )


def drawn(picture: Picture) -> Pixels:
    """What a picture's statements draw, (CANVAS, CANVAS, 3) uint8."""
    return renderer.render_ops(scene_of(picture, (CANVAS, CANVAS)))


def _share(errors: list[float]) -> float:
    return float(np.mean([error <= SOLVED for error in errors]))


def token_accuracy(writer: Writer, held_out: list[Case]) -> float:
    """Share of the tokens that the writer finds likeliest after the true ones before them."""
    g = grammar()
    right = total = 0
    view = View(CANVAS, CANVAS, writer.side)
    for case in held_out:
        target = view.of(case.image)
        for canvas, tokens, first in _sentences(writer, case.picture, target):
            seen = writer.look(target[None], canvas[None])
            state = writer.begin(seen)
            word, place = ID[BEGIN], g.start if first else g.next
            for token in tokens:
                role = np.array([g.roles[place]], np.int64)
                logits, state = writer.read(seen, state, np.array([word], np.int64), role)
                best = int(np.where(g.allowed[place], logits[0], -np.inf).argmax())
                right += best == token
                total += 1
                word, place = token, int(g.follows[place, token])
    return right / total


def _sentences(
    writer: Writer, picture: Picture, target: Pixels
) -> Iterator[tuple[Pixels, list[int], bool]]:
    """What is written in one go: of a painter each statement, of a captioner all of it."""
    steps = steps_in_order(picture)
    if not writer.sees_canvas:
        yield target, [token for step in steps for token in step], True
        return
    written = decode(encode(picture, UNIT), UNIT)
    boards = canvases(written, writer.side, range(len(steps)))
    for index, (board, step) in enumerate(zip(boards, steps, strict=True)):
        yield board, step, index == 0
