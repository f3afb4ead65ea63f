"""References between records, and records that stand there twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from stilla.records.resource import reference_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stilla.records.found import Found
    from stilla.records.shape import Resource

_TAIL = r"(?:^|/)([A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]{1,64})?(?:\|.*)?$"
_POINTED_AT = frozenset(("Medication", "Patient"))
_INSTANT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9]{2}:[0-9]{2})"


def tail_of(reference: str) -> str:
    """`Type/id` of a relative or absolute reference, without its version; empty for any other.

    >>> tail_of("https://example.org/fhir/Patient/7/_history/2"), tail_of("urn:uuid:1")
    ('Patient/7', '')
    """
    found = re.search(_TAIL, reference)
    return found[1] if found else ""


class Index:
    """Finds what a reference points to, within what was read."""

    def __init__(self, kept: Iterable[Found], older: Iterable[Found] = ()) -> None:
        self._medications: dict[str, list[Resource]] = {}
        self._patients: dict[str, set[str]] = {}
        self._servers: dict[str, set[str]] = {}
        """By `Type/id` the servers that have it, as far as addresses tell."""
        for each in kept:
            if each.kind not in _POINTED_AT:
                continue
            self._servers.setdefault(reference_of(each.resource), set()).add(_server_of(each))
            for name in {each.url, reference_of(each.resource)} - {""}:
                if each.kind == "Medication":
                    self._medications.setdefault(name, []).append(each.resource)
                else:
                    self._patients.setdefault(name, set()).add(id_of(each))
        self._several = len(set().union(*self._servers.values()) - {""}) > 1
        for each in older:
            self._also_called(each)
        self.has_patients = bool(self._patients)

    def _also_called(self, older: Found) -> None:
        """The address of an older version, or of a twin in another file, leads to the one that counts."""
        name = reference_of(older.resource)
        if older.url and name in self._medications:
            self._medications.setdefault(older.url, self._medications[name])
        elif older.url and name in self._patients:
            self._patients.setdefault(older.url, self._patients[name])

    def people(self) -> set[str]:
        """The ids of all Patient resources."""
        return set().union(*self._patients.values())

    def resolve(self, reference: str, pointing: Found | None = None) -> Resource | None:
        """The Medication; None where there is none, or two that say different things.

        A relative reference leads to the server that the record which points is from.
        """
        if pointing is not None and ":" not in reference:
            reference = _server_of(pointing) + reference
        found = self._medications.get(reference) or self._medications.get(self._tail_of(reference)) or []
        return found[0] if found and all(each == found[0] for each in found) else None

    def _tail_of(self, reference: str) -> str:
        """`Type/id`, which may be written with another address; empty where it can only be another server's."""
        tail = tail_of(reference)
        homes = self._servers.get(tail, set())
        elsewhere = self._several and "://" in reference and "" not in homes
        return "" if elsewhere and not any(reference.startswith(home) for home in homes) else tail

    def patient(self, reference: str) -> str | None:
        """The id of the person that a reference points to, read or not; None where it is not one person."""
        found = self._patients.get(reference) or self._patients.get(tail_of(reference))
        if found:
            return next(iter(found)) if len(found) == 1 else None
        kind, _, own = tail_of(reference).partition("/")
        return own if kind == "Patient" else None


def id_of(patient: Found) -> str:
    """The id of a Patient; the address of its entry where it has none."""
    own = patient.resource.get("id")
    return own if isinstance(own, str) and own else patient.url


def current(kept: list[Found]) -> tuple[list[Found], list[Found]]:
    """Those that count, and the older versions of the same resource.

    Of the same `Type/id` with different content the newer `meta.lastUpdated` counts, then the higher `versionId`; where
    that does not settle it, both count. So do those of two servers: there the same id is another record.
    """
    by_name: dict[str, list[Found]] = {}
    for each in kept:
        own = each.resource.get("id")
        name = f"{each.kind}/{own}" if isinstance(own, str) and own else f"#{len(by_name)}"
        by_name.setdefault(name, []).append(each)
    counting: list[Found] = []
    older: list[Found] = []
    for same in by_name.values():
        new, old = (same, []) if len(same) == 1 else _newest(same)
        counting += new
        older += old
    return counting, older


def _newest(same: list[Found]) -> tuple[list[Found], list[Found]]:
    distinct: list[Found] = []
    for each in same:
        if all(each.resource != other.resource for other in distinct):
            distinct.append(each)
    twins = [each for each in same if all(each is not other for other in distinct)]
    counting: list[Found] = []
    older = twins
    for versions in _by_server(distinct):
        new, old = _newest_version(versions)
        counting += new
        older += old
    return counting, older


def _newest_version(versions: list[Found]) -> tuple[list[Found], list[Found]]:
    ages = [_version(each.resource) for each in versions]
    if len(versions) == 1 or any(age is None for age in ages):
        return versions, []
    newest = max(age for age in ages if age is not None)
    counting = [each for each, age in zip(versions, ages, strict=True) if age == newest]
    return counting, [each for each, age in zip(versions, ages, strict=True) if age != newest]


def _by_server(same: list[Found]) -> list[list[Found]]:
    """The same, apart where their addresses name two servers; all together where they do not."""
    found: dict[str, list[Found]] = {}
    for each in same:
        found.setdefault(_server_of(each), []).append(each)
    return [same] if len(found.keys() - {""}) <= 1 else [*found.values()]


def _server_of(each: Found) -> str:
    """The address of an entry before its `Type/id`; empty where it has none, or is no such address."""
    name = f"/{reference_of(each.resource)}"
    url = each.url.partition("/_history/")[0]
    return url.removesuffix(name) + "/" if "://" in url and url.endswith(name) else ""


def _version(resource: Resource) -> tuple[Any, ...] | None:
    """How new a version is; None where it does not say."""
    meta = resource.get("meta")
    updated = meta.get("lastUpdated") if isinstance(meta, dict) else None
    number = meta.get("versionId") if isinstance(meta, dict) else None
    if not isinstance(updated, str) or not re.fullmatch(_INSTANT, updated):
        return None
    from datetime import datetime  # noqa: PLC0415  # only for twins

    try:
        instant = datetime.fromisoformat(updated).timestamp()
    except (ValueError, OverflowError):
        return None
    return instant, int(number) if isinstance(number, str) and re.fullmatch("[0-9]{1,9}", number) else -1
