"""What the tests of the clinic begin with: one PostgreSQL for each process, and a database for each test."""

from __future__ import annotations

import pytest

from clinic.cluster import APP, Cluster
from clinic.served import Served
from clinic.world import World
from stilla.store.clinic.accounts import Door
from stilla.store.clinic.database import Database


@pytest.fixture(scope="session")
def cluster():
    """The running server."""
    made = Cluster()
    yield made
    made.stop()


@pytest.fixture
def database(cluster):
    """An empty clinic, as the server of the app reaches it."""
    made = Database(cluster.address(cluster.database(), APP))
    yield made
    made.close()


@pytest.fixture
def world(cluster):
    """A clinic with two people, and two accounts of every role: see `world.World`."""
    made = World(cluster, cluster.database())
    yield made
    made.close()


class Clinic:
    """A running server on a clinic of its own: `.world`, `.served`, `.browser(role, who)` already inside."""

    def __init__(self, cluster, workers):
        self.world = World(cluster, cluster.database())
        self.served = Served(cluster.address(self.world.name, APP), workers=workers)
        self.inside = {}

    def browser(self, role, who="a", language="en"):
        if (role, who) not in self.inside:
            browser = self.inside[role, who] = self.served.browser()
            # As the page does after the password, which takes its time on purpose.
            token = Door(self.world.app).enter(self.world.accounts[role, who], f"{role}.{who}", "192.0.2.1")
            browser.cookies["__Host-stilla"] = token
        self.inside[role, who].language = language
        return self.inside[role, who]

    def stop(self):
        self.served.stop()
        assert "failed" not in self.served.said, self.served.said
        self.world.close()


@pytest.fixture(scope="session")
def shared(cluster):
    """A clinic that many tests look at; they change nothing that another one of them looks at."""
    made = Clinic(cluster, 2)
    yield made
    made.stop()


@pytest.fixture
def clinic(cluster):
    """A clinic of the test's own."""
    made = Clinic(cluster, 1)
    yield made
    made.stop()
