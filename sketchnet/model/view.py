"""How a painter sees a picture of any size: square, at its own side, one grid of units over it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from sketchnet.model.vocabulary import SIDE

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class View:
    """From a picture to what a painter looks at.

    A picture that is not square lies at the top left; its last row or column goes on to the edge.

    Attributes:
        width, height: of the picture in pixels.
        side: of the square the painter looks at, in pixels.
    """

    width: int
    height: int
    side: int

    @property
    def unit(self) -> float:
        """Pixels of the picture for one unit of the tokens."""
        return max(self.width, self.height) / SIDE

    def of(self, picture: NDArray[np.uint8] | NDArray[np.float32]) -> Pixels:
        """A picture, at its own size or smaller, as the painter sees it.

        Args:
            picture: (h, w, 3): uint8, or float32 in 0–1.

        Returns:
            (side, side, 3) uint8.
        """
        scale = self.side / max(self.width, self.height)
        w, h = max(round(self.width * scale), 1), max(round(self.height * scale), 1)
        smaller = picture.shape[0] > h or picture.shape[1] > w
        way = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
        seen = cv2.resize(picture, (w, h), interpolation=way)
        if seen.dtype != np.uint8:
            seen = np.rint(np.clip(seen, 0, 1) * 255).astype(np.uint8)
        padding = ((0, self.side - h), (0, self.side - w), (0, 0))
        found: Pixels = np.pad(seen, padding, "edge")
        return found
