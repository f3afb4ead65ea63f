"""Which clinic this server is: its database, its hosts, its secrets. From a file, and the environment before it."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from stilla.errors import BadInput, Problem, refuse
from stilla.text import Text

SHORTEST_SECRET = 50
"""Characters; as Django's own check wants them."""
LARGEST_RECORD = 20_000_000
"""Bytes of a FHIR record of one person."""
_PASSWORD = re.compile(r"^postgres(?:ql)?://[^/@]*:[^@]*@|\bpassword\s*=")
_ENVIRONMENT = {
    "secret_key": "STILLA_SECRET_KEY",
    "hosts": "STILLA_HOSTS",
    "tls_header": "STILLA_TLS_HEADER",
    "certificate": "STILLA_CERTIFICATE",
    "certificate_key": "STILLA_CERTIFICATE_KEY",
    "metrics_token": "STILLA_METRICS_TOKEN",
    "cds_config": "STILLA_CDS_CONFIG",
}


def _clock() -> datetime:
    return datetime.now(UTC)


class Office(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A clinic's server."""

    database: str
    """postgresql://user@host/name; without a password, which every user of the computer could read."""
    secret_key: str
    """Signs the forms. At least 50 characters, the same for all servers of a clinic."""
    hosts: tuple[str, ...]
    """Names under which it may be asked."""
    tls_header: str = ""
    """The header by which the proxy in front says that it was reached by https, such as X-Forwarded-Proto."""
    certificate: str = ""
    """Files for TLS without a proxy."""
    certificate_key: str = ""
    metrics_token: str = ""
    """Whoever has it may read /metrics from elsewhere."""
    cds_config: str = ""
    """The file of settings of the CDS Hooks service; where it is given the service stands under /cds/."""
    clock: Callable[[], datetime] = _clock


def read_office(database: str, file: Path | None, clock: Callable[[], datetime] = _clock) -> Office:
    """The settings of a server.

    Args:
        database: its address.
        file: TOML with the other settings; the environment stands before it.
        clock: the moment.

    Raises:
        BadInput: everything that is missing or wrong, at once.
    """
    values = {} if file is None else _of_file(file)
    values |= {name: given for name, variable in _ENVIRONMENT.items() if (given := os.environ.get(variable))}
    if isinstance(hosts := values.get("hosts"), str):
        values["hosts"] = [each.strip() for each in hosts.split(",") if each.strip()]
    if problems := list(_problems(database, values)):
        raise BadInput(problems)
    try:
        office = msgspec.convert({**values, "database": database}, Office)
    except msgspec.ValidationError as error:
        raise refuse(
            str(file or ""),
            f"A setting has another form than it should: {error}",
            f"En inställning har en annan form än den ska: {error}",
        ) from error
    return msgspec.structs.replace(office, clock=clock)


def _of_file(file: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise refuse(str(file), "This file cannot be read.", "Filen går inte att läsa.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise refuse(str(file), "This file is no TOML.", "Filen är inte TOML.") from error
    return {name: found[name] for name in found if name not in {"database", "clock"}}


def _problems(database: str, values: dict[str, Any]) -> list[Problem]:
    found = []
    if _PASSWORD.search(database):
        found.append(_problem(
            "--database",
            "Leave the password out: every user of this computer could read it. Put it into the file named by "
            "PGPASSFILE.",
            "Utelämna lösenordet: varje användare av datorn kan läsa det. Lägg det i filen som PGPASSFILE anger.",
        ))  # fmt: skip
    if len(str(values.get("secret_key", ""))) < SHORTEST_SECRET:
        found.append(_problem(
            "secret_key",
            f"Give a secret of at least {SHORTEST_SECRET} characters in STILLA_SECRET_KEY, or as secret_key in the "
            "file of settings.",
            f"Ange en hemlighet på minst {SHORTEST_SECRET} tecken i STILLA_SECRET_KEY, eller som secret_key i "
            "inställningsfilen.",
        ))  # fmt: skip
    if not values.get("hosts") or "*" in values["hosts"]:
        found.append(_problem(
            "hosts",
            "Name the hosts under which the pages are reached in STILLA_HOSTS, separated by commas; never *.",
            "Ange värdnamnen som sidorna nås under i STILLA_HOSTS, åtskilda av komma; aldrig *.",
        ))  # fmt: skip
    if not values.get("tls_header") and not (values.get("certificate") and values.get("certificate_key")):
        found.append(_problem(
            "tls_header",
            "Pages with health data go by https only: set STILLA_TLS_HEADER to the header of the proxy in front, or "
            "STILLA_CERTIFICATE and STILLA_CERTIFICATE_KEY.",
            "Sidor med hälsouppgifter går bara över https: ange proxyns huvud i STILLA_TLS_HEADER, eller "
            "STILLA_CERTIFICATE och STILLA_CERTIFICATE_KEY.",
        ))  # fmt: skip
    return found


def _problem(where: str, en: str, sv: str) -> Problem:
    return Problem(Text(where, where), Text(en, sv))
