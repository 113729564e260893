"""The painter in numpy: draws without torch, whose import alone takes longer than a short drawing.

The same sums as `sketchnet.model.painter`, which trains the weights; tests hold the two together.
Pictures are (B, H, W, C) here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from safetensors import SafetensorError
from safetensors.numpy import load

from sketchnet.model.folders import NO_NUMBERS, WeightsError, read_weights
from sketchnet.model.sizes import PainterConfig, sized
from sketchnet.model.vocabulary import values_of_tokens
from sketchnet.model.writers import Floats, Ints, Pixels

_GROUPS = 8  # of every normalisation
_EPSILON = 1e-5


class Seen(NamedTuple):
    """Keys and values (B, heads, N, C / heads), and the first hidden state (B, H)."""

    keys: Floats
    values: Floats
    first: Floats


class State(NamedTuple):
    """The two hidden states (B, H)."""

    lower: Floats
    upper: Floats


class LightPainter:
    """A `Writer`: the painter's weights, and the sums that make it write.

    Args:
        folder: with `model.safetensors` and `config.json`.

    Raises:
        WeightsError: the weights are missing, damaged, or no painter's.
    """

    sees_canvas = True

    def __init__(self, folder: Path) -> None:
        told, data = read_weights(folder, ("painter",), "a painter")
        try:
            weights = load(data)
        except SafetensorError as error:
            raise WeightsError(f"{folder}/model.safetensors: {error}") from error
        try:
            sizes = sized("painter", PainterConfig, told["sizes"])
        except WeightsError as error:
            raise WeightsError(f"{folder}: {error}") from error
        self.side, self.heads, self.blocks = sizes.side, sizes.heads, sizes.blocks
        deepest = (f"eye.stem.{2 + self.blocks[0]}", f"eye.deep.{self.blocks[1]}")
        known = all(f"{name}.first.weight" in weights for name in deepest)
        if not known or len(weights["cells"]) != (self.side // 4) ** 2:
            raise WeightsError(f"{folder}: weights of another model")
        if not all(np.isfinite(array).all() for array in weights.values()):
            raise WeightsError(f"{folder}/model.safetensors: {NO_NUMBERS}")
        self._w = w = {name: _prepared(array) for name, array in weights.items()}
        values = values_of_tokens()
        words = w["tokens.weight"] + values @ w["tokens.waves.weight"].T
        lower = w["lower.weight_ih_l0"].T  # words and roles are few: theirs is looked up
        w["lower.tokens"] = words @ lower[: words.shape[1]] + w["lower.bias_ih_l0"]
        w["lower.roles"] = w["roles.weight"] @ lower[words.shape[1] :]
        w["head.weight"] = w["head.plain.weight"] + values @ w["head.waves.weight"]
        w["head.bias"] = w["head.plain.bias"] + values @ w["head.waves.bias"]

    # -- what it sees -------------------------------------------------------------------------

    def look(self, targets: Pixels, canvases: Pixels) -> Seen:
        """See `Writer`."""
        target, canvas = (x.astype(np.float32) / np.float32(255) for x in (targets, canvases))
        place = np.broadcast_to(
            self._w["eye.place"].transpose(1, 2, 0), (len(target), *target.shape[1:3], 2)
        )
        x = np.concatenate([target, canvas, target - canvas, place], -1)
        x = _silu(self._convolved("eye.stem.0", x, 2))
        x = self._convolved("eye.stem.2", x, 2)
        for block in range(self.blocks[0]):
            x = self._residual(f"eye.stem.{3 + block}", x)
        deep = self._convolved("eye.deep.0", x, 2)
        for block in range(self.blocks[1]):
            deep = self._residual(f"eye.deep.{1 + block}", deep)
        x = self._convolved("eye.merge", x) + deep.repeat(2, 1).repeat(2, 2)
        features = _silu(x).reshape(len(x), -1, x.shape[-1])
        placed = features + self._w["cells"]
        keys = self._heads(self._line("keys", placed))
        values = self._heads(self._line("values", placed))
        return Seen(keys, values, np.tanh(self._line("first", features.max(1))))

    def _residual(self, name: str, x: Floats) -> Floats:
        b, h, w, c = x.shape
        groups = x.reshape(b, h * w, _GROUPS, c // _GROUPS)
        mean = groups.mean((1, 3), keepdims=True)
        deviation = np.sqrt(groups.var((1, 3), keepdims=True) + np.float32(_EPSILON))
        normal = ((groups - mean) / deviation).reshape(x.shape)
        normal = normal * self._w[f"{name}.norm.weight"] + self._w[f"{name}.norm.bias"]
        inner = self._convolved(f"{name}.first", _silu(normal))
        return x + self._convolved(f"{name}.second", _silu(inner))

    def _convolved(self, name: str, x: Floats, stride: int = 1) -> Floats:
        weight = self._w[f"{name}.weight"]  # (k, k, C, O)
        k, _, channels, out = weight.shape
        bias = self._w[f"{name}.bias"]
        if k == 1:
            plain: Floats = x @ weight[0, 0] + bias
            return plain
        pad = k // 2
        padded = np.pad(x, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
        windows = sliding_window_view(padded, (k, k), (1, 2))[:, ::stride, ::stride]
        b, h, w = windows.shape[:3]
        columns = windows.transpose(0, 1, 2, 4, 5, 3).reshape(b * h * w, k * k * channels)
        found: Floats = columns @ weight.reshape(-1, out) + bias
        return found.reshape(b, h, w, out)

    def _line(self, name: str, x: Floats) -> Floats:
        found: Floats = x @ self._w[f"{name}.weight"].T + self._w[f"{name}.bias"]
        return found

    def _heads(self, x: Floats) -> Floats:
        return x.reshape(*x.shape[:2], self.heads, -1).transpose(0, 2, 1, 3)

    # -- what it writes -----------------------------------------------------------------------

    def begin(self, seen: Seen) -> State:
        """See `Writer`."""
        return State(seen.first, np.zeros_like(seen.first))

    def read(self, seen: Seen, state: State, tokens: Ints, roles: Ints) -> tuple[Floats, State]:
        """See `Writer`."""
        told = self._w["lower.tokens"][tokens] + self._w["lower.roles"][roles]
        low = self._recurrent("lower", told, state.lower)
        query = self._heads(self._line("query", low)[:, None])  # (B, heads, 1, C / heads)
        weights = query @ seen.keys.transpose(0, 1, 3, 2) / np.float32(np.sqrt(query.shape[-1]))
        context = (_softmax(weights) @ seen.values).reshape(len(low), -1)
        given = self._w["upper.weight_ih_l0"]
        told = np.concatenate([low, context], 1) @ given.T + self._w["upper.bias_ih_l0"]
        high = self._recurrent("upper", told, state.upper)
        return self._line("head", high), State(low, high)

    def rows(self, value: Any, index: Ints) -> Any:
        """See `Writer`."""
        return type(value)(*(part[index] for part in value))

    def _recurrent(self, name: str, given: Floats, hidden: Floats) -> Floats:
        """One step of a gated recurrent unit, whose input has gone through its weights."""
        w = self._w
        kept = hidden @ w[f"{name}.weight_hh_l0"].T + w[f"{name}.bias_hh_l0"]
        size = hidden.shape[1]
        reset = _sigmoid(given[:, :size] + kept[:, :size])
        update = _sigmoid(given[:, size : 2 * size] + kept[:, size : 2 * size])
        new = np.tanh(given[:, 2 * size :] + reset * kept[:, 2 * size :])
        found: Floats = (1 - update) * new + update * hidden
        return found


def _prepared(array: np.ndarray) -> Floats:
    """An array of weights as it is used here: kernels (O, C, k, k) become (k, k, C, O)."""
    if array.ndim == 4:
        array = array.transpose(2, 3, 1, 0)
    return np.ascontiguousarray(array, np.float32)


def _sigmoid(x: Floats) -> Floats:
    found: Floats = np.float32(0.5) * (np.tanh(np.float32(0.5) * x) + np.float32(1))
    return found


def _silu(x: Floats) -> Floats:
    return x * _sigmoid(x)


def _softmax(x: Floats) -> Floats:
    powers = np.exp(x - x.max(-1, keepdims=True))
    found: Floats = powers / powers.sum(-1, keepdims=True)
    return found
