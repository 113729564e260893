"""Batches of scenes as tensors: what the torch rasterizer eats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from renderer.ops import ARC_MODES, IDENTITY, DrawOp, Scene
from renderer.raster.torch_outline import CAPS, JOINS

KINDS = ("none", "background", "point", "line", "polygon", "rect", "ellipse", "arc", "path")


@dataclass(frozen=True)
class Batch:
    """B programs of S statements each, on canvases of one size; drawn back to front.

    `params` by kind, in pixels and radians (P is the widest; the rest of a row is ignored):

    | kind         | params                                      | count    | variant          |
    |--------------|---------------------------------------------|----------|------------------|
    | `none`       | padding: nothing is drawn                   |          |                  |
    | `background` | its colour is `fill`                        |          |                  |
    | `point`      | x, y                                        |          |                  |
    | `line`       | x1, y1, x2, y2                              |          |                  |
    | `polygon`    | x1, y1, …, xn, yn                           | n        | 1 closed, 0 open |
    | `rect`       | x, y, w, h, four corner radii               |          |                  |
    | `ellipse`    | cx, cy, rx, ry                              |          |                  |
    | `arc`        | cx, cy, rx, ry, start, stop                 |          | `ARC_MODES`      |
    | `path`       | x, y, then n times x1, y1, x2, y2, x, y     | n cubics | 1 closed, 0 open |
    """

    width: int  # pixels
    height: int  # pixels
    kind: Tensor  # (B, S) int64, index into KINDS
    params: Tensor  # (B, S, P)
    count: Tensor  # (B, S) int64
    variant: Tensor  # (B, S) int64
    fill: Tensor  # (B, S, 4) red, green, blue, alpha in 0–1
    stroke: Tensor  # (B, S, 4)
    has_fill: Tensor  # (B, S) bool
    has_stroke: Tensor  # (B, S) bool
    weight: Tensor  # (B, S) pixels
    cap: Tensor  # (B, S) int64, index into CAPS
    join: Tensor  # (B, S) int64, index into JOINS
    background: Tensor  # (B, 3) what everything is drawn on
    matrix: Tensor | None = None  # (B, S, 6) as in `renderer.ops`; None is the identity

    def to(self, device: torch.device | str) -> Batch:
        """The same batch on another device."""
        moved = {
            field.name: getattr(self, field.name).to(device)
            for field in fields(self)
            if isinstance(getattr(self, field.name), Tensor)
        }
        return replace(self, **moved)


def batch_of(
    scenes: Sequence[Scene], size: tuple[int, int] | None = None, device: torch.device | str = "cpu"
) -> Batch:
    """Scenes as tensors, so that rasterizing them gives what `render_scene` gives.

    Args:
        scenes: at least one; without `size`, of one width and height.
        size: (width, height) in pixels to scale the canvases to; their own when None.
        device: where the tensors go.

    Raises:
        ValueError: no scenes, or scenes of several sizes and no `size`.
    """
    if not scenes:
        raise ValueError("a batch needs at least one scene")
    width, height = size or scenes[0][:2]
    if size is None and any(scene[:2] != (width, height) for scene in scenes):
        raise ValueError("the scenes differ in width and height: give the size to draw them at")
    seen = [_visible(scene.ops) for scene in scenes]
    rows = [[_row(op) for op in ops] for _, ops in seen]
    slots = (len(rows), max(1, *map(len, rows)))
    widest = max((len(row[1]) for program in rows for row in program), default=0)
    arrays: dict[str, Any] = {
        "kind": np.zeros(slots, np.int64),
        "params": np.zeros((*slots, max(widest, 8)), np.float32),
        "count": np.zeros(slots, np.int64),
        "variant": np.zeros(slots, np.int64),
        "fill": np.zeros((*slots, 4), np.float32),
        "stroke": np.zeros((*slots, 4), np.float32),
        "has_fill": np.zeros(slots, bool),
        "has_stroke": np.zeros(slots, bool),
        "weight": np.zeros(slots, np.float32),
        "cap": np.zeros(slots, np.int64),
        "join": np.zeros(slots, np.int64),
        "matrix": np.tile(np.array(IDENTITY, np.float32), (*slots, 1)),
        "background": np.array([ground for ground, _ in seen], np.float32) / 255,
    }
    plain = True
    for b, (scene, program) in enumerate(zip(scenes, rows, strict=True)):
        scale = (width / scene.width, height / scene.height)
        for s, (kind, params, count, variant, op) in enumerate(program):
            style = op.style
            arrays["kind"][b, s] = KINDS.index(kind)
            arrays["params"][b, s, : len(params)] = params
            arrays["count"][b, s] = count
            arrays["variant"][b, s] = variant
            for paint in ("fill", "stroke"):
                color = getattr(style, paint)
                arrays[f"has_{paint}"][b, s] = color is not None
                arrays[paint][b, s] = np.array(color or (0, 0, 0, 0), np.float32) / 255
            arrays["weight"][b, s] = style.weight
            arrays["cap"][b, s] = CAPS.index(style.cap)
            arrays["join"][b, s] = JOINS.index(style.join)
            if op.matrix is not None or scale != (1, 1):
                plain = False
                arrays["matrix"][b, s] = np.tile(scale, 3) * np.array(op.matrix or IDENTITY)
    tensors: dict[str, Any] = {
        name: torch.from_numpy(array).to(device) for name, array in arrays.items()
    }
    if plain:
        tensors["matrix"] = None
    return Batch(width, height, **tensors)


def _visible(ops: list[DrawOp]) -> tuple[tuple[int, int, int], list[DrawOp]]:
    """The last opaque background, which covers all before it, and the operations after it."""
    for index in reversed(range(len(ops))):
        fill = ops[index].style.fill
        if ops[index].kind == "background" and fill is not None and fill[3] == 255:
            return fill[:3], ops[index + 1 :]
    return (0, 0, 0), ops


def _row(op: DrawOp) -> tuple[str, list[float], int, int, DrawOp]:
    """An operation's kind, params, count and variant."""
    kind, args = op.kind, op.args
    if kind == "path":
        return (*_path(args), op)
    if kind == "polygon":
        return kind, list(args), len(args) // 2, 1, op
    if kind == "arc":
        return kind, list(args[:6]), 0, ARC_MODES.index(args[6]), op
    return kind, list(args), 0, 0, op


def _path(segments: Sequence[tuple[Any, ...]]) -> tuple[str, list[float], int, int]:
    """A path of lines alone as a polygon, any other as cubics."""
    closed = int(segments[-1][0] == "Z")
    drawn = segments[: len(segments) - closed]
    if len(drawn) < 2:
        return "none", [], 0, 0
    if all(segment[0] != "C" for segment in drawn):
        return "polygon", [x for segment in drawn for x in segment[1:]], len(drawn), closed
    params = list(drawn[0][1:])
    for segment in drawn[1:]:
        if segment[0] == "C":
            params += segment[1:]
        else:
            (x0, y0), (x, y) = params[-2:], segment[1:]
            thirds = (x0 + (x - x0) / 3, y0 + (y - y0) / 3, x - (x - x0) / 3, y - (y - y0) / 3)
            params += [*thirds, x, y]
    return "path", params, len(drawn) - 1, closed
