"""The report of a finished trial, item by item of CENT: from the sealed plan, the diary and the answer.

What the plan says is taken from its items of SPENT, what happened from the diary; nothing is said that is in neither.
An item that nobody has answered stays missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

from stilla.analysis.design import labels, least_p, sequences
from stilla.knowledge.store import load
from stilla.pictures.words import num
from stilla.text import Language, Text
from stilla.trial.cent import cent
from stilla.trial.lists import items
from stilla.trial.protocol import Filled
from stilla.trial.report_limits import limitations
from stilla.trial.report_results import conclusion, counted, effect, happened, harms_short, interpretation
from stilla.trial.report_words import Case, figure, foreseen, joined, known, p_value, say
from stilla.trial.spent import fill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.analysis.missingness import Arm
    from stilla.diary.record import Record
    from stilla.knowledge.store import Knowledge
    from stilla.trial.answer import Finished
    from stilla.trial.cent import Reported
    from stilla.trial.protocol import Protocol

HOME = ZoneInfo("Europe/Stockholm")
"""Where the person is taken to be when nobody says."""

FROM_THE_PLAN = {
    "2a.1": "6a", "2b": "7", "4a": "10", "4b": "9", "4c": "24", "6a.2": "18a", "8b": "16a", "10": "16c",
    "12c": "20a2", "23": "2a", "25": "4",
}  # fmt: skip
"""Items of the report that say what an item of the plan says, by their numbers."""


def cent_of(  # noqa: PLR0913  # the trial, and where its words and its clock are from
    protocol: Protocol,
    record: Record,
    finished: Finished,
    sequence: tuple[int, ...],
    *,
    knowledge: Knowledge | None = None,
    where: ZoneInfo = HOME,
) -> tuple[Reported, ...]:
    """All 44 parts of the report.

    Args:
        protocol: the sealed plan.
        record: the diary; started.
        finished: the answer.
        sequence: what the key opened, 1 active and 0 placebo.
        knowledge: for names and sentences; the one that is shipped where not given.
        where: the person's zone, for the dates of pauses.
    """
    case = Case(protocol, record, finished, sequence, knowledge or load(), where)
    said, because = _planned(protocol, case.knowledge)
    facts = {number: said[item] for number, item in FROM_THE_PLAN.items() if item in said}
    reasons = {number: because[item] for number, item in FROM_THE_PLAN.items() if item in because}
    facts |= dict(_plan_items(case, said)) | happened(case) | dict(_discussion(case))
    return cent(facts, reasons)


def _planned(protocol: Protocol, knowledge: Knowledge) -> tuple[dict[str, Text], dict[str, Text]]:
    """What the plan says to each item of SPENT, and why others do not apply; each in both languages.

    The plan is written in one language. Where its words are those that Stilla puts there, the other language is had by
    putting them there again; words of the person's own are the same in both.
    """
    languages: tuple[Language, Language] = ("en", "sv")
    standard = [fill(msgspec.structs.replace(protocol, language=each), {}, knowledge) for each in languages]
    said: dict[str, Text] = {}
    because: dict[str, Text] = {}
    for item in items("spent"):
        usual = Text(*(each[item.id].text or "" for each in standard))
        filled = protocol.spent.get(item.id, Filled())
        if filled.is_empty and item.fill == "auto":
            said[item.id] = usual
        elif filled.text:
            said[item.id] = _in_both(filled.text, usual, protocol.language)
        elif filled.not_applicable:
            because[item.id] = _in_both(filled.not_applicable, item.because or Text("", ""), protocol.language)
    return said, because


def _in_both(written: str, usual: Text, language: Language) -> Text:
    """The text as it was written, with what is Stilla's own at its beginning in both languages."""
    own = usual.to(language)
    if not own or not written.startswith(own):
        return Text(written, written)
    added = written.removeprefix(own)
    return Text(usual.en + added, usual.sv + added)


def _plan_items(case: Case, said: dict[str, Text]) -> Iterator[tuple[str, Text]]:
    """Items 1 to 12, as far as they are not a single item of the plan."""
    protocol = case.protocol
    design = _design(protocol)
    yield "1a", say("title", dose=num(protocol.dose_mg, 2))
    yield "1b", _summary(case, design)
    yield "2a.2", say("suits")
    yield "3a", joined([design, say("wash-out")])
    yield "3b", _changes(case)
    yield "5", joined([said["11a"], _as_taken(case)])
    yield "6a.1", joined([said["12"], say("mid", mid=figure(protocol.mid), why=protocol.mid_why)])
    yield "6b", _outcomes_changed(case)
    yield "7a", _size(protocol)
    yield "7b", _looks(case, said)
    yield "8a", say("random")
    yield "8c", say("order", letters=labels(case.sequence))
    yield "9", _concealed(case, said["16b"])
    yield "11a", joined([said["17a"], _guesses(case)])
    alike = "alike-open" if protocol.blinding == "open" else "alike"
    yield "11b", say(alike, comparator=said["6b"], capsules=protocol.product.capsules)
    kind = f"analysed-as-{protocol.outcome.kind}"
    own_kind = [say(kind)] if known(kind) else []
    yield "12a", joined([said["20a1"], say("analysed", missing=said["20c"]), *own_kind])
    yield (
        "24",
        say(
            "protocol",
            digest=protocol.digest,
            software=f"{protocol.software.name} {protocol.software.version}",
            engine=protocol.software.engine[:16],
        ),
    )


def _design(protocol: Protocol) -> Text:
    design = protocol.design
    return say(
        "design",
        blinding=say(f"blinding-{protocol.blinding}"),
        run_in=design.run_in,
        periods=design.periods,
        nights=design.nights,
    )


def _summary(case: Case, design: Text) -> Text:
    outcome = case.protocol.outcome
    return say(
        "summary",
        design=design,
        words=outcome.words,
        low=figure(outcome.low),
        high=figure(outcome.high),
        better=say(outcome.better),
        counted=counted(case),
        effect=effect(case),
        harms=harms_short(case),
        conclusion=conclusion(case),
    )


def _changes(case: Case) -> Text:
    changes = [
        say(f"change-{each.what}", why=each.why)
        if known(f"change-{each.what}")
        else say("change", what=each.what, why=each.why)
        for each in case.record.amended
    ]
    return say("changes", changes=joined(changes, "; ")) if changes else say("no-changes")


def _as_taken(case: Case) -> Text:
    def arm(name: str, of: Arm) -> Text:
        return say(
            "taken",
            arm=say(name),
            all=of.expected,
            yes=of.taken,
            late=of.taken_late,
            no=of.not_taken,
            unknown=of.taken_unknown,
        )

    found = case.finished.missingness
    return say("as-taken", active=arm("active", found.active), placebo=arm("placebo", found.comparator))


def _outcomes_changed(case: Case) -> Text:
    # What is changed at the start has a name of its own, and none of it concerns outcomes.
    unnamed = any(not known(f"change-{each.what}") for each in case.record.amended)
    changed = say("outcome-perhaps-changed" if unnamed else "no-outcome-changed")
    began = case.record.began
    if began is None:
        return changed
    same = began.words.strip() == case.protocol.outcome.words.strip()
    return joined([changed, say("same-words") if same else say("other-words", words=began.words)])


def _size(protocol: Protocol) -> Text:
    design = protocol.design
    return say(
        "size",
        periods=design.periods,
        nights=design.nights,
        all=design.periods * design.nights,
        forecast=foreseen(protocol.forecast),
        orders=sequences(design),
        least=num(least_p(design), 4),
    )


def _looks(case: Case, said: dict[str, Text]) -> Text:
    made = [say("look", period=each.after_period, outcome=say(f"look-{each.outcome}")) for each in case.record.looks]
    shown = joined([joined(made, "; "), Text(".", ".")], "") if made else say("no-looks")
    return say("stop-rules", looks=said["21b"], made=shown, rules=said["11b"])


def _concealed(case: Case, planned: Text) -> Text:
    if case.protocol.blinding == "open":
        return say("not-concealed")
    started = case.record.started
    if started is None:
        return planned
    return joined([planned, say("committed", commitment=started.commitment[:16])])


def _guesses(case: Case) -> Text:
    """What was guessed, and whether the order stayed unknown; nothing where the trial was open."""
    found = case.finished.answer.blinding
    opened = [say("opened-early")] if case.finished.opened_early else []
    if found is None:
        return joined(opened)
    if found.why == "no-guess":
        return joined([say("not-guessed"), *opened])
    arms = found.active, found.comparator
    chance = Text("", "") if found.p_correct is None else say("by-chance", p=p_value(found.p_correct))
    guessed = say(
        "guessed",
        right=found.correct,
        wrong=sum(each.wrong for each in arms),
        unsure=sum(each.unsure for each in arms),
        by_chance=chance,
        reading=say(f"reading-{found.reading}"),
    )
    return joined([guessed, *opened])


def _discussion(case: Case) -> Iterator[tuple[str, Text]]:
    yield "20", limitations(case)
    yield "21", say("general", one=case.knowledge.advice("trial-one-person"))
    yield "22", interpretation(case)
