"""Whether whatever is sampled is a program: parsed, checked and run from its printed text."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

import renderer
from renderer.errors import ProgramError
from sketchnet.evaluation.synthetic import cases
from sketchnet.model.decoding import Choice, write_programs
from sketchnet.model.statements import program_of
from sketchnet.model.tokens import decode
from sketchnet.model.view import View
from sketchnet.model.writers import Writer
from sketchnet.train.examples import CANVAS, UNIT, Sketches

TEMPERATURES = (0.5, 1.0, 2.0, 10.0)

_BATCH = 256
_LINES = 5  # that a temperature is told of in


class Count(NamedTuple):
    """Programs sampled at a temperature, and how many of them are valid."""

    temperature: float
    samples: int
    valid: int


def count_valid(
    writer: Writer,
    sketches: Sketches,
    samples: int,
    most: int,
    tell: Callable[[str], None] = lambda line: None,
) -> list[Count]:
    """Samples programs for held-out pictures and reads each of them back.

    Args:
        writer: a painter or a captioner.
        sketches: whose held-out pictures are looked at, in turn.
        samples: programs in all, shared among `TEMPERATURES`.
        most: statements of a painter's programs.
        tell: gets a line now and then, how far it is.
    """
    view = View(CANVAS, CANVAS, writer.side)
    targets = [view.of(case.image) for case in cases(sketches, min(samples, _BATCH), 24)]
    rng = np.random.default_rng(0)
    share = -(-samples // len(TEMPERATURES))
    counts = []
    for temperature in TEMPERATURES:
        valid = done = 0
        while done < share:
            batch = [targets[i % len(targets)] for i in range(min(_BATCH, share - done))]
            for tokens in write_programs(writer, batch, Choice(temperature), most, rng):
                valid += _is_valid(tokens)
            done += len(batch)
            if done * _LINES // share > (done - len(batch)) * _LINES // share:
                tell(f"temperature {temperature:g}: {valid:,} valid of {done:,} so far")
        counts.append(Count(temperature, done, valid))
    return counts


def _is_valid(tokens: list[int]) -> bool:
    program = program_of(decode(tokens, UNIT), (CANVAS, CANVAS))
    try:
        renderer.run(renderer.parse(renderer.export(program, "processing")))
    except ProgramError:
        return False
    return True
