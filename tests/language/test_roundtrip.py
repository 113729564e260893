"""Printing and parsing undo each other, and no text whatever breaks the language's promises.

Everything is seeded, so a failure names a program that fails again.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields, is_dataclass
from random import Random

import pytest

from renderer.errors import ProgramError
from renderer.language import tree
from renderer.language.builtins import BUILTINS
from renderer.language.caps import Caps
from renderer.language.checker import check
from renderer.language.interpreter import run
from renderer.language.parser import parse
from renderer.printers.processing import print_processing
from tests.language.programs import program, tame_program

CHUNKS = 10
CHUNK = 1_000
SMALL = Caps(
    source_bytes=20_000, nesting=40, call_depth=16, steps=300, operations=100, canvas_pixels=65_536
)

TOKEN = re.compile(r"\s+|//[^\n]*|\w+(?:\.\w*)?|[=!<>+*/%&|-]{1,2}|.", re.DOTALL)
_SCRAPS = """
( ) { } [ ] ; , . = + - * / % ! < > & | ? : # ' " \\ @ $ ~ ^ ++ -- == && || += /= // /* */
0 1 007 0x1F 1.5 .5 1e9 1e999 99999999999 #FF #FF00FF
if else for while return true false int float color boolean void String setup draw
size rect fill PI CENTER width x i random é ١ \ud800
"""
SCRAPS = (*_SCRAPS.split(), "\x00", "\r", "\u2028", *BUILTINS)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_program_parses_back_to_the_same_tree(chunk: int) -> None:
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        written = program(Random(seed))
        text = print_processing(written)
        read = parse(text)
        assert read == written, f"seed {seed}\n{text}"
        check(read)


def test_printing_is_canonical() -> None:
    for seed in range(500):
        text = print_processing(program(Random(seed)))
        scrambled = re.sub(r"(?m)^ +", "", text)
        assert print_processing(parse(scrambled)) == text, f"seed {seed}"


def test_random_programs_cover_every_node_and_every_builtin() -> None:
    seen: Counter[str] = Counter()
    for seed in range(1_000):
        _count(program(Random(seed)), seen)
    nodes = {
        name
        for name, value in vars(tree).items()
        if is_dataclass(value) and isinstance(value, type)
    }
    assert (nodes | set(BUILTINS)) - set(seen) == set()


def _count(node: object, seen: Counter[str]) -> None:
    if isinstance(node, list):
        for item in node:
            _count(item, seen)
    elif is_dataclass(node):
        seen[type(node).__name__] += 1
        if isinstance(node, tree.Call):
            seen[node.name] += 1
        for field in fields(node):
            _count(getattr(node, field.name), seen)


def test_tame_programs_run() -> None:
    for seed in range(300):
        assert run(tame_program(Random(seed))).ops, f"seed {seed}"


@pytest.mark.parametrize("chunk", range(CHUNKS // 2))
def test_random_bytes_raise_nothing_but_program_errors(chunk: int) -> None:
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        rng = Random(seed)
        if seed % 2:
            source = rng.randbytes(rng.randrange(200)).decode("latin-1")
        else:
            source = "".join(rng.choices(SCRAPS, k=rng.randrange(40)))
        _survives(source, f"seed {seed}")


@pytest.mark.parametrize("chunk", range(CHUNKS // 2))
def test_mutated_programs_raise_nothing_but_program_errors(chunk: int) -> None:
    passed = 0
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        rng = Random(seed)
        make = program if seed % 4 else tame_program
        passed += _survives(_mutated(print_processing(make(rng)), rng), f"seed {seed}")
    assert 0 < passed < CHUNK  # else the mutations are too wild or too mild to prove anything


def _survives(source: str, label: str) -> bool:
    """Whether a text runs; anything but a ProgramError on the way fails the test."""
    fault: ProgramError | None = None
    try:
        read = parse(source, SMALL)
        check(read)
        again = parse(print_processing(read), SMALL)
        assert again == read, f"{label}\n{source}"
        run(read, SMALL, checked=True)
    except ProgramError as error:
        fault = error
    except Exception as error:
        raise AssertionError(f"{label} raised {error!r}\n{source}") from error
    if fault is None:
        return True
    assert fault.message
    assert fault.line <= source.count("\n") + 1
    assert fault.explain().startswith(str(fault))
    return False


def _mutated(text: str, rng: Random) -> str:
    tokens = TOKEN.findall(text)
    for _ in range(rng.randrange(1, 4)):
        at = rng.randrange(len(tokens))
        match rng.randrange(5):
            case 0:
                del tokens[at : at + 1]
            case 1:
                tokens.insert(at, rng.choice(SCRAPS))
            case 2:
                tokens[at] = rng.choice(SCRAPS)
            case 3:
                other = rng.randrange(len(tokens))
                tokens[at], tokens[other] = tokens[other], tokens[at]
            case 4:
                start = rng.randrange(len(tokens))
                tokens[at:at] = tokens[start : start + rng.randrange(1, 12)]
        if not tokens:
            return ""
    return "".join(tokens)


def test_depth_of_the_canonical_text_is_that_of_the_source() -> None:
    deep = [
        "- " * 97 + "a",
        "(" * 98 + "1" + ")" * 98,
        "!" * 97 + "a",
        "+ " * 97 + "a",
        "-(" * 97 + "a" + ")" * 97,
    ]
    for expression in deep:
        read = parse(f"float b = {expression};")
        assert parse(print_processing(read)) == read
    loose = "void f() {} " + "{" * 99 + "f();" + "}" * 99
    read = parse(loose)
    assert parse(print_processing(read)) == read
