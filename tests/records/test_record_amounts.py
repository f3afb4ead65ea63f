"""docs/records.md, section 2: how much magnesium, by which way, and what names tell of it."""

from __future__ import annotations

from typing import Any

import pytest
from fhir_written import (
    RXNORM,
    TODAY,
    concept,
    person,
    pointing,
    product,
    request,
)

from stilla.knowledge.codes import Codes
from stilla.knowledge.store import Knowledge
from stilla.records.products import contents_of, route_of_name
from stilla.text import Text


@pytest.fixture(scope="module")
def with_tablets(knowledge: Knowledge) -> Knowledge:
    """The knowledge base with an invented tablet of 150 mg elemental magnesium."""
    tablet = Codes(
        id="tablet",
        system="rxnorm",
        codes=("1",),
        name=Text("tablet", "tablett"),
        atc=("A12CC04",),
        form="citrate",
        elemental_mg=150,
        sources=(),
        read=TODAY,
        certainty="unconfirmed",
        review_by=TODAY,
    )
    other = Knowledge(knowledge._parts)
    other.__dict__["record_codes"] = {**knowledge.record_codes, ("rxnorm", "1"): (tablet,)}
    return other


def dosed(pieces: object, unit: str = "tablet", **repeat: object) -> dict[str, Any]:
    return {"timing": {"repeat": repeat}, "doseAndRate": [{"doseQuantity": {"value": pieces, "unit": unit}}]}


@pytest.mark.parametrize(
    ("dosages", "mg"),
    [
        ([dosed(1, frequency=1, period=1, periodUnit="d")], 150),
        ([dosed(2, frequency=1, period=12, periodUnit="h")], 600),
        ([dosed(1, frequency=1, period=2, periodUnit="d")], 75),
        ([dosed(1, timeOfDay=["07:00:00", "19:00:00"])], 300),
        ([dosed(1, "mg", frequency=1, period=1, periodUnit="d")], None),
        ([dosed(1, frequency=1, frequencyMax=3, period=1, periodUnit="d")], None),
        ([dosed(1, frequency=1, period=1, periodUnit="mo")], None),
        ([dosed("1", frequency=1, period=1, periodUnit="d")], None),
        ([dosed(50, frequency=1, period=1, periodUnit="d")], None),
        ([dosed(1, frequency=1, period=1, periodUnit="d") | {"asNeededBoolean": True}], None),
        ([dosed(1, frequency=1, period=1, periodUnit="d")] * 2, None),
        ([dosed(1, frequency=1, period=1, periodUnit="d"), {"modifierExtension": [{"url": "x"}]}], None),
        ([dosed(1, frequency=1, period=1, periodUnit="d", timeOfDay=["07:00:00", "19:00:00"])], None),
        ([], None),
        ("one a day", None),
        ([{"text": "one a day"}], None),
    ],
)
def test_an_amount_only_where_tablet_and_number_are_plain(with_tablets: Knowledge, dosages: object, mg: float | None):
    order = request(medicationCodeableConcept=concept("1", RXNORM), dosageInstruction=dosages)
    (use,) = person(with_tablets, order).magnesium
    assert use.mg == pytest.approx(mg) if mg else use.mg is None
    assert use.form == "citrate"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ciprofloxacin (antibiotic) 500 mg", None),
        ("ciprofloxacin before colorectal surgery", None),
        ("Ciprofloxacin vid öroninflammation", None),
        ("Ciprofloxacin för nässelutslag", None),
        ("Ciprofloxacin örondroppar", "eye"),
        ("ciprofloxacin otic solution", "eye"),
        ("Klindamycin vagitorier", "vaginal"),
        ("Hydrokortison ögonsalva", "eye"),
        ("Hydrokortison salva", "dermal"),
        ("Heparin subkutan injektion", "parenteral"),
        ("LEVOTHYROXINE 100 MCG TAB", "oral"),
        ("Lithionit depottablett", "oral"),
        ("peroral lösning", "oral"),
        ("Intramuskulär användning", "parenteral"),
        ("Parenteral", "parenteral"),
        ("Okulär användning", "eye"),
        ("Cutaneous use", "dermal"),
        ("dermal", "dermal"),
    ],
)
def test_a_route_is_a_word_and_never_a_part_of_another(words: str, expected: str | None):
    assert route_of_name(words) == expected


def test_a_dosage_without_a_route_beside_others_may_be_by_mouth(knowledge: Knowledge):
    vein, silent = {"route": {"text": "Intravenous"}}, {"text": "then 500 mg twice a day"}
    hidden = {"route": {"text": "Intravenous"}, "modifierExtension": [{"url": "https://example.org/x"}]}
    for dosages, expected in (
        ([vein], "parenteral"),
        ([vein, vein], "parenteral"),
        ([vein, silent], "oral"),
        ([vein, hidden], "oral"),
        ([silent], None),
    ):
        (found,) = person(knowledge, request("J01MA02", dosageInstruction=dosages)).medicines
        assert found.route == expected


@pytest.mark.parametrize(
    "name", ["LEVOTHYROXINE 100 MCG TAB", "levothyroxine sodium 50 mcg tabs", "Levaxin 100 mikrogram tablett"]
)
def test_short_words_for_a_tablet(knowledge: Knowledge, name: str):
    assert contents_of(name, knowledge) == (("H03AA01",), True)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("digoxin (LANOXIN) 125 mcg tablet", (("C01AA05",), True)),
        ("lithium carbonate ER (LITHOBID) 300 mg tablet", (("N05AN01",), True)),
        ("Sinemet (carbidopa/levodopa)", (("N04BA02",), True)),
        ("digoxin (film coated tablet)", (("C01AA05",), True)),
        ("digoxin (0.125 mg)", (("C01AA05",), True)),
        ("digoxin (something else)", (("C01AA05",), False)),
        ("digoxin (ciprofloxacin) 500 mg", (("C01AA05", "J01MA02"), True)),
        ("something else (LANOXIN)", (("C01AA05",), False)),
        ("dolutegravir-lamivudine (DOVATO) 50-300 mg tablet", (("J05AR25",), False)),
        ("digoxin allergy (severe)", ((), False)),
        ("Levaxin®, 100 mikrogram, Tablett", (("H03AA01",), True)),
        ("Omeprazol Teva 20 mg enterokapsel, hård", (("A02BC01",), True)),
    ],
)
def test_a_brand_in_round_brackets(knowledge: Knowledge, name: str, expected: object):
    """What stands in brackets counts too; a name before it that nobody knows leaves the product not wholly known."""
    assert contents_of(name, knowledge) == expected


def test_a_product_that_calls_itself_magnesium_is_some_magnesium(knowledge: Knowledge):
    found = person(knowledge, request(medicationCodeableConcept={"text": "Magnesium Oral 250 mg"}))
    assert [each.atc for each in found.medicines] == [("A12CC",)]
    assert [(each.mg, each.form) for each in found.magnesium] == [(None, None)]
    assert [each.text for each in found.unrecognised] == ["Magnesium Oral 250 mg"]
    for name in ("magnesium stearate", "without magnesium", "nomagnesium"):
        assert contents_of(name, knowledge) == ((), False)


def test_magnesium_into_a_vein_by_its_name(knowledge: Knowledge):
    found = person(knowledge, request(medicationCodeableConcept={"text": "magnesiumsulfat 0,5 g/ml infusionsvätska"}))
    assert [(each.atc, each.route) for each in found.medicines] == [(("A12CC02",), "parenteral")]
    assert not found.magnesium


def test_what_only_fills_a_tablet_is_not_taken(knowledge: Knowledge):
    filler = {"itemCodeableConcept": {"text": "magnesium stearate"}, "isActive": False}
    active = {"itemCodeableConcept": {"text": "levothyroxine"}, "isActive": True}
    tablet = product(code={"text": "box"}, ingredient=[active, filler])
    found = person(knowledge, *pointing("Medication/x1", tablet))
    assert [each.atc for each in found.medicines] == [("H03AA01",)]
    assert not found.unrecognised
