"""Syntax trees as tables, loops and functions as they are written.

Legend: N nodes of all trees, W numbers that tell a literal's value.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from renderer.language import tree
from renderer.language.builtins import BUILTINS, CONSTANTS, MODES
from renderer.language.functions import FUNCTIONS

NAMES = 24
"""Names of a program's own that are told apart, by the order in which they turn up."""

PLACES = 64
"""Places among siblings that are told apart; those after are as the last."""

VALUE = 24
"""Numbers that say a literal's value."""

_LENGTHS = np.geomspace(1024, 2, VALUE // 2 - 1)

KINDS: tuple[type, ...] = (
    tree.Program,
    tree.Function,
    tree.Parameter,
    tree.Call,
    tree.Declare,
    tree.Assign,
    tree.Increment,
    tree.If,
    tree.For,
    tree.While,
    tree.Block,
    tree.Return,
    tree.Number,
    tree.Boolean,
    tree.HexColor,
    tree.Name,
    tree.Unary,
    tree.Binary,
    list,
    type(None),
)
"""Kinds of nodes; a list is a body, None a head of a loop that is missing."""

_WORDS = (
    "",
    *("+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "!"),
    *("++", "--", "=", "+=", "-=", "*=", "/=", "%="),
    *("int", "float", "boolean", "color", "void", "true", "false", "width", "height"),
    *(f"own-{index}" for index in range(NAMES)),
    *sorted({*BUILTINS, *FUNCTIONS, *CONSTANTS, *MODES} - {"color"}),
)
WORDS: dict[str, int] = {word: index for index, word in enumerate(_WORDS)}
"""What a node says beside its kind: an operator, a type, a name."""


class Node(NamedTuple):
    """One node: an index into `KINDS`, two words, a literal's value, and its children."""

    kind: int
    words: tuple[int, int]
    value: tuple[float, ...]
    children: tuple[Node, ...]

    @property
    def height(self) -> int:
        """How many nodes lie below, at most, one under the other."""
        return 1 + max((child.height for child in self.children), default=-1)


def tree_of(program: tree.Program) -> Node:
    """A program as a tree of nodes; comments are left out."""
    return _Planter().node(program)


class _Planter:
    def __init__(self) -> None:
        self.names: dict[str, int] = {}

    def word(self, name: str) -> int:
        if name in WORDS:
            return WORDS[name]
        index = self.names.setdefault(name, len(self.names))
        return WORDS[f"own-{min(index, NAMES - 1)}"]

    def node(self, one: object) -> Node:
        said: list[str] = []
        value: tuple[float, ...] = ()
        below: list[object] = []
        match one:
            case tree.Program(main, functions, globals_):
                below = [globals_, main, *functions]
            case tree.Function(kind, name, parameters, body):
                said, below = [kind, name], [*parameters, body]
            case tree.Parameter(kind, name):
                said = [kind, name]
            case tree.Call(name, args):
                said, below = [name], list(args)
            case tree.Declare(kind, name, given):
                said, below = [kind, name], [given]
            case tree.Assign(name, op, given):
                said, below = [op, name], [given]
            case tree.Increment(name, op):
                said = [op, name]
            case tree.If(test, body, orelse):
                below = [test, body, orelse]
            case tree.For(init, test, step, body):
                below = [init, test, step, body]
            case tree.While(test, body):
                below = [test, body]
            case tree.Block(body):
                below = [body]
            case tree.Return(given):
                below = [given]
            case tree.Number(number):
                value = _waves(float(number))
            case tree.Boolean(truth):
                said = ["true" if truth else "false"]
            case tree.HexColor(digits):
                value = tuple(int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
            case tree.Name(name):
                said = [name]
            case tree.Unary(op, operand):
                said, below = [op], [operand]
            case tree.Binary(op, left, right):
                said, below = [op], [left, right]
            case list():
                below = [each for each in one if not isinstance(each, tree.Comment)]
        words = [self.word(name) for name in said] + [0, 0]
        children = tuple(self.node(each) for each in below)
        return Node(KINDS.index(type(one)), (words[0], words[1]), value, children)


def _waves(value: float) -> tuple[float, ...]:
    turns = [math.tau * value / length for length in _LENGTHS]
    return (math.asinh(value) / 8, *map(math.sin, turns), *map(math.cos, turns))


class Call(NamedTuple):
    """The nodes of one height and kind, which are computed together.

    Attributes:
        kind: an index into `KINDS`.
        nodes: n; they follow those of the calls before.
        children: (c,) the places of their children among all nodes.
        parents: (c,) which of the n each child is of.
        places: (c,) which child it is, below `PLACES`.
    """

    kind: int
    nodes: int
    children: Tensor
    parents: Tensor
    places: Tensor


class Forest(NamedTuple):
    """Trees of any shapes, ready to be computed together.

    Attributes:
        words: (N, 2), in the order of the calls, as everything about nodes.
        values: (N, VALUE), 0 where a node has none.
        calls: from the leaves up.
        roots: (B,) the trees' roots among all nodes.
    """

    words: Tensor
    values: Tensor
    calls: list[Call]
    roots: Tensor

    def to(self, device: torch.device) -> Forest:
        """The same trees on another device."""
        calls = [Call(c.kind, c.nodes, *(part.to(device) for part in c[2:])) for c in self.calls]
        words, values, roots = (x.to(device) for x in (self.words, self.values, self.roots))
        return Forest(words, values, calls, roots)


def forest(trees: Sequence[Node]) -> Forest:
    """Trees side by side."""
    words: list[tuple[int, int]] = []
    values: list[tuple[float, ...]] = []
    groups: dict[tuple[int, int], tuple[list[int], list[int], list[int], list[int]]] = {}

    def add(node: Node) -> tuple[int, int]:
        below = [add(child) for child in node.children]
        height = 1 + max((high for _, high in below), default=-1)
        row = len(words)
        words.append(node.words)
        values.append(node.value)
        rows, children, parents, places = groups.setdefault((height, node.kind), ([], [], [], []))
        for place, (child, _) in enumerate(below):
            children.append(child)
            parents.append(len(rows))
            places.append(min(place, PLACES - 1))
        rows.append(row)
        return row, height

    roots = [add(node)[0] for node in trees]
    ordered = sorted(groups)
    order = [row for group in ordered for row in groups[group][0]]
    place_of = np.empty(len(order), np.int64)
    place_of[order] = np.arange(len(order))
    table = np.zeros((len(values), VALUE), np.float32)
    for row, value in enumerate(values):
        table[row, : len(value)] = value
    calls = []
    for group in ordered:
        rows, children, parents, places = groups[group]
        below = torch.from_numpy(place_of[children]) if children else torch.tensor([]).long()
        calls.append(
            Call(
                group[1],
                len(rows),
                below,
                torch.tensor(parents).long(),
                torch.tensor(places).long(),
            )
        )
    return Forest(
        torch.tensor(words)[order],
        torch.from_numpy(table)[order],
        calls,
        torch.from_numpy(place_of[roots]),
    )
