"""The knowledge base is complete, not a sample: counted against lists of what it must hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from stilla.knowledge.kinds import KINDS, Claim, Criterion, Evidence, RedFlag, Treatment
from stilla.knowledge.salts import elemental_fraction
from stilla.knowledge.schema import Entry, Intake, Salt
from stilla.rules.tree import Takes, atoms

HERE = Path(__file__).parent
DOSSIER = [line.split("#")[0].strip() for line in (HERE / "dossier_atc.txt").read_text(encoding="utf-8").splitlines()]
STUDIES = [
    "hornyak-1998",
    "bartell-2006",
    "marshall-2019",
    "jadidi-2022",
    "gorantla-2024",
    "gonzalez-parejo-2024",
    "ozek-2024",
    "yang-2019",
]


@pytest.mark.parametrize("code", sorted(set(filter(None, DOSSIER))))
def test_no_interaction_of_the_dossier_is_missing(code, knowledge):
    assert any(
        code.startswith(atom.atc) or any(each.startswith(code) for each in atom.atc)
        for tree in knowledge.checking.trees
        for atom in atoms(tree)
        if isinstance(atom, Takes)
    )


def test_there_are_at_least_150_medicines_with_an_interaction_rule(knowledge):
    prefixes = [
        atom
        for rule, tree in zip(knowledge.checking.rules, knowledge.checking.trees, strict=True)
        if rule.kind == "interaction"
        for atom in atoms(tree)
        if isinstance(atom, Takes)
    ]
    covered = [code for code in knowledge.medicines if any(atom.speaks_of(code) for atom in prefixes)]
    assert len(covered) >= 150


def test_300_medicines_without_a_rule_have_a_dated_search(knowledge):
    searched = [each for each in knowledge.medicines.values() if each.searched is not None]
    assert len(searched) >= 300
    assert all(
        knowledge.sources[name].kind == "record"
        for each in searched
        for name in each.sources
        if name.startswith("search")
    )


def test_every_entry_names_a_source_that_exists(knowledge):
    for kind, of in KINDS.items():
        for entry in knowledge.kind(kind, of).values():
            if isinstance(entry, Entry):
                assert entry.sources, (kind, entry.id)
                assert set(entry.sources) <= set(knowledge.sources), (kind, entry.id)


def test_the_article_is_answered_whole(knowledge):
    claims = knowledge.kind("claims", Claim).values()
    assert sorted(each.number for each in claims) == list(range(1, 23))
    assert all(each.answered_by for each in claims)


def test_every_magnesium_study_is_there_with_its_size(knowledge):
    studies = knowledge.kind("evidence", Evidence)
    assert set(STUDIES) <= set(studies)
    assert studies["hornyak-1998"].n == 10
    assert studies["jadidi-2022"].n == 75
    assert studies["gorantla-2024"].n == 12
    assert studies["gorantla-2024"].dose_mg == 200
    assert studies["jadidi-2022"].dose_mg is None, "250 mg of oxide or of magnesium: not resolved"


def test_five_criteria_and_the_red_flags(knowledge):
    assert len(knowledge.kind("criteria", Criterion)) == 5
    flags = knowledge.kind("red-flags", RedFlag)
    assert {"one-sided-leg-swelling", "saddle-numbness-weakness", "suicidal-thoughts", "augmentation"} <= set(flags)


def test_the_open_conflict_between_guidelines_is_kept(knowledge):
    pramipexole = next(each for each in knowledge.kind("treatments", Treatment).values() if "N04BC05" in each.atc)
    directions = {statement.direction for statement in pramipexole.statements}
    assert {"for", "against"} <= directions
    assert pramipexole.conflict is not None


@pytest.mark.parametrize(
    ("authority", "sex", "mg"),
    [
        ("eu", "female", 300),
        ("eu", "male", 350),
        ("se", "female", 300),
        ("se", "male", 350),
        ("us", "female", 320),
        ("us", "male", 420),
        ("uk", "female", 270),
        ("uk", "male", 300),
    ],
)
def test_an_adult_of_40_has_the_published_reference_intake(knowledge, authority, sex, mg):
    fitting = [
        each.mg
        for each in knowledge.kind("intakes", Intake).values()
        if each.authority == authority and each.kind in {"AI", "RDA", "RNI"} and each.sex in {sex, "any"}
        and each.age_from <= 40 < (each.age_to or 999) and each.life_stage in {"any", "none"}
    ]  # fmt: skip
    assert fitting == [mg]


@pytest.mark.parametrize(("authority", "mg"), [("se", 250), ("eu", 250), ("us", 350), ("uk", 400)])
def test_the_upper_levels_for_added_magnesium(knowledge, authority, mg):
    limits = [
        each.mg
        for each in knowledge.kind("intakes", Intake).values()
        if each.authority == authority
        and each.kind in {"UL", "guidance"}
        and each.age_from <= 40 < (each.age_to or 999)
    ]
    assert limits == [mg]


@pytest.mark.parametrize(
    ("formula", "percent"),
    [
        ("MgO", 60.30),
        ("Mg(OH)2", 41.68),
        ("MgCl2.6H2O", 11.96),
        ("Mg3(C6H5O7)2", 16.16),
        ("Mg(C2H4NO2)2", 14.10),
        ("4MgCO3.Mg(OH)2.5H2O", 25.02),
    ],
)
def test_elemental_fractions_are_computed_from_the_formula(formula, percent):
    assert 100 * elemental_fraction(formula) == pytest.approx(percent, abs=0.01)


def test_orotate_is_not_offered(knowledge):
    assert all(not salt.offered for name, salt in knowledge.kind("salts", Salt).items() if "orotate" in name)


def test_no_stop_ask_or_space_rests_on_memory_alone(knowledge):
    assert [
        rule.id
        for rule in knowledge.checking.rules
        if rule.certainty == "unconfirmed" and rule.level in {"stop", "ask", "space"}
    ] == []
