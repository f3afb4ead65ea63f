"""The knowledge checks: the shipped files pass, and each planted fault is found, named, with its file and line."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from stilla.interfaces.known.answered import answers_that_exist
from stilla.knowledge.check import CHECKS, run_checks
from stilla.knowledge.checks_of_rules import RULE_CHECKS
from stilla.knowledge.store import DATA

TODAY = date(2026, 11, 23)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the knowledge files that may be harmed."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def found(data: Path, today: date = TODAY):
    return run_checks(today, answers_that_exist(), data)[1]


def test_the_shipped_knowledge_has_no_faults(data):
    assert [str(fault) for fault in found(data) if not fault.warning] == []


def replace(file: Path, old: str, new: str) -> int:
    text = file.read_text(encoding="utf-8")
    assert old in text, old
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


PLANTED = [
    (
        "rules/kidneys.yaml",
        "sources: [magnasp-rx, fass-emg, stilla-safety-policy]",
        "sources: [never-read]",
        "unknown-source",
    ),
    ("rules/kidneys.yaml", "sources: [magnasp-rx, fass-emg, stilla-safety-policy]", "sources: []", "no-source"),
    ("rules/kidneys.yaml", "urgency: before-starting", "urgency: tomorrow", "unreadable"),
    ("rules/kidneys.yaml", "    urgency: before-starting\n", "", "level-fields"),
    ("rules/kidneys.yaml", "{has: [dialysis]}", "{hass: [dialysis]}", "not-a-rule"),
    ("rules/kidneys.yaml", "{has: [dialysis]}", "{has: [dialyses]}", "unknown-word"),
    ("rules/kidneys.yaml", "{has: [dialysis]}", "{all: [{age: {below: 18}}, {age: {at_least: 60}}]}", "never-fires"),
    (
        "rules/kidneys.yaml",
        "{has: [dialysis]}",
        "{all: [{has: [dialysis]}, {none: [{has: [dialysis]}]}]}",
        "never-fires",
    ),
    ("rules/kidneys.yaml", 'sv: "Dialys"', 'sv: ""', "empty-text"),
    ("rules/kidneys.yaml", 'en: "Dialysis"', 'en: "Dialysis patients"', "forbidden-word"),
    ("rules/kidneys.yaml", "- id: dialysis", "- id: egfr-below-30", "duplicate-id"),
    ("rules/kidneys.yaml", "- id: dialysis", "- id: [dialysis", "not-yaml"),
    ("rules/kidneys.yaml", "    certainty: high", "    certainty: sure", "unreadable"),
    ("rules/kidneys.yaml", "    certainty: high", "    certainty: high\n    mood: good", "unreadable"),
    ("rules/kidneys.yaml", "supersedes: [kidney-value-missing-60,", "supersedes: [no-such-rule,", "unknown-rules"),
    ("rules/kidneys.yaml", "read: 2026-11-22", "read: 2027-01-01", "future-day"),
    ("rules/urgent.yaml", "    route: emergency\n", "", "level-fields"),
    ("rules/urgent.yaml", "route: emergency", "route: nowhere", "unknown-routes"),
    ("rules/interactions-anti-infectives.yaml", "J01MA02", "J01MA2", "unknown-word"),
    ("conditions/conditions.yaml", "broader: [ckd]", "broader: [kidneys]", "unknown-conditions"),
    ("conditions/conditions.yaml", "group: kidney-disease", "group: kidneys", "unknown-questions"),
    ("claims/claims.yaml", "number: 22", "number: 21", "numbering"),
    ("claims/claims.yaml", '"stilla rls"', '"stilla cure"', "unknown-answer"),
    ("claims/claims.yaml", '"/legs"', '"/arms"', "unknown-answer"),
    ("claims/claims.yaml", "hornyak-1998", "hornyak-1898", "unknown-evidence"),
    ("salts/salts.yaml", 'formula: "MgO"', 'formula: "MgO2"', "salt-arithmetic"),
    ("salts/salts.yaml", 'formula: "MgO"', 'formula: "MgXx"', "not-a-formula"),
    ("sources/own.yaml", '    url: "https://kidney.org/ckd-epi-creatinine-equation-2021"\n', "", "no-address"),
    ("medicines/no-rule-known.csv", "2026-11-22", "2026-13-45", "unreadable"),
    ("medicines/no-rule-known.csv", ",2026-11-22,", ",,", "uncovered-medicine"),
]


@pytest.mark.parametrize(("file", "old", "new", "check"), PLANTED, ids=[f"{p[3]}: {p[2][:30]}" for p in PLANTED])
def test_a_planted_fault_is_found_and_placed(data, file, old, new, check):
    replace(data / file, old, new)
    faults = [fault for fault in found(data) if not fault.warning]
    assert check in {fault.check for fault in faults}
    assert any(fault.line >= 1 and fault.says for fault in faults if fault.check == check)


def test_a_fault_names_its_file_and_line(data):
    line = replace(data / "rules/kidneys.yaml", "    certainty: high", "    certainty: sure")
    [fault] = [fault for fault in found(data) if fault.check == "unreadable"]
    assert (fault.file, fault.line) == ("rules/kidneys.yaml", line)


def test_all_faults_are_shown_at_once(data):
    replace(data / "rules/kidneys.yaml", "    certainty: high", "    certainty: sure")
    replace(data / "claims/claims.yaml", "number: 22", "number: 21")
    replace(data / "salts/salts.yaml", 'formula: "MgO"', 'formula: "MgXx"')
    assert {"unreadable", "numbering", "not-a-formula"} <= {fault.check for fault in found(data)}


def test_two_rules_may_not_give_hours_for_one_medicine(data):
    (data / "rules/zz.yaml").write_text(
        """
entries:
  - {id: twin, kind: interaction, level: space, title: {en: T, sv: T}, why: {en: W, sv: V}, do: {en: D, sv: G},
     when: {takes: [J01MA02]}, space: {before_h: 1, after_h: 1}, medicine: {en: M, sv: M}, mechanism: unknown,
     severity: C, sources: [nix89], read: 2026-11-22, review_by: 2027-11-22, certainty: low}
""",
        encoding="utf-8",
    )
    assert "two-spacings" in {fault.check for fault in found(data)}


def test_a_weaker_rule_may_not_hide_a_stronger(data):
    replace(
        data / "rules/conditions.yaml",
        "  - id: added-magnesium-above-200\n",
        "  - id: added-magnesium-above-200\n    supersedes: [added-magnesium-above-250]\n",
    )
    assert "weaker-supersedes" in {fault.check for fault in found(data)}


def test_a_searched_medicine_that_has_a_rule_is_a_contradiction(data):
    file = data / "medicines/with-rules.csv"
    text = file.read_text(encoding="utf-8").splitlines()
    row = next(n for n, line in enumerate(text) if line.startswith("J01MA02,"))
    cells = text[row].split(",")
    cells[-2] = "2026-11-22"
    text[row] = ",".join(cells)
    file.write_text("\n".join(text) + "\n", encoding="utf-8")
    assert "covered-medicine" in {fault.check for fault in found(data)}


def test_overlapping_reference_intakes_are_found(data):
    text = (data / "intakes/intakes.yaml").read_text(encoding="utf-8")
    assert "age_from: 18" in text
    (data / "intakes/intakes.yaml").write_text(text.replace("age_from: 18", "age_from: 15"), encoding="utf-8")
    assert "intake-overlap" in {fault.check for fault in found(data)}


def test_an_unknown_folder_is_named(data):
    (data / "recipes").mkdir()
    assert "unknown-kind" in {fault.check for fault in found(data)}


def test_a_due_review_warns_and_never_fails(data):
    faults = found(data, date(2031, 1, 1))
    assert any(fault.check == "review-due" for fault in faults)
    assert [str(fault) for fault in faults if not fault.warning] == []


def test_an_alias_and_a_repeated_key_are_refused(data):
    (data / "advice/zz.yaml").write_text("defaults: &a {read: 2026-11-22}\nentries: [*a]\n", encoding="utf-8")
    (data / "iron/zz.yaml").write_text("entries: []\nentries: []\n", encoding="utf-8")
    says = [fault.says for fault in found(data) if fault.check == "not-yaml"]
    assert any("alias" in each for each in says)
    assert any("twice" in each for each in says)


@pytest.mark.parametrize("name", [*CHECKS, *RULE_CHECKS])
def test_every_check_is_explained(name):
    page = (Path(__file__).parents[2] / "docs" / "knowledge.md").read_text(encoding="utf-8")
    assert f"`{name}`" in page
