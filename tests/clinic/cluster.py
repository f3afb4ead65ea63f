"""A PostgreSQL of the tests' own: made in a temporary folder, reached through a socket in it, gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path

import psycopg

from stilla.store.clinic.schema import prepare

APP = "stilla_app"
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60 -c listen_addresses="
"""Nothing here outlives a power cut, so nothing waits for the disk."""


def program(name):
    """Where a program of PostgreSQL is: in the path, or where Debian puts it."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name), reverse=True)
    found = next(filter(None, (shutil.which(name, path=str(each)) for each in places)), None) or shutil.which(name)
    assert found, "The tests of the clinic need PostgreSQL. Run tests/clinic/postgres.sh, or: apt install postgresql"
    return found


def someone():
    """The account that the server runs as: it refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    known = {each.pw_name: each for each in pwd.getpwall()}
    chosen = known.get("postgres") or known["nobody"]
    return {"user": chosen.pw_uid, "group": chosen.pw_gid, "extra_groups": []}


class Cluster:
    """A running server: `.address(database, user)`, `.database()` makes a prepared one, `.stop()`."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="stilla-pg-", dir="/tmp"))
        self.as_whom = someone()
        if self.as_whom:
            os.chown(self.folder, self.as_whom["user"], self.as_whom["group"])
        self.data = self.folder / "data"
        self._run("initdb", "-D", self.data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"{QUICK} -c unix_socket_directories={self.folder}"
        self._run("pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", self.folder / "log", "-o", options, "start")
        self.numbers = count(1)
        self.bare = self.empty()
        """A database that nobody prepares: its name."""
        self.filled = None
        """The first `world.World` of this server, of which the others are copies: its name, and whom it knows."""
        self.template = self._make("stilla_template")
        with psycopg.connect(self.address(self.template), autocommit=True) as connection:
            prepare(connection, APP)

    def address(self, database, user="postgres"):
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def database(self, template=None):
        """A new database with the form of a clinic: its name."""
        return self._make(f"stilla_{next(self.numbers)}", template or self.template)

    def empty(self):
        return self._make(f"stilla_{next(self.numbers)}")

    def _make(self, name, template="template0"):
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def _run(self, name, *words):
        done = subprocess.run(
            [program(name), *map(str, words)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd="/",
            check=False,
            **self.as_whom,
        )
        assert done.returncode == 0, done.stderr.decode(errors="replace")

    def stop(self):
        try:
            self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
