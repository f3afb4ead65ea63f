"""The chain shows every change of any byte, and the log is read strictly, line by line."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stilla.diary.canonical import canonical, sha256
from stilla.diary.chain import NOTHING_BEFORE, append, decode, encode, encode_line, hashed, verify
from stilla.diary.events import Began, Complaint, Dose, Event, Guess, Medicine, Night, Paused, Weekly, kind_of
from stilla.errors import BadInput

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MORNING = datetime(2026, 11, 22, 7, 30, 5, 999, tzinfo=STOCKHOLM)
FIRST = date(2026, 11, 22)
BODIES = (
    Began("värsta obehaget 0–10", "sv", FIRST),
    Night(FIRST, score=0, sleep_minutes=380, own={"steps": 8000.0, "tea": 0.5}, unusual=("alcohol",)),
    Dose(FIRST, "late", "23:10"),
    Complaint(FIRST, "loose-stools", 1),
    Weekly(FIRST, 17),
    Medicine(FIRST, "Levaxin", "dose"),
    Guess(1, "unsure", 50),
    Paused("ill", by="rule"),
    Night(FIRST + timedelta(days=1), cannot=True, note="“ont”\u00a0i benen"),
)


def made() -> list[Event]:
    events: list[Event] = []
    for n, body in enumerate(BODIES):
        events.append(append(events, body, MORNING + timedelta(hours=n), STOCKHOLM))
    return events


def test_an_honest_chain_holds_and_survives_the_log():
    events = made()
    assert verify(events) == ()
    assert decode(encode(events), "log.jsonl") == tuple(events)
    assert events[0].previous == NOTHING_BEFORE
    assert [each.number for each in events] == list(range(1, len(BODIES) + 1))


def test_an_entry_says_when_in_utc_and_on_the_wall():
    first = made()[0]
    assert (first.at, first.local, first.zone) == (
        "2026-11-22T06:30:05Z",
        "2026-11-22T07:30:05",
        "Europe/Stockholm",
    )
    assert first.moment == datetime(2026, 11, 22, 7, 30, 5, tzinfo=STOCKHOLM)


def test_the_hash_is_that_of_the_canonical_json_without_itself():
    for event in made():
        plain = msgspec.to_builtins(event)
        del plain["hash"]
        assert canonical(plain) == hashed(event, canonical(event.body))
        assert sha256(canonical(plain)) == event.hash
        assert encode_line(event) == canonical(event) + b"\n"


def test_what_was_not_said_is_not_written():
    line = encode_line(append([], Night(FIRST, score=0), MORNING, STOCKHOLM))
    assert b'"body":{"kind":"night","night":"2026-11-22","score":0}' in line
    assert kind_of(Complaint(FIRST, "fever")) == "side-effect"


def _tampered(content: bytes) -> bool:
    """Whether reading or checking finds something wrong."""
    try:
        return bool(verify(decode(content, "log.jsonl")))
    except BadInput:
        return True


def test_any_flipped_byte_is_found():
    content = encode(made())
    for place in range(len(content)):
        for flip in (0x01, 0x20):
            changed = bytearray(content)
            changed[place] ^= flip
            assert _tampered(bytes(changed)), (place, flip)


@settings(max_examples=200)
@given(st.data())
def test_an_entry_taken_out_moved_or_doubled_is_found(data):
    lines = encode(made()).splitlines(keepends=True)
    n = data.draw(st.integers(0, len(lines) - 2))
    changed = data.draw(
        st.sampled_from([lines[:n] + lines[n + 1 :], [*lines[:n], lines[n + 1], lines[n], *lines[n + 2 :]],
                         lines[: n + 1] + lines[n:]])
    )  # fmt: skip
    assert _tampered(b"".join(changed))


def test_a_rewritten_entry_is_found_at_itself_and_at_the_next():
    events = made()
    events[1] = append(events[:1], Night(FIRST, score=9), MORNING + timedelta(hours=1), STOCKHOLM)
    assert [each.number for each in verify(events)] == [3]
    events = made()
    events[1] = msgspec.structs.replace(events[1], body=Night(FIRST, score=9))
    assert [each.number for each in verify(events)] == [2]


def test_a_clock_put_back_by_more_than_ten_minutes_is_refused():
    events = made()
    late = MORNING + timedelta(hours=len(BODIES) - 1)
    append(events, BODIES[1], late - timedelta(minutes=9), STOCKHOLM)
    with pytest.raises(BadInput, match="ahead of the clock"):
        append(events, BODIES[1], late - timedelta(minutes=11), STOCKHOLM)


def test_an_entry_that_is_older_than_the_one_it_follows_is_found():
    events = made()[:2]
    old = append(events[:1], BODIES[2], MORNING + timedelta(hours=1), STOCKHOLM)
    back = msgspec.structs.replace(old, number=3, at="2026-11-21T06:30:05Z", previous=events[1].hash, hash="")
    back = msgspec.structs.replace(back, hash=sha256(hashed(back, canonical(back.body))))
    assert "before the entry" in verify([*events, back])[0].what.en


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{}\n", "line 1: This is not an entry"),
        (b"\xff\n", "line 1: This is not an entry"),
        (b"half", "line 1: The last line is torn"),
        (b"\n", "line 1: This is not an entry"),
    ],
)
def test_a_log_that_is_none_names_the_line(content, says):
    with pytest.raises(BadInput, match=says):
        decode(content, "log.jsonl")


def test_a_line_in_another_spelling_is_refused_with_its_number():
    lines = encode(made()).splitlines(keepends=True)
    spaced = lines[1].replace(b'"number":2', b'"number": 2')
    with pytest.raises(BadInput, match="line 2: This entry is not spelt"):
        decode(b"".join([lines[0], spaced]), "log.jsonl")
