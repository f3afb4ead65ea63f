"""The patient of a request as persons: what the record says, and what is being ordered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from stilla.interfaces.cds_hooks.orders import as_proposed, is_medicine
from stilla.interfaces.cds_hooks.prefetch import Given, given
from stilla.person import Person
from stilla.records.patient import Patient, patient_of
from stilla.records.person import person_of
from stilla.records.resource import rows_of
from stilla.rules.atoms import matches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from stilla.interfaces.cds_hooks.requests import HookRequest
    from stilla.knowledge.store import Knowledge
    from stilla.records.person import Context

Resource = dict[str, Any]


class Subject(msgspec.Struct, frozen=True):
    """Who it is about. `person` has the record and what waits unsigned; `ordered` has only what is asked about."""

    person: Person
    ordered: Person
    given: Given
    orders_a_medicine: bool = False
    dead: bool = False

    def with_orders(self, knowledge: Knowledge) -> Person:
        """The person as they would be, taking what is ordered.

        Magnesium that is ordered counts by its amount, form and route. It is not a medicine they take already, nor one
        that somebody has prescribed before.
        """
        added = self.ordered
        others = tuple(each for each in added.medicines if not matches(knowledge.contains_magnesium, each))
        proposed = tuple(msgspec.structs.replace(each, prescribed=None) for each in added.magnesium)
        return msgspec.structs.replace(
            self.person,
            medicines=self.person.medicines + others,
            unsure_medicines=self.person.unsure_medicines + added.unsure_medicines,
            magnesium=self.person.magnesium + proposed,
            unrecognised=self.person.unrecognised + added.unrecognised,
        )


def subject_of(request: HookRequest, context: Context) -> Subject:
    """The patient of a request.

    Raises:
        Refused: what was sent is not of this patient, or not what was asked for.
    """
    known = given(request.prefetch, request.patient)
    resolve = _resolver(known.resources, known.products)
    patient = Patient(request.patient) if known.patient is None else patient_of(known.patient)
    if patient.dead:
        return Subject(Person(), Person(), known, dead=True)
    ordered = [as_proposed(each) for each in request.orders if is_medicine(each)]
    pending = [as_proposed(each) for each in request.pending if is_medicine(each)]
    signed_again = {_name(each) for each in (*ordered, *pending)}
    recorded = [each for each in _once(known.resources) if _name(each) is None or _name(each) not in signed_again]

    def read(resources: Iterable[Resource]) -> Person:
        rows = [row for each in resources for row in rows_of(_by_its_name(each, resolve), resolve)]
        return person_of(patient, rows, context).person

    return Subject(
        person=read([*recorded, *pending]),
        ordered=read(ordered),
        given=known,
        orders_a_medicine=bool(ordered),
    )


def _name(resource: Resource) -> tuple[str, str] | None:
    """Type and id: an order that is changed and signed anew has the same in the prefetch and among the drafts."""
    own = resource.get("id")
    return (resource["resourceType"], own) if isinstance(own, str) else None


def _once(resources: Iterable[Resource]) -> Iterator[Resource]:
    """Each record once, although two keys may hold it."""
    seen: dict[tuple[str, str], Resource] = {}
    for each in resources:
        name = _name(each)
        if name is None or seen.setdefault(name, each) is each or seen[name] != each:
            yield each


def _by_its_name(resource: Resource, resolve: Callable[[str], Resource | None]) -> Resource:
    """A medicine whose product was not sent, by the name that stands beside the reference to it."""
    pointer = resource.get("medicationReference")
    name, reference = (pointer.get("display"), pointer.get("reference")) if isinstance(pointer, dict) else (None, None)
    if not isinstance(name, str) or "medicationCodeableConcept" in resource:
        return resource
    if isinstance(reference, str) and (reference.startswith("#") or resolve(reference) is not None):
        return resource
    rest = {key: value for key, value in resource.items() if key != "medicationReference"}
    return rest | {"medicationCodeableConcept": {"text": name}}


def _resolver(resources: Iterable[Resource], products: Mapping[str, Resource]) -> Callable[[str], Resource | None]:
    """Finds a resource by a reference, relative or absolute."""
    held = {f"{each['resourceType']}/{each['id']}": each for each in resources if isinstance(each.get("id"), str)}

    def resolve(reference: str) -> Resource | None:
        named = reference.partition("/_history/")[0].rsplit("/", 2)[-2:]
        return products.get(reference) or held.get("/".join(named))

    return resolve
