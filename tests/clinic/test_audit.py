"""The log: every row follows the one before, nobody changes it unnoticed, and nothing about health stands in it."""

from __future__ import annotations

import subprocess

import pytest
from psycopg import errors

from clinic.cluster import program
from clinic.world import NOW
from stilla.errors import BadInput
from stilla.store.clinic import audit
from stilla.store.clinic.accounts import Door
from stilla.store.clinic.audit import Anchor, read_anchor, verify
from stilla.store.clinic.database import CONSOLE, Database, NotAllowed


def rows_of(database):
    with database.asked(CONSOLE) as connection:
        return list(audit.rows(connection, batch=7))


def altered(world, question, *values):
    """Change the log as a superuser who means harm."""
    with world.root() as connection:
        connection.execute("ALTER TABLE stilla.audit DISABLE TRIGGER USER")
        connection.execute(question, values)
        connection.execute("ALTER TABLE stilla.audit ENABLE TRIGGER USER")


def test_what_was_done_stands_in_a_chain_that_holds(world):
    rows = rows_of(world.console)
    found = verify(rows)
    assert found.fault is None
    assert found.rows == len(rows) > 20
    assert found.last == Anchor(rows[-1].number, rows[-1].hash)
    assert {(each.role, each.action, each.kind) for each in rows} >= {
        ("owner", "add", "account"),
        ("clinician", "write", "facts"),
        ("participant", "write", "diary"),
        ("key-holder".replace("-", "_"), "write", "seal"),
    }


def test_no_words_of_anybody_stand_in_it(world):
    with pytest.raises(errors.CheckViolation), world.root() as connection:
        connection.execute("SELECT stilla.audit_add('read', 'facts', 'gabapentin 300 mg', 'done')")
    text = "\n".join(map(str, rows_of(world.console)))
    assert "Ada" not in text
    assert "crawling" not in text


def test_a_row_that_was_altered_taken_out_moved_or_cut_off_is_found(world):
    rows = rows_of(world.console)
    end = Anchor(rows[-1].number, rows[-1].hash)
    assert "altered" in verify([*rows[:5], rows[5]._replace(outcome="refused"), *rows[6:]]).fault.en
    assert "missing" in verify([*rows[:5], *rows[6:]]).fault.en
    assert "missing" in verify([*rows[:5], rows[6], rows[5], *rows[7:]]).fault.en
    renumbered = [*rows[:5], rows[6]._replace(number=rows[5].number)]
    assert "follow" in verify(renumbered).fault.en
    assert verify(rows[:-3]).fault is None
    assert "anchor" in verify(rows[:-3], end).fault.en
    assert verify(rows, end).fault is None
    assert verify(rows, Anchor(rows[3].number, rows[3].hash)).fault is None
    assert "anchor" in verify(rows, Anchor(rows[3].number, "0" * 64)).fault.en


def test_a_superuser_who_alters_the_log_is_found(world):
    altered(world, "UPDATE stilla.audit SET object = 'P-000000000000' WHERE number = 9")
    assert "Row 9" in verify(rows_of(world.console)).fault.en
    altered(world, "DELETE FROM stilla.audit WHERE number = 4")
    assert "Row 4" in verify(rows_of(world.console)).fault.en


def test_nobody_changes_it_not_even_a_superuser_by_mistake(world):
    for question in ("UPDATE stilla.audit SET outcome = 'done'", "DELETE FROM stilla.audit", "TRUNCATE stilla.audit"):
        with world.root() as connection, pytest.raises(errors.InsufficientPrivilege):
            connection.execute(question)


def test_a_refusal_and_a_failed_login_are_noted(world):
    with pytest.raises(NotAllowed):
        world.facts("clinician", "a", of="b").read()
    with pytest.raises(BadInput):
        world.facts("clinician").change(_broken, NOW)
    assert Door(world.app).enter("admin.a", "0" * 64, "192.0.2.1") is None
    refused, invalid, failed = rows_of(world.console)[-3:]
    code, other = world.codes["a"], world.codes["b"]
    assert (refused.role, refused.action, refused.kind, refused.object, refused.outcome) == (
        "clinician", "read", "facts", other, "refused",
    )  # fmt: skip
    assert (invalid.action, invalid.object, invalid.outcome) == ("write", code, "invalid")
    assert (failed.role, failed.action, failed.account, failed.outcome) == (
        "login", "login", str(world.accounts["admin", "a"]), "failed",
    )  # fmt: skip


def _broken(_kept):
    raise BadInput([])


def test_what_is_rolled_back_is_not_noted_as_done(world):
    before = len(rows_of(world.console))
    with pytest.raises(NotAllowed):
        world.people("clinician", "a").rename(world.codes["b"], "other")
    after = rows_of(world.console)
    assert [each.outcome for each in after[before:]] == ["refused"]


def test_an_anchor_is_read_as_it_was_printed():
    anchor = Anchor(12, "ab" * 32)
    assert read_anchor(f" {anchor}\n") == anchor
    with pytest.raises(BadInput):
        read_anchor("12")


def test_many_at_once_make_one_chain(world):
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  # only here

    def read(_n):
        world.facts("clinician").read()
        world.app.close()

    before = len(rows_of(world.console))
    with ThreadPoolExecutor(8) as several:
        list(several.map(read, range(24)))
    rows = rows_of(world.console)
    assert len(rows) == before + 24
    assert verify(rows).fault is None


def test_a_backup_that_is_restored_holds_and_refuses_as_before(world, cluster, tmp_path):
    world.start()
    world.finish()
    before = verify(rows_of(world.console))
    file = tmp_path / "clinic.dump"
    subprocess.run([program("pg_dump"), "-Fc", "-f", file, cluster.address(world.name)], check=True)
    name = cluster.empty()
    subprocess.run([program("pg_restore"), "--exit-on-error", "-d", cluster.address(name), file], check=True)
    restored = Database(cluster.address(name))
    try:
        assert verify(rows_of(restored), before.last) == before
        with restored.connection().cursor() as cursor, pytest.raises(errors.InsufficientPrivilege):
            cursor.execute("DELETE FROM stilla.audit")
        world.app, old = Database(cluster.address(name, "stilla_app")), world.app
        old.close()
        assert len(world.trial("participant").events()) == 7
        with pytest.raises(NotAllowed):
            world.trial("participant", "a", of="b").events()
    finally:
        restored.close()
