"""`stilla clinic`: what whoever runs the server does at its console."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from clinic.cluster import APP
from stilla.errors import BadInput
from stilla.interfaces.cli.main import cli
from stilla.interfaces.clinic import passwords
from stilla.store.clinic.accounts import Door
from stilla.store.clinic.database import Database


def run(*words, lang="en"):
    done = CliRunner().invoke(cli, ["clinic", *words, "--lang", lang])
    if isinstance(done.exception, BadInput):
        raise done.exception
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def test_from_an_empty_database_to_the_first_administrator(cluster):
    name = cluster.empty()
    owner = ("--database", cluster.address(name))
    with pytest.raises(BadInput, match="not prepared"):
        run("check", "--database", cluster.address(name, APP))
    assert "Steps taken: 1, 2, 3, 4" in run("init", *owner)
    assert "Steg som togs: inga" in run("init", *owner, lang="sv")
    assert "can use" in run("check", "--database", cluster.address(name, APP))
    password = re.search(r"First password: (\S+)", run("account", "add", "root.admin", "--role", "admin", *owner))[1]
    app = Database(cluster.address(name, APP))
    try:
        door = Door(app)
        token = door.enter("root.admin", passwords.shown(password, door.salt("root.admin")), "192.0.2.1")
        assert door.inside(token)[1:] == ("root.admin", "admin", True, None)
        assert "is shut" in run("account", "disable", "root.admin", *owner)
        assert door.salt("root.admin") is None
        assert door.inside(token) is None
    finally:
        app.close()
    with pytest.raises(BadInput, match="account of this name"):
        run("account", "add", "Root.Admin", "--role", "admin", *owner)
    with pytest.raises(BadInput, match="no such account"):
        run("account", "disable", "nobody", *owner)


def test_the_console_says_so_where_it_is_not_the_owner_or_nothing_is_prepared(cluster, world):
    for words in (("audit", "verify"), ("account", "add", "x.y", "--role", "admin"), ("account", "disable", "admin.a")):
        for address in (cluster.address(world.name, APP), cluster.address(cluster.bare)):
            with pytest.raises(BadInput, match="as the owner of a prepared database"):
                run(*words, "--database", address)
    with pytest.raises(BadInput, match="as the owner"):
        run("init", "--database", cluster.address(cluster.bare, APP))


def test_the_log_is_verified_and_its_anchor_printed(world):
    owner = ("--database", world.cluster.address(world.name))
    anchor = re.search(r"elsewhere: (\S+)", run("audit", "verify", *owner))[1]
    assert "rows" in run("audit", "verify", *owner, "--anchor", anchor)
    with world.root() as connection:
        connection.execute("ALTER TABLE stilla.audit DISABLE TRIGGER USER")
        connection.execute("DELETE FROM stilla.audit WHERE number = (SELECT max(number) FROM stilla.audit)")
    run("audit", "verify", *owner)
    with pytest.raises(BadInput, match="cut off"):
        run("audit", "verify", *owner, "--anchor", anchor)
    with world.root() as connection:
        connection.execute("UPDATE stilla.audit SET outcome = 'refused' WHERE number = 3")
    with pytest.raises(BadInput, match="altered"):
        run("audit", "verify", *owner)
