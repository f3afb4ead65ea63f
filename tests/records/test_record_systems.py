"""Code systems as records name them: no value is lost by the way its system is spelt."""

from __future__ import annotations

import pytest
from fhir_written import LOINC, concept, condition, measured, person, request

from stilla.knowledge.codes import SYSTEMS, system_of
from stilla.knowledge.store import Knowledge


@pytest.mark.parametrize("address", sorted(SYSTEMS))
def test_versions_strokes_and_letters_do_not_matter(address: str):
    for written in (address, f"{address}|2026", f"{address}/", address.upper(), address.replace("http:", "https:")):
        assert system_of(written) == SYSTEMS[address]


@pytest.mark.parametrize(
    "address", ["", " ", "/", "|", "http://loinc.org.example", "http://snomed.info/sctx", "icd-10"]
)
def test_what_only_looks_like_a_system_is_none(address: str):
    assert system_of(address) is None


@pytest.mark.parametrize(
    "address",
    [
        "https://loinc.org",
        "http://loinc.org/",
        "http://loinc.org|2.77",
        "HTTP://LOINC.ORG",
        "urn:oid:2.16.840.1.113883.6.1",
    ],
)
def test_a_kidney_value_is_read_however_its_system_is_spelt(knowledge: Knowledge, address: str):
    (found,) = person(knowledge, measured(25) | {"code": concept("62238-1", address)}).observations
    assert found.value.low == 25


@pytest.mark.parametrize(
    "address",
    [
        "urn:oid:1.2.752.116.1.1.1.1.3",
        "urn:oid:2.16.840.1.113883.6.90",
        "http://fhir.de/CodeSystem/bfarm/icd-10-gm",
        "http://hl7.org/fhir/sid/icd-10|2019",
    ],
)
def test_an_illness_by_the_icd_10_of_many_countries(knowledge: Knowledge, address: str):
    assert person(knowledge, condition(concept("N18.5", address))).conditions == {"ckd-4-5"}


def test_an_illness_of_an_edition_of_snomed_ct(knowledge: Knowledge):
    swedish = "http://snomed.info/sct/45991000052106"
    assert person(knowledge, condition(concept("433146000", swedish))).conditions == {"ckd-4-5"}


@pytest.mark.parametrize("address", ["urn:oid:1.2.752.129.2.2.3.1.1", "http://fhir.de/CodeSystem/bfarm/atc"])
def test_a_medicine_by_the_atc_of_other_registers(knowledge: Knowledge, address: str):
    (found,) = person(knowledge, request(medicationCodeableConcept=concept("H03AA01", address))).medicines
    assert found.atc == ("H03AA01",)


def test_a_code_whose_form_is_its_own_needs_no_system(knowledge: Knowledge):
    (kidneys,) = person(knowledge, measured(25) | {"code": {"coding": [{"code": "62238-1"}]}}).observations
    assert kidneys.value.low == 25
    (thyroid,) = person(knowledge, request(medicationCodeableConcept={"coding": [{"code": "H03AA01"}]})).medicines
    assert thyroid.atc == ("H03AA01",)


def test_a_code_of_another_or_an_unreadable_system_is_not_taken_for_it(knowledge: Knowledge):
    for system in ("https://example.org/local", "", 3, None):
        code = {"coding": [{"system": system, "code": "62238-1"}]}
        assert not person(knowledge, measured(25) | {"code": code}).observations
    assert person(knowledge, condition({"coding": [{"code": "N18.5"}]})).conditions == frozenset()
    assert system_of(LOINC) == "loinc"
