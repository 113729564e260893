"""The compiler: reads a program statement by statement and paints the canvas after each.

What is written down: the order of painting, `canvas · (1 - a) + colour · a`, and that each piece of
an outline looks at a pixel from where it lies itself (along and across an edge, out from an oval's
rim, in from a box's sides). What is learnt: which pixels a fill and a stroke of a kind, made of
such pieces, cover, and how much of each. Every piece says something about a pixel, what a
statement's pieces say is pooled, and a readout decides. Pixels are asked for one by one, so that
training looks at some of them and drawing at all.

Legend: B programs, S statements of the longest, M statements of all, Q pixels of a program,
R pieces, D channels.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor, nn

from sketchnet.compiler.pieces import BOX, EDGE, OVAL, by_box, by_edge, by_oval
from sketchnet.compiler.reading import Reading, spots_of
from sketchnet.model.vocabulary import KINDS

_CHUNK = 1 << 16  # pixels times pieces looked at together without gradients


@dataclass(frozen=True)
class CompilerConfig:
    """Sizes of a compiler.

    Attributes:
        side: of the longer side of its pictures, in pixels.
        channels: of what a piece says about a pixel; half are added up, of half the greatest count.
        hidden: units of a piece's layers.
        readout: units of the layers that decide.
    """

    side: int = 64
    channels: int = 56
    hidden: int = 72
    readout: int = 112


class Compiler(nn.Module):
    """Paints programs; see the module's text."""

    def __init__(self, config: CompilerConfig) -> None:
        super().__init__()
        self.config = config
        h, d, r = config.hidden, config.channels, config.readout

        def piece(inputs: int) -> nn.Sequential:
            return nn.Sequential(
                nn.Linear(inputs, h), nn.SiLU(), nn.Linear(h, h), nn.SiLU(), nn.Linear(h, d)
            )

        self.edge, self.oval, self.box = piece(EDGE), piece(OVAL), piece(BOX)
        self.kinds = nn.Embedding(len(KINDS), r)
        self.weights = nn.Linear(4, r)
        self.pooled = nn.Linear(d, r)
        self.decide = nn.Sequential(nn.SiLU(), nn.Linear(r, r), nn.SiLU(), nn.Linear(r, 2))

    def covers(self, numbers: Tensor, reading: Reading, points: Tensor) -> Tensor:
        """How much of each pixel a statement's fill and stroke cover.

        Args:
            numbers: (N,) as in `Read`.
            reading: the tables.
            points: (B, Q, 2) centres of pixels, in pixels.

        Returns:
            (M, Q, 2), 0–1.
        """
        program = reading.slot // reading.statements  # (M,)
        weight = numbers[reading.weight]
        statements, half = len(program), self.config.channels // 2
        told = points.new_zeros(statements, points.shape[1], self.config.channels)
        ends = spots_of(reading, numbers)[reading.edges]  # (E, 2, 2)
        for network, of, features in (
            (self.edge, reading.edge_of, partial(by_edge, ends, reading.use)),
            (self.oval, reading.oval_of, partial(by_oval, numbers[reading.ovals])),
            (self.box, reading.box_of, partial(by_box, numbers[reading.boxes])),
        ):
            if len(of):
                said = network(features(points[program[of]], weight[of, None]))  # (R, Q, D)
                # The greatest, smoothly: the logarithm of a sum of powers.
                said = torch.cat([said[..., :half], said[..., half:].clamp(max=20).exp()], -1)
                told = told.index_add(0, of, said)
        pooled = torch.cat([told[..., :half], (told[..., half:] + 1e-4).log()], -1)
        thick = torch.stack([(weight / s).tanh() for s in (1, 4, 16)] + [weight / 32], -1)
        about = self.kinds(reading.kind) + self.weights(thick)
        out: Tensor = self.decide(self.pooled(pooled) + about[:, None])
        return out.sigmoid()

    def forward(
        self,
        numbers: Tensor,
        reading: Reading,
        points: Tensor,
        before: Tensor | None = None,
        presence: Tensor | None = None,
    ) -> Tensor:
        """The canvas after the background and after every statement.

        Args:
            numbers: (N,) as in `Read`.
            reading: the tables.
            points: (B, Q, 2) centres of pixels, in pixels.
            before: (B, S, 3, Q) canvases to paint each statement on; its own when None.
            presence: (M,) how much each statement is there, 0–1; wholly when None.

        Returns:
            (B, S + 1, 3, Q), 0–1; programs shorter than S keep their last canvas.
        """
        covers = self.covers(numbers, reading, points)
        return painted(numbers, reading, covers, before, presence)


def painted(
    numbers: Tensor,
    reading: Reading,
    covers: Tensor,
    before: Tensor | None = None,
    presence: Tensor | None = None,
) -> Tensor:
    """The canvases that covers (M, Q, 2) make; see `Compiler.forward`."""
    b, s, q = reading.programs, reading.statements, covers.shape[1]
    inks = numbers[reading.inks]  # (M, 2, 4)
    opacity = inks[..., 3] if presence is None else inks[..., 3] * presence[:, None]
    shares = covers.transpose(1, 2) * opacity[..., None]  # (M, 2, Q)
    share = covers.new_zeros(b * s, 2, q).index_copy(0, reading.slot, shares).view(b, s, 2, q)
    tones = covers.new_zeros(b * s, 2, 3).index_copy(0, reading.slot, inks[..., :3])
    tones = tones.view(b, s, 2, 3)
    canvas = numbers[reading.ground][..., None].expand(b, 3, q)
    canvases = [canvas]
    for place in range(s):
        if before is not None:
            canvas = before[:, place]
        for part in range(2):
            canvas = torch.lerp(canvas, tones[:, place, part, :, None], share[:, place, part, None])
        canvases.append(canvas)
    return torch.stack(canvases, 1)


def centres(width: int, height: int) -> Tensor:
    """(height · width, 2): x and y of the centres of all pixels, row by row."""
    x, y = torch.meshgrid(torch.arange(width), torch.arange(height), indexing="xy")
    return torch.stack([x, y], -1).flatten(0, 1) + 0.5


@torch.no_grad()
def draw(
    model: Compiler, numbers: Tensor, reading: Reading, size: tuple[int, int], last: bool = True
) -> Tensor:
    """Whole pictures, some pixels at a time.

    Args:
        model: on the device of the numbers.
        numbers, reading: the programs.
        size: (width, height) in pixels.
        last: only the last canvas of each.

    Returns:
        (B, 3, H, W), or with `last` off (B, S + 1, 3, H, W).
    """
    width, height = size
    points = centres(width, height).to(numbers.device)
    pieces = len(reading.edges) + len(reading.kind)
    parts = []
    for some in torch.split(points, max(1, _CHUNK // max(pieces, 1))):
        canvases = model(numbers, reading, some.expand(reading.programs, -1, -1))
        parts.append(canvases[:, -1:] if last else canvases)
    found = torch.cat(parts, -1)
    pictures = found.view(*found.shape[:-1], height, width)
    return pictures[:, 0] if last else pictures
