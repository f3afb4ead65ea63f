"""The codes of records: each means one thing, a mistyped one is found, and what it leaves behind is known."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stilla.knowledge.checks_of_codes import CODE_CHECKS, loinc_digit_is_right, snomed_digit_is_right
from stilla.knowledge.codes import SYSTEMS, left_by
from stilla.knowledge.load import load_files
from stilla.knowledge.schema import Condition
from stilla.knowledge.store import DATA, load
from stilla.names import condition


@pytest.fixture(scope="module")
def knowledge():
    return load()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the knowledge files that may be harmed."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def found(data: Path) -> list[str]:
    loaded = load_files(data)
    assert not [str(fault) for fault in loaded.faults if fault.file.startswith(("codes", "conditions"))]
    return [fault.check for check in CODE_CHECKS.values() for fault in check(loaded)]


def test_the_shipped_codes_have_no_faults(data):
    assert found(data) == []


PLANTED = [
    ("codes/labs.yaml", '"19123-9"', '"19132-9"', "check-digit"),
    ("codes/labs.yaml", '"NPU02647"', '"NPU2647"', "code-form"),
    ("codes/labs.yaml", "lab: tsat", "lab: ferritin\n    nothing: true", "two-meanings"),
    ("codes/labs.yaml", "    lab: magnesium\n", "", "no-meaning"),
    ("codes/labs.yaml", '"2276-4"', '"2502-3"', "contradiction"),
    ("codes/labs.yaml", '"2597-3"', '"2601-3"', "contradiction"),
    ("codes/labs.yaml", '"14682-9"', '"2160-0"', "contradiction"),
    ("codes/answers.yaml", '"LA33-6"', '"LA33-7"', "check-digit"),
    ("codes/answers.yaml", "asks: [pregnancy]", "asks: [pregnant]", "unknown-conditions"),
    ("codes/conditions.yaml", '"14669001"', '"14669010"', "check-digit"),
    ("codes/conditions.yaml", "leaves: [past-acute-kidney-injury]", "leaves: [past]", "unknown-conditions"),
    ("codes/conditions.yaml", '"N17"', '"N-17"', "code-form"),
    ("codes/medicines.yaml", "form: orotate", "form: orotat", "unknown-salts"),
    ("codes/medicines.yaml", "atc: [J01MA02]", "atc: [J01MA2]", "code-form"),
    ("codes/medicines.yaml", "    atc: [L04AD02]\n", "    form: oxide\n", "two-meanings"),
    ("codes/routes.yaml", '"26643006"', '"47625008"', "contradiction"),
    ("codes/absent.yaml", "closes: conditions", "closes: conditions\n    factor: 2", "two-meanings"),
    ("conditions/conditions.yaml", "remains: [kidney-stones]", "remains: [stones]", "unknown-conditions"),
    ("conditions/conditions.yaml", "lasts: 300", "lasts: 0", "range"),
    ("conditions/conditions.yaml", '"433144002"', '"433144020"', "check-digit"),
]


@pytest.mark.parametrize(("file", "old", "new", "check"), PLANTED, ids=[f"{p[3]}-{n}" for n, p in enumerate(PLANTED)])
def test_a_planted_fault_is_found_by_name(data, file, old, new, check):
    written = (data / file).read_text(encoding="utf-8")
    assert old in written, old
    (data / file).write_text(written.replace(old, new, 1), encoding="utf-8")
    assert check in found(data)


@given(st.sampled_from(["38341003", "433144002", "124171000119105", "10939881000119105"]), st.data())
def test_one_wrong_digit_of_snomed_is_always_noticed(code, data):
    place = data.draw(st.integers(0, len(code) - 1))
    digit = data.draw(st.sampled_from([each for each in "0123456789" if each != code[place]]))
    assert not snomed_digit_is_right(code[:place] + digit + code[place + 1 :])


@given(st.sampled_from(["38341003", "433144002", "124171000119105"]), st.data())
def test_two_neighbouring_digits_of_snomed_never_change_places_unnoticed(code, data):
    place = data.draw(st.integers(0, len(code) - 2).filter(lambda n: code[n] != code[n + 1]))
    assert not snomed_digit_is_right(code[:place] + code[place + 1] + code[place] + code[place + 2 :])


@given(st.sampled_from(["19123-9", "2601-3", "98979-8", "LA15173-0", "LA4489-6"]), st.data())
def test_one_wrong_digit_of_loinc_is_always_noticed(code, data):
    place = data.draw(st.sampled_from([n for n, each in enumerate(code) if each.isdigit()]))
    digit = data.draw(st.sampled_from([each for each in "0123456789" if each != code[place]]))
    assert not loinc_digit_is_right(code[:place] + digit + code[place + 1 :])


@pytest.mark.parametrize(
    ("system", "code", "lab"),
    [
        ("http://loinc.org", "33914-3", "egfr"),
        ("http://loinc.org", "2160-0", "creatinine"),
        ("http://loinc.org", "2601-3", "magnesium"),
        ("urn:oid:1.2.752.108.1", "NPU02647", "magnesium"),
        ("urn:oid:1.2.752.108.1", "SWE05406", "egfr"),
        ("http://npu-terminology.org", "NPU19763", "ferritin"),
    ],
)
def test_the_tests_of_records_are_known_under_their_addresses(knowledge, system, code, lab):
    assert {each.lab for each in knowledge.record_codes[SYSTEMS[system], code]} == {lab}


@pytest.mark.parametrize("code", ["2597-3", "74696-6", "50384-7"])
def test_what_only_looks_like_a_test_is_nothing(knowledge, code):
    assert [each.nothing for each in knowledge.record_codes["loinc", code]] == [True]


def test_a_factor_for_race_is_taken_back(knowledge):
    (mdrd,) = knowledge.record_codes["loinc", "48643-1"]
    (ckd_epi,) = knowledge.record_codes["loinc", "88293-6"]
    assert mdrd.factor * 1.212 == pytest.approx(1, abs=1e-6)
    assert ckd_epi.factor * 1.159 == pytest.approx(1, abs=1e-6)


def test_only_a_statement_that_nothing_is_known_closes_a_list(knowledge):
    closing = {each.codes: each.closes for each in _all(knowledge) if each.closes}
    assert closing == {("no-known-medications",): "medicines", ("no-known-problems",): "conditions"}
    assert not any(each.closes for each in knowledge.record_codes["snomed", "787481004"])


def _all(knowledge):
    return {each.id: each for entries in knowledge.record_codes.values() for each in entries}.values()


def test_an_amount_that_two_records_give_differently_is_not_given(knowledge):
    (ambiguous,) = knowledge.record_codes["rxnorm", "311430"]
    assert ambiguous.form == "oxide"
    assert ambiguous.elemental_mg is None


@pytest.mark.parametrize(
    ("system", "code", "left"),
    [
        ("icd-10", "N17.9", ("past-acute-kidney-injury",)),
        ("icd-10", "n179", ("past-acute-kidney-injury",)),
        ("icd-10", "N17.9B", ("past-acute-kidney-injury",)),
        ("icd-10", "D69.0", ("lupus-like-disease",)),
        ("icd-10", "D69.3", ()),
        ("icd-10", "K52.9", ()),
        ("icd-10", "K50.9", None),
        ("icd-10", "N18.3", None),
        ("icd-10", "", None),
        ("snomed", "14669001", ("past-acute-kidney-injury",)),
        ("snomed", "38341003", None),
        ("snomed", "1466900", None),
    ],
)
def test_what_a_code_leaves_when_it_is_over(knowledge, system, code, left):
    assert left_by(knowledge.record_codes, system, code) == left


@pytest.mark.parametrize(
    ("slug", "remains"),
    [
        ("kidney-stones", ("kidney-stones",)),
        ("ckd-4-5", ("ckd",)),
        ("kidney-transplant", ("kidney-transplant",)),
        ("pregnancy", ()),
        ("diarrhoea", ()),
        ("vomiting", ()),
    ],
)
def test_what_a_condition_leaves(knowledge, slug, remains):
    assert knowledge.conditions[slug].remains == remains


def test_signs_are_soon_over_and_lasting_disease_never_by_itself(knowledge):
    for each in knowledge.conditions.values():
        assert isinstance(each, Condition)
        if each.group in {"danger-signs", "bowel-alarm", "mild-signs"}:
            assert each.lasts is not None
            assert each.lasts <= 7
        if each.id in each.remains:
            assert each.lasts is None, each.id


@pytest.mark.parametrize("code", ["N18.3", "N18.30", "N18.31", "N18.32", "N1832"])
def test_the_american_stages_of_kidney_disease_are_kidney_disease(knowledge, code):
    assert condition(code, knowledge).codes == ("ckd",)


def test_a_swedish_fifth_character_is_found_by_its_beginning(knowledge):
    assert condition("G25.8E", knowledge).codes == ("restless-legs",)
    assert condition("E11.2W", knowledge).codes == condition("E11.2", knowledge).codes


def test_every_span_that_records_need_is_there_and_a_no_is_believed_no_longer_than_a_yes(knowledge):
    assert knowledge.spans.keys() == {"ruled-out", "nothing-known", "package", "answered-yes", "answered-no"}
    assert min(knowledge.spans.values()) > 0
    assert knowledge.spans["answered-no"] <= knowledge.spans["answered-yes"]
