"""The form of the database: forward only, whole or not at all, by two at once, and never a newer one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from psycopg import errors

from clinic.cluster import APP
from stilla.errors import BadInput
from stilla.store.clinic import schema
from stilla.store.clinic.database import connect
from stilla.store.clinic.schema import Step, must_be_current, prepare, steps


@pytest.fixture
def empty(cluster):
    return cluster.address(cluster.empty())


def prepared(address):
    with psycopg.connect(address, autocommit=True) as connection:
        return prepare(connection, APP)


def test_a_database_is_prepared_once(empty):
    assert prepared(empty) == tuple(each.number for each in steps())
    assert prepared(empty) == ()


def test_steps_are_numbered_without_gaps():
    assert [each.number for each in steps()] == list(range(1, len(steps()) + 1))


def test_two_at_once_prepare_it_once(empty):
    with ThreadPoolExecutor(4) as several:
        taken = list(several.map(prepared, [empty] * 4))
    assert max(taken, key=len) == tuple(each.number for each in steps())
    assert sum(map(len, taken)) == len(steps())


def test_a_step_that_fails_leaves_everything_as_it_was(empty, monkeypatch):
    known = steps()
    prepared(empty)
    broken = Step(len(known) + 1, "broken.sql", "CREATE TABLE half (n integer); SELECT 1 / 0")
    monkeypatch.setattr(schema, "steps", lambda: (*known, broken))
    with pytest.raises(errors.DivisionByZero):
        prepared(empty)
    with psycopg.connect(empty) as connection:
        assert connection.execute("SELECT to_regclass('stilla.half')").fetchone() == (None,)
        assert connection.execute("SELECT count(*) FROM stilla.version").fetchone() == (len(known),)


def test_a_newer_an_older_another_and_an_unprepared_database_are_refused(cluster, monkeypatch):
    address = cluster.address(cluster.database(), APP)
    known = steps()
    connection = connect(address)
    try:
        must_be_current(connection)
        monkeypatch.setattr(schema, "steps", lambda: known[:-1])
        with pytest.raises(BadInput, match="newer"):
            must_be_current(connection)
        monkeypatch.setattr(schema, "steps", lambda: (*known, Step(5, "more.sql", "SELECT 1")))
        with pytest.raises(BadInput, match="older"):
            must_be_current(connection)
        monkeypatch.setattr(schema, "steps", lambda: (known[0]._replace(text=""), *known[1:]))
        with pytest.raises(BadInput, match="another kind"):
            must_be_current(connection)
    finally:
        connection.close()
    bare = connect(cluster.address(cluster.empty(), APP))
    try:
        with pytest.raises(BadInput, match="not prepared"):
            must_be_current(bare)
    finally:
        bare.close()


def test_preparing_refuses_a_newer_database(empty, monkeypatch):
    prepared(empty)
    known = steps()
    monkeypatch.setattr(schema, "steps", lambda: known[:-1])
    with pytest.raises(BadInput, match="newer"):
        prepared(empty)


@pytest.mark.parametrize("address", ["postgresql://nobody@/none?host=/nowhere", "postgresql://u@h:port/x"])
def test_a_database_that_is_not_there_is_refused_in_a_sentence(address):
    with pytest.raises(BadInput):
        connect(address)
