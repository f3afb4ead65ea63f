"""Who may start a trial, and why not: the safety policy, section 4, and the run-in.

What is not known refuses until it is answered; it is never taken for "no". Nothing here can be waved through except
the two things the policy leaves to somebody: a clinician for gabapentin, and legs too calm to show a difference.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import msgspec

from stilla import names
from stilla.findings import Verdict, wishes_of
from stilla.knowledge.kinds import Treatment
from stilla.person import MedicationStatement, Unrecognised, latest
from stilla.plan import Try, plan_for, sentence
from stilla.rules.atoms import Situation, has, matches, takes
from stilla.rules.tree import Takes, atoms
from stilla.text import Text, number
from stilla.trial.run_in import best_window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.diary.record import Record
    from stilla.findings import Assessment
    from stilla.knowledge.store import Knowledge
    from stilla.person import Person
    from stilla.rules.kleene import Truth

Said = Literal["yes", "no"] | None
"""What somebody answered; None is not answered."""

FRESH = timedelta(days=30)
"""A check must be this young at the start (design, section 7)."""

UNCHANGED = timedelta(weeks=4)
"""Medicines that act on the legs must have been the same for so long (safety policy, section 4)."""

FERRITIN_VALID = timedelta(days=365)
"""Our own caution: an older value says little about iron now."""

ADULT = 18
"""Years."""

ASKED = ("changes", "magnesium", "low_magnesium", "diarrhoea", "surgery", "shift_work")
"""Fields of `Answers` that are answered with yes or no; the question of each is the sentence `trial-ask-…`."""

GABAPENTIN = Takes(("N02BF01", "N03AX12"), route="any")
"""Gabapentin and its prodrug: WHO lists no code of its own for gabapentin enacarbil (rule `gabapentin`)."""

LEVODOPA = Takes(("N04BA",), route="any")

ACTING_CLASSES = frozenset({"alpha2delta", "dopaminergic", "opioid", "iron", "benzodiazepine", "antiepileptic"})
"""Classes of treatment whose change would be mixed with the effect of the capsules."""


class Answers(msgspec.Struct, frozen=True):
    """What is asked for the trial and does not stand in a person file. "yes" means that it applies."""

    changes: Said = None
    magnesium: Said = None
    low_magnesium: Said = None
    diarrhoea: Said = None
    surgery: Said = None
    shift_work: Said = None
    clinician: str = ""
    """Who knows of the trial, where gabapentin is taken."""
    despite_few_symptoms: bool = False


class Refusal(msgspec.Struct, frozen=True):
    """One reason not to start."""

    id: str
    text: Text
    sources: tuple[str, ...]


class TrialQuestion(msgspec.Struct, frozen=True):
    """Something that must be answered first: `field` names it in `Answers`."""

    field: str
    text: Text


class Admission(msgspec.Struct, frozen=True):
    """Whether a trial may start. It may where nothing refuses."""

    refusals: tuple[Refusal, ...]
    questions: tuple[TrialQuestion, ...]
    verdict: Verdict
    deviations: tuple[str, ...] = ()
    """What was let through against the protocol; each is written into the log."""

    @property
    def admitted(self) -> bool:
        """Whether nothing refuses."""
        return not self.refusals


def may_start(  # noqa: PLR0913, PLR0917  # the person, what is known of them, the diary, the day, and what was answered
    person: Person, assessment: Assessment, record: Record, as_of: date, knowledge: Knowledge, answers: Answers
) -> Admission:
    """Whether somebody may start a trial on a day.

    Args:
        person: as the person file says.
        assessment: the check, made on its own day.
        record: the diary so far.
        as_of: today.
        knowledge: for rules, names and sentences.
        answers: what was asked beside the person file.
    """
    return _Gate(person, assessment, record, as_of, knowledge, answers).admission()


def fluid_medicine(person: Person, as_of: date, knowledge: Knowledge) -> bool | None:
    """Whether diarrhoea is dangerous with this person's medicines; None where that cannot be said.

    It asks the rule that stops magnesium then (`diarrhoea-with-medicines`), so that there is one list of them.
    """
    ill = msgspec.structs.replace(person, conditions=person.conditions | {"diarrhoea"})
    book = knowledge.checking.book
    pattern = book.pattern(Situation(ill, as_of, knowledge.concepts))
    truths = {knowledge.checking.rules[index].id: truth for index, truth in book.decide(pattern)}
    truth: bool | None = truths.get("diarrhoea-with-medicines", False)
    return truth


def acts_on_legs(name: str, knowledge: Knowledge) -> bool:
    """Whether a medicine treats or worsens restless legs, or is iron. A name nobody knows counts as one."""
    known = names.medicine(name, knowledge)
    if isinstance(known, Unrecognised):
        return True
    statement = MedicationStatement(known.text, known.codes)
    return any(matches(each, statement) for each in _acting(knowledge))


def _acting(knowledge: Knowledge) -> Iterator[Takes]:
    for treatment in knowledge.kind("treatments", Treatment).values():
        if treatment.class_ in ACTING_CLASSES and treatment.atc:
            yield Takes(treatment.atc, route="any")
    yield Takes(("B03A", "N04B"), route="any")
    for rule, tree in zip(knowledge.checking.rules, knowledge.checking.trees, strict=True):
        if rule.kind == "aggravator":
            for atom in atoms(tree):
                if isinstance(atom, Takes):
                    yield msgspec.structs.replace(atom, route="any")


class _Gate:
    """Goes through the policy once, gathering reasons and questions."""

    def __init__(  # noqa: PLR0913, PLR0917  # as `may_start`
        self,
        person: Person,
        assessment: Assessment,
        record: Record,
        as_of: date,
        knowledge: Knowledge,
        answers: Answers,
    ) -> None:
        self.person, self.assessment, self.record = person, assessment, record
        self.as_of, self.knowledge, self.answers = as_of, knowledge, answers
        self.at = Situation(person, as_of, knowledge.concepts)
        self.found = {each.rule.id for each in assessment.findings}
        self.refusals: dict[str, Refusal] = {}
        self.questions: dict[str, TrialQuestion] = {}
        self.deviations: list[str] = []

    def admission(self) -> Admission:
        self._medicines()
        self._iron()
        self._magnesium()
        self._conditions()
        self._check()
        self._run_in()
        return Admission(
            tuple(self.refusals.values()),
            tuple(self.questions.values()),
            self.assessment.verdict,
            tuple(self.deviations),
        )

    def _refuse(self, name: str, **values: str) -> None:
        entry = sentence(self.knowledge, f"trial-refuse-{name}", mg=None, **values)
        self.refusals.setdefault(name, Refusal(name, entry.text, entry.sources))

    def _ask(self, field: str) -> None:
        """Refuse until a question is answered."""
        asked = self.knowledge.advice_entry(f"trial-ask-{field.replace('_', '-')}")
        text = self.knowledge.advice("trial-refuse-open")
        self.questions.setdefault(field, TrialQuestion(field, asked.text))
        open_ = Text(text.en.format(question=asked.text.en), text.sv.format(question=asked.text.sv))
        self.refusals.setdefault(f"open-{field}", Refusal(f"open-{field}", open_, asked.sources))

    def _answered(self, field: str, refusal: str, known: Truth = None) -> None:
        """Refuse on a yes, ask where nothing is known. `known` is what the person file says of the same."""
        said: Said = getattr(self.answers, field)
        if known is True or said == "yes":
            self._refuse(refusal)
        elif known is None and said is None:
            self._ask(field)

    def _has(self, *slugs: str) -> Truth:
        return has(slugs, self.at)

    def _medicines(self) -> None:
        if self.person.medicines_open:
            self._refuse("unknown")
        if takes(GABAPENTIN, self.person) is True:
            if not self.answers.clinician.strip():
                self._refuse("gabapentin")
            else:
                self.deviations.append("gabapentin-with-clinician")
        if takes(LEVODOPA, self.person) is True:
            self._refuse("levodopa")
        recent = self.as_of - UNCHANGED
        logged = any(
            each.entry.day > recent and acts_on_legs(each.entry.name, self.knowledge) for each in self.record.medicines
        )
        self._answered("changes", "changes", True if logged else None)

    def _iron(self) -> None:
        """Low first: a low value stays low however old it is."""
        ferritin = latest(self.person.observations, "ferritin")
        if "iron-low" in self.found or "iron-deficiency" in self.at.present:
            self._refuse("ferritin-low")
        elif ferritin is None or "iron-first" in self.found:
            self._refuse("ferritin-untested")
        elif ferritin.measured is None or self.as_of - ferritin.measured > FERRITIN_VALID:
            self._refuse("ferritin-old")

    def _magnesium(self) -> None:
        taken = self.person.magnesium
        if any(use.prescribed for use in taken):
            self._refuse("prescribed-magnesium")
        self._answered("magnesium", "recent-magnesium", True if taken else None)
        low = self._has("hypomagnesaemia", "magnesium-disorder")
        if "serum-magnesium-low" in self.found:
            low = True
        elif low is False and not self.person.magnesium_complete:
            low = None
        self._answered("low_magnesium", "low-magnesium", low)

    def _conditions(self) -> None:
        person = self.person
        if person.age is not None and person.age < ADULT:
            self._refuse("under-18")
        for slugs, refusal in (
            (("pregnancy", "trying-to-conceive", "breastfeeding"), "pregnancy"),
            (("dialysis",), "dialysis"),
            (("bariatric-surgery",), "bariatric"),
        ):
            if self._has(*slugs) is True:
                self._refuse(refusal)
            elif self._has(*slugs) is None or person.age is None:
                self._refuse("unknown")
        now = True if self._has("diarrhoea") is True else None
        self._answered("diarrhoea", "diarrhoea", now)
        self._answered("surgery", "surgery", self._has("planned-anaesthesia"))
        self._answered("shift_work", "shift-work")

    def _check(self) -> None:
        age = self.as_of - self.assessment.as_of
        if not timedelta(0) <= age <= FRESH:
            self._refuse("check-old")
        if self.assessment.verdict != "go":
            self._refuse(self.assessment.verdict)
            return
        planned = plan_for(self.assessment, self.person, self.knowledge, wishes_of(self.person))
        if not isinstance(planned.plan, Try):
            self._refuse("no-room")
        elif planned.layout is None or not planned.layout.timetable.doses:
            self._refuse("no-time")
        elif planned.layout.untimed:
            self._refuse("untimed", names=", ".join(each.medicine for each in planned.layout.untimed))

    def _run_in(self) -> None:
        window = best_window(self.record, self.as_of)
        if not window.complete:
            self._refuse("run-in", answered=str(window.answered))
            return
        if window.calm:
            if self.answers.despite_few_symptoms:
                self.deviations.append("few-symptoms")
                return
            figures = {
                language: {"nights": number(round(window.nights_a_week, 1), language),
                           "mean": number(round(window.mean, 1), language)}
                for language in ("en", "sv")
            }  # fmt: skip
            entry = self.knowledge.advice_entry("trial-refuse-few-symptoms")
            text = Text(entry.text.en.format(**figures["en"]), entry.text.sv.format(**figures["sv"]))
            self.refusals["few-symptoms"] = Refusal("few-symptoms", text, entry.sources)
