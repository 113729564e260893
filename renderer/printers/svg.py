"""Scenes as SVG: real elements for each drawing operation, no text, no links."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from renderer.ops import RGBA, DrawOp, Scene, Style

_CAPS = {"ROUND": "round", "SQUARE": "butt", "PROJECT": "square"}
_JOINS = {"MITER": "miter", "BEVEL": "bevel", "ROUND": "round"}
_SINGULAR = 1e-12
"""A transform of a smaller determinant flattens everything to nothing."""


def svg_from_scene(scene: Scene, size: tuple[int, int] | None = None) -> str:
    """A scene as a complete SVG file.

    Args:
        scene: what a program draws.
        size: (width, height) in pixels that the picture claims; the canvas's own when None.
    """
    width, height = size or (scene.width, scene.height)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {scene.width} {scene.height}" preserveAspectRatio="none" '
        'stroke-miterlimit="10">'
    ]
    for op in scene.ops:
        lines += (f"  {element}" for element in _elements(op, scene))
    return "\n".join([*lines, "</svg>", ""])


def _elements(op: DrawOp, scene: Scene) -> Iterator[str]:
    style = op.style
    if op.kind == "background":
        box = _attributes(width=scene.width, height=scene.height)
        yield f"<rect{box}{_paint('fill', style.fill)}/>"
        return
    if style.weight <= 0:
        style = style._replace(stroke=None)
    matrix = ""
    if op.matrix is not None:
        xx, yx, xy, yy, _, _ = op.matrix
        if abs(xx * yy - xy * yx) < _SINGULAR:
            return
        entries = " ".join(_number(entry, 6) for entry in op.matrix)
        matrix = f' transform="matrix({entries})"'
    for shape, paint in _SHAPES[op.kind](op.args, style):
        if paint.fill is not None or paint.stroke is not None:
            yield f"<{shape}{_style(paint)}{matrix}/>"


# -- shapes: (element, how it is painted), one or more for each operation ---------------------

Shapes = Iterator[tuple[str, Style]]


def _point(args: tuple[Any, ...], style: Style) -> Shapes:
    """A dot is the stroke itself: a disc, a square, or with flush ends nothing."""
    x, y = args
    half = style.weight / 2
    dot = style._replace(fill=style.stroke, stroke=None)
    if style.cap == "ROUND":
        yield f"circle{_attributes(cx=x, cy=y, r=half)}", dot
    elif style.cap == "PROJECT":
        box = _attributes(x=x - half, y=y - half, width=style.weight, height=style.weight)
        yield f"rect{box}", dot


def _line(args: tuple[Any, ...], style: Style) -> Shapes:
    x1, y1, x2, y2 = args
    yield f"line{_attributes(x1=x1, y1=y1, x2=x2, y2=y2)}", style._replace(fill=None)


def _polygon(args: tuple[Any, ...], style: Style) -> Shapes:
    points = " ".join(
        f"{_number(x)},{_number(y)}" for x, y in zip(args[::2], args[1::2], strict=True)
    )
    yield f'polygon points="{points}"', style


def _rect(args: tuple[Any, ...], style: Style) -> Shapes:
    x, y, w, h, *radii = args
    if w == 0 or h == 0:  # SVG would draw nothing, not even the outline
        corners = (x, y, x + w, y, x + w, y + h, x, y + h)
        yield from _polygon(corners, style)
    elif not radii:
        yield f"rect{_attributes(x=x, y=y, width=w, height=h)}", style
    elif len(set(radii)) == 1:
        yield f"rect{_attributes(x=x, y=y, width=w, height=h, rx=radii[0])}", style
    else:
        tl, tr, br, bl = radii
        path = _commands(
            *("M", x + tl, y, "H", x + w - tr, "A", tr, tr, 0, 0, 1, x + w, y + tr),
            *("V", y + h - br, "A", br, br, 0, 0, 1, x + w - br, y + h),
            *("H", x + bl, "A", bl, bl, 0, 0, 1, x, y + h - bl),
            *("V", y + tl, "A", tl, tl, 0, 0, 1, x + tl, y, "Z"),
        )
        yield f'path d="{path}"', style


def _ellipse(args: tuple[Any, ...], style: Style) -> Shapes:
    cx, cy, rx, ry = args
    if rx == 0 or ry == 0:  # flat: a line, which SVG's ellipse would not draw
        path = _commands("M", cx - rx, cy - ry, "L", cx + rx, cy + ry, "Z")
        yield f'path d="{path}"', style
    elif rx == ry:
        yield f"circle{_attributes(cx=cx, cy=cy, r=rx)}", style
    else:
        yield f"ellipse{_attributes(cx=cx, cy=cy, rx=rx, ry=ry)}", style


def _arc(args: tuple[Any, ...], style: Style) -> Shapes:
    cx, cy, rx, ry, start, stop, mode = args
    curve = _arc_curve(cx, cy, rx, ry, start, stop)
    pie = f"{curve} {_commands('L', cx, cy, 'Z')}"
    if mode == "PIE":
        yield f'path d="{pie}"', style
    elif mode == "CHORD":
        yield f'path d="{curve} Z"', style
    elif mode == "OPEN":
        yield f'path d="{curve}"', style
    else:  # a filled pie under an open outline
        yield f'path d="{pie}"', style._replace(stroke=None)
        yield f'path d="{curve}"', style._replace(fill=None)


def _arc_curve(cx: float, cy: float, rx: float, ry: float, start: float, stop: float) -> str:
    def at(angle: float) -> tuple[float, float]:
        return cx + rx * math.cos(angle), cy + ry * math.sin(angle)

    if rx == 0 or ry == 0:
        return _commands("M", *at(start), "L", *at(stop))
    # SVG cannot draw a full turn in one arc; halves are always short ones.
    middle = (start + stop) / 2
    return _commands(
        *("M", *at(start), "A", rx, ry, 0, 0, 1, *at(middle)),
        *("A", rx, ry, 0, 0, 1, *at(stop)),
    )


def _path(args: tuple[Any, ...], style: Style) -> Shapes:
    commands = [part for segment in args for part in segment]
    yield f'path d="{_commands(*commands)}"', style


_SHAPES = {
    "point": _point,
    "line": _line,
    "polygon": _polygon,
    "rect": _rect,
    "ellipse": _ellipse,
    "arc": _arc,
    "path": _path,
}


# -- text -------------------------------------------------------------------------------------


def _number(value: float, digits: int = 4) -> str:
    """A coordinate, exact to a ten-thousandth: what 32-bit floats fall short of is not said."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _commands(*parts: str | float) -> str:
    return " ".join(part if isinstance(part, str) else _number(part) for part in parts)


def _attributes(**values: float) -> str:
    return "".join(f' {name}="{_number(value)}"' for name, value in values.items())


def _paint(name: str, color: RGBA | None) -> str:
    if color is None:
        return f' {name}="none"'
    red, green, blue, alpha = color
    opacity = "" if alpha == 255 else f' {name}-opacity="{_number(alpha / 255)}"'
    return f' {name}="#{red:02x}{green:02x}{blue:02x}"{opacity}'


def _style(style: Style) -> str:
    text = _paint("fill", style.fill)
    if style.stroke is None:
        return text
    text += _paint("stroke", style.stroke)
    text += f' stroke-width="{_number(style.weight)}"'
    text += f' stroke-linecap="{_CAPS[style.cap]}" stroke-linejoin="{_JOINS[style.join]}"'
    return text
