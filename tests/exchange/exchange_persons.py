"""Persons to write as FHIR: those of the examples and cases, and generated ones with everything that can be odd."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from stilla.knowledge.places import read_yaml
from stilla.knowledge.store import Knowledge, load
from stilla.person import LabCode, MagnesiumUse, MedicationStatement, Observation, Person, Unrecognised
from stilla.quantity import Interval

TODAY = date(2026, 11, 22)
_ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(each for each in (_ROOT / "examples").iterdir() if each.suffix in {".toml", ".json"})


def cases() -> list[tuple[str, dict[str, Any]]]:
    """The persons of tests/cases by the name of their case."""
    found = []
    for file in sorted((_ROOT / "tests" / "cases").glob("*.yaml")):
        read = read_yaml(file).value
        assert isinstance(read, list)
        found += [(f"{file.stem}: {case['name']}", case) for case in read]
    return found


_TEXT = st.one_of(
    st.sampled_from(["Levaxin", "<b>&", "\x00", " \t ", "“å”", "a{b}c", "[[x|y]]", "\ud800", "Kalk\n500", "\xa0"]),
    st.text(max_size=30),
)
_TIMES = st.lists(st.sampled_from(["06:30", "07:00", "12:00", "21:00", "23:55"]), unique=True, max_size=3).map(tuple)
_DAYS = st.one_of(st.none(), st.dates(date(2020, 1, 1), TODAY))


@st.composite
def intervals(draw: Any, low: float, high: float) -> Interval:
    """A value, a bound, a range, or anything at all."""
    one = draw(st.floats(low, high))
    match draw(st.sampled_from(["is", "above", "from", "below", "up to", "between", "anything"])):
        case "above":
            return Interval(one, float("inf"), low_open=True, high_open=True)
        case "from":
            return Interval(one, float("inf"), high_open=True)
        case "below":
            return Interval(0, one, high_open=True)
        case "up to":
            return Interval(0, one)
        case "between":
            return Interval(one, draw(st.floats(one, high)))
        case "anything":
            return Interval(0, float("inf"), high_open=True)
    return Interval(one, one)


@st.composite
def observations(draw: Any) -> Observation:
    code: LabCode = draw(st.sampled_from(["egfr", "magnesium", "ferritin", "tsat"]))
    value = draw(intervals(1, 100) if code != "magnesium" else intervals(0.1, 15))
    return Observation(code, value, draw(_DAYS), draw(_TEXT))


def _medicines(knowledge: Knowledge) -> st.SearchStrategy[MedicationStatement]:
    codes = sorted(knowledge.medicines)
    return st.builds(
        MedicationStatement,
        text=_TEXT,
        atc=st.lists(st.sampled_from(codes), min_size=1, max_size=2, unique=True).map(tuple),
        route=st.sampled_from([None, "oral", "parenteral", "dermal"]),
        times=_TIMES,
    )


_MAGNESIUM = st.builds(
    MagnesiumUse,
    text=_TEXT,
    mg=st.one_of(st.none(), st.floats(1, 500)),
    form=st.sampled_from([None, "oxide", "citrate"]),
    route=st.sampled_from([None, "oral", "dermal"]),
    prescribed=st.sampled_from([None, True, False]),
    times=_TIMES,
)
_UNRECOGNISED = st.builds(
    Unrecognised, kind=st.sampled_from(["medicine", "condition"]), text=_TEXT.filter(lambda each: each != "Levaxin")
)


def persons() -> st.SearchStrategy[Person]:
    """Persons as any reader could make them."""
    knowledge = load()
    slugs = st.frozensets(st.sampled_from(sorted(knowledge.conditions)), max_size=3)
    medicines = _medicines(knowledge)
    return st.builds(
        Person,
        age=st.one_of(st.none(), st.floats(0, 110)),
        sex=st.sampled_from([None, "female", "male"]),
        conditions=slugs,
        refuted=slugs,
        unsure=slugs,
        conditions_complete=st.booleans(),
        medicines=st.lists(medicines, max_size=4).map(tuple),
        medicines_complete=st.booleans(),
        unsure_medicines=st.lists(medicines, max_size=1).map(tuple),
        magnesium=st.lists(_MAGNESIUM, max_size=2).map(tuple),
        magnesium_complete=st.booleans(),
        observations=st.lists(observations(), max_size=4).map(tuple),
        unrecognised=st.lists(_UNRECOGNISED, max_size=2).map(tuple),
        bedtime=st.sampled_from([None, "22:30", "01:00"]),
        waketime=st.sampled_from([None, "06:30"]),
    )
