"""A hook request: read, checked, and held as plain values before anything is decided.

What is wrong is said with the field, never with a value: a request is about a patient.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import msgspec

from stilla.interfaces.cds_hooks.orders import check_order, check_same_patient
from stilla.interfaces.cds_hooks.refused import Refused, malformed, not_usable

if TYPE_CHECKING:
    from stilla.interfaces.cds_hooks.services import Service

Resource = dict[str, Any]

_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")
"""FHIR's `id`. It becomes part of an address, so nothing else may pass."""
_LONGEST_NAME = 500


class Access(msgspec.Struct, frozen=True):
    """The FHIR server of the caller, and the token that comes with the request."""

    server: str
    token: str
    seconds: int
    scope: str
    patient: str = ""
    """The one patient that the token is for, where it says so."""


class HookRequest(msgspec.Struct, frozen=True):
    """A checked request. `orders` are those it is about; `pending` are others of the same session, not yet signed."""

    user: str
    patient: str
    prefetch: dict[str, Resource | None]
    orders: tuple[Resource, ...] = ()
    pending: tuple[Resource, ...] = ()
    access: Access | None = None


def read_request(body: bytes, service: Service) -> HookRequest:
    """A request as a service takes it.

    Raises:
        Refused: what it lacks or cannot have.
    """
    asked = read_json(body)
    hook = _word(asked, "hook")
    if hook != service.hook:
        raise malformed("hook", "This service answers another hook.", "Den här tjänsten svarar på en annan hook.")
    _word(asked, "hookInstance")  # required of a client; each call has another, so nothing can be told by it
    context = _object(asked, "context")
    patient = _word(context, "context.patientId")
    if not _ID.fullmatch(patient):
        raise malformed("context.patientId", "A FHIR id is expected.", "Ett FHIR-id väntades.")
    orders, pending = _orders(context, service, patient)
    return HookRequest(
        user=_word(context, "context.userId"),
        patient=patient,
        prefetch=_prefetch(asked),
        orders=orders,
        pending=pending,
        access=_access(asked),
    )


def read_json(body: bytes) -> dict[str, Any]:
    """A body as one JSON object.

    Raises:
        Refused: it is none.
    """
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise malformed("", "The body is not JSON.", "Innehållet är inte JSON.") from error
    if not isinstance(found, dict):
        raise malformed("", "The body must be a JSON object.", "Innehållet måste vara ett JSON-objekt.")
    return found


def too_large(limit: int) -> Refused:
    """A body that is not read at all."""
    return Refused(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "too-long",
        "",
        f"The request is larger than {limit} bytes.",
        f"Anropet är större än {limit} byte.",
    )


def _word(held: dict[str, Any], path: str) -> str:
    value = held.get(path.rpartition(".")[2])
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST_NAME:
        raise malformed(path, "A text is required here.", "Här krävs en text.")
    return value


def _object(held: dict[str, Any], path: str) -> dict[str, Any]:
    value = held.get(path.rpartition(".")[2])
    if not isinstance(value, dict):
        raise malformed(path, "An object is required here.", "Här krävs ett objekt.")
    return value


def _prefetch(asked: dict[str, Any]) -> dict[str, Resource | None]:
    if asked.get("prefetch") is None:
        return {}
    given = _object(asked, "prefetch")
    for value in given.values():
        if value is not None and not _is_resource(value):
            raise malformed(
                "prefetch",
                "Each key holds one FHIR resource, or null.",
                "Varje nyckel har en FHIR-resurs, eller null.",
            )
    return given


def _is_resource(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("resourceType"), str)


def _access(asked: dict[str, Any]) -> Access | None:
    if asked.get("fhirAuthorization") is None:
        return None
    server = _word(asked, "fhirServer")
    given = _object(asked, "fhirAuthorization")
    seconds = given.get("expires_in")
    if not isinstance(seconds, int) or isinstance(seconds, bool):
        raise malformed("fhirAuthorization.expires_in", "Whole seconds are required.", "Hela sekunder krävs.")
    if _word(given, "fhirAuthorization.token_type").casefold() != "bearer":
        raise malformed("fhirAuthorization.token_type", "Only Bearer is known.", "Bara Bearer är känt.")
    token = given.get("access_token")
    if not isinstance(token, str) or not re.fullmatch(r"[\x21-\x7e]+", token):
        raise malformed("fhirAuthorization.access_token", "A token is required.", "En token krävs.")
    patient = given.get("patient", "")
    if not isinstance(patient, str):
        raise malformed("fhirAuthorization.patient", "A text is required here.", "Här krävs en text.")
    return Access(server, token, seconds, _word(given, "fhirAuthorization.scope"), patient)


def _orders(
    context: dict[str, Any], service: Service, patient: str
) -> tuple[tuple[Resource, ...], tuple[Resource, ...]]:
    """The orders that the request is about, and the others of its session."""
    if service.hook == "patient-view":
        return (), ()
    drafts = _drafts(context)
    for order in drafts:
        check_order(order)
        check_same_patient(order, patient, "context.draftOrders")
    if service.hook == "order-sign":
        return tuple(drafts), ()
    chosen = _selections(context)
    names = [_names(each) for each in drafts]
    if not chosen <= set().union(*names):
        raise not_usable(
            "context.selections",
            "A selection names no order among draftOrders.",
            "Ett val pekar inte på någon ordination i draftOrders.",
        )
    return (
        tuple(each for each, name in zip(drafts, names, strict=True) if name & chosen),
        tuple(each for each, name in zip(drafts, names, strict=True) if not name & chosen),
    )


def _names(order: Resource) -> set[str]:
    """How a selection may name an order: by type and id, as the hook says, or by the id alone."""
    name = order.get("id")
    return {f"{order['resourceType']}/{name}", name} if isinstance(name, str) else set()


def _selections(context: dict[str, Any]) -> set[str]:
    chosen = context.get("selections")
    if not isinstance(chosen, list) or not chosen or not all(isinstance(each, str) for each in chosen):
        raise malformed("context.selections", "A list of references is required.", "En lista med referenser krävs.")
    return set(chosen)


def _drafts(context: dict[str, Any]) -> list[Resource]:
    bundle = _object(context, "context.draftOrders")
    entries = bundle.get("entry", [])
    if bundle.get("resourceType") != "Bundle" or not isinstance(entries, list):
        raise malformed("context.draftOrders", "A Bundle is required.", "En Bundle krävs.")
    found = [entry.get("resource") if isinstance(entry, dict) else None for entry in entries]
    orders = [each for each in found if isinstance(each, dict) and _is_resource(each)]
    if len(orders) != len(found):
        raise malformed("context.draftOrders.entry", "Each entry holds one resource.", "Varje post har en resurs.")
    return orders
