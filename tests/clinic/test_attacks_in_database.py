"""Somebody whose code runs inside the server, or who reads the database: what they still cannot do."""

from __future__ import annotations

import re

import pytest
from psycopg import errors

from clinic.served import PASSWORD
from clinic.world import CHEAP, ROLES
from stilla.errors import BadInput
from stilla.interfaces.clinic import passwords
from stilla.store.clinic.accounts import Door, mark_of
from stilla.store.clinic.database import CONSOLE, DOORKEEPER, Actor, Database, Deed, NotAllowed, become
from stilla.store.clinic.people import FactsStore, People
from stilla.store.clinic.schema import DOOR, OWNER, must_be_current, role_of

EVERYBODYS = r"[{,]="
"""A right without the name of a role: everybody's."""
OURS = (OWNER, DOOR, *map(role_of, ROLES))


@pytest.fixture
def door(world):
    return Door(world.app)


def came_in(door, name, password=PASSWORD):
    return door.enter(name, passwords.shown(password, door.salt(name)), "192.0.2.1")


def test_a_number_of_an_account_lets_nobody_act_as_it(world):
    connection = world.app.connection()
    with connection.transaction():
        become(connection, Actor(world.accounts["clinician", "a"], "clinician"))
        connection.execute("SELECT set_config('stilla.account', %s, true)", (str(world.accounts["clinician", "a"]),))
        assert connection.execute("SELECT * FROM stilla.facts").fetchall() == []
        assert connection.execute("SELECT stilla.me(), stilla.my_people()").fetchall() == []


def test_nobody_who_serves_pages_makes_a_session_or_a_password(world, door):
    account = world.accounts["clinician", "a"]
    for question in (
        f"INSERT INTO stilla.session (token, account) VALUES (repeat('a', 64), {account})",
        "SELECT * FROM stilla.session",
        "SELECT * FROM stilla.credential",
        "UPDATE stilla.credential SET proof = repeat('a', 64)",
        "SELECT stilla.audit_row('1', 'admin', 'read', 'facts', '', 'done')",
        "SELECT stilla.audit_add('read', 'facts', '', 'done')",
        "SELECT stilla.my_code(1)",
    ):
        with pytest.raises(errors.InsufficientPrivilege), world.app.asked(DOORKEEPER) as connection:
            connection.execute(question)
    with world.root() as connection:
        [(salt, proof)] = connection.execute(
            "SELECT salt, proof FROM stilla.credential WHERE account = %s", (account,)
        ).fetchall()
    for shown in (proof, salt, "", mark_of(proof)):
        assert door.enter("clinician.a", shown, "192.0.2.1") is None
    assert came_in(door, "clinician.a")


def test_what_is_kept_of_a_session_is_no_session(world, door):
    token = came_in(door, "clinician.a")
    with world.root() as connection:
        kept = [mark for (mark,) in connection.execute("SELECT token FROM stilla.session")]
    assert token not in kept
    assert mark_of(token) not in kept
    for mark in kept:
        assert door.inside(mark) is None
        actor = Actor(world.accounts["clinician", "a"], "clinician", mark)
        with pytest.raises(NotAllowed):
            People(world.app, actor).name_of(world.codes["a"])


def test_whose_a_row_of_the_log_is_says_the_session_and_not_the_server(world):
    liar = world.actor("clinician")._replace(account=world.accounts["clinician", "b"])
    with world.app.acting(liar, _deed()):
        pass
    with world.root() as connection:
        row = connection.execute("SELECT account FROM stilla.audit ORDER BY number DESC LIMIT 1").fetchone()
    assert row == (str(world.accounts["clinician", "a"]),)


def _deed(code=""):
    return Deed("read", "facts", code)


def test_words_in_the_place_of_a_code_do_not_reach_the_log(world):
    with pytest.raises(NotAllowed):
        FactsStore(world.app, world.actor("clinician"), "has_epilepsy").read()
    with world.root() as connection:
        row = connection.execute("SELECT object, outcome FROM stilla.audit ORDER BY number DESC LIMIT 1").fetchone()
        with pytest.raises(errors.CheckViolation):
            connection.execute("SELECT stilla.audit_add('read', 'facts', 'has-epilepsy', 'done')")
    assert row == ("", "refused")


def test_of_one_request_nothing_is_left_for_the_next_on_the_same_connection(world):
    world.facts("clinician").read()
    with pytest.raises(NotAllowed):
        world.facts("clinician", of="b").read()
    connection = world.app.connection()
    [row] = connection.execute("SELECT current_user, current_setting('stilla.session', true)").fetchall()
    assert row == ("stilla_app", "")
    with pytest.raises(errors.InsufficientPrivilege):
        connection.execute("SELECT * FROM stilla.facts")


def test_another_role_within_the_transaction_sees_nothing_more(world):
    with world.app.asked(world.actor("clinician")) as connection:
        for role in ROLES:
            connection.execute(f"SET LOCAL ROLE {role_of(role)}")
            assert connection.execute("SELECT stilla.me()").fetchone() == (
                (world.accounts["clinician", "a"],) if role == "clinician" else (None,)
            )


@pytest.mark.parametrize(
    ("change", "again"),
    [
        ("UPDATE stilla.session SET seen = now() - interval '31 minutes'", None),
        ("UPDATE stilla.session SET ends = now()", None),
        ("UPDATE stilla.credential SET must_change = true", None),
        ("UPDATE stilla.credential SET proof = repeat('0', 64)", None),
        ("UPDATE stilla.account SET disabled = now()", "UPDATE stilla.account SET disabled = NULL"),
        ("UPDATE stilla.assignment SET ended = now()", None),
    ],
)
def test_a_session_that_has_ended_opens_nothing_in_the_database(world, change, again):
    facts = world.facts("clinician")
    facts.read()
    with world.root() as connection:
        connection.execute(change)
        if again:
            connection.execute(again)
    with pytest.raises(NotAllowed):
        facts.read()


def test_a_new_password_needs_the_old_one_and_ends_every_session(door):
    tokens = [came_in(door, "clinician.a") for _ in range(2)]
    other = came_in(door, "clinician.b")
    new = passwords.secret_of("four other plain words", CHEAP)
    assert not door.change_password(tokens[0], "0" * 64, new)
    assert not door.change_password("nobody", passwords.shown(PASSWORD, door.salt("clinician.a")), new)
    assert door.inside(tokens[0])
    assert door.change_password(tokens[0], passwords.shown(PASSWORD, door.salt("clinician.a")), new)
    assert [door.inside(each) for each in tokens] == [None, None]
    assert door.inside(other)
    assert came_in(door, "clinician.a") is None
    assert came_in(door, "clinician.a", "four other plain words")
    assert came_in(door, "clinician.b")


def test_a_password_that_an_administrator_sets_ends_every_session_too(world, door):
    token = came_in(door, "clinician.a")
    world.administration().reset(world.accounts["clinician", "a"], passwords.secret_of("first", CHEAP))
    assert door.inside(token) is None


def test_no_function_is_everybodys_and_none_with_power_looks_where_others_write(world):
    with world.root() as connection:
        found = connection.execute(
            "SELECT proname, prosecdef, array_to_string(proconfig, ';'), proacl::text, pg_get_userbyid(proowner) "
            "FROM pg_proc WHERE pronamespace = 'stilla'::regnamespace"
        ).fetchall()
    assert len(found) > 15
    for name, powerful, settings, rights, owner in found:
        assert owner == OWNER, name
        assert rights, name  # none written down means that everybody may
        assert not re.search(EVERYBODYS, rights), name
        if powerful:
            assert settings == "search_path=stilla, pg_catalog, pg_temp", name


def test_the_roles_have_no_power_and_nobody_else_is_let_in(world):
    with world.root() as connection:
        roles = connection.execute(
            "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication, rolcanlogin, "
            "rolinherit FROM pg_roles WHERE rolname LIKE 'stilla%'"
        ).fetchall()
        assert {name for name, _, _, _ in roles} == {*OURS, "stilla_app"}
        assert not [name for name, powerful, _, _ in roles if powerful]
        assert {(name, inherits) for name, _, login, inherits in roles if login} == {("stilla_app", False)}
        everybodys = connection.execute(
            "SELECT relname, relkind, relacl::text FROM pg_class WHERE relnamespace = 'stilla'::regnamespace "
            "AND relkind IN ('r', 'v', 'S')"
        ).fetchall()
        members = connection.execute(
            "SELECT roleid::regrole::text, member::regrole::text FROM pg_auth_members WHERE admin_option "
            "OR roleid::regrole::text = %s",
            (OWNER,),
        ).fetchall()
    assert members == []
    for name, kind, rights in everybodys:
        assert not re.search(EVERYBODYS, rights or ""), name
        assert kind != "S" or not rights, name  # a sequence would tell how many there are


def test_the_server_refuses_a_login_with_power_over_the_database(world):
    must_be_current(world.app.connection())
    with pytest.raises(BadInput, match="may do more"):
        must_be_current(world.console.connection())


def test_an_address_that_holds_a_password_is_refused_everywhere():
    for address in ("postgresql://u:secret@/n", "postgresql://u@/n?password=secret", "host=h password=secret"):
        with pytest.raises(BadInput, match="Leave the password out") as caught, Database(address).asked(CONSOLE):
            pass
        assert "secret" not in str(caught.value)


def test_a_name_or_reason_is_never_a_statement(world):
    evil = "x'); DROP TABLE stilla.facts; --"
    world.people("clinician").rename(world.codes["a"], evil)
    assert world.people("clinician").name_of(world.codes["a"]) == evil
    assert Door(world.app).salt(evil) is None
    with pytest.raises(NotAllowed):
        FactsStore(world.app, world.actor("clinician"), evil).read()
    assert world.facts("clinician").read()
