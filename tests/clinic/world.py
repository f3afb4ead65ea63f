"""A small clinic: Ada (person A) and Bo (person B), each with a participant, a clinician and a key-holder."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import psycopg

from clinic.cluster import APP
from clinic.served import PASSWORD
from stilla.diary.events import Began, Dose, Night, Started, Stopped
from stilla.interfaces.clinic import passwords
from stilla.store.clinic.accounts import Administration, mark_of
from stilla.store.clinic.database import CONSOLE, Actor, Database
from stilla.store.clinic.people import FactsStore, People
from stilla.store.clinic.trials import ClinicTrial
from stilla.store.home import Kept
from stilla.trial.opening import opened
from stilla.trial.protocol import write_protocol
from stilla.trial.seal import write_commitment
from stilla.trial.seal_lock import lock, write_locked
from trial.sealed_examples import protocol, sealed

ZONE = ZoneInfo("Europe/Stockholm")
BEGAN = date(2026, 11, 2)
NOW = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)
ROLES = ("participant", "clinician", "key-holder", "analyst", "admin")
PASSPHRASE = "four plain invented words"


SNAPSHOT = """
CREATE SCHEMA snapshot;
DO $$
DECLARE each text;
BEGIN
    FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'stilla' AND tablename <> 'version' LOOP
        EXECUTE format('CREATE TABLE snapshot.%1$I AS TABLE stilla.%1$I', each);
    END LOOP;
    ALTER TABLE snapshot.event DROP COLUMN kind;
END $$;
CREATE PROCEDURE snapshot.restore() LANGUAGE plpgsql SET session_replication_role = replica AS $$
DECLARE
    each text;
    names text;
BEGIN
    FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'snapshot' LOOP
        SELECT string_agg(quote_ident(column_name), ', ') INTO names FROM information_schema.columns
        WHERE table_schema = 'snapshot' AND table_name = each;
        EXECUTE format('DELETE FROM stilla.%I', each);
        EXECUTE format(
            'INSERT INTO stilla.%1$I (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM snapshot.%1$I', each, names);
        EXECUTE format('ALTER TABLE stilla.%I ENABLE TRIGGER USER', each);
    END LOOP;
END $$;
"""
"""What a clinic holds at first, and how to put it back: quicker than a database for each test."""
CHEAP = passwords.Cost(8, 1, 1)
"""For the accounts of the tests alone: what is slow on purpose elsewhere."""


@cache
def hashed():
    """The password of everybody here, hashed once."""
    return passwords.secret_of(PASSWORD, CHEAP)


@cache
def papers():
    """A plan and its seal, made once: the key is locked, and that is slow on purpose too."""
    plan = protocol(made=BEGAN)
    seal = sealed(plan)
    return plan, seal, write_locked(lock(seal.key, PASSPHRASE))


class World:
    """The clinic, a copy of the first one that was made.

    `.actor("clinician", "a")`, `.codes["a"]`, `.app` as the server sees it, `.root()` as a superuser.
    """

    def __init__(self, cluster, name=None):
        """In a database of its own; with a name in that one, put back to how it was at first."""
        self.cluster = cluster
        if cluster.filled is None:
            self._open(cluster.database())
            self._make()
            self.close()
            cluster.filled = self.name, self.codes, self.accounts, self.tokens
        first, self.codes, self.accounts, self.tokens = cluster.filled
        self._open(name or cluster.database(first))
        if name:
            with self.root() as connection:
                connection.execute("CALL snapshot.restore()")

    def _open(self, name):
        self.name = name
        self.console = Database(self.cluster.address(name))
        self.app = Database(self.cluster.address(name, APP))

    def _make(self):
        console = Administration(self.console, CONSOLE)
        self.codes = {who: console.add_person() for who in "ab"}
        self.accounts, self.tokens = {}, {}
        for role in ROLES:
            for who in "ab":
                number = console.add(f"{role}.{who}", role, hashed())
                self.accounts[role, who] = number
                if role in {"participant", "clinician", "key-holder"}:
                    console.assign(number, self.codes[who])
        with self.root() as connection:
            connection.execute("UPDATE stilla.credential SET must_change = false")
            for whose, account in self.accounts.items():
                token = self.tokens[whose] = secrets.token_urlsafe()
                connection.execute(
                    "INSERT INTO stilla.session (token, account, seen, ends) VALUES "
                    "(stilla.mark(%s), %s, now() + interval '1 day', now() + interval '1 day')",
                    (mark_of(token), account),
                )
        for who in "ab":
            self._fill(who)
        with self.root() as connection:
            connection.execute(SNAPSHOT)

    def actor(self, role, who="a"):
        """An account whose browser is inside."""
        return Actor(self.accounts[role, who], role, mark_of(self.tokens[role, who]))

    def trial(self, role, who="a", of=None):
        return ClinicTrial(self.app, self.actor(role, who), self.codes[of or who])

    def facts(self, role, who="a", of=None):
        return FactsStore(self.app, self.actor(role, who), self.codes[of or who])

    def people(self, role, who="a"):
        return People(self.app, self.actor(role, who))

    def administration(self, who="a"):
        return Administration(self.app, self.actor("admin", who))

    def finish(self, who="a"):
        """Open the seal of a trial that is over, and keep an answer."""
        self.trial("key-holder", who).open(
            [1, 0, 0, 1, 0, 1, 1, 0],
            lambda events: opened(events, "key-holder"),
            (at(BEGAN, 40), ZONE),
            emergency=False,
        )
        self.trial("participant", who).keep_answer(
            b'{"answer":{"verdict":"helps","effect":{"mean":-1.5,"sd":0.4,"lo":-2.3,"hi":-0.7},"p_benefit":0.99,'
            b'"p_mid":0.9,"p_harm":0.0,"mid":1.0,"says":["words that stay"]}}',
            None,
        )

    def root(self):
        """A connection that may do everything."""
        return psycopg.connect(self.cluster.address(self.name), autocommit=True)

    def close(self):
        self.console.close()
        self.app.close()

    def _fill(self, who):
        self.people("clinician", who).rename(self.codes[who], {"a": "Ada Invented", "b": "Bo Invented"}[who])
        self.facts("clinician", who).change(lambda _: Kept(facts={"age": 44, "sex": "female"}), NOW)
        diary = self.trial("participant", who)
        diary.append(lambda _: (Began("the crawling", "en", BEGAN), Night(BEGAN, score=5)), at(BEGAN), ZONE)
        plan, seal, locked = papers()
        self.trial("clinician", who).keep_plan(write_protocol(plan))
        self.trial("key-holder", who).keep_seal(write_commitment(seal.commitment), locked)

    def start(self, who="a", *, stopped=True, nights=1, each=21):
        """Start the trial of a person, keep it for some nights, and stop it; `each`: nights of a period."""
        diary, first = self.trial("participant", who), BEGAN + timedelta(days=14)
        plan, seal, _ = papers()
        begun = Started(first, plan.digest, seal.commitment.commitment, BEGAN, "go", 8, each)
        diary.append(lambda _: (begun,), at(first, -1), ZONE)
        for n in range(nights):
            night = first + timedelta(days=n)
            diary.append(lambda _, night=night: (Night(night, score=7), Dose(night, "yes")), at(night), ZONE)
        if stopped:
            diary.append(lambda _: (Stopped("wish"),), at(first, nights), ZONE)


def at(day, more=0):
    return datetime(day.year, day.month, day.day, 6, tzinfo=UTC) + timedelta(days=more)
