"""What decoding asks of a model, whatever computes it: numpy alone, or torch on any device."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Writer(Protocol):
    """A model that writes tokens; B rows side by side, V tokens in the vocabulary.

    Attributes:
        side: of the square pictures it looks at, in pixels.
        sees_canvas: whether it looks at what it has drawn, or writes the whole program blind.
    """

    side: int
    sees_canvas: bool

    def look(self, targets: Pixels, canvases: Pixels) -> Any:
        """What it sees in pictures and canvases, (B, side, side, 3) uint8 each."""

    def begin(self, seen: Any) -> Any:
        """Its state before the first token."""

    def read(self, seen: Any, state: Any, tokens: Ints, roles: Ints) -> tuple[Floats, Any]:
        """Reads a token for each row (B,); logits (B, V) of the next one, and the new state.

        Args:
            seen, state: of the rows.
            tokens: the last ones.
            roles: indices into `sketchnet.model.grammar.ROLES` of those to come.
        """

    def rows(self, value: Any, index: Ints) -> Any:
        """Some rows of what `look`, `begin` or `read` returned, in any order, also many times."""
