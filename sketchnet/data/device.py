"""Training pairs made wholly on a device: pictures of `shapes`, canvases, and the next statement.

What `sketchnet.train.examples` makes on the CPU by interpreter and cairo, for the one sketch
`datasets/shapes.pde`, made here by torch from random tensors on: the drawings are sampled and put
in canonical order, target and canvas are drawn, and the next statement's tokens are looked up, all
of a batch at once. The same generator state gives the same pairs on the same kind of device.

Legend: N examples, D drawings, S slots, T tokens of the longest statement.
"""

from __future__ import annotations

import torch
from torch import Tensor

from sketchnet.data.device_augment import augmented
from sketchnet.data.device_draw import CANVAS, pictures
from sketchnet.data.device_forms import SLOTS
from sketchnet.data.device_order import ordered
from sketchnet.data.device_shaking import shaken
from sketchnet.data.device_shapes import Drawings, Shapes, sample
from sketchnet.data.device_tokens import channels_of, read_back, written
from sketchnet.model.batch import Batch
from sketchnet.model.grammar import grammar
from sketchnet.model.vocabulary import BACKGROUND, BEGIN, CHANNELS, END, ID, LEVELS, SIDE

UNIT = CANVAS / SIDE
"""Pixels of the drawings' canvas for one unit of the tokens."""


def drawings(count: int, rng: torch.Generator, most: int = SLOTS) -> Drawings:
    """Random drawings in canonical order, `count` of those of at most `most` shapes or fewer."""
    found = sample(count, rng)
    shapes = ordered(found.shapes)
    if most >= SLOTS:
        return found._replace(shapes=shapes)
    short = (shapes.present.sum(1) <= most).nonzero()[:, 0]
    return Drawings(found.ground[short], Shapes(*(of[short] for of in shapes)))


def steps(
    count: int,
    rng: torch.Generator,
    *,
    side: int,
    each: int = 4,
    most: int = SLOTS,
    augment: float = 0.0,
) -> Batch:
    """Random steps of random drawings.

    Args:
        count: N.
        rng: its device is where all of it happens.
        side: of the pictures, in pixels.
        each: steps of one drawing.
        most: shapes of the longest drawing taken.
        augment: how much targets may look like files rather than renderings, 0–1.
    """
    parts: list[Drawings] = []
    picked: list[Tensor] = []
    found = 0
    while found < count:
        tried = max((count - found) // min(each, 3) + 4, 8) * -(-SLOTS // min(most, SLOTS))
        some = drawings(tried, rng, most)
        if len(some.ground):
            parts.append(some)
            picked.append(_picked(some.shapes.present.sum(1), each, rng))
            found += int((picked[-1] >= 0).sum())
    ground = torch.cat([part.ground for part in parts])
    shapes = Shapes(*(torch.cat(of) for of in zip(*(part.shapes for part in parts), strict=True)))
    chosen = torch.cat(picked)  # (D, each)
    drawing, place = (chosen >= 0).nonzero()[:count].unbind(1)
    step = chosen[drawing, place]  # (N,)
    used = int(drawing[-1]) + 1
    ground, shapes = ground[:used], Shapes(*(of[:used] for of in shapes))

    said = written(shapes, UNIT)
    levels = (ground * ((LEVELS - 1) / 255)).round().long()
    paper, ours = shaken(channels_of(levels), read_back(shapes, said.levels, UNIT), rng)
    before = torch.arange(SLOTS, device=step.device) < step[:, None] - 1
    ours = Shapes(*(of[drawing] for of in ours))
    ours = ours._replace(present=ours.present & before)
    paper = torch.where(step[:, None] > 0, paper[drawing], 255.0)
    # All in one go: what is drawn together costs less.
    both = Shapes(*(torch.cat(of) for of in zip(shapes, ours, strict=True)))
    drawn = pictures(torch.cat((ground, paper)), both, side)
    target, canvas = augmented(drawn[:used], augment, rng), drawn[used:]
    wanted, states = _sentences(said.tokens, said.states, levels, shapes.present.sum(1))
    wanted, states = wanted[drawing, step], states[drawing, step]  # (N, T)
    longest = int((wanted >= 0).sum(1).max())
    wanted, states = wanted[:, :longest], states[:, :longest]
    inputs = torch.cat((torch.full_like(wanted[:, :1], -1), wanted[:, :-1]), 1)
    inputs = torch.where((inputs < 0) | (wanted < 0), ID[BEGIN], inputs)
    return Batch(target[drawing], canvas, inputs, wanted, states)


def _picked(shapes: Tensor, each: int, rng: torch.Generator) -> Tensor:
    """Some steps (D, each) of drawings of so many shapes (D,), ascending; -1 for none."""
    sentences = shapes[:, None] + 2
    place = torch.arange(SLOTS + 2, device=rng.device)
    luck = torch.rand((len(shapes), SLOTS + 2), generator=rng, device=rng.device)
    luck = torch.where(place < sentences, luck, -1.0)
    best = luck.topk(min(each, SLOTS + 2), dim=1)
    return torch.where(best.values >= 0, best.indices, -1).sort(1).values


def _sentences(
    tokens: Tensor, states: Tensor, ground: Tensor, shapes: Tensor
) -> tuple[Tensor, Tensor]:
    """All steps' tokens and states, (D, S + 2, T): background, statements, and `end` after them."""
    g = grammar()
    drawn, _, longest = tokens.shape
    wanted = torch.full((drawn, SLOTS + 2, longest), -1, device=tokens.device)
    before = torch.full_like(wanted, g.next)
    wanted[:, 1:-1], before[:, 1:-1] = tokens, states
    row = torch.arange(drawn, device=tokens.device)
    wanted[row, shapes + 1], before[row, shapes + 1] = -1, g.next
    wanted[row, shapes + 1, 0] = ID[END]
    wanted[:, 0, 0] = ID[BACKGROUND]
    wanted[:, 0, 1:4] = ground + CHANNELS.first
    state = g.start
    for place in range(4):
        before[:, 0, place] = state
        token = ID[BACKGROUND] if place == 0 else CHANNELS.first
        state = int(g.follows[state, token])
    return wanted, before
