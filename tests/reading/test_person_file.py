"""Reading a person: by property and fuzz, and the assumptions that are said aloud."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stilla.errors import BadInput
from stilla.findings import assess
from stilla.intake.label import read_label
from stilla.knowledge.store import load
from stilla.reading.document import Written, read_document
from stilla.reading.person_file import FIELDS, Context, read_person

TODAY = date(2026, 11, 22)

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.dates()
    | st.sampled_from(["72", ">60", "88 umol/L", "1.000", "ckd", "N18.4", "Levaxin", "07:00", "2026-01-01"])
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "atc", "times", "mg", "label", "value", "measured", "form", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
written = st.dictionaries(st.sampled_from([*FIELDS, "weight", ""]), values, max_size=6)


@given(written)
def test_any_fields_give_an_answer_or_sentences(fields):
    knowledge = load()
    try:
        read = read_person(Written(fields), Context(knowledge, TODAY))
    except BadInput as error:
        assert error.problems
        for problem in error.problems:
            assert problem.says.en
            assert problem.says.sv
    else:
        assert assess(read.person, knowledge, TODAY).verdict in {"go", "unknown", "ask", "stop"}


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_any_bytes_give_a_document_or_sentences(content):
    try:
        document = read_document(content, "p.toml")
    except BadInput as error:
        assert error.problems
    else:
        assert document.values is not None


@pytest.mark.parametrize("content", [b"[" * 5000, b'{"a":' * 3000, b"a = " + b"[" * 3000, b'{"a": ' + b"[" * 3000])
def test_deep_nesting_is_refused_not_crashed(content):
    with pytest.raises(BadInput):
        read_document(content, "p")


def test_a_byte_order_mark_and_windows_lines_are_fine():
    assert read_document("\ufeffage = 61\r\nsex = 'female'\r\n".encode(), "p").values == {"age": 61, "sex": "female"}


@pytest.mark.parametrize("fields", [{"nothing_else": True}, {"nothing_else": True, "age": 30, "sex": "female"}])
def test_what_nothing_else_assumes_is_said(person, fields):
    read = person(**fields)
    said = " ".join(text.en for text in read.assumptions)
    assert "no other medicine" in said
    assert "not pregnant" in said


def test_a_man_is_not_told_that_he_is_not_pregnant(person):
    assert "pregnant" not in " ".join(text.en for text in person(nothing_else=True, age=30, sex="male").assumptions)


def test_a_value_in_a_file_without_a_day_stays_undated(person):
    [observation] = person(age=61, egfr=80).person.observations
    assert observation.measured is None


@pytest.mark.parametrize(
    "written",
    [
        {"egfr": 80, "measured": date(2026, 9, 1)},
        {"egfr": {"value": 80, "measured": date(2026, 9, 1)}},
        {"egfr": {"value": "80", "measured": "2026-09-01"}},
    ],
)
def test_a_day_may_stand_beside_the_value_or_inside_it(person, written):
    [observation] = person(age=61, **written).person.observations
    assert observation.measured == date(2026, 9, 1)


def test_creatinine_needs_an_age_and_gives_an_interval_without_a_sex(person):
    assert person(creatinine="88 umol/L").person.observations == ()
    [observation] = person(creatinine="88 umol/L", age=58).person.observations
    assert observation.value.low < observation.value.high


PLAINLY = ["Magnesium {} mg", "magnesium {}mg", "MAGNESIUM {} MG per tablett", "Magnesium {} mg per capsule"]


@given(st.integers(1, 999), st.sampled_from(PLAINLY))
def test_the_plainest_label_is_read_as_the_label_reader_reads_it(amount, label):
    read = read_label(label.format(amount), load())
    said = Written({"magnesium": [label.format(amount)]})
    [use] = read_person(said, Context(load(), TODAY)).person.magnesium
    assert (use.mg, use.form) == (read.elemental_mg, None)
    assert read.question is None
    assert read.forms == ()


@pytest.mark.parametrize(
    ("item", "mg", "form"),
    [
        ("Magnesium 250 mg per tablett", 250, None),
        ({"label": "Magnesium 250 mg", "times": ["08:00", "20:00"]}, 500, None),
        ({"mg": 200, "form": "citrate"}, 200, "citrate"),
        ({"mg": "0,2 g"}, 200, None),
        ({"mg": 100, "per_day": 2}, 200, None),
        ("Magnesium oxide 400 mg", 241, "oxide"),
        ("Magnesium citrate 400 mg", None, None),
        ("something else", None, None),
    ],
)
def test_an_amount_is_read_only_where_it_is_plain(person, item, mg, form):
    [use] = person(magnesium=[item]).person.magnesium
    assert use.mg == mg
    if form is not None:
        assert use.form is not None
        assert form in use.form


def test_an_antacid_counts_as_magnesium_of_unknown_amount(person):
    read = person(medicines=["Novaluzid"], magnesium=[{"mg": 100}])
    total = read.person.added_magnesium()
    assert total.low == 100
    assert total.high == float("inf")


@pytest.mark.parametrize(
    ("typed", "slugs"),
    [
        ("N18.4", {"ckd-4-5"}),
        ("F03-P", {"dementia"}),
        ("G30.0†", {"dementia"}), ("N184", {"ckd-4-5"}), ("n18.3", {"ckd"}), ("G258", {"restless-legs"}),
        ("O80", {"pregnancy"}), ("Njursten", {"kidney-stones"}), ("kidney stones", {"kidney-stones"}),
        ("kidney-stones", {"kidney-stones"}), ("HÖGT BLODTRYCK", {"high-blood-pressure"}),
    ],
)  # fmt: skip
def test_conditions_go_by_slug_name_or_code(person, typed, slugs):
    assert person(conditions=[typed]).person.conditions == slugs


def test_an_unknown_condition_is_never_dropped(person):
    [unknown] = person(conditions=["ckdd"]).person.unrecognised
    assert unknown.kind == "condition"
    assert "ckd" in unknown.nearest


@pytest.mark.parametrize(
    "name",
    [
        "Levaxin",
        "levaxin",
        " LEVAXIN ",
        "Levaxin 100 mikrogram",
        "Levaxin 100 µg tabletter",
        "H03AA01",
        "levotyroxin",
        "levothyroxine",
    ],
)
def test_a_medicine_goes_by_any_of_its_names(person, name):
    [medicine] = person(medicines=[name]).person.medicines
    assert medicine.atc == ("H03AA01",)


def test_a_medicine_by_two_names_is_still_twice(person):
    with pytest.raises(BadInput, match="twice"):
        person(medicines=["Levaxin", "levothyroxine"])
