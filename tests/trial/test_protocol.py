from __future__ import annotations

import json
from datetime import date

import pytest
from sealed_examples import KNOWLEDGE, protocol

from stilla.analysis.design import Design
from stilla.analysis.priors import Priors
from stilla.errors import BadInput
from stilla.text import Text
from stilla.trial.cent import cent
from stilla.trial.forecast import Nights, Size
from stilla.trial.lists import items
from stilla.trial.product import powder
from stilla.trial.protocol import (
    Filled,
    Outcome,
    Protocol,
    engine_digest,
    new_id,
    read_protocol,
    this_software,
    write_protocol,
)
from stilla.trial.protocol_make import Known, Wishes, make
from stilla.trial.spent import document, fill, starred_and_empty

PLAN = protocol()


def test_a_protocol_is_read_back_as_it_was_written():
    assert read_protocol(write_protocol(PLAN)) == PLAN
    assert write_protocol(read_protocol(write_protocol(PLAN))) == write_protocol(PLAN)


def test_the_digest_does_not_hang_on_spelling_but_on_every_value():
    respelt = json.dumps(json.loads(write_protocol(PLAN))).encode()
    assert read_protocol(respelt).digest == PLAN.digest
    assert protocol(mid=1.5).digest != PLAN.digest
    assert protocol(mid_why="x").digest != PLAN.digest


def problems(change, name="p.json") -> list[str]:
    values = json.loads(write_protocol(PLAN))
    change(values)
    content = json.dumps(values, indent=2).encode()
    with pytest.raises(BadInput) as refused:
        read_protocol(content, name)
    return [each.sentence("en") for each in refused.value.problems]


def test_every_problem_is_told_at_once_with_line_and_field():
    def spoil(values):
        values["mid"] = "much"
        del values["outcome"]["words"]
        values["blinding"] = "none"
        values["extra"] = 1
        values["design"]["periods"] = 2.5

    found = problems(spoil)
    assert len(found) == 5
    assert any("mid: Expected a number" in each and "line" in each for each in found)
    assert any("The field words is missing" in each for each in found)
    assert any("Expected one of helper, alone, open" in each for each in found)
    assert any("extra: This field is not known here" in each for each in found)
    assert any("design.periods: Expected a whole number" in each for each in found)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda v: v.update(mid=0), "mid"),
        (lambda v: v.update(mid=11), "mid"),
        (lambda v: v.update(dose_mg=250), "capsules hold"),
        (lambda v: v.update(first_week_mg=200), "capsules hold"),
        (lambda v: v.update(title="A trial"), "N-of-1 trial"),
        (lambda v: v.update(id="x"), "32 hexadecimal"),
        (lambda v: v.update(version=2), "version"),
        (lambda v: v["design"].update(periods=7), "divided"),
        (lambda v: v["design"].update(scheme="daily"), "within a night"),
        (lambda v: v["design"].update(nights=7), "full dose"),
        (lambda v: v["thresholds"].update(helps=1.0), "Between 0 and 1"),
        (lambda v: v["looks"].update(after=[8]), "between two periods"),
        (lambda v: v["outcome"].update(low=10), "upwards"),
        (lambda v: v["scale"].update(value=2.0), "priors"),
        (lambda v: v["product"].update(elemental_mg=90), "more than 200"),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(change, says):
    assert any(says in each for each in problems(change))


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"\xff", b'{"id":1,"id":2}', b'{"mid":NaN}', b"9" * 5000]
)
def test_what_is_no_protocol_is_refused_in_both_languages(content):
    with pytest.raises(BadInput) as refused:
        read_protocol(content, "p.json")
    for each in refused.value.problems:
        assert each.sentence("en").startswith("p.json")
        assert each.says.sv


def test_each_protocol_has_a_name_of_its_own():
    assert new_id() != new_id()
    assert len(new_id()) == 32


def test_the_engine_digest_is_that_of_the_sources():
    assert len(engine_digest()) == 64
    assert this_software().engine == engine_digest()


def test_spent_is_complete_and_every_item_answers_in_both_languages():
    found = items("spent")
    assert len(found) == 53
    assert len({each.id.rstrip("abcd12") or each.id for each in found} - {""}) >= 31
    starred = {each.id for each in found if each.starred}
    assert starred == {"1a", "1b", "6a", "8", "10", "11a", "14", "15", "16a", "20a1", "20a2", "20b", "20c", "31a"}
    numbers = {int("".join(c for c in each.id[:2] if c.isdigit())) for each in found}
    assert numbers == set(range(1, 34))
    for language in ("en", "sv"):
        for blinding in ("helper", "alone", "open"):
            plan = protocol(language=language, blinding=blinding)
            assert set(plan.spent) == {each.id for each in found}
            assert not [item for item, said in plan.spent.items() if said.is_empty]
            assert not [item for item, said in plan.spent.items() if "{" in (said.text or "")]
            assert starred_and_empty(plan) == ()


def test_the_title_and_the_summary_hold_the_words_that_registries_look_for():
    for language in ("en", "sv"):
        said = protocol(language=language).spent
        assert "N-of-1 trial" in said["1a"].text
        assert "N-of-1" in said["1b"].text


def test_the_persons_words_stand_where_spent_asks():
    said = fill(PLAN, {"6a": "Because I want to know.", "24": "Approved: 2026-1."}, KNOWLEDGE)
    assert said["6a"].text == "Because I want to know."
    assert said["24"] == Filled("Approved: 2026-1.", None)
    assert "not research" in fill(PLAN, {}, KNOWLEDGE)["24"].not_applicable


def test_words_cannot_replace_what_the_plan_itself_decides():
    said = fill(PLAN, {"14": "A hundred periods."}, KNOWLEDGE)["14"].text
    assert said.startswith("8 periods of 21 nights")
    assert said.endswith("A hundred periods.")


def test_an_item_that_does_not_exist_is_refused():
    with pytest.raises(BadInput, match="no such item"):
        fill(PLAN, {"99": "x"}, KNOWLEDGE)


def test_an_uncalibrated_threshold_is_not_called_calibrated():
    assert "was not set by simulation" in PLAN.spent["20a1"].text
    assert "was set for this design by simulation" in protocol(calibrated=True).spent["20a1"].text


def test_the_document_has_an_anchor_for_each_item():
    shown = document(PLAN)
    assert [each.id for each in items("spent") if f'<a id="spent-{each.id}"></a>' not in shown] == []
    assert "Not applicable, because" in shown
    assert "Nothing said yet" not in shown


def test_cent_has_44_parts_of_25_items_and_none_is_left_out():
    found = cent({})
    assert len(found) == 44
    assert {int("".join(c for c in each.id.split(".")[0] if c.isdigit())) for each in found} == set(range(1, 26))
    assert [each.id for each in found if each.state == "not-applicable"] == ["12b", "13a.2", "13c", "17b"]
    assert sum(each.state == "missing" for each in found) == 40


def test_cent_takes_what_the_report_says_and_its_reasons():
    said = cent(
        {"17a.2": Text("-1.2", "-1,2"), "1a": Text("", "")}, {"14b": Text("it ran to the end", "det gick klart")}
    )
    by_id = {each.id: each for each in said}
    assert by_id["17a.2"].state == "present"
    assert by_id["1a"].state == "missing"
    assert by_id["14b"].text == Text("it ran to the end", "det gick klart")
    with pytest.raises(KeyError):
        cent({"99": Text("x", "x")})


def wishes(**changes) -> Wishes:
    values = {
        "language": "en",
        "outcome": Outcome(words="legs"),
        "mid": 1.0,
        "mid_why": "why not",
        "design": Design("balanced", 8, 21),
        "product": powder("citrate", 200, KNOWLEDGE),
        "blinding": "helper",
    } | changes
    return Wishes(**values)


KNOWN = Known("0" * 32, date(2026, 12, 6), this_software(), Nights(1.6, 5.2, 14))


def test_a_made_protocol_rests_on_the_run_in():
    made = make(wishes(), KNOWN, KNOWLEDGE, None)
    assert made.priors == Priors(1.6, 5.2)
    assert (made.scale.value, made.scale.basis, made.scale.nights) == (1.6, "run-in", 14)
    assert (made.dose_mg, made.first_week_mg) == (200, 100)
    assert not made.calibrated
    assert made == make(wishes(), KNOWN, KNOWLEDGE, None)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "sv"])
def test_calibration_and_forecast_are_part_of_the_plan(language):
    plan = wishes(language=language, look=True, design=Design("balanced", 8, 14))
    made = make(plan, KNOWN, KNOWLEDGE, Size(50, 50))
    assert made.calibrated
    assert made.thresholds.helps >= 0.975
    assert made.looks.after == (4, 6)
    assert set(made.forecast["chances"]) == {"quick", "slow", "drift"}
    assert made.forecast["sentence"] in made.spent["14"].text
    assert read_protocol(write_protocol(made)) == made
    assert isinstance(made, Protocol)
