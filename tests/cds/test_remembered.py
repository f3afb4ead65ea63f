"""A short memory of digests that every worker shares."""

from __future__ import annotations

import multiprocessing
import sys

import pytest

from stilla.interfaces.cds_hooks.remembered import Remembered


class Clock:
    now = 1_000_000.0

    def __call__(self):
        return self.now


def test_it_keeps_things_until_their_time_is_over():
    clock = Clock()
    memory = Remembered(16, clock=clock)
    assert memory.add(60, "issuer", "one")
    assert not memory.add(60, "issuer", "one")
    assert memory.holds("issuer", "one")
    assert not memory.holds("issuero", "ne")
    clock.now += 62
    assert not memory.holds("issuer", "one")
    assert memory.add(60, "issuer", "one")


def test_a_full_table_says_that_it_cannot_keep_more():
    memory = Remembered(8)
    kept = [memory.add(60, str(n)) for n in range(20)]
    assert sum(kept) == 8
    assert all(memory.holds(str(n)) for n, held in enumerate(kept) if held)


def _told(memory, answers):
    answers.put([memory.add(60, str(n)) for n in range(50)])


@pytest.mark.skipif(sys.platform == "win32", reason="one process there")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_two_workers_accept_a_token_once_between_them():
    together = multiprocessing.get_context("fork")
    memory, answers = Remembered(1024), together.Queue()
    workers = [together.Process(target=_told, args=(memory, answers)) for _ in range(2)]
    for each in workers:
        each.start()
    accepted = [answers.get(timeout=20) for _ in workers]
    for each in workers:
        each.join()
    answers.close()
    answers.join_thread()
    assert all(sum(pair) == 1 for pair in zip(*accepted, strict=True))
