"""Every role against every table, in the database itself: what the pages forget, this refuses."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest
from psycopg import errors

from clinic.world import ROLES, ZONE
from stilla.diary import chain
from stilla.diary.canonical import canonical
from stilla.diary.events import Answered, Event, Night, Opened
from stilla.store.clinic.database import DOORKEEPER, Actor, become

EVERYBODY = (*ROLES, "login")
SEES = {
    # table: who sees whose rows; both people are "ab", nobody's are "", and "x" is refused outright
    "account": {"participant": "a", "clinician": "a", "key-holder": "a", "analyst": "a", "admin": "ab"},
    "credential": {},
    "attempt": {"login": "all"},
    "session": {},
    "person": {"participant": "a", "clinician": "a", "key-holder": "a", "admin": "ab"},
    "assignment": {"admin": "ab"},
    "identity": {"participant": "a", "clinician": "a"},
    "facts": {"participant": "a", "clinician": "a"},
    "trial": {"participant": "a", "clinician": "a", "key-holder": "a"},
    "protocol": {"participant": "a", "clinician": "a", "key-holder": "a"},
    "commitment": {"participant": "a", "clinician": "a", "key-holder": "a"},
    "trial_key": {"key-holder": "a"},
    "opening": {"participant": "a", "clinician": "a", "key-holder": "a"},
    "event": {"participant": "a", "clinician": "a", "key-holder": "a"},
    "answer": {"participant": "a", "clinician": "a"},
    "audit": {"admin": "all"},
    "pooled_night": {"analyst": "ab"},
    "pooled_answer": {"analyst": "ab"},
    "version": {"login": "all"},
}
SEEN = {"trial": "id, person"}
"""Columns, where not all of a table are anybody's."""
CHANGES = {
    "admin": {
        "account.disabled",
        "credential.salt",
        "credential.proof",
        "credential.must_change",
        "credential.changed",
        "assignment.ended",
    },
    "clinician": {"identity.name"},
}
ADDS = {
    # what: who may add it for the own person; nobody may for another's
    "account": {"admin"},
    "credential": {"admin"},
    "person": {"admin"},
    "assignment": {"admin"},
    "attempt": {"login"},
    "session": set(),
    "identity": {"clinician"},
    "facts": {"participant", "clinician"},
    "trial": {"participant", "clinician"},
    "protocol": {"clinician"},
    "commitment": {"key-holder"},
    "trial_key": {"key-holder"},
    "opening": {"key-holder"},
    "answer": {"participant", "clinician"},
    "event: night": {"participant"},
    "event: opened": {"key-holder"},
    "event: answered": {"participant", "clinician"},
    "audit": set(),
    "version": set(),
}
EVERYWHERE = {"admin": "ab", "login": "ab"}
"""Whose rows those add who meet nobody's health."""
TAKES = {"login": {"attempt"}}


@pytest.fixture(scope="module")
def full(cluster):
    """Two people whose trials are over and opened, so that there is a row of each in every table."""
    from clinic.world import World  # noqa: PLC0415  # one for all tests of this module

    made = World(cluster)
    for who in "ab":
        made.start(who)
        made.finish(who)
    with made.root() as connection:
        connection.execute("INSERT INTO stilla.attempt (who) VALUES (repeat('0', 64))")
    yield made
    made.close()


def actor_of(world, role, who="a"):
    return DOORKEEPER if role == "login" else world.actor(role, who)


class Rolled(Exception):
    """So that nothing that was tried stays."""


def tried(world, actor, question, values=()):
    """What a statement does: the rows, or why it was refused; nothing of it stays."""
    found = None
    try:
        with world.app.connection().transaction():
            connection = world.app.connection()
            become(connection, actor)
            done = connection.execute(question, values)
            found = done.fetchall() if done.description else done.rowcount
            names = [each.name for each in done.description or ()]
            raise Rolled  # noqa: TRY301  # the end of what was tried
    except Rolled:
        return found, names
    except psycopg.Error as error:
        return error, []


def owners(world):
    """Whose a number is, by the column that holds it."""
    with world.root() as connection:
        people = dict(connection.execute("SELECT id, code FROM stilla.person").fetchall())
        trials = connection.execute("SELECT id, code, person FROM stilla.trial").fetchall()
    who = {code: each for each, code in world.codes.items()}
    persons = {number: who[code] for number, code in people.items()}
    return {
        "person": persons,
        "trial": {t: persons[p] for t, _, p in trials} | {code: persons[p] for _, code, p in trials},
        "account": {number: each for (_, each), number in world.accounts.items()},
    }


COLUMN = {
    "account": ("account", "id"), "person": ("person", "id"), "trial": ("trial", "id"),
    "session": ("account", "account"),
    "credential": ("account", "account"), "identity": ("person", "person"), "facts": ("person", "person"),
    "assignment": ("person", "person"),
}  # fmt: skip


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("table", SEES)
def test_who_sees_whose_rows(full, role, table):
    found, names = tried(full, actor_of(full, role), f"SELECT {SEEN.get(table, '*')} FROM stilla.{table}")
    expected = SEES[table].get(role)
    if expected is None:
        assert isinstance(found, errors.InsufficientPrivilege), (role, table, found)
        return
    if expected == "all":
        assert found
        return
    kind, column = COLUMN.get(table, ("trial", "trial"))
    whose = {owners(full)[kind][row[names.index(column)]] for row in found}
    assert "".join(sorted(whose)) == expected


@pytest.mark.parametrize("role", ROLES)
def test_without_an_account_or_with_one_of_another_role_nothing_is_seen(full, role):
    other, own = full.actor(_other(role)), full.actor(role)
    with full.root() as connection:
        [(kept,)] = connection.execute("SELECT stilla.mark(%s)", (own.shown,)).fetchall()
    for stranger in (own._replace(shown=""), own._replace(shown=kept), own._replace(shown=other.shown)):
        for table, sees in SEES.items():
            if role in sees:
                found, _ = tried(full, stranger, f"SELECT {SEEN.get(table, '*')} FROM stilla.{table}")
                assert found == [], (role, table)


def _other(role):
    return "admin" if role != "admin" else "clinician"


def test_every_table_is_in_the_table_above_and_forces_its_policies(full):
    with full.root() as connection:
        found = connection.execute(
            "SELECT relname, relkind, relrowsecurity AND relforcerowsecurity FROM pg_class "
            "WHERE relnamespace = 'stilla'::regnamespace AND relkind IN ('r', 'v', 'm', 'p', 'f')"
        ).fetchall()
    assert {name for name, _, _ in found} == set(SEES)
    assert {name for name, kind, forced in found if kind == "r" and not forced} == {"version"}


@pytest.mark.parametrize("role", EVERYBODY)
def test_who_changes_what(full, role):
    changed = set()
    for table in SEES:
        with full.root() as connection:
            columns = connection.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = 'stilla' AND table_name = %s",
                (table,),
            ).fetchall()
        for (column,) in columns:
            found, _ = tried(full, actor_of(full, role), f"UPDATE stilla.{table} SET {column} = NULL")
            if isinstance(found, errors.IntegrityError) or (isinstance(found, int) and found):
                changed.add(f"{table}.{column}")
            else:
                assert found == 0 or isinstance(
                    found, errors.InsufficientPrivilege | errors.GeneratedAlways | errors.ObjectNotInPrerequisiteState
                ), (role, table, column, found)
    assert changed == CHANGES.get(role, set())


def test_a_clinician_renames_only_those_who_are_assigned(full):
    found, _ = tried(full, full.actor("clinician"), "UPDATE stilla.identity SET name = 'other'")
    assert found == 1


@pytest.mark.parametrize("role", EVERYBODY)
def test_who_takes_rows_out(full, role):
    taken = set()
    for table in SEES:
        found, _ = tried(full, actor_of(full, role), f"DELETE FROM stilla.{table}")
        if isinstance(found, int) and found:
            taken.add(table)
        else:
            assert found == 0 or isinstance(
                found, errors.InsufficientPrivilege | errors.ObjectNotInPrerequisiteState
            ), (table, found)
        emptied, _ = tried(full, actor_of(full, role), f"TRUNCATE stilla.{table} CASCADE")
        assert isinstance(emptied, errors.InsufficientPrivilege | errors.WrongObjectType), (role, table, emptied)
    assert taken == TAKES.get(role, set())


def statement(world, what, whose, account):
    """What adds a row of a person; a row that is there already counts as added."""
    about = owners(world)
    person = next(n for n, w in about["person"].items() if w == whose)
    trial = next(n for n, w in about["trial"].items() if w == whose and isinstance(n, int))
    other = world.accounts["participant", whose]
    if what.startswith("event"):
        return event_after(world, trial, SAID[what])
    question, values = INSERTS[what]
    given = {"other": other, "person": person, "trial": trial, "account": account}
    return f"INSERT INTO stilla.{what} {question}", tuple(given[each] for each in values.split())


SAID = {
    "event: night": Night(date(2026, 12, 1), score=1),
    "event: opened": Opened("k", "w", emergency=True),
    "event: answered": Answered("helps", "ab" * 32),
}
INSERTS = {
    "account": ("(name, role) VALUES ('new.one', 'admin')", ""),
    "credential": (
        "(account, salt, proof) VALUES (%s, 'argon2id$m=8,t=1,p=1$' || repeat('0', 32), repeat('0', 64))",
        "other",
    ),
    "person": ("DEFAULT VALUES", ""),
    "assignment": ("(account, role, person) VALUES (%s, 'participant', %s)", "other person"),
    "attempt": ("(who) VALUES (repeat('a', 64))", ""),
    "session": ("(token, account, ends) VALUES (repeat('a', 64), %s, now())", "other"),
    "identity": ("(person, name) VALUES (%s, 'other')", "person"),
    "facts": ("(person, number, account, document) VALUES (%s, 99, %s, '{}')", "person account"),
    "trial": ("(person) VALUES (%s)", "person"),
    "protocol": ("(trial, content) VALUES (%s, '')", "trial"),
    "commitment": ("(trial, content) VALUES (%s, '')", "trial"),
    "trial_key": ("(trial, locked) VALUES (%s, '')", "trial"),
    "opening": ("(trial, emergency, account, sequence) VALUES (%s, true, %s, '{1}')", "trial account"),
    "answer": ("(trial, document) VALUES (%s, '{}')", "trial"),
    "audit": ("VALUES (9999, '', '', 'admin', 'a', 'a', '', 'done', '', '')", ""),
    "version": ("(number, name, digest) VALUES (99, 'x', 'x')", ""),
}
"""What adds a row to each table, and what its gaps are filled with."""


def event_after(world, trial, body):
    with world.root() as connection:
        row = connection.execute(
            "SELECT number, at, local, zone, hash FROM stilla.event WHERE trial = %s ORDER BY number DESC LIMIT 1",
            (trial,),
        ).fetchone()
    before = Event(row[0], row[1], row[2], row[3], body, "", row[4])
    event = chain.append((before,), body, before.moment, ZONE)
    columns = "trial, number, at, local, zone, body, previous, hash"
    question = f"INSERT INTO stilla.event ({columns}) VALUES ({', '.join(['%s'] * 8)})"
    return question, (
        trial,
        event.number,
        event.at,
        event.local,
        event.zone,
        canonical(body).decode(),
        event.previous,
        event.hash,
    )


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("what", ADDS)
def test_who_adds_rows_for_whom(full, role, what):
    actor = actor_of(full, role)
    added = ""
    for whose in "ab":
        found, _ = tried(full, actor, *statement(full, what, whose, actor.account))
        if found == 1 or isinstance(found, errors.UniqueViolation):
            added += whose
        else:
            assert isinstance(found, errors.InsufficientPrivilege), (role, what, whose, found)
    assert added == (EVERYWHERE.get(role, "a") if role in ADDS[what] else "")


def test_of_the_diary_a_key_holder_sees_only_whether_the_trial_runs(full):
    found, names = tried(full, full.actor("key-holder"), "SELECT * FROM stilla.event")
    assert {row[names.index("kind")] for row in found} == {"started", "stopped", "opened"}


def test_the_end_of_a_diary_tells_a_key_holder_no_words(full):
    trial = next(n for n, w in owners(full)["trial"].items() if w == "a" and isinstance(n, int))
    found, names = tried(full, full.actor("key-holder"), "SELECT * FROM stilla.diary_end(%s)", (trial,))
    assert len(found) == 1
    assert names == ["number", "at", "local", "zone", "hash"]
    elsewhere = next(n for n, w in owners(full)["trial"].items() if w == "b" and isinstance(n, int))
    assert tried(full, full.actor("key-holder"), "SELECT * FROM stilla.diary_end(%s)", (elsewhere,))[0] == []


def test_a_seal_opens_before_the_end_only_in_an_emergency_and_an_answer_waits_for_it(world):
    world.start("a", stopped=False, each=2000)
    trial = next(n for n, w in owners(world)["trial"].items() if w == "a" and isinstance(n, int))
    account = world.accounts["key-holder", "a"]
    opening = "INSERT INTO stilla.opening (trial, emergency, account, sequence) VALUES (%s, %s, %s, '{1}')"
    early, _ = tried(world, world.actor("key-holder"), opening, (trial, False, account))
    assert isinstance(early, errors.InsufficientPrivilege)
    answer = "INSERT INTO stilla.answer (trial, document) VALUES (%s, '{}')"
    for role in ("participant", "clinician"):
        given, _ = tried(world, world.actor(role), answer, (trial,))
        assert isinstance(given, errors.InsufficientPrivilege)
        said, _ = tried(world, world.actor(role), *event_after(world, trial, Answered("helps", "ab" * 32)))
        assert isinstance(said, errors.InsufficientPrivilege)
    assert tried(world, world.actor("key-holder"), opening, (trial, True, account))[0] == 1


def test_the_login_of_the_server_alone_may_do_nothing_and_is_no_owner(full):
    connection = full.app.connection()
    for table in SEES:
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(f"SELECT * FROM stilla.{table}")
    for role in ("stilla_owner", "postgres"):
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(f"SET ROLE {role}")


def test_even_the_owner_reads_no_key_and_changes_nothing_that_was_added(full):
    owner = Actor(None, "owner")
    for table in ("trial_key", "identity", "facts", "protocol", "commitment"):
        found, _ = tried_as_root(full, owner, f"SELECT * FROM stilla.{table}")
        assert found == [], table
    for table in ("event", "audit", "opening", "answer"):
        for question in (f"DELETE FROM stilla.{table}", f"TRUNCATE stilla.{table} CASCADE"):
            found, _ = tried_as_root(full, owner, question)
            assert found == 0 or isinstance(found, errors.InsufficientPrivilege), (table, found)
    found, _ = tried_as_root(full, owner, "UPDATE stilla.audit SET outcome = 'done'")
    assert isinstance(found, errors.InsufficientPrivilege)


def tried_as_root(world, actor, question):
    class Console:
        app = world.console

    return tried(Console, actor, question)


def test_a_disabled_account_and_an_ended_assignment_see_nothing_more(world):
    administration = world.administration()
    administration.release(world.accounts["clinician", "a"], world.codes["a"])
    assert tried(world, world.actor("clinician"), "SELECT * FROM stilla.facts")[0] == []
    administration.disable(world.accounts["participant", "a"])
    assert tried(world, world.actor("participant"), "SELECT * FROM stilla.facts")[0] == []
    administration.disable(world.accounts["analyst", "a"])
    assert tried(world, world.actor("analyst"), "SELECT * FROM stilla.pooled_night")[0] == []
