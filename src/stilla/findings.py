"""Facts become findings: `assess(person, knowledge, as_of)`.

The verdict: any true stop is `stop`; else any true ask is `ask`; else any stop or ask that is still open, or anything
unrecognised, is `unknown`; else `go`. `space`, `watch` and `info` never change it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.knowledge.schema import LEVELS, Level, Medicine, Rule, Source, Space
from stilla.person import MedicationStatement, Person, Unrecognised, latest
from stilla.rules.atoms import Situation, closure, condition_truth, matches
from stilla.rules.tree import Age, Has, IsSex, Lab, Takes
from stilla.text import Text, number
from stilla.timetable.day import Separation, Wishes
from stilla.timetable.room import clock, minutes
from stilla.timetable.solve import solve

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from stilla.knowledge.store import Knowledge, Version
    from stilla.quantity import Interval
    from stilla.rules.rulebook import Pattern
    from stilla.rules.tree import Atom

Verdict = Literal["go", "unknown", "ask", "stop"]
_RANK = {level: n for n, level in enumerate(LEVELS)}
BLOCKING: tuple[Level, ...] = ("stop", "ask")
"""Levels that keep a verdict from being `go`, true or open."""


class Fact(msgspec.Struct, frozen=True):
    """A fact that made a rule hold: its name, its value in words, and the day it was measured."""

    fact: str
    value: Text


class Finding(msgspec.Struct, frozen=True):
    """A rule that holds of the person, and the facts that made it so."""

    rule: Rule
    why: tuple[Fact, ...]

    @property
    def level(self) -> Level:
        """How much it matters."""
        return self.rule.level


class OpenQuestion(msgspec.Struct, frozen=True):
    """A missing fact, and the worst that could come of it."""

    fact: str
    text: Text
    hint: Text | None
    could_become: Level
    order: int
    members: tuple[str, ...] = ()
    """The conditions it asks about, where it asks about several."""


class Assessment(msgspec.Struct, frozen=True):
    """Everything that can be said of one person on one day."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    questions: tuple[OpenQuestion, ...]
    unrecognised: tuple[Unrecognised, ...]
    no_rule_known: tuple[Medicine, ...]
    as_of: date
    knowledge: Version
    sources: dict[str, Source]
    """The sources of the findings, by id."""

    could_become_stop: tuple[Text, ...] = ()
    """Titles of the stops that are still open."""


def assess(person: Person, knowledge: Knowledge, as_of: date) -> Assessment:
    """Everything the rules say of a person on a day: what holds, what is open, and the verdict."""
    at = Situation(person, as_of, knowledge.concepts)
    ruled, book = knowledge.checking, knowledge.checking.book
    pattern = book.pattern(at)
    true: list[Finding] = []
    still_open: list[int] = []
    for index, truth in book.decide(pattern):
        rule = ruled.rules[index]
        if truth is True:
            atoms = book.true_atoms(ruled.trees[index], pattern)
            true.append(Finding(rule, tuple(dict.fromkeys(fact for atom in atoms for fact in facts_of(atom, at)))))
        else:
            still_open.append(index)
    true.extend(without_room(true, person, knowledge))
    hidden = hidden_by(finding.rule for finding in true)
    findings = tuple(sorted((each for each in true if each.rule.id not in hidden), key=_worst_first))
    open_rules = [index for index in still_open if ruled.rules[index].id not in hidden]
    cited = {name for finding in findings for name in finding.rule.sources}
    return Assessment(
        verdict=verdict_of(
            {finding.level for finding in true},
            {ruled.rules[index].level for index in open_rules},
            unrecognised=bool(person.unrecognised),
        ),
        findings=findings,
        questions=_questions(open_rules, pattern, at, knowledge),
        unrecognised=person.unrecognised,
        no_rule_known=tuple(_no_rule_known(person, knowledge)),
        as_of=as_of,
        knowledge=knowledge.version,
        sources={name: knowledge.sources[name] for name in sorted(cited)},
        could_become_stop=tuple(ruled.rules[index].title for index in open_rules if ruled.rules[index].level == "stop"),
    )


_URGENCY = ("now", "today", "before-starting", None)


def _worst_first(finding: Finding) -> tuple[int, int]:
    return LEVELS.index(finding.level), _URGENCY.index(finding.rule.urgency)


def hidden_by(true: Iterable[Rule]) -> set[str]:
    """The rules that have nothing to add where these hold."""
    return {other for rule in true for other in rule.supersedes}


def verdict_of(true: Collection[Level], still_open: Collection[Level], *, unrecognised: bool) -> Verdict:
    """The verdict, from the levels of all rules that hold and of those that are open and not hidden."""
    if "stop" in true:
        return "stop"
    if "ask" in true:
        return "ask"
    if unrecognised or set(BLOCKING) & set(still_open):
        return "unknown"
    return "go"


NO_VALID_TIME = "no-valid-time"
"""The rule that speaks where the hours to keep leave no time of day (safety policy, section 2)."""


def separations(found: Iterable[Finding], person: Person) -> tuple[Separation, ...]:
    """The hours to keep, one for each daily dose of each medicine with a time, as the timetable takes them."""
    return tuple(
        Separation(
            at=minutes(time),
            medicine=medicine.text,
            rule=finding.rule.id,
            before=round(60 * space.before_h),
            after=round(60 * space.after_h),
        )
        for finding, medicine, space in spaced(found, person)
        for time in medicine.times
    )


def spaced(found: Iterable[Finding], person: Person) -> Iterator[tuple[Finding, MedicationStatement, Space]]:
    """Each finding with hours, and the medicines it speaks of."""
    for finding, medicine in spoken_of(found, person):
        if finding.rule.space is not None:
            yield finding, medicine, finding.rule.space


def spoken_of(found: Iterable[Finding], person: Person) -> Iterator[tuple[Finding, MedicationStatement]]:
    """Each finding with the medicines that made it hold."""
    for finding in found:
        names = {fact.value.en for fact in finding.why if fact.fact == "medicines"}
        yield from ((finding, medicine) for medicine in person.medicines if shown(medicine) in names)


def wishes_of(person: Person, count: Literal[1, 2] = 1, preferred: int | None = None) -> Wishes:
    """What the person's day says about when: bed, meals, and a wish."""
    return Wishes(
        count=count,
        bedtime=None if person.bedtime is None else minutes(person.bedtime),
        waketime=None if person.waketime is None else minutes(person.waketime),
        meals=tuple(minutes(meal) for meal in person.meals),
        preferred=preferred,
    )


def without_room(found: Iterable[Finding], person: Person, knowledge: Knowledge) -> Iterator[Finding]:
    """No time of day awake at the times that were given: hours that cannot be kept are no advice."""
    kept = separations(found, person)
    if kept and not solve(kept, wishes_of(person)).doses:
        names = dict.fromkeys(f"{each.medicine} ({clock(each.at)})" for each in kept)
        yield Finding(knowledge.timing[NO_VALID_TIME], tuple(Fact("medicines", Text(name, name)) for name in names))


def shown(medicine: MedicationStatement) -> str:
    """A medicine as the person wrote it, with its times."""
    return f"{medicine.text} ({', '.join(medicine.times)})" if medicine.times else medicine.text


def _no_rule_known(person: Person, knowledge: Knowledge) -> Iterator[Medicine]:
    for statement in person.medicines:
        for code in statement.atc:
            medicine = knowledge.medicines.get(code)
            if medicine is not None and medicine.searched is not None:
                yield medicine


def facts_of(atom: Atom, at: Situation) -> Iterator[Fact]:
    """The facts about the person that made a true atom true."""
    person = at.person
    match atom:
        case Takes():
            for medicine in person.medicines:
                if matches(atom, medicine):
                    yield Fact("medicines", Text(shown(medicine), shown(medicine)))
        case Has():
            named = [
                slug for slug in person.conditions if closure(frozenset({slug}), at.concepts) & set(atom.conditions)
            ]
            for slug in sorted(named):
                yield Fact("conditions", Text(slug, slug))
        case Lab():
            observation = latest(person.observations, atom.code)
            assert observation is not None
            day = f" ({observation.measured.isoformat()})" if observation.measured else ""
            yield Fact(
                atom.code,
                Text(
                    f"{_range(observation.value.low, observation.value.high, 'en')}{day}",
                    f"{_range(observation.value.low, observation.value.high, 'sv')}{day}",
                ),
            )
        case Age():
            ages = person.ages
            assert ages is not None
            yield Fact("age", Text(_range(ages.low, ages.high, "en"), _range(ages.low, ages.high, "sv")))
        case IsSex():
            yield Fact("sex", Text(str(person.sex), {"female": "kvinna", "male": "man"}[str(person.sex)]))
        case _:
            yield Fact("magnesium", _amount(person.added_magnesium()))


_SOME = Text("in an unknown amount", "i okänd mängd")


def _amount(total: Interval) -> Text:
    """Milligrams a day, as far as they are known."""
    if total.low == 0 < total.high:
        return _SOME
    at_least = "" if total.low == total.high else "≥ "
    return Text(f"{at_least}{number(total.low, 'en')} mg", f"{at_least}{number(total.low, 'sv')} mg")


def _range(low: float, high: float, language: Literal["en", "sv"]) -> str:
    if low == high:
        return number(low, language)
    if high == float("inf"):
        return f"> {number(low, language)}"
    return f"{number(low, language)}–{number(high, language)}"


def _questions(
    open_rules: list[int], pattern: Pattern, at: Situation, knowledge: Knowledge
) -> tuple[OpenQuestion, ...]:
    """What to find out, each with the worst level of a rule that waits for it."""
    ruled = knowledge.checking
    worst: dict[str, int] = {}
    members: dict[str, set[str]] = {}
    any_medicine = not at.person.medicines_complete
    of_medicines: set[int] = set()
    for index in open_rules:
        level, tree = _RANK[ruled.rules[index].level], ruled.trees[index]
        if any_medicine and isinstance(tree, Takes):  # nearly all rules, where the list of medicines is open
            of_medicines.add(level)
            continue
        for atom in ruled.book.open_atoms(tree, pattern):
            for fact, slug in missing_facts(atom, at, knowledge):
                worst[fact] = min(worst.get(fact, level), level)
                if slug:
                    members.setdefault(fact, set()).add(slug)
    if of_medicines:
        worst["medicines"] = min(worst.get("medicines", len(LEVELS)), *of_medicines)
    asked = knowledge.questions
    order = {slug: n for n, slug in enumerate(knowledge.conditions)}
    found = (
        OpenQuestion(
            fact,
            asked[fact].text,
            asked[fact].hint,
            LEVELS[level],
            asked[fact].order,
            tuple(sorted(members.get(fact, ()), key=order.__getitem__)),
        )
        for fact, level in worst.items()
    )
    return tuple(sorted(found, key=lambda each: each.order))


def missing_facts(atom: Atom, at: Situation, knowledge: Knowledge) -> Iterator[tuple[str, str | None]]:
    """The facts an unknown atom waits for, as question and condition."""
    person = at.person
    match atom:
        case Takes():
            if not person.medicines_complete or any(matches(atom, each) for each in person.unsure_medicines):
                yield "medicines", None
        case Has():
            yield from _open_conditions(atom.conditions, at, knowledge)
        case Lab():
            yield LAB_QUESTIONS[atom.code], None
            found = latest(person.observations, atom.code)
            if found is not None:
                if atom.code == "egfr" and person.sex is None and found.value.low != found.value.high:
                    yield "sex", None
                yield from _open_conditions(atom.unless, at, knowledge)
        case Age():
            yield "age", None
        case IsSex():
            yield "sex", None
        case _:
            yield "magnesium", None


LAB_QUESTIONS = {"egfr": "egfr", "magnesium": "serum-magnesium", "ferritin": "ferritin", "tsat": "tsat"}


def _open_conditions(slugs: Iterable[str], at: Situation, knowledge: Knowledge) -> Iterator[tuple[str, str | None]]:
    """The open conditions among these and those that count as them, each with the question that asks for it."""
    for slug in dict.fromkeys(each for asked in slugs for each in (asked, *knowledge.narrower.get(asked, ()))):
        condition = knowledge.conditions[slug]
        if condition.group is not None and condition_truth(slug, at) is None:
            yield condition.group, slug
            if condition.asked_of is not None and at.person.sex is None:
                yield "sex", None
