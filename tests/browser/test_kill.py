"""The power goes in the middle of writing: what was acknowledged is there, and the app starts again."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from http.client import HTTPException

import pytest

from stilla.diary.chain import verify
from stilla.diary.record import record_of
from stilla.store.trial import TrialStore

FIRST = date(2026, 4, 1)
WRITERS = 2


def place(n):
    return f"/morning/{FIRST + timedelta(days=n)}"


def answer(n):
    return {"score": str(n % 11), "answer": "save"}


class Writing:
    """Clients that enter nights as fast as they are taken, until the server is gone; `safe` are those acknowledged."""

    def __init__(self, served, nights):
        self.served, self.waiting, self.safe = served, list(nights)[::-1], set()
        self.enough, self.until, self.refused = threading.Event(), 0, []
        self.clients = [threading.Thread(target=self._write) for _ in range(WRITERS)]

    def until_killed(self, after):
        """Write, and kill the server as soon as so many are acknowledged."""
        self.until = after
        for client in self.clients:
            client.start()
        assert self.enough.wait(60)
        self.served.kill()
        for client in self.clients:
            client.join(60)
        assert self.refused == []
        return self.safe

    def _write(self):
        while self.waiting:
            try:
                n = self.waiting.pop()
                got = self.served.ask("POST", place(n), answer(n))
            except (OSError, HTTPException, IndexError):
                break
            if got.status != 303:
                self.refused.append((n, got.status, got.body))
                break
            self.safe.add(n)
            if len(self.safe) >= self.until:
                self.enough.set()
        self.enough.set()


def kept(folder):
    """The nights that stand, by number, and whether the chain holds."""
    events = TrialStore(folder / "trial").events()
    assert verify(events) == ()
    return {(night - FIRST).days: each.entry.score for night, each in record_of(events).nights.items()}


def written_through_kills(home, folder, nights, kills):
    served = home(folder)
    assert served.ask("POST", place(0), answer(0)).status == 303
    safe = {0}
    for after in kills:
        writing = Writing(served, (n for n in range(1, nights) if n not in kept(folder)))
        safe |= writing.until_killed(after)
        found = kept(folder)
        assert safe <= set(found)
        assert len(found) - len(safe) <= WRITERS * len(kills)  # at most what was on its way
        served = home(folder)
        assert served.ask("GET", "/nights").status == 200
    for n in range(nights):
        if n not in kept(folder):
            assert served.ask("POST", place(n), answer(n)).status == 303
    assert kept(folder) == {n: n % 11 for n in range(nights)}


def test_forty_entries_and_a_kill(home, tmp_path):
    written_through_kills(home, tmp_path / "data", 40, (17,))


@pytest.mark.slow
def test_two_hundred_entries_and_four_kills(home, tmp_path):
    written_through_kills(home, tmp_path / "data", 200, (11, 47, 53, 40))


def test_two_answers_at_the_same_moment_are_one_and_a_question(home, tmp_path):
    served = home(tmp_path / "data")
    assert served.ask("POST", place(0), answer(0)).status == 303
    for n in range(1, 6):
        got, together = [], threading.Barrier(2)

        def send(score, n=n, got=got, together=together):
            together.wait()
            got.append((served.ask("POST", place(n), {"score": score, "answer": "save"}).status, int(score)))

        both = [threading.Thread(target=send, args=(score,)) for score in ("2", "9")]
        for each in both:
            each.start()
        for each in both:
            each.join(30)
        assert sorted(status for status, _ in got) == [303, 409]
        [first] = [score for status, score in got if status == 303]
        assert kept(tmp_path / "data")[n] == first
