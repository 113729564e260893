"""Sizes of models, from settings or from a folder of weights: checked before any model is built.

Nothing here needs torch: the painter draws without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from sketchnet.model.folders import WeightsError

LARGEST = 4096
"""Of any size: what is more is a slip, not a model."""

C = TypeVar("C")


@dataclass(frozen=True)
class PainterConfig:
    """Sizes of a painter.

    Attributes:
        side: of the square pictures it looks at, in pixels; a multiple of 16.
        width: channels of the first layer, a multiple of 4; deeper ones have two and four times as
            many.
        blocks: residual blocks at a quarter and at an eighth of the side.
        hidden: units of each recurrent layer.
        heads: of the attention; so many share four times the width.
        embedding: channels of a token and of a role, each.

    Raises:
        ValueError: a size is no multiple of what it has to be.
    """

    side: int = 64
    width: int = 32
    blocks: tuple[int, int] = (1, 2)
    hidden: int = 256
    heads: int = 4
    embedding: int = 48

    def __post_init__(self) -> None:
        multiple("side", self.side, 16)
        multiple("width", self.width, 4)
        if 4 * self.width % self.heads:
            raise ValueError(f"heads is {self.heads}; expected a divisor of {4 * self.width}")


def multiple(name: str, size: int, of: int) -> None:
    """Nothing, where a size is a multiple of another.

    Raises:
        ValueError: it is none.
    """
    if size % of:
        raise ValueError(f"{name} is {size}; expected a multiple of {of}")


def sized(kind: str, config: type[C], sizes: dict[str, Any]) -> C:
    """A model's config with some sizes that are not the default.

    Args:
        kind: of the model, for people.
        config: a dataclass of whole numbers, of tuples of them, and of what is on or off; it raises
            ValueError where they do not go together.
        sizes: as TOML and JSON have them.

    Raises:
        WeightsError: there is no such size, it is of another type or out of range, or the sizes do
            not go together.
    """
    hints = get_type_hints(config)
    told = {}
    for name, size in sizes.items():
        if name not in hints:
            raise WeightsError(f"{kind} has no size '{name}'; expected {', '.join(sorted(hints))}")
        told[name] = tuple(size) if isinstance(size, list) else size
        expected = _fault(hints[name], told[name])
        if expected:
            raise WeightsError(f"{kind}: {name} is {size!r}; expected {expected}")
    try:
        return config(**told)
    except ValueError as error:
        raise WeightsError(f"{kind}: {error}") from error


def _fault(hint: Any, size: object) -> str:
    """What a size should have been; empty where it is that."""
    if hint is bool:
        return "" if isinstance(size, bool) else "true or false"
    if get_origin(hint) is tuple:
        count = len(get_args(hint))
        whole = isinstance(size, tuple) and len(size) == count and all(map(_counts, size))
        return "" if whole else f"{count} whole numbers, 1 to {LARGEST:,}"
    assert hint is int, hint
    return "" if _counts(size) else f"a whole number, 1 to {LARGEST:,}"


def _counts(size: object) -> bool:
    return isinstance(size, int) and not isinstance(size, bool) and 1 <= size <= LARGEST
