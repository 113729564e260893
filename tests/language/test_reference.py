"""The language reference says what the tables say, and its sketches run."""

from __future__ import annotations

import re

from renderer.language.builtins import BUILTINS, CONSTANTS, KINDS, MODES, OPERATORS
from renderer.language.interpreter import run
from renderer.language.parser import parse
from renderer.language.reference import PATH, reference


def test_reference_is_up_to_date() -> None:
    assert PATH.read_text(encoding="utf-8") == reference(), (
        "run: python -m renderer.language.reference"
    )


def test_reference_names_everything_there_is() -> None:
    text = reference().replace("\\|", "|")
    for builtin in BUILTINS.values():
        for form in builtin.forms:
            assert f"`{builtin.name}({', '.join(form)})`" in text
        assert builtin.summary in text
    for name in (*CONSTANTS, *MODES, *KINDS, *OPERATORS):
        assert f"`{name}`" in text, name


def test_sketches_of_the_reference_run() -> None:
    sketches = re.findall(r"```java\n(.*?)```", reference(), re.DOTALL)
    assert len(sketches) == 2
    for sketch in sketches:
        assert len(run(parse(sketch)).ops) > 2
