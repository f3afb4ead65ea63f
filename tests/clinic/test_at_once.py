"""Two at once, and the end of a power cut: what was acknowledged is there, what was replaced too."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.client import HTTPException

from clinic.world import BEGAN, ZONE, at
from stilla.diary import chain
from stilla.diary.events import Complaint, Night
from stilla.diary.record import record_of
from stilla.interfaces.asked.morning import enter
from stilla.knowledge.store import load
from stilla.trial.entering import Morning


def test_replacements_of_one_night_at_once_all_stand_in_the_diary(world):
    knowledge, count = load(), 6

    def replace(score):
        said = Morning(night=BEGAN, answer=Night(BEGAN, score=score), replace=True, why="again")
        enter(world.trial("participant"), said, (at(BEGAN, 1), ZONE), knowledge)
        world.app.close()

    with ThreadPoolExecutor(count) as several:
        list(several.map(replace, range(count)))
    events = world.trial("participant").events()
    assert chain.verify(events) == ()
    standing = record_of(events).nights[BEGAN]
    assert len(standing.earlier) == count
    assert {each.score for each in (*standing.earlier, standing.entry)} == {*range(count)} | {5}
    assert record_of(events).disregarded == ()


def test_two_facts_at_once_are_both_kept(world):
    import msgspec  # noqa: PLC0415  # only here

    def add(n):
        world.facts("clinician").change(
            lambda kept: msgspec.structs.replace(kept, passed=(*kept.passed, str(n))), at(BEGAN)
        )
        world.app.close()

    with ThreadPoolExecutor(6) as several:
        list(several.map(add, range(6)))
    assert sorted(world.facts("clinician").read().passed) == list("012345")


def test_no_acknowledged_entry_is_lost_when_workers_are_killed(clinic):
    world = clinic.world
    browser = clinic.browser("participant")
    acknowledged, tried = 0, 0
    killer = threading.Timer(0.6, clinic.served.kill_workers)
    killer.start()
    while killer.is_alive() or tried < 20:
        tried += 1
        try:
            answer = browser.post("/morning/2026-11-22", {"answer": "noted", "effect-nausea": "1"})
        except (HTTPException, OSError):
            continue
        acknowledged += answer.status == 303
    found = [each.body for each in world.trial("participant").events() if isinstance(each.body, Complaint)]
    assert acknowledged <= len(found) <= tried
    assert acknowledged > 0
    assert chain.verify(world.trial("participant").events()) == ()
    assert browser.get("/me").status == 200


def test_a_database_that_went_away_and_came_back_is_found_again(world):
    first = world.app.connection().info.backend_pid
    with world.root() as connection:
        connection.execute("SELECT pg_terminate_backend(%s)", (first,))
    assert world.trial("participant").record().began.first_night == BEGAN
    assert world.app.connection().info.backend_pid != first


def test_a_clock_that_stands_before_the_last_entry_writes_nothing(world):
    before = len(world.trial("participant").events())
    try:
        world.trial("participant").append(lambda _: (Complaint(BEGAN, "nausea"),), at(BEGAN) - timedelta(days=1), ZONE)
    except Exception as error:  # noqa: BLE001  # any refusal
        assert "clock" in str(error)
    assert len(world.trial("participant").events()) == before
