"""How one clinic runs the service: who may call, what may be fetched, in which language. A TOML file of their own."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec

from stilla.errors import BadInput, Problem, refuse
from stilla.records.facts import Closed
from stilla.text import Language, Text

LOOPBACK = ("127.0.0.1", "::1", "localhost")
LARGEST_REQUEST = 5_000_000
"""Bytes of one request."""
SIGNATURES: tuple[Literal["ES384", "RS384"], ...] = ("ES384", "RS384")
"""What a client may sign with; both are recommended by the specification."""


class Client(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A record system that may call: the issuer it names itself, and a file with its public keys (a JWK Set)."""

    iss: str
    keys: str


class FhirServer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A FHIR server that may be asked for what a request lacks, with the token that the request brings."""

    url: str


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that a clinic decides. Without a file: this computer alone, nothing fetched, nothing stored."""

    base_url: str = ""
    """How clients reach the service, for links and for `aud`."""
    language: Language = "en"
    complete: tuple[Closed, ...] = ()
    """Lists that the record system vouches for: what they lack, the patient does not have."""
    origins: tuple[str, ...] = ()
    """Web origins whose pages may call."""
    clients: tuple[Client, ...] = ()
    fhir: tuple[FhirServer, ...] = ()
    repeat: bool = False
    """Whether order-sign says again what order-select said."""
    feedback: str = ""
    """A folder for what users did with cards; without it feedback is acknowledged and forgotten."""
    card_key: str = ""
    """A secret that goes into the identifiers of cards, so that nobody can guess whose card one is."""
    largest_request: int = LARGEST_REQUEST
    fetch_seconds: float = 2.0
    """For everything that is fetched for one request."""

    @property
    def address(self) -> str:
        """The base address without a slash at its end."""
        return self.base_url.rstrip("/")


def read_config(file: Path) -> Config:
    """A configuration file.

    Raises:
        BadInput: with every problem.
    """
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise refuse(str(file), "This file cannot be read.", "Filen går inte att läsa.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise refuse(str(file), f"This is not TOML: {error}", f"Det här är inte TOML: {error}") from error
    try:
        config = msgspec.convert(written, Config)
    except msgspec.ValidationError as error:
        raise refuse(str(file), str(error), f"Filen stämmer inte: {error}") from error
    if problems := _problems(config):
        raise BadInput(problems)
    return msgspec.structs.replace(
        config,
        clients=tuple(msgspec.structs.replace(each, keys=str(file.parent / each.keys)) for each in config.clients),
        feedback=str(file.parent / config.feedback) if config.feedback else "",
    )


def _problems(config: Config) -> list[Problem]:
    found: list[Problem] = []

    def wrong(where: str, en: str, sv: str) -> None:
        found.append(Problem(Text(where, where), Text(en, sv)))

    if config.clients and not config.base_url:
        wrong("base_url", "Needed with clients: tokens name it.", "Behövs med clients: anropen anger den.")
    if config.base_url and not is_web_address(config.base_url):
        wrong("base_url", "Write https://…", "Skriv https://…")
    for each in config.fhir:
        if not is_safe_address(each.url):
            wrong("fhir.url", "Write https://… (http only on this computer).", "Skriv https://… (http bara lokalt).")
    for origin in config.origins:
        if origin != origin_of(origin):
            wrong("origins", "Write only https://host.", "Skriv bara https://värd.")
    if config.largest_request < 1 or config.fetch_seconds <= 0:
        wrong("largest_request, fetch_seconds", "Above zero.", "Större än noll.")
    return found


def is_web_address(address: str) -> bool:
    """Whether it names a host on the web."""
    parts = _split(address)
    return parts is not None and parts.scheme in {"http", "https"} and bool(parts.hostname)


def is_safe_address(address: str) -> bool:
    """Whether data may go there: over TLS, or not beyond this computer."""
    parts = _split(address)
    if parts is None or not parts.hostname or parts.username or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def origin_of(address: str) -> str:
    """Scheme, host and port.

    >>> origin_of("https://ehr.example.org/app?x=1")
    'https://ehr.example.org'
    """
    parts = _split(address)
    return "" if parts is None else f"{parts.scheme}://{parts.netloc}"


def _split(address: str) -> Any:
    try:
        parts = urlsplit(address)
        _ = parts.port  # a port that is no number is found only when asked for
    except ValueError:
        return None
    return parts
