"""Pictures of sketches drawn again from their pixels: what many of these tests demand."""

from __future__ import annotations

import renderer
import sketchnet


def assert_drawn_again(source: str, *, renders: int, rmse: float) -> None:
    """A search with so many candidates draws a sketch's picture again.

    It must be nearer than `rmse` (0–255), with no more numbers than the sketch is written with.
    """
    drawing = sketchnet.draw(renderer.render(source), renders=renders, method="search")
    assert drawing.score["rmse"] < rmse
    assert drawing.score["numbers"] <= renderer.count_numbers(renderer.parse(source))
