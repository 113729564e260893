"""From a picture to a program: short, readable Processing code that redraws it.

`draw` is the whole of it; the rest is imported when it is first used, so that the command line
answers at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sketchnet.api import draw
    from sketchnet.drawing import Drawing
    from sketchnet.images import ImageError, load_image

__version__ = "0.1.0"

__all__ = ["Drawing", "ImageError", "__version__", "draw", "load_image"]

_HOMES = {
    "Drawing": "sketchnet.drawing",
    "ImageError": "sketchnet.images",
    "draw": "sketchnet.api",
    "load_image": "sketchnet.images",
}


def __getattr__(name: str) -> Any:
    """Import a public name from its module the first time it is asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'sketchnet' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)
