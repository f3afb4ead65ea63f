"""The diary as Observations: what was answered, and that a night could not be. A night without an answer is not there.

Notes are never written. Nothing here says what was in the capsules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.exchange import words
from stilla.exchange.codings import LOINC, SLEEP, coding, concept, hl7, own, quantity
from stilla.exchange.writing import Entry, Writing
from stilla.trial.noticed import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from stilla.diary.events import Night
    from stilla.diary.record import Record
    from stilla.diary.sleep_nights import DeviceNight
    from stilla.exchange.codings import Element
    from stilla.text import Text


def ratings(record: Record, writing: Writing) -> Iterator[Entry]:
    """The rating of every answered night, by the date of its morning."""
    own_words = "" if record.began is None else record.began.words
    name = writing.say(words.NIGHT).format(words=own_words) if own_words else writing.say(words.NIGHT_PLAIN)
    for night, standing in record.nights.items():
        found = standing.entry
        if found.score is not None or found.cannot:
            yield Entry(writing.names.of("night", night.isoformat()), _rating(found, name, writing))


def _rating(night: Night, name: str, writing: Writing) -> Element:
    if night.score is None:
        cannot = writing.say(words.CANNOT)
        value: Element = {"dataAbsentReason": {**hl7("data-absent-reason", "asked-unknown"), "text": cannot}}
        said = f"{night.night.isoformat()}: {cannot}"
    else:
        value, said = {"valueInteger": night.score}, f"{night.night.isoformat()}: {night.score}"
    if night.recalled:
        value["note"] = [{"text": writing.say(words.RECALLED)}]
    code = concept(name, own("diary", "night-rating"))
    return _observation(writing, night.night, [f"{name}. {said}"], code, value)


def whole_diary(record: Record, writing: Writing, device: Mapping[date, DeviceNight] | None = None) -> Iterator[Entry]:
    """Everything the diary holds but its notes: for the person who moves it, more than any report tells.

    Args:
        record: the diary.
        writing: for whom and how.
        device: nights as a device measured them.
    """
    yield from ratings(record, writing)
    for standing in record.nights.values():
        yield from _beside(standing.entry, writing)
    for night, found in sorted((device or {}).items()):
        if found.asleep is not None:
            method = words.BY_DEVICE.fill(source="; ".join(found.sources))
            yield Entry(writing.names.of("device", night.isoformat()), _sleep(night, found.asleep, method, writing))
    yield from _doses(record, writing)
    yield from _complaints(record, writing)
    for day, weekly in record.weekly.items():
        total, name = weekly.entry.irls_total, writing.say(words.IRLS)
        code = concept(name, own("diary", "irls-total"))
        yield Entry(
            writing.names.of("irls", day.isoformat()),
            _observation(writing, day, [f"{name}. {day.isoformat()}: {total}"], code, {"valueInteger": total}),
        )


def _beside(night: Night, writing: Writing) -> Iterator[Entry]:
    """What was said of a night beside its rating."""
    day = night.night.isoformat()
    if night.sleep_minutes is not None:
        found = _sleep(night.night, night.sleep_minutes, words.BY_PERSON, writing)
        yield Entry(writing.names.of("sleep", day), found)
    if night.tiredness is not None:
        name = writing.say(words.TIREDNESS)
        code, value = concept(name, own("diary", "tiredness")), {"valueInteger": night.tiredness}
        said = [f"{name}. {day}: {night.tiredness}"]
        yield Entry(writing.names.of("tiredness", day), _observation(writing, night.night, said, code, value))


def _sleep(night: date, minutes: float, method: Text, writing: Writing) -> Element:
    name, how = writing.say(words.SLEEP), writing.say(method)
    value = {"valueQuantity": quantity(minutes, "min", "min"), "method": {"text": how}}
    said = [f"{name}. {night.isoformat()}: {minutes:g} min ({how})"]
    return _observation(writing, night, said, concept(name, coding(LOINC, SLEEP)), value)


def _doses(record: Record, writing: Writing) -> Iterator[Entry]:
    name = writing.say(words.CAPSULES)
    for night, standing in record.doses.items():
        taken = standing.entry.taken
        value = {"valueCodeableConcept": concept(writing.say(words.TAKEN[taken]), own("answer", taken))}
        said = [f"{name}. {night.isoformat()}: {writing.say(words.TAKEN[taken])}"]
        found = _observation(writing, night, said, concept(name, own("diary", "capsules")), value)
        yield Entry(writing.names.of("dose", night.isoformat()), found)


def _complaints(record: Record, writing: Writing) -> Iterator[Entry]:
    name = writing.say(words.NOTICED)
    for noted in record.complaints:
        slug, grade = noted.entry.what, noted.entry.severity
        what = writing.say(name_of(slug, writing.knowledge))
        severe = writing.say(words.SEVERITIES[grade])
        value = {
            "valueCodeableConcept": concept(what, own("condition", slug)),
            "component": [
                {
                    "code": concept(writing.say(words.SEVERITY), own("diary", "severity")),
                    "valueCodeableConcept": concept(severe, own("severity", str(grade))),
                }
            ],
        }
        said = [f"{name}. {noted.entry.night.isoformat()}: {what} ({severe})"]
        code = concept(name, own("diary", "side-effect"))
        found = _observation(writing, noted.entry.night, said, code, value)
        yield Entry(writing.names.of("complaint", noted.number), found)


def _observation(writing: Writing, day: date, said: list[str], code: Element, value: Element) -> Element:
    return writing.resource(
        "Observation",
        said,
        status="final",
        category=[hl7("observation-category", "survey")],
        code=code,
        subject=writing.about,
        effectiveDateTime=day.isoformat(),
        **value,
    )
