"""The torch rasterizer against cairo, its gradients against finite differences, its manners."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import torch

from renderer.ops import DrawOp, Scene, Style
from renderer.raster.batch import Batch, batch_of
from renderer.raster.cairo_raster import render_scene
from renderer.raster.torch_raster import rasterize
from tests.torch.scenes import CAPS, JOINS, KINDS, random_scene

LEAVES = ("params", "weight", "fill", "stroke", "background", "matrix")
PAPER = DrawOp("background", (), Style((230, 220, 200, 255), None))
BLACK = DrawOp("background", (), Style((0, 0, 0, 255), None))


def differences(scenes: list[Scene], size: tuple[int, int] | None = None) -> np.ndarray:
    """(B, H, W, 3) absolute differences to cairo, of 255."""
    pictures = rasterize(batch_of(scenes, size)).permute(0, 2, 3, 1).numpy() * 255
    return np.abs(pictures - np.stack([render_scene(scene, size) for scene in scenes]))


def assert_close_to_cairo(found: np.ndarray) -> None:
    means, off = found.mean((1, 2, 3)), (found.max(3) > 32).mean((1, 2))
    assert means.max() <= 1.0, f"scene {means.argmax()} is off by {means.max():.2f} on average"
    assert off.max() <= 0.005, f"scene {off.argmax()} has {off.max():.2%} pixels off by > 32"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_looks_as_cairo_draws_it(kind: str) -> None:
    rng = np.random.default_rng(KINDS.index(kind))
    assert_close_to_cairo(differences([random_scene(rng, 64, kind=kind) for _ in range(12)]))


@pytest.mark.parametrize("side", [64, 128, 256])
def test_mixed_scenes_look_as_cairo_draws_them(side: int) -> None:
    rng = np.random.default_rng(side)
    assert_close_to_cairo(differences([random_scene(rng, side) for _ in range(10)]))


def test_scenes_can_be_drawn_at_another_size() -> None:
    rng = np.random.default_rng(3)
    assert_close_to_cairo(differences([random_scene(rng, 64) for _ in range(4)], (96, 128)))


@pytest.mark.parametrize("cap", CAPS)
@pytest.mark.parametrize("join", JOINS)
def test_thick_corners_and_ends_look_as_cairo_draws_them(cap: str, join: str) -> None:
    points = [(12, 50), (30, 14), (38, 52), (52, 20), (20, 36)]
    segments = (("M", *points[0]), *(("L", *point) for point in points[1:]))
    style = Style(None, (255, 255, 255, 255), 7, cap, join)
    scenes = [
        Scene(64, 64, [BLACK, DrawOp("path", segments, style)]),
        Scene(64, 64, [BLACK, DrawOp("path", (*segments, ("Z",)), style)]),
        Scene(64, 64, [BLACK, DrawOp("rect", (20, 20, 5, 24), style)]),
        Scene(64, 64, [BLACK, DrawOp("rect", (30, 30, 4, 4), style)]),
        Scene(64, 64, [BLACK, DrawOp("ellipse", (32, 32, 2, 2), style)]),
        Scene(64, 64, [BLACK, DrawOp("arc", (32, 32, 20, 12, 0.3, 4, "PIE"), style)]),
    ]
    assert_close_to_cairo(differences(scenes))


def test_sharp_corners_are_cut_where_cairo_cuts_them_on_a_stretched_canvas() -> None:
    corner = (12.3, 40.3, 25.3, 33.1, 37.8, 31.7)  # sharper on the canvas than as written
    style = Style(None, (255, 255, 255, 255), 5, "SQUARE", "MITER")
    stretched = (0.855, 1.099, -0.678, 0.527, 26.3, -20.0)
    assert_close_to_cairo(
        differences([Scene(64, 64, [BLACK, DrawOp("polygon", corner, style, stretched)])])
    )


@pytest.mark.parametrize("side", [64, 128])
def test_strokes_up_to_a_pixel_wide_look_as_cairo_draws_them(side: int) -> None:
    rng = np.random.default_rng(482 + side)
    scenes = []
    for weight in (0.3, 0.5, 0.5, 0.5, 0.8, 1.0) * 4:
        scene = random_scene(rng, side)
        thin = [
            op._replace(style=op.style._replace(stroke=(*op.style.fill[:3], 255), weight=weight))
            if op.style.fill and op.kind != "background"
            else op
            for op in scene.ops
        ]
        scenes.append(scene._replace(ops=thin))
    assert_close_to_cairo(differences(scenes))


# -- gradients ----------------------------------------------------------------------------------


def leaves_of(batch: Batch) -> tuple[Batch, dict[str, torch.Tensor]]:
    leaves = {
        name: getattr(batch, name).clone().requires_grad_()
        for name in LEAVES
        if getattr(batch, name) is not None
    }
    return replace(batch, **leaves), leaves


def wave(height: int, width: int) -> torch.Tensor:
    """Smooth weights (3, H, W) of pixels, so that a loss has few kinks."""
    y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    return torch.stack(
        [(x * a + y * b + c).sin() for a, b, c in ((0.1, 0, 1), (0, 0.12, 2), (0.07, 0.05, 0))]
    )


RED, BLUE = (200, 30, 40, 220), (20, 60, 180, 240)
BOTH = Style(RED, BLUE, 3.3, "ROUND", "MITER")
TURNED = (0.9, 0.3, -0.4, 1.1, 12.3, -6.1)
SMOOTH = {
    "point": DrawOp("point", (20.3, 24.6), BOTH._replace(weight=9.7)),
    "line": DrawOp("line", (9.3, 12.7, 40.2, 33.9), BOTH),
    "polygon": DrawOp("polygon", (9.3, 12.7, 40.2, 20.9, 21.4, 41.3), BOTH),
    "rect": DrawOp("rect", (10.3, 12.6, 22.7, 17.8), BOTH, TURNED),
    "rounded": DrawOp("rect", (10.3, 12.6, 22.7, 17.8, 3.2, 5.1, 2.3, 6.4), BOTH, TURNED),
    "ellipse": DrawOp("ellipse", (24.3, 22.6, 13.7, 9.2), BOTH),
    "arc": DrawOp("arc", (24.3, 22.6, 13.7, 9.2, 0.4, 3.9, "DEFAULT"), BOTH),
    "pie": DrawOp("arc", (24.3, 22.6, 13.7, 15.2, -0.6, 2.9, "PIE"), BOTH),
    "path": DrawOp(
        "path",
        (("M", 8.2, 30.1), ("C", 12.3, 4.2, 30.6, 6.9, 39.7, 25.4), ("L", 25.3, 41.2)),
        BOTH._replace(cap="PROJECT", join="ROUND"),
    ),
    "thin line": DrawOp("line", (9.3, 12.7, 40.2, 33.9), BOTH._replace(weight=0.7)),
    "thin polygon": DrawOp(
        "polygon", (9.3, 12.7, 40.2, 20.9, 21.4, 41.3), BOTH._replace(weight=0.6), TURNED
    ),
    "thin bend": DrawOp(
        "path",
        (("M", 8.2, 30.1), ("C", 12.3, 4.2, 30.6, 6.9, 39.7, 25.4), ("L", 25.3, 41.2)),
        Style(None, BLUE, 0.5, "SQUARE", "BEVEL"),
    ),
    "closed path": DrawOp(
        "path",
        (("M", 8.2, 30.1), ("C", 12.3, 4.2, 30.6, 6.9, 39.7, 25.4), ("L", 25.3, 41.2), ("Z",)),
        BOTH._replace(join="BEVEL"),
    ),
}


@pytest.mark.parametrize("name", SMOOTH)
def test_gradients_equal_finite_differences(name: str) -> None:
    batch = batch_of([Scene(48, 48, [PAPER, SMOOTH[name]])])
    if batch.matrix is None:
        batch = replace(batch, matrix=torch.tensor([[[1.0, 0, 0, 1, 0, 0]]]))
    weights = wave(48, 48).double()

    def loss(of: Batch) -> torch.Tensor:
        return (rasterize(of)[0].double() * weights).sum()

    watched, leaves = leaves_of(batch)
    loss(watched).backward()
    for field, leaf in leaves.items():
        flat = leaf.detach().flatten()
        # A matrix's linear part moves points by it times their coordinates.
        step = {"params": 0.06, "matrix": 0.002}.get(field, 0.05)
        measured, found = torch.zeros_like(flat), leaf.grad.flatten()
        for index in range(len(flat)):
            if field == "params" and name == "rect" and index >= 4:
                continue  # corners that are sharp stay sharp
            angle = field == "params" and name in ("arc", "pie") and index >= 4
            reach = step / 20 if angle else step
            far = []
            for way in (reach, -reach):
                moved = flat.clone()
                moved[index] += way
                far.append(loss(replace(batch, **{field: moved.view_as(leaf)})))
            measured[index] = (far[0] - far[1]) / (2 * reach)
        error = (found - measured).abs()
        allowed = 0.02 * measured.abs() + 0.01 * measured.abs().max() + 1e-3
        assert (error <= allowed).all(), f"{field}: {found} but {measured}"
    assert any(leaf.grad.abs().sum() > 1 for leaf in leaves.values())


def test_edges_between_pixels_have_the_gradient_of_moving_on() -> None:
    white = Style((255, 255, 255, 255), None)
    watched, leaves = leaves_of(
        batch_of([Scene(48, 48, [BLACK, DrawOp("rect", (9, 7, 20, 30), white)])])
    )
    rasterize(watched)[0, 0].sum().backward()
    found = leaves["params"].grad[0, 0, :4]
    assert torch.allclose(found, torch.tensor([0.0, 0.0, 30.0, 20.0]), atol=1e-3)


def test_hidden_numbers_get_no_gradient() -> None:
    hidden = DrawOp("ellipse", (24, 24, 5, 5), Style((255, 0, 0, 255), None))
    over = DrawOp("rect", (10, 10, 30, 30), Style((0, 0, 255, 255), None))
    watched, leaves = leaves_of(batch_of([Scene(48, 48, [PAPER, hidden, over])]))
    rasterize(watched).square().sum().backward()
    assert leaves["params"].grad[0, 0].abs().max() == 0
    assert leaves["params"].grad[0, 1].abs().max() > 0


def test_descent_finds_a_circle() -> None:
    ink = Style((255, 255, 255, 255), None)
    target = rasterize(batch_of([Scene(48, 48, [BLACK, DrawOp("ellipse", (28, 20, 9, 9), ink)])]))
    start = batch_of([Scene(48, 48, [BLACK, DrawOp("ellipse", (20, 26, 5, 12), ink)])])
    params = start.params.clone().requires_grad_()
    adam = torch.optim.Adam([params], lr=0.5)
    for _ in range(150):
        adam.zero_grad()
        (rasterize(replace(start, params=params)) - target).square().sum().backward()
        adam.step()
    assert torch.allclose(params[0, 0, :4], torch.tensor([28.0, 20, 9, 9]), atol=0.15)


# -- edge cases ---------------------------------------------------------------------------------

ODD = {
    "no size": DrawOp("rect", (20, 20, 0, 0), BOTH),
    "no width": DrawOp("ellipse", (20, 20, 0, 9), BOTH),
    "no radius": DrawOp("ellipse", (20, 20, 0, 0), BOTH),
    "collinear": DrawOp("polygon", (5, 5, 15, 15, 30, 30), BOTH),
    "one point thrice": DrawOp("polygon", (15, 15, 15, 15, 15, 15), BOTH),
    "twice the same corner": DrawOp("polygon", (5, 5, 30, 5, 30, 5, 9, 30), BOTH),
    "there and back": DrawOp("path", (("M", 5, 5), ("L", 30, 9), ("L", 5, 5)), BOTH),
    "off canvas": DrawOp("ellipse", (-500, 900, 30, 30), BOTH),
    "self-crossing": DrawOp("polygon", (5, 5, 40, 40, 40, 5, 5, 40), BOTH),
    "huge": DrawOp("ellipse", (20, 20, 1e6, 1e6), BOTH),
    "huge and far": DrawOp("polygon", (-1e6, 5, 1e6, 6, 20, 1e6), BOTH),
    "huge stroke": DrawOp("line", (5, 5, 6, 6), BOTH._replace(weight=1e6)),
    "hair line": DrawOp("line", (5, 5, 40, 12), BOTH._replace(weight=1e-4)),
    "singular": DrawOp("rect", (5, 5, 9, 9), BOTH, (1, 1, 1, 1, 0, 0)),
    "scaled far": DrawOp("rect", (5, 5, 9, 9), BOTH, (1e6, 0, 0, 1e6, 0, 0)),
    "no arc": DrawOp("arc", (20, 20, 9, 9, 1, 1.0000001, "PIE"), BOTH),
    "flat arc": DrawOp("arc", (20, 20, 9, 0, 1, 3, "CHORD"), BOTH),
    "cubic in a point": DrawOp("path", (("M", 9, 9), ("C", 9, 9, 9, 9, 9, 9)), BOTH),
    "cusp": DrawOp("path", (("M", 9, 30), ("C", 40, 5, 9, 5, 40, 30)), BOTH),
    "lone vertex": DrawOp("path", (("M", 9, 9),), BOTH),
    "full corners": DrawOp("rect", (9, 9, 20, 20, 10, 10, 10, 10), BOTH),
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("join", JOINS)
def test_odd_shapes_have_finite_pixels_and_gradients(name: str, join: str) -> None:
    op = ODD[name]._replace(style=ODD[name].style._replace(join=join))
    watched, leaves = leaves_of(batch_of([Scene(48, 48, [PAPER, op])]))
    picture = rasterize(watched)
    picture.square().sum().backward()
    assert picture.isfinite().all() and picture.min() >= -1e-5 and picture.max() <= 1 + 1e-5
    grads = [leaf.grad for leaf in leaves.values() if leaf.grad is not None]
    assert grads and all(grad.isfinite().all() for grad in grads)


@pytest.mark.parametrize(
    "name", ["off canvas", "self-crossing", "huge", "huge and far", "singular", "full corners"]
)
def test_odd_shapes_look_as_cairo_draws_them(name: str) -> None:
    assert_close_to_cairo(differences([Scene(48, 48, [PAPER, ODD[name]])]))


def test_a_batch_without_shapes_is_its_background() -> None:
    picture = rasterize(batch_of([Scene(8, 6, [PAPER]), Scene(8, 6, [])]))
    assert picture.shape == (2, 3, 6, 8)
    assert torch.allclose(picture[0, :, 0, 0] * 255, torch.tensor([230.0, 220, 200]))
    assert picture[1].abs().max() == 0


def test_a_transparent_background_tints_what_is_below() -> None:
    tint = DrawOp("background", (), Style((0, 0, 255, 100), None))
    assert_close_to_cairo(differences([Scene(48, 48, [PAPER, SMOOTH["ellipse"], tint])]))


def test_scenes_of_several_sizes_need_a_size() -> None:
    scenes = [Scene(8, 8, [PAPER]), Scene(9, 8, [PAPER])]
    with pytest.raises(ValueError, match="give the size"):
        batch_of(scenes)
    assert rasterize(batch_of(scenes, (7, 5))).shape == (2, 3, 5, 7)


# -- manners ------------------------------------------------------------------------------------


def some_scenes(count: int = 5) -> list[Scene]:
    rng = np.random.default_rng(11)
    return [random_scene(rng, 64, shapes=3 + index) for index in range(count)]


def gradients(batch: Batch, draw: Callable[[Batch], torch.Tensor]) -> list[torch.Tensor]:
    watched, leaves = leaves_of(batch)
    picture = draw(watched)
    (picture * wave(*picture.shape[2:])).sum().backward()
    return [picture.detach(), *(leaf.grad for leaf in leaves.values())]


def test_drawing_twice_gives_the_same_bits() -> None:
    batch = batch_of(some_scenes())
    for first, second in zip(gradients(batch, rasterize), gradients(batch, rasterize), strict=True):
        assert torch.equal(first, second)


def test_padding_changes_nothing() -> None:
    batch = batch_of(some_scenes())
    wide = {
        name: torch.cat(
            (tensor, torch.full_like(tensor[:, :2], 3 if tensor.is_floating_point() else 0)), 1
        )
        for name in vars(batch)
        if isinstance(tensor := getattr(batch, name), torch.Tensor) and name != "background"
    }
    wide["params"] = torch.cat((wide["params"], torch.full_like(wide["params"], 1e3)), 2)
    assert torch.equal(rasterize(batch), rasterize(replace(batch, **wide)))


def test_a_batch_equals_its_scenes_one_by_one() -> None:
    scenes = some_scenes()
    alone = torch.cat([rasterize(batch_of([scene])) for scene in scenes])
    assert torch.allclose(rasterize(batch_of(scenes)), alone, atol=1e-5)


@pytest.mark.parametrize("tile", [64 * 64 * 20, 1])
def test_tiles_change_no_picture_and_no_gradient(tile: int) -> None:
    batch = batch_of(some_scenes())
    whole = gradients(batch, rasterize)
    tiled = gradients(batch, lambda watched: rasterize(watched, tile))
    # Bands of rows see fewer overlaps, which only rounds some pixels where strokes cross.
    assert (whole[0] - tiled[0]).abs().mean() < (1e-3 if tile == 1 else 1e-6)
    for first, second in zip(whole[1:], tiled[1:], strict=True):
        assert (first - second).norm() <= (0.05 if tile == 1 else 1e-4) * first.norm()


def test_pictures_are_made_where_cairo_is_not() -> None:
    code = (
        "import sys; sys.modules['cairo'] = None\n"
        "import renderer\n"
        "from renderer.raster.torch_raster import batch_of, rasterize\n"
        "scene = renderer.run(renderer.parse('size(32, 32); circle(16, 16, 20);'))\n"
        "print(float(rasterize(batch_of([scene])).mean()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert math.isclose(float(done.stdout), 0.8, abs_tol=0.1)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_cuda_draws_what_the_cpu_draws() -> None:
    batch = batch_of(some_scenes())
    there = gradients(batch.to("cuda"), lambda watched: rasterize(watched).cpu())
    again = gradients(batch.to("cuda"), lambda watched: rasterize(watched).cpu())
    for here, first, second in zip(gradients(batch, rasterize), there, again, strict=True):
        assert torch.equal(first, second)
        assert (here - first.cpu()).norm() <= 1e-3 * here.norm()
