"""The syntax tree: what the parser makes, and what everything that writes code writes.

Nodes are plain values: two trees are equal when they say the same, wherever they stood in a
source text. `at` is the index of the token a node began with (see `lexer.locate`), kept for error
messages and ignored by `==`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(slots=True)
class Number:
    """A numeric literal; an `int` value prints without, a `float` value with a decimal point."""

    value: int | float
    at: int = field(default=-1, compare=False)

    def __eq__(self, other: object) -> bool:
        # 1 and 1.0 are different literals: Java divides them differently.
        return (
            type(other) is Number
            and type(other.value) is type(self.value)
            and other.value == self.value
        )

    def __hash__(self) -> int:
        return hash((type(self.value), self.value))


@dataclass(slots=True)
class Boolean:
    """`true` or `false`."""

    value: bool
    at: int = field(default=-1, compare=False)


@dataclass(slots=True)
class HexColor:
    """`#RRGGBB`; `value` is the six digits in upper case."""

    value: str
    at: int = field(default=-1, compare=False)


@dataclass(slots=True)
class Name:
    """A variable, a constant (`PI`, `CENTER`) or `width`/`height`."""

    id: str
    at: int = field(default=-1, compare=False)


@dataclass(slots=True)
class Unary:
    """`-x`, `+x` or `!x`."""

    op: str
    operand: Expression
    at: int = field(default=-1, compare=False)


@dataclass(slots=True)
class Binary:
    """`left op right` for arithmetic, comparison and logic."""

    op: str
    left: Expression
    right: Expression
    at: int = field(default=-1, compare=False)


@dataclass(slots=True)
class Call:
    """`name(args)`, of a builtin or of a function of the program; an expression or a statement."""

    name: str
    args: list[Expression]
    at: int = field(default=-1, compare=False)


@dataclass(slots=True)
class Declare:
    """`type name = value;` (`value` is None in `type name;`)."""

    type: str
    name: str
    value: Expression | None
    at: int = field(default=-1, compare=False)


@dataclass(slots=True)
class Assign:
    """`name op value;` with `op` one of `= += -= *= /= %=`."""

    name: str
    op: str
    value: Expression
    at: int = field(default=-1, compare=False)


@dataclass(slots=True)
class Increment:
    """`name++;` or `name--;`."""

    name: str
    op: str
    at: int = field(default=-1, compare=False)


@dataclass(slots=True)
class If:
    """`if (test) {…} else {…}`; an `else if` is an `orelse` that holds exactly one `If`."""

    test: Expression
    body: list[Statement]
    orelse: list[Statement]
    at: int = field(default=-1, compare=False)


@dataclass(slots=True)
class For:
    """`for (init; test; step) {…}`; each of the three heads may be missing."""

    init: Statement | None
    test: Expression | None
    step: Statement | None
    body: list[Statement]
    at: int = field(default=-1, compare=False)


@dataclass(slots=True)
class While:
    """`while (test) {…}`."""

    test: Expression
    body: list[Statement]
    at: int = field(default=-1, compare=False)


@dataclass(slots=True)
class Block:
    """`{…}` on its own: a scope."""

    body: list[Statement]
    at: int = field(default=-1, compare=False)


@dataclass(slots=True)
class Return:
    """`return;` or `return value;`."""

    value: Expression | None
    at: int = field(default=-1, compare=False)


@dataclass(slots=True)
class Comment:
    """A `// …` or `/* … */` at a statement's place; `text` is what stands inside, stripped.

    `trailing` tells one that follows a statement on its line from one on its own line.
    """

    text: str
    trailing: bool = False
    at: int = field(default=-1, compare=False)


@dataclass(slots=True)
class Parameter:
    """`type name` in a function's head."""

    type: str
    name: str
    at: int = field(default=-1, compare=False)


@dataclass(slots=True)
class Function:
    """`type name(parameters) {…}`; `type` is `void` or the type it returns."""

    type: str
    name: str
    parameters: list[Parameter]
    body: list[Statement]
    at: int = field(default=-1, compare=False)


@dataclass(slots=True)
class Program:
    """A whole sketch.

    Processing knows two modes, and so does the tree. Without functions a sketch is static: its
    statements are `main`. With functions it is active: `globals_` are the declarations (and
    comments) outside every function, `main` is the body of `setup()`, `functions` are the others.

    `source` is the text it was parsed from ("" for a tree made by a program); errors quote it.
    """

    main: list[Statement]
    functions: list[Function] = field(default_factory=list)
    globals_: list[Statement] = field(default_factory=list)
    source: str = field(default="", compare=False, repr=False)


Expression: TypeAlias = Number | Boolean | HexColor | Name | Unary | Binary | Call
Statement: TypeAlias = (
    Call | Declare | Assign | Increment | If | For | While | Block | Return | Comment
)
Node: TypeAlias = Expression | Statement | Parameter | Function | Program
