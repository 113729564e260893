"""Random well-typed programs: every node kind, every builtin, names that other languages take.

`program(rng)` makes anything the checker passes. `tame_program(rng)` makes programs that also run:
loops end, nothing divides by zero, values stay small, and no result hangs on a float's last bit.
"""

from __future__ import annotations

import string
from collections.abc import Callable
from random import Random

from renderer.language.builtins import (
    BUILTINS,
    CANVAS,
    COLOUR,
    CONSTANTS,
    MATH,
    MODE,
    SAME,
    SHAPE,
    STYLE,
    TRANSFORM,
    VALUE_TYPES,
    Builtin,
    kind_of,
)
from renderer.language.folding import never
from renderer.language.inherited import INHERITED, signature
from renderer.language.tree import (
    Assign,
    Binary,
    Block,
    Boolean,
    Call,
    Comment,
    Declare,
    Expression,
    For,
    Function,
    HexColor,
    If,
    Increment,
    Name,
    Number,
    Parameter,
    Program,
    Return,
    Statement,
    Unary,
    While,
)

_NAMES = (
    "a b c x y z i j k n t size2 petals wall_ Foo N let function delete lambda def in is end self "
    "nil scale rotate color2 fill random math py5 String Math BigInt name top red alpha abs min "
    "define list print draw2 e1 f mod and or not elsif p constructor"
)
NAMES = _NAMES.split()
WILD_FLOATS = (
    0.0,
    -0.0,
    0.1,
    1.5e-10,
    3.4e38,
    -2.5,
    1e22,
    123456.789,
    1.5e-45,
    0.30000000000000004,
)
WILD_INTS = (0, 1, -1, 255, 2147483647, -2147483648, 7, -5)
_DRAWING = [b for b in BUILTINS.values() if b.group in (SHAPE, COLOUR, STYLE) and b.name != "color"]
_TRANSFORMS = [b for b in BUILTINS.values() if b.group == TRANSFORM and "Matrix" not in b.name]
_MATH = {
    kind: [b for b in BUILTINS.values() if b.group == MATH and b.result in (kind, SAME)]
    for kind in ("int", "float")
}


def program(rng: Random) -> Program:
    """Any program that the checker passes."""
    return _Maker(rng, tame=False).program()


def tame_program(rng: Random) -> Program:
    """A program that runs, and draws the same in 32-bit and in 64-bit floats."""
    return _Maker(rng, tame=True).program()


class _Maker:
    def __init__(self, rng: Random, tame: bool) -> None:
        self.rng = rng
        self.tame = tame
        self.scopes: list[dict[str, str]] = [{}]
        self.fixed: set[str] = set()  # loop counters, which a tame body leaves alone
        self.functions: list[Function] = []
        self.result: str | None = None

    # -- the program ------------------------------------------------------------------------

    def program(self) -> Program:
        rng = self.rng
        globals_: list[Statement] = []
        if rng.random() < 0.5:
            if rng.random() < 0.3:
                globals_.append(self.comment(False))
            for _ in range(rng.randrange(3)):
                globals_.append(self.declare())
                self.maybe_remark(globals_)
            for _ in range(rng.randrange(3)):
                self.functions.append(self.function())
        if globals_ and all(isinstance(s, Comment) for s in globals_) and not self.functions:
            globals_ = []
        self.scopes.append({})
        main: list[Statement] = []
        if self.tame or rng.random() < 0.7:
            main.append(Call("size", [Number(rng.randrange(20, 200)), Number(100)]))
        main += self.statements(rng.randrange(1, 16 if self.tame else 7), depth=0)
        if not self.tame and rng.random() < 0.05:
            main.append(For(None, None, None, self.body(2)))
        if not globals_ and not self.functions and isinstance(main[0], Comment):
            main[0].trailing = False
        return Program(main, self.functions, globals_)

    def function(self) -> Function:
        rng = self.rng
        taken = {function.name for function in self.functions}
        name = rng.choice([n for n in NAMES if n not in taken and n not in BUILTINS])
        result = rng.choice(("void", *VALUE_TYPES))
        names = rng.sample(NAMES, rng.randrange(4))
        parameters = [Parameter(rng.choice(VALUE_TYPES), parameter) for parameter in names]
        if signature(name, [parameter.type for parameter in parameters]) in INHERITED:
            parameters.append(Parameter("boolean", "own"))  # Processing's has other parameters
        self.scopes.append({parameter.name: parameter.type for parameter in parameters})
        self.result = result
        body = self.statements(rng.randrange(3), depth=1)
        if result != "void":
            body.append(Return(self.value(result, 2)))
        elif rng.random() < 0.3:
            body.append(Return(None))
        self.result = None
        self.scopes.pop()
        return Function(result, name, parameters, body)

    # -- statements -------------------------------------------------------------------------

    def statements(self, count: int, depth: int) -> list[Statement]:
        made: list[Statement] = []
        for _ in range(count):
            self.maybe_remark(made, own=True)
            made += self.statement(depth)
            self.maybe_remark(made)
        return made + self.witnesses() if self.tame else made

    def witnesses(self) -> list[Statement]:
        """A shape for each variable of the innermost scope, so that its value shows."""
        made: list[Statement] = []
        for name, kind in self.scopes[-1].items():
            variable = Name(name)
            if kind in ("int", "float"):
                made.append(Call("point", [Binary("%", variable, Number(50)), Number(1)]))
            elif kind == "boolean":
                made.append(If(variable, [Call("point", [Number(2), Number(2)])], []))
            else:
                made.append(Call("stroke", [variable]))
        return made

    def maybe_remark(self, made: list[Statement], own: bool = False) -> None:
        if self.rng.random() < 0.06:
            trails = not own and bool(made) and not isinstance(made[-1], Comment)
            made.append(self.comment(trails))

    def comment(self, trailing: bool) -> Comment:
        letters = string.ascii_letters + string.digits + " */#\"'`;(){}é–$&<>-\\%"
        text = "".join(self.rng.choices(letters, k=self.rng.randrange(12))).strip()
        return Comment(text.replace("\\u", "/u"), trailing)

    def statement(self, depth: int) -> list[Statement]:
        rng = self.rng
        makers: list[Callable[[], list[Statement]]] = [
            self.drawing,
            self.drawing,
            self.drawing,
            self.drawing,
            self.transforming,
            self.shape,
            self.declaring,
            self.assigning,
            self.calling,
            lambda: [Call("randomSeed", [Number(rng.randrange(-9, 99))])],
            lambda: [Call("background", self.color_arguments())],
        ]
        if self.tame:  # more that changes values, less that draws
            makers[3:5] = [self.assigning, self.assigning, self.declaring]
        if depth < 3:
            makers += [
                lambda: [self.if_(depth)],
                lambda: [self.for_(depth)],
                lambda: self.while_(depth),
                lambda: [Block(self.body(depth))],
            ]
        return rng.choice(makers)()

    def body(self, depth: int) -> list[Statement]:
        self.scopes.append({})
        made = self.statements(self.rng.randrange(3), depth + 1)
        self.scopes.pop()
        if self.rng.random() < 0.05:
            made.insert(0, self.comment(True))
            if len(made) > 1 and isinstance(made[1], Comment):
                made[1].trailing = False
        return made

    def drawing(self) -> list[Statement]:
        return [self.builtin_call(self.rng.choice(_DRAWING))]

    def transforming(self) -> list[Statement]:
        call = self.builtin_call(self.rng.choice(_TRANSFORMS))
        if self.tame and call.name == "scale":
            call.args = [Number(self.rng.choice((0.5, 2.0, -1.0))) for _ in call.args]
        if self.tame or self.rng.random() < 0.8:
            return [Call("pushMatrix", []), call, *self.drawing(), Call("popMatrix", [])]
        return [call]

    def shape(self) -> list[Statement]:
        names = self.rng.choices(
            ("vertex", "bezierVertex", "quadraticVertex", "curveVertex"), k=self.rng.randrange(5)
        )
        # A function might draw, which is no way to make a vertex.
        functions, self.functions = self.functions, [] if self.tame else self.functions
        calls = [self.builtin_call(BUILTINS[name]) for name in ("vertex", *names)]
        self.functions = functions
        last = Call("endShape", [Name("CLOSE")] if self.rng.random() < 0.5 else [])
        return [Call("beginShape", []), *calls, last]

    def calling(self) -> list[Statement]:
        if not self.functions:
            return self.drawing()
        return [self.function_call(self.rng.choice(self.functions))]

    def declare(self, kind: str | None = None) -> Declare:
        rng = self.rng
        kind = kind or rng.choice(VALUE_TYPES)
        value = None
        if self.tame or len(self.scopes) > 1 or rng.random() < 0.8:
            value = self.value(kind, 2)
            if self.tame and kind in ("int", "float"):
                value = Binary("%", value, Number(17))
        # Drawn after the value, which cannot see it. Java lets a local hide only a global.
        hidden = set().union(*self.scopes[1:]) if len(self.scopes) > 1 else set(self.scopes[0])
        if len(self.scopes) > 1 and value is not None:
            hidden |= set(self.scopes[0])
            if rng.random() < 0.3:
                hidden = set().union(*self.scopes[1:])
                value = self.plain(kind)
        free = [name for name in NAMES if name not in hidden]
        name = rng.choice(free) if free else f"v{sum(map(len, self.scopes))}"
        self.scopes[-1][name] = kind
        return Declare(kind, name, value)

    def declaring(self) -> list[Statement]:
        """A local; now and then its value comes in a statement of its own."""
        made = self.declare()
        if made.value is None or self.rng.random() < 0.9:
            return [made]
        return [Declare(made.type, made.name, None), Assign(made.name, "=", made.value)]

    def assigning(self) -> list[Statement]:
        rng = self.rng
        variables = [(n, kind) for n, kind in self.variables() if n not in self.fixed]
        if not variables:
            return [self.declare()]
        name, kind = rng.choice(variables)
        if kind in ("boolean", "color"):
            return [Assign(name, "=", self.value(kind, 2))]
        choice = rng.random()
        if choice < 0.2:
            return [Increment(name, rng.choice(("++", "--")))]
        if choice < 0.5:
            value = self.value(kind, 2)
            return [Assign(name, "=", Binary("%", value, Number(17)) if self.tame else value)]
        op = rng.choice(("+=", "-=", "*=", "/=", "%="))
        if not self.tame:
            return [Assign(name, op, self.value(rng.choice(("int", "float")), 2))]
        small: dict[str, tuple[float, ...]] = {
            "*=": (-1, 0.5),
            "/=": (2, -4, 2.0),
            "%=": (7, 5),
        }
        return [Assign(name, op, Number(rng.choice(small.get(op, (1, 3, 0.5, -2.25)))))]

    def if_(self, depth: int) -> If:
        test = self.value("boolean", 2)
        body = self.body(depth)
        choice = self.rng.random()
        orelse: list[Statement] = []
        if choice < 0.3:
            orelse = self.body(depth)
        elif choice < 0.6 and depth < 3:
            orelse = [self.if_(depth + 1)]
        return If(test, body, orelse)

    def for_(self, depth: int) -> For:
        rng = self.rng
        if not self.tame and rng.random() < 0.3:
            return For(None, self.test(), None, self.body(depth))
        self.scopes.append({})
        init = self.declare(rng.choice(("int", "float")))
        if self.tame:
            init.value = Number(rng.randrange(4) if init.type == "int" else rng.randrange(4) / 4)
        name = init.name
        up = rng.random() < 0.6
        step: Statement = rng.choice(
            (
                Increment(name, "++" if up else "--"),
                Assign(name, "+=" if up else "-=", Number(rng.randrange(1, 4))),
            )
        )
        if init.type == "float" and rng.random() < 0.5:
            step = Assign(name, "+=" if up else "-=", Number(rng.choice((0.5, 0.75, 0.1))))
            init.value = Number(0) if self.tame else init.value  # ten tenths are just below 1
        bound: Expression = Number(rng.randrange(1, 5) * (1 if up else -1))
        if rng.random() < 0.3:
            bound = Binary("+", self.value("int", 0) if not self.tame else Number(0), bound)
        op = rng.choice(("<", "<=") if up else (">", ">="))
        test = Binary(op, Name(name), bound)
        self.fixed.add(name) if self.tame else None
        body = self.body(depth)
        self.fixed.discard(name)
        self.scopes.pop()
        return For(init, test, step, body)

    def test(self) -> Expression:
        """A loop's test; a constant one would make its body, or what follows, unreachable."""
        while True:
            test = self.value("boolean", 2)
            if not (never(test, True) or never(test, False)):
                return test

    def while_(self, depth: int) -> list[Statement]:
        if not self.tame:
            return [While(self.test(), self.body(depth))]
        counter = self.declare("float" if self.rng.random() < 0.5 else "int")
        start, by = (0, 1) if counter.type == "int" else (0, self.rng.choice((0.1, 0.7, 0.5)))
        counter.value = Number(start)
        self.fixed.add(counter.name)
        body = self.body(depth)
        self.fixed.discard(counter.name)
        body.append(Assign(counter.name, "+=", Number(by)))
        return [counter, While(Binary("<", Name(counter.name), Number(1)), body)]

    # -- calls --------------------------------------------------------------------------------

    def builtin_call(self, builtin: Builtin) -> Call:
        if builtin.group in (COLOUR, CANVAS) and builtin.forms != ((),):
            return Call(builtin.name, self.color_arguments())
        form = self.rng.choice(builtin.forms)
        return Call(builtin.name, [self.argument(parameter) for parameter in form])

    def argument(self, parameter: str) -> Expression:
        kind = kind_of(parameter)
        if kind.type == MODE:
            return Name(self.rng.choice(kind.modes))
        if not self.tame:
            return self.value(kind.type, 2)
        if parameter in ("weight", "radius", "tl", "tr", "br", "bl"):
            return Number(self.rng.randrange(9))
        if kind.unit == "pixels" and self.rng.random() < 0.5:
            return Binary("%", self.value(kind.type, 2), Number(99))
        return Number(self.rng.choice((self.rng.randrange(100), self.rng.randrange(400) / 4)))

    def color_arguments(self) -> list[Expression]:
        rng = self.rng
        first = self.value("color", 1)
        if rng.random() < 0.3:
            return [first]
        if rng.random() < 0.2:
            return [first, self.channel()]
        return [self.channel() for _ in range(rng.randrange(1, 5))]

    def channel(self) -> Expression:
        return Number(self.rng.randrange(256)) if self.tame else self.value("float", 1)

    def function_call(self, function: Function) -> Call:
        return Call(function.name, [self.value(p.type, 1) for p in function.parameters])

    # -- expressions --------------------------------------------------------------------------

    def variables(self) -> list[tuple[str, str]]:
        seen: dict[str, str] = {}
        for scope in self.scopes:
            seen.update(scope)
        return list(seen.items())

    def value(self, kind: str, depth: int) -> Expression:
        rng = self.rng
        if depth <= 0 or rng.random() < 0.3:
            return self.leaf(kind)
        if rng.random() < 0.1:
            fitting = [f for f in self.functions if f.type == kind]
            if fitting:
                return self.function_call(rng.choice(fitting))
        if kind == "boolean":
            return self.boolean(depth)
        if kind == "color":
            count = rng.randrange(1, 5)
            return Call("color", [self.channel() for _ in range(count)])
        return self.number(kind, depth)

    def boolean(self, depth: int) -> Expression:
        rng = self.rng
        choice = rng.random()
        if choice < 0.25:
            return Unary("!", self.value("boolean", depth - 1))
        if choice < 0.5:
            op = rng.choice(("&&", "||", "==", "!="))
            return Binary(op, self.value("boolean", depth - 1), self.value("boolean", depth - 1))
        if choice < 0.6:
            op = rng.choice(("==", "!="))
            return Binary(op, self.value("color", depth - 1), self.value("color", depth - 1))
        kind = rng.choice(("int", "float"))
        ops = ("<", "<=", ">", ">=", "==", "!=")
        op = rng.choice(ops[:4] if self.tame and kind == "float" else ops)
        return Binary(op, self.value(kind, depth - 1), self.value(kind, depth - 1))

    def number(self, kind: str, depth: int) -> Expression:
        rng = self.rng
        choice = rng.random()
        if choice < 0.15:
            return Unary(rng.choice("+-"), self.value(kind, depth - 1))
        if choice < 0.4:
            return self.math(kind, depth)
        if kind == "float" and choice < 0.5:
            low, high = self.value("float", 0), self.value("int", 0)
            return Call("random", [low] if rng.random() < 0.5 else [low, high])
        op = rng.choice("+-*/%")
        left = self.value(kind, depth - 1)
        right = self.value(kind if rng.random() < 0.7 else "int", depth - 1)
        if self.tame and op in "*/%":
            right = Number(rng.choice((2, 3, -4)))
        return Binary(op, left, right)

    def math(self, kind: str, depth: int) -> Expression:
        rng = self.rng
        builtin = rng.choice(_MATH[kind])
        form = rng.choice(builtin.forms)
        wanted = kind if builtin.result == SAME else "float"
        args = [self.value(wanted, depth - 1) for _ in form]
        if self.tame and builtin.name in ("floor", "ceil", "round"):
            args = [Binary("+", Name("width"), Number(rng.randrange(64) / 64))]
        if self.tame and builtin.name in ("sqrt", "pow", "tan", "map", "constrain", "degrees"):
            tame: list[Expression] = [Number(n) for n in (2, 0.5, 3.5, -1, 10.25)]
            args = tame[: len(form)]
            if builtin.name == "constrain":
                args[0] = self.value(kind, depth - 1)
                args[1:] = [Number(0), Number(5)]
        return Call(builtin.name, args)

    def leaf(self, kind: str) -> Expression:
        fitting = [name for name, other in self.variables() if other == kind]
        if fitting and self.rng.random() < 0.5:
            return Name(self.rng.choice(fitting))
        return self.plain(kind)

    def plain(self, kind: str) -> Expression:
        """A literal or a constant."""
        rng = self.rng
        if kind == "boolean":
            return Boolean(rng.random() < 0.5)
        if kind == "color":
            return HexColor(f"{rng.randrange(1 << 24):06X}")
        if kind == "int":
            if not self.tame and rng.random() < 0.2:
                return Number(rng.choice(WILD_INTS))
            return Number(rng.randrange(-4, 12))
        if rng.random() < 0.1:
            return Name(rng.choice(tuple(CONSTANTS)))
        if not self.tame and rng.random() < 0.2:
            return Number(rng.choice(WILD_FLOATS))
        return Number(rng.randrange(-20, 60) / 4)
