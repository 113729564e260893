"""Weights on disk: a folder with `model.safetensors` and `config.json`, which names their hash.

Nothing here needs torch: the painter draws without it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Mapping
from pathlib import Path
from typing import Any

from renderer.errors import SketchError
from sketchnet.model.vocabulary import COUNT
from sketchnet.outputs import make_folder, write_all

WRITERS = ("painter", "captioner")
"""Models that write programs."""

NO_NUMBERS = "some weights are no numbers; expected those of a training that came to something"
"""What is wrong with weights that overflowed."""

_WEIGHTS, _CONFIG = "model.safetensors", "config.json"


class WeightsError(SketchError):
    """Weights are missing, damaged, or of another program."""


def write_folder(
    folder: Path, data: bytes, told: Mapping[str, Any], facts: Mapping[str, Any]
) -> None:
    """Writes weights and what is told of them; each file whole or not at all.

    Args:
        folder: made if need be.
        data: of the weights' file.
        told: which model they are of, under `model`, and what it takes to build it.
        facts: what else `config.json` should say, after the hash.

    Raises:
        OutputError: the folder cannot be made, or a file not be written.
    """
    make_folder(folder)
    whole = {**told, "sha256": hashlib.sha256(data).hexdigest(), **facts}
    config = (json.dumps(whole, indent=1) + "\n").encode()
    write_all({folder / _WEIGHTS: data, folder / _CONFIG: config})


def read_folder(folder: Path, kinds: Container[str], expected: str) -> tuple[dict[str, Any], bytes]:
    """What is told of the weights in a folder, and the weights' file.

    Args:
        folder: as `write_folder` left it.
        kinds: models they may be of.
        expected: those models, for people: "a painter".

    Raises:
        WeightsError: the files are missing, are not what their hash says, name no model, or are of
            another one.
    """
    try:
        told = json.loads((folder / _CONFIG).read_text())
        data = (folder / _WEIGHTS).read_bytes()
    except OSError as error:
        raise WeightsError(f"{folder}: {error.strerror}; expected weights of {expected}") from error
    except (ValueError, RecursionError) as error:
        raise WeightsError(f"{folder}/{_CONFIG}: {error}") from error
    if not isinstance(told, dict) or not isinstance(told.get("model"), str):
        raise WeightsError(f"{folder}/{_CONFIG}: names no model; expected {expected}")
    if told["model"] not in kinds:
        raise WeightsError(f"{folder}: a {told['model']}; expected {expected}")
    if hashlib.sha256(data).hexdigest() != told.get("sha256"):
        raise WeightsError(f"{folder}/{_WEIGHTS}: damaged; its hash is another one")
    return told, data


def read_weights(
    folder: Path, kinds: Container[str], expected: str
) -> tuple[dict[str, Any], bytes]:
    """The same of a model that reads or writes our tokens.

    Raises:
        WeightsError: as `read_folder`, or they are for other tokens, or of no sizes.
    """
    told, data = read_folder(folder, kinds, expected)
    if told.get("tokens") != COUNT:
        raise WeightsError(f"{folder}: made for {told.get('tokens')} tokens; expected {COUNT}")
    if not isinstance(told.get("sizes"), dict):
        raise WeightsError(f"{folder}/{_CONFIG}: tells no sizes; expected those of {expected}")
    return told, data
