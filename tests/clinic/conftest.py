"""What the tests of the clinic begin with: one PostgreSQL for each process, and a database for each test."""

from __future__ import annotations

import pytest

from clinic.cluster import APP, Cluster
from clinic.served import Served
from clinic.world import World
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


@pytest.fixture(scope="session")
def put_back(cluster):
    """The database that `world` and `clinic` put back before each test: its name."""
    made = World(cluster)
    made.close()
    return made.name


@pytest.fixture
def world(cluster, put_back):
    """A clinic with two people, and two accounts of every role: see `world.World`."""
    made = World(cluster, put_back)
    yield made
    made.close()


class Clinic:
    """A clinic and its running server: `.world`, `.served`, `.browser(role, who)` already inside."""

    def __init__(self, world, served):
        self.world, self.served = world, served
        self.inside = {}

    def browser(self, role, who="a", language="en"):
        if (role, who) not in self.inside:
            browser = self.inside[role, who] = self.served.browser()
            browser.cookies["__Host-stilla"] = self.world.tokens[role, who]
        self.inside[role, who].language = language
        return self.inside[role, who]


def running(cluster, name, **settings):
    """A server until the end of the tests, which must not have said that a page failed."""
    made = Served(cluster.address(name, APP), workers=1, **settings)
    yield made
    made.stop()
    assert "failed" not in made.said, made.said


@pytest.fixture(scope="session")
def shared_world(cluster):
    made = World(cluster)
    yield made
    made.close()


@pytest.fixture(scope="session")
def shared_server(cluster, shared_world):
    yield from running(cluster, shared_world.name)


@pytest.fixture(scope="session")
def shared(shared_world, shared_server):
    """A clinic that many tests look at; they change nothing that another one of them looks at."""
    return Clinic(shared_world, shared_server)


@pytest.fixture(scope="session")
def server(cluster, put_back, tmp_path_factory):
    """With the CDS Hooks service beside its pages."""
    config = tmp_path_factory.mktemp("hooks") / "cds.toml"
    config.write_text('base_url = "https://clinic.test/cds"\n')
    yield from running(cluster, put_back, STILLA_CDS_CONFIG=str(config))


@pytest.fixture
def clinic(world, server):
    """A clinic as it was at first."""
    return Clinic(world, server)
