"""The picture as a loss: what a painter would write, painted, beside what it should have written.

A statement's tokens become expectations (`sketchnet.compiler.soft`), a compiler or the exact
rasterizer paints them on the canvas, and gradients reach every number's distribution. Which words
are written stays as taught. The compiler sees what the painter says with its weights held still:
it learns only from what true statements paint, so that it cannot learn to paint what the painter
ought to have said.

Legend: B examples, R of them with a statement to write, T tokens, V the vocabulary, Q pixels.
"""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor, nn
from torch.func import functional_call

from renderer.raster.torch_raster import rasterize
from sketchnet.compiler.model import Compiler, centres
from sketchnet.compiler.soft import Soft, soft
from sketchnet.compiler.writing import exact
from sketchnet.model.batch import Batch
from sketchnet.model.grammar import grammar
from sketchnet.model.tokens import ground_tokens
from sketchnet.model.vocabulary import COUNT, ID, KINDS
from sketchnet.train.cross_entropy import CrossEntropy, logits_of

_GROUND = ground_tokens((0, 0, 0, 255))  # the canvas takes its place


class ImageLoss(nn.Module):
    """Squared error of painted statements, 0–1, and what a compiler in training owes.

    Args:
        side: of the pictures, in pixels.
        compiler: paints; None for the exact rasterizer.
        pixels: that a compiler looks at of each picture.
        joint_after: updates after which the compiler learns as well; never when None.
    """

    updates: Tensor

    def __init__(
        self,
        side: int,
        compiler: Compiler | None = None,
        pixels: int = 0,
        joint_after: int | None = None,
    ) -> None:
        super().__init__()
        self.side, self.compiler, self.pixels = side, compiler, pixels
        self.joint_after = joint_after
        if compiler is not None and joint_after is None:
            compiler.requires_grad_(False)
        # A buffer, so that a checkpoint holds it.
        self.register_buffer("updates", torch.zeros((), dtype=torch.int64))
        self.allowed = torch.from_numpy(grammar().allowed)
        self.kinds = torch.tensor([ID[kind] for kind in KINDS])

    def forward(self, logits: Tensor, batch: Batch) -> Tensor:
        """Mean over the statements of a batch; 0 where it has none.

        Args:
            logits: (B, T, V) of a writer told the tokens before each.
            batch: on the same device.
        """
        self.updates += 1
        rows = torch.isin(batch.wanted[:, 0], self.kinds.to(logits.device)).nonzero()[:, 0]
        if not len(rows):
            return logits.sum() * 0
        told, true = self._sentences(logits[rows], batch, rows)
        canvas = batch.canvas[rows].float() / 255
        with torch.no_grad():
            wanted = self._by_rasterizer(true, canvas)  # (R, 3, side, side)
        if self.compiler is None:
            return (self._by_rasterizer(told, canvas) - wanted).square().mean()
        place, weight = self._places(canvas, wanted)
        before, after = (
            pictures.flatten(2).gather(2, place[:, None].expand(-1, 3, -1))
            for pictures in (canvas, wanted)
        )
        points = centres(self.side, self.side).to(logits.device)[place]
        held = {name: value.detach() for name, value in self.compiler.named_parameters()}
        apart = (self._by_compiler(told, points, before, held) - after).square()
        loss = (apart * weight[:, None]).mean()
        if self.joint_after is not None and int(self.updates) > self.joint_after:
            own: dict[str, Tensor] = dict(self.compiler.named_parameters())
            loss = loss + (self._by_compiler(true, points, before, own) - after).square().mean()
        return loss

    def _sentences(self, logits: Tensor, batch: Batch, rows: Tensor) -> tuple[Soft, Soft]:
        """What is said of the rows' statements, softly, and what is true."""
        wanted, states = batch.wanted[rows], batch.states[rows]
        allowed = self.allowed.to(logits.device)[states]
        shares = logits.float().masked_fill(~allowed, -1e9).softmax(-1)
        ground = torch.tensor(_GROUND, device=logits.device)
        certain = nn.functional.one_hot(wanted.clamp(min=0), COUNT).float()
        sentences, said, true = [], [], []
        first = nn.functional.one_hot(ground, COUNT).float()
        for row, length in enumerate((wanted >= 0).sum(1).tolist()):
            sentences.append([*_GROUND, *wanted[row, :length].tolist()])
            said += [first, shares[row, :length]]
            true += [first, certain[row, :length]]
        one, two = (soft(sentences, torch.cat(parts), self.side) for parts in (said, true))
        return one, two

    def _by_rasterizer(self, told: Soft, canvas: Tensor) -> Tensor:
        """Statements on canvases (R, 3, side, side)."""
        whole = exact(told.pictures, told.read, self.side)
        drawn = whole.with_numbers(told.read.numbers, told.presence)
        # What is painted is linear in what lies under it, so that black and white grounds tell it.
        black, white = (
            rasterize(replace(drawn, background=torch.full_like(drawn.background, ground)))
            for ground in (0.0, 1.0)
        )
        return black + canvas * (white - black)

    def _by_compiler(
        self, told: Soft, points: Tensor, before: Tensor, weights: dict[str, Tensor]
    ) -> Tensor:
        """Statements on pixels (R, 3, Q) of canvases."""
        assert self.compiler is not None
        read = told.read
        canvases: Tensor = functional_call(
            self.compiler,
            weights,
            (read.numbers, read.reading, points, before[:, None], told.presence),
        )
        return canvases[:, 1]

    def _places(self, canvas: Tensor, wanted: Tensor) -> tuple[Tensor, Tensor]:
        """Pixels (R, Q), half of them where a statement paints something, and what each counts.

        The weighted mean over them is, on average, the mean over all pixels.
        """
        changed = ((wanted - canvas).abs().amax(1) > 1 / 255).flatten(1).float()
        every = 1 / changed.shape[1]
        share = changed / changed.sum(1, keepdim=True).clamp(min=1) + every
        share = share / share.sum(1, keepdim=True)
        rng = torch.Generator(share.device).manual_seed(int(self.updates))
        place = torch.multinomial(share, self.pixels, replacement=True, generator=rng)
        return place, every / share.gather(1, place)


class WithImage(nn.Module):
    """Cross-entropy and, weighted, the image loss of the same reading."""

    def __init__(self, entropy: CrossEntropy, image: ImageLoss, weight: float) -> None:
        super().__init__()
        self.entropy, self.image, self.weight = entropy, image, weight

    def forward(self, batch: Batch) -> Tensor:
        """The loss of a batch."""
        logits = logits_of(self.entropy.model, batch, self.entropy.smoothing.roles)
        image: Tensor = self.image(logits, batch)
        return self.entropy.of(logits, batch) + self.weight * image
