"""The language of a model's equations: arithmetic of named values, read once, written as Python or as MathML.

sum      a + b, a - b          product  a * b, a / b          power  a ** b
calls    softplus(x) = ln(1 + e^x),  at_most(a, b) = the smaller
"""

from __future__ import annotations

import ast
from math import isfinite
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CALLS = {"softplus": 1, "at_most": 2, "size": 1}
"""Function → how many arguments it has."""
_OPERATORS: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "plus"),
    ast.Sub: ("-", "minus"),
    ast.Mult: ("*", "times"),
    ast.Div: ("/", "divide"),
    ast.Pow: ("**", "power"),
}
LONGEST, DEEPEST = 500, 50
"""Characters of an expression, and expressions inside each other: the longest equation has a tenth of that."""
MATHML = "http://www.w3.org/1998/Math/MathML"


class NotAnExpression(ValueError):
    """Not arithmetic in the words of this module."""


class Expression(msgspec.Struct, frozen=True):
    """An expression that has been read, and the names it uses."""

    text: str
    names: tuple[str, ...]

    @property
    def tree(self) -> ast.expr:
        """The expression as Python reads it."""
        return ast.parse(self.text, mode="eval").body

    def python(self, rename: Callable[[str], str]) -> str:
        """As Python source, every name replaced.

        >>> read("Vm / 4 * L1").python(lambda name: f"y_{name}")
        'y_Vm / 4 * y_L1'
        """
        return ast.unparse(_Renamed(rename).visit(self.tree))

    def value(self, values: Mapping[str, float]) -> float:
        """The number, slowly: for a few values, never for a simulation."""
        from math import exp, log1p  # noqa: PLC0415  # only here

        calls = {"softplus": lambda x: max(x, 0.0) + log1p(exp(-abs(x))), "at_most": min, "size": abs}
        code = compile(ast.fix_missing_locations(ast.Expression(_Decimal().visit(self.tree))), self.text, "eval")
        return float(eval(code, {"__builtins__": {}}, {**calls, **values}))  # noqa: S307  # `read` let only arithmetic in

    def mathml(self) -> str:
        """As content MathML, without the element `math` around it.

        >>> read("a * 2").mathml()
        '<apply><times/><ci>a</ci><cn>2</cn></apply>'
        """
        return _mathml(self.tree)


class _Decimal(ast.NodeTransformer):
    """Whole numbers as the kernel computes with them: a power of them would otherwise grow without end."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        """With a decimal point."""
        assert isinstance(node.value, int | float)
        return ast.Constant(float(node.value))


class _Renamed(ast.NodeTransformer):
    def __init__(self, rename: Callable[[str], str]) -> None:
        self.rename = rename

    def visit_Call(self, node: ast.Call) -> ast.Call:
        """The function keeps its name."""
        node.args = [self.visit(each) for each in node.args]
        return node

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """A value gets another."""
        return ast.Name(self.rename(node.id), node.ctx)


def read(text: str) -> Expression:
    """Read an expression.

    Raises:
        NotAnExpression: it is not arithmetic, calls something unknown, or is too long or too deep.
    """
    if len(text) > LONGEST:
        raise NotAnExpression(f"{text[:40]!r} and so on is too long")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise NotAnExpression(f"{text!r} cannot be read") from error
    names: list[str] = []
    _check(tree, text, names)
    return Expression(ast.unparse(tree), tuple(dict.fromkeys(names)))


def _check(node: ast.expr, text: str, names: list[str], depth: int = 0) -> None:
    if depth > DEEPEST:
        raise NotAnExpression(f"{text!r} is too deep")
    match node:
        case ast.Name(id=name) if name not in CALLS:
            names.append(name)
        case ast.Constant(value=float() | int() as value) if not isinstance(value, bool) and _is_finite(value):
            pass
        case ast.UnaryOp(op=ast.USub(), operand=inside):
            _check(inside, text, names, depth + 1)
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
            _check(left, text, names, depth + 1)
            _check(right, text, names, depth + 1)
        case ast.Call(func=ast.Name(id=name), args=given, keywords=[]) if CALLS.get(name) == len(given):
            for each in given:
                _check(each, text, names, depth + 1)
        case _:
            raise NotAnExpression(f"{ast.unparse(node)!r} in {text!r}")


def _is_finite(value: float) -> bool:
    try:
        return isfinite(value)
    except OverflowError:
        return False


def number_mathml(value: float) -> str:
    """A number as MathML, which writes a power of ten in its own way.

    >>> number_mathml(1e-05)
    '<cn type="e-notation">1<sep/>-5</cn>'
    """
    digits, _, power = repr(value).partition("e")
    return f'<cn type="e-notation">{digits}<sep/>{int(power)}</cn>' if power else f"<cn>{digits}</cn>"


def _mathml(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return f"<ci>{name}</ci>"
        case ast.Constant(value=float() | int() as value):
            return number_mathml(value)
        case ast.UnaryOp(operand=inside):
            return f"<apply><minus/>{_mathml(inside)}</apply>"
        case ast.BinOp(left=left, op=operator, right=right):
            return f"<apply><{_OPERATORS[type(operator)][1]}/>{_mathml(left)}{_mathml(right)}</apply>"
        case ast.Call(func=ast.Name(id="softplus"), args=[inside]):
            # ln(1 + e^x) as it stands would overflow far from the threshold.
            x = _mathml(inside)
            away = f"<apply><exp/><apply><minus/><apply><abs/>{x}</apply></apply></apply>"
            piece = f"<piece>{x}<apply><gt/>{x}<cn>0</cn></apply></piece>"
            above = f"<piecewise>{piece}<otherwise><cn>0</cn></otherwise></piecewise>"
            return f"<apply><plus/>{above}<apply><ln/><apply><plus/><cn>1</cn>{away}</apply></apply></apply>"
        case ast.Call(func=ast.Name(id="size"), args=[inside]):
            return f"<apply><abs/>{_mathml(inside)}</apply>"
        case ast.Call(args=[first, second]):
            a, b = _mathml(first), _mathml(second)
            return f"<piecewise><piece>{a}<apply><lt/>{a}{b}</apply></piece><otherwise>{b}</otherwise></piecewise>"
        case _:
            raise NotAnExpression(ast.unparse(node))
