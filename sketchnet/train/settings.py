"""Settings of any kind, a frozen dataclass, from a TOML file and `key=value` over it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar, get_origin, get_type_hints

from renderer.errors import SketchError

C = TypeVar("C")

_TOLD = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text",
    list: "a list",
}
"""What a setting of a type is, in TOML's words."""


class ConfigError(SketchError):
    """A setting is missing, unknown or senseless."""


def read_settings(kind: type[C], path: Path, overrides: Sequence[str] = ()) -> C:
    """Settings from a TOML file; a dataclass among them is a table there.

    Args:
        kind: a dataclass, which checks its values itself.
        path: of the file.
        overrides: `key=value`, the value as in TOML; a bare word is text; `agent.rate=0.01` sets
            one of a table.

    Raises:
        ConfigError: the file is missing or no TOML, or a setting is unknown, missing or of another
            type.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        ours = "" if path.suffix else ", or the name of one of sketchnet/train/configs"
        raise ConfigError(f"{path}: {error.strerror}; expected a TOML file{ours}") from error
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from error
    for override in overrides:
        key, equals, text = override.partition("=")
        if not equals or not key:
            raise ConfigError(f"'{override}': expected key=value")
        table, _, last = key.rpartition(".")
        place = told.setdefault(table, {}) if table else told
        if not isinstance(place, dict):
            raise ConfigError(f"'{override}': {table} is no table")
        place[last] = _value(text)
    return _built(kind, told, str(path))


def _value(text: str) -> Any:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _built(kind: type[C], told: dict[str, Any], where: str) -> C:
    assert is_dataclass(kind)
    hints = get_type_hints(kind)
    known = {one.name: one for one in fields(kind)}
    values: dict[str, Any] = {}
    for key, value in told.items():
        if key not in known:
            raise ConfigError(
                f"{where}: unknown setting '{key}'; expected {', '.join(sorted(known))}"
            )
        wanted = get_origin(hints[key]) or hints[key]
        if is_dataclass(wanted) and isinstance(value, dict):
            values[key] = _built(hints[key], value, f"{where}: {key}")
        elif wanted is float and isinstance(value, int) and not isinstance(value, bool):
            values[key] = float(value)
        elif isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool)):
            values[key] = value
        else:
            raise ConfigError(
                f"{where}: {key} is {value!r}; expected {_TOLD.get(wanted, 'a table')}"
            )
    for name, one in known.items():
        if name not in values and one.default is MISSING and one.default_factory is MISSING:
            raise ConfigError(f"{where}: no '{name}'")
    return kind(**values)
