"""The language of the equations: what it lets in, and that its three forms say the same number."""

import math
import xml.etree.ElementTree as ET

import libsbml
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from virtual_people import SPEC

from stilla.physiology.expression import DEEPEST, LONGEST, MATHML, NotAnExpression, number_mathml, read

REFUSED = [
    "",
    "a b",
    "a; b",
    "x.y",
    "x.__class__.__mro__",
    "x[0]",
    "[a]",
    "{a}",
    "(a, b)",
    "a < b",
    "a == b",
    "a and b",
    "not a",
    "a if a else b",
    "(a := 1)",
    "a := 1",
    "a = 1",
    "a // b",
    "a % b",
    "a @ b",
    "a | b",
    "~a",
    "+a",
    "abs(a)",
    "min(a, b)",
    "exp(a)",
    "print(a)",
    "eval(a)",
    "__import__('os')",
    "open('x')",
    "softplus",
    "softplus()",
    "softplus(a, b)",
    "softplus(*a)",
    "softplus(a)(b)",
    "a.softplus(b)",
    "at_most(a)",
    "at_most(a, b, c)",
    "at_most(a, b=1)",
    "size(x=a)",
    "lambda: 1",
    "(lambda x: x)(1)",
    "f'{a}'",
    "'a'",
    "b'a'",
    "1j",
    "True",
    "None",
    "...",
    "1e999",
    "9" * 400,
    "await a",
    "[a for a in b]",
    "a\0b",
    "a" * (LONGEST + 1),
    "-" * (DEEPEST + 1) + "a",
    "(" * 240 + "a" + ")" * 240 + "b",
    " + ".join("a" * (DEEPEST + 2)),
]


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:24].replace("\0", "0"))
def test_only_arithmetic_is_read(text):
    with pytest.raises(NotAnExpression):
        read(text)


@given(st.text(max_size=40))
@settings(max_examples=200)
def test_any_text_is_read_or_refused(text):
    try:
        found = read(text)
    except NotAnExpression:
        return
    assert read(found.text) == found


def test_names_stand_once_and_in_order():
    assert read("b * a + at_most(b, c) - size(d)").names == ("b", "a", "c", "d")


def test_a_number_that_would_grow_without_end_does_not():
    with pytest.raises(OverflowError):
        read("9 ** 9 ** 9").value({})


@pytest.mark.parametrize("x", [-1e6, -800.0, -40.0, -1.0, 0.0, 1e-9, 0.7, 40.0, 800.0, 1e6])
def test_softplus_neither_overflows_nor_vanishes(x):
    assert read("softplus(x)").value({"x": x}) == pytest.approx(np.logaddexp(0.0, x), rel=1e-14)


def test_size_and_the_smaller_of_two():
    assert read("size(x)").value({"x": -2.5}) == 2.5
    assert read("at_most(a, b)").value({"a": 1.0, "b": -3.0}) == -3.0
    assert read("at_most(a, b)").value({"a": -4.0, "b": -3.0}) == -4.0
    assert read("-a ** 2").value({"a": 3.0}) == -9.0
    assert read("2 ** -a").value({"a": 1.0}) == 0.5


TAG = f"{{{MATHML}}}"
OPERATORS = {
    "plus": lambda a, b: a + b,
    "times": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "power": lambda a, b: a**b,
    "minus": lambda a, b=None: -a if b is None else a - b,
    "abs": abs,
    "exp": math.exp,
    "ln": math.log,
    "gt": lambda a, b: a > b,
    "lt": lambda a, b: a < b,
}


def of_mathml(node, values):
    """What an element of MathML says: an evaluator of its own, so that a mistake of the writer shows."""
    tag, inside = node.tag.removeprefix(TAG), list(node)
    if tag == "cn":
        power = float(inside[0].tail) if inside else 0.0
        return float(node.text) * 10**power
    if tag == "ci":
        return values[node.text]
    if tag == "piecewise":
        *pieces, otherwise = inside
        for piece in pieces:
            if of_mathml(piece[1], values):
                return of_mathml(piece[0], values)
        return of_mathml(otherwise[0], values)
    return OPERATORS[inside[0].tag.removeprefix(TAG)](*(of_mathml(each, values) for each in inside[1:]))


def three_ways(expression, values):
    source = expression.python(lambda name: f"v_{name}")
    words = {"softplus": lambda x: float(np.logaddexp(0.0, x)), "at_most": min, "size": abs}
    mathml = ET.fromstring(f'<math xmlns="{MATHML}">{expression.mathml()}</math>')  # our own text
    return (
        expression.value(values),
        eval(source, words | {f"v_{name}": value for name, value in values.items()}),  # as above
        of_mathml(mathml[0], values),
    )


EVERY = [*SPEC.derived.values(), *SPEC.assigned.values(), *SPEC.flows.values(), *SPEC.initial.values()]
EVERY += [
    *SPEC.rates.values(),
    *map(read, ("-a ** 2 / 3e-7", "softplus((a - b) / 0.01)", "at_most(a, size(-b)) - 1e-05")),
]


@pytest.mark.parametrize("expression", EVERY, ids=lambda each: each.text[:40])
def test_python_mathml_and_the_slow_value_agree(expression):
    chance = np.random.default_rng(1)
    for _ in range(20):
        values = {name: float(chance.uniform(0.01, 3)) for name in expression.names}
        slow, python, mathml = three_ways(expression, values)
        assert python == pytest.approx(slow, rel=1e-12, abs=1e-15)
        assert mathml == pytest.approx(slow, rel=1e-12, abs=1e-15)


NAMES = st.sampled_from(["a", "b", "Vm0"])
NUMBERS = st.floats(0, 1e6, allow_subnormal=False).map(repr) | st.integers(0, 99).map(str)
TEXTS = st.recursive(
    NAMES | NUMBERS,
    lambda inner: (
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})")
        | inner.map(lambda t: f"-({t})")
        | inner.map(lambda t: f"size({t})")
        | inner.map(lambda t: f"softplus({t})")
        | st.tuples(inner, inner).map(lambda t: f"at_most({t[0]}, {t[1]})")
    ),
    max_leaves=6,
)


@given(TEXTS, st.tuples(*[st.floats(-50, 50, allow_subnormal=False)] * 3))
@settings(max_examples=100)
def test_generated_arithmetic_agrees_in_all_three(text, numbers):
    expression = read(text)
    values = dict(zip(("a", "b", "Vm0"), numbers, strict=True))
    slow, python, mathml = three_ways(expression, values)
    assert python == pytest.approx(slow, rel=1e-9, abs=1e-9)
    assert mathml == pytest.approx(slow, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("value", [0.0, 1.0, 0.1, 1e-05, 2.5e-17, 1e20, 12345.678, 5e-324, 7])
def test_a_number_is_read_back_by_libsbml(value):
    tree = libsbml.readMathMLFromString(f'<math xmlns="{MATHML}">{number_mathml(value)}</math>')
    assert tree.getValue() == pytest.approx(value, rel=1e-15)
