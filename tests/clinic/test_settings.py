"""How a clinic's server is set up: what Django's own check for deployment says, and what is refused."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

from clinic.served import SECRET
from stilla.errors import BadInput
from stilla.interfaces.cli.main import cli
from stilla.interfaces.clinic import words
from stilla.interfaces.clinic.application import HERE, settings_of
from stilla.interfaces.clinic.office import read_office
from stilla.store.clinic.schema import ROLES

GOOD = {
    "STILLA_SECRET_KEY": SECRET,
    "STILLA_HOSTS": "clinic.test, other.test",
    "STILLA_TLS_HEADER": "X-Forwarded-Proto",
}
CHECK = f"""
from stilla.interfaces.clinic.application import application
from stilla.interfaces.clinic.office import Office
application(Office(database="postgresql://u@/n", secret_key={SECRET!r}, hosts=("h",), tls_header="X-Forwarded-Proto"))
from django.core.checks import run_checks
print(run_checks(include_deployment_checks=True))
"""
ADDRESS = "postgresql://stilla_app@db/clinic"


@pytest.fixture
def environment(monkeypatch):
    """The environment of a server that is set up as it should be."""
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def refused(*asked):
    with pytest.raises(BadInput) as caught:
        read_office(*asked)
    return [each.where.en for each in caught.value.problems]


def test_djangos_check_for_deployment_finds_nothing():
    done = subprocess.run([sys.executable, "-W", "error", "-c", CHECK], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_settings_come_from_the_environment_and_from_a_file(environment, tmp_path):
    office = read_office(ADDRESS, None)
    assert office.hosts == ("clinic.test", "other.test")
    for name in GOOD:
        environment.delenv(name)
    file = tmp_path / "clinic.toml"
    file.write_text(f'secret_key = "{SECRET}"\nhosts = ["a.test"]\ncertificate = "c"\ncertificate_key = "k"\n')
    assert read_office(ADDRESS, file).certificate == "c"
    environment.setenv("STILLA_HOSTS", "b.test")
    assert read_office(ADDRESS, file).hosts == ("b.test",)


def test_everything_that_is_missing_is_named_at_once(environment):
    for name in GOOD:
        environment.delenv(name)
    assert refused("postgresql://u:secret@db/clinic", None) == ["--database", "secret_key", "hosts", "tls_header"]
    assert refused("host=db password=secret", None)[0] == "--database"


@pytest.mark.parametrize(
    ("name", "value", "where"),
    [
        ("STILLA_HOSTS", "*", "hosts"),
        ("STILLA_SECRET_KEY", "short", "secret_key"),
        ("STILLA_TLS_HEADER", "", "tls_header"),
    ],
)
def test_a_setting_that_would_open_the_door_is_refused(environment, name, value, where):
    environment.setenv(name, value)
    assert refused(ADDRESS, None) == [where]


@pytest.mark.parametrize("content", ["hosts = [", "hosts = [1]", 'unknown = "x"'])
def test_a_file_of_settings_that_cannot_be_read_is_refused(environment, tmp_path, content):
    file = tmp_path / "clinic.toml"
    file.write_text(content)
    if "hosts" in content:
        environment.delenv("STILLA_HOSTS")
    with pytest.raises(BadInput):
        read_office(ADDRESS, file)
    with pytest.raises(BadInput):
        read_office(ADDRESS, tmp_path / "missing.toml")


@pytest.mark.usefixtures("environment")
def test_the_server_refuses_a_database_that_is_not_there():
    done = CliRunner().invoke(cli, ["serve", "--database", "postgresql://u@/none?host=/nowhere", "--lang", "en"])
    assert isinstance(done.exception, BadInput)
    assert "does not answer" in str(done.exception)


@pytest.mark.usefixtures("environment")
def test_the_secret_is_in_no_other_setting():
    office = read_office(ADDRESS, None)
    found = settings_of(office)
    assert [name for name, value in found.items() if value == SECRET] == ["SECRET_KEY"]
    assert found["DEBUG"] is False


def test_every_word_is_written_once_and_used():
    said = "\n".join(each.read_text() for each in (HERE / "templates").rglob("*.html"))
    said += "\n".join(each.read_text() for each in (HERE / "pages").glob("*.py"))
    used = set(re.findall(r'word "([a-z_.-]+)"', said)) | set(re.findall(r'WORDS\["([a-z_.-]+)"\]', said))
    used |= set(re.findall(r"word '([a-z_.-]+)'", said)) | set(ROLES)
    assert used == set(words.WORDS)


@pytest.mark.parametrize("key", words.WORDS)
def test_every_word_is_whole_in_both_languages(key):
    text = words.WORDS[key]
    assert text.en
    assert text.sv
    assert re.findall(r"\{\w+\}", text.en) == re.findall(r"\{\w+\}", text.sv)
