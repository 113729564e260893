"""Models on disk: what it takes to build one again beside its weights; see `folders`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import Field, asdict
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor, nn

from sketchnet.model.captioner import Captioner, CaptionerConfig
from sketchnet.model.folders import NO_NUMBERS, WRITERS, WeightsError, read_weights, write_folder
from sketchnet.model.painter import Painter
from sketchnet.model.sizes import PainterConfig, sized
from sketchnet.model.vocabulary import COUNT

Model = Painter | Captioner

M = TypeVar("M", bound=nn.Module)


class Sizes(Protocol):
    """Any dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


class Storable(Protocol):
    """A model that says what it takes to build it again."""

    @property
    def config(self) -> Sizes:
        """Its sizes."""

    def state_dict(self) -> Mapping[str, Tensor]:
        """Its weights, by name."""


def build(kind: str, sizes: dict[str, Any]) -> Model:
    """A new model.

    Args:
        kind: `painter` or `captioner`.
        sizes: settings of its config that are not the default.

    Raises:
        WeightsError: there is no such model, or a setting of it is unknown or makes no sense.
    """
    if kind not in WRITERS:
        raise WeightsError(f"no model '{kind}'; expected {' or '.join(WRITERS)}")
    if kind == "painter":
        return Painter(sized(kind, PainterConfig, sizes))
    return Captioner(sized(kind, CaptionerConfig, sizes))


def fill(model: M, data: bytes, folder: Path) -> M:
    """A model with the weights of a file, ready to use.

    Args:
        model: of the same sizes.
        data: of the file.
        folder: it came from, for people.

    Raises:
        WeightsError: they are damaged, or of another model.
    """
    try:
        tensors = {name: tensor.float() for name, tensor in load(data).items()}
        if not all(bool(tensor.isfinite().all()) for tensor in tensors.values()):
            raise WeightsError(f"{folder}/model.safetensors: {NO_NUMBERS}")
        model.load_state_dict(tensors)
    except SafetensorError as error:
        raise WeightsError(f"{folder}/model.safetensors: {error}") from error
    except RuntimeError as error:
        raise WeightsError(f"{folder}: weights of another model") from error
    return model.eval()


def store(model: Storable, folder: Path, **facts: Any) -> None:
    """Writes a model, whole or not at all; weights are kept as 16-bit floats.

    Args:
        model: its weights.
        folder: made if need be.
        facts: what else `config.json` should say.
    """
    tensors = {
        name: tensor.detach().cpu().half().contiguous()
        for name, tensor in model.state_dict().items()
    }
    told = {
        "model": type(model).__name__.lower(),
        "sizes": asdict(model.config),
        "tokens": COUNT,
    }
    write_folder(folder, save(tensors), told, facts)


def fetch_as(
    kinds: Mapping[str, Callable[[dict[str, Any]], M]],
    expected: str,
    folder: Path,
    device: torch.device | str,
) -> M:
    """A model from its folder, ready to use, that is of one of these kinds.

    Args:
        kinds: what builds a model of given sizes, by the model's name in the folder.
        expected: those models, for people: "a painter".
        folder: of the model.
        device: to have it on.

    Raises:
        WeightsError: the files are missing, are not what their hash says, are of another model, or
            tell sizes that make no sense.
    """
    told, data = read_weights(folder, kinds, expected)
    try:
        model = kinds[told["model"]](told["sizes"])
    except WeightsError as error:
        raise WeightsError(f"{folder}: {error}") from error
    return fill(model, data, folder).to(device)


def fetch(folder: Path, device: torch.device | str = "cpu") -> Model:
    """A writer of programs from its folder; see `fetch_as`."""
    kinds = {kind: partial(build, kind) for kind in WRITERS}
    return fetch_as(kinds, "a writer of programs", folder, device)
