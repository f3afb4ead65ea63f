"""The SQL that turns lines into rows, written once in DuckDB's words; `spark.py` has it translated.

A line becomes one row of `held`, and where it can matter to a rule one of `raw`. Python reads each distinct
`shape_key` once (`shapes.py`): the resource without its numbers and days. What SQL cannot read as simply (`whole`) is
left to the reader of one person, resource by resource.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.population.reading.days import day, final_day, first_day, is_ahead, minutes, utc_day
from stilla.population.reading.fields import MARKS, MEDICINES, OWN, SHAPED, VERSIONS, WHOSE

if TYPE_CHECKING:
    from collections.abc import Iterable

_TYPE = "CASE WHEN starts_with(resourceType, '\"') THEN replace(resourceType, '\"', '') END"
_USUAL_TYPE = _TYPE.replace("CASE", "CASE WHEN resourceType = '\"KIND\"' THEN 'KIND'", 1)
_NUMBERED = ("valueQuantity", "valueRange")
_BLANK = "[ \\t\\r]*"
_OPENING = r'^_[{]_"resourceType"_:_"KIND"_,_"id"_:_"([^"\\]*)"'
"""How a resource begins in nearly every export, with blanks (`_`) or without; that it has none is seen in less time."""
_LOOSE, _TIGHT = _OPENING.replace("_", _BLANK), _OPENING.replace("_", "")
_ID = "part(line, '$.id')"
_OVER = ("abatementAge", "abatementString", "abatementRange")


HELD_FIRST = ("Observation", "Composition")
"""Types of which most records do not matter, so that those that do are held before they are looked at."""


def count() -> str:
    """`lines` → `held` where nothing but the type is read."""
    return f"SELECT {_TYPE} AS type FROM lines"


def columns(kind: str) -> tuple[str, ...]:
    """What is read of each line for a type of resource, beside its type. What `meta` says comes as `VERSIONS`."""
    return ("id", "meta", *WHOSE, *SHAPED[kind], *OWN[kind], *(MARKS if kind in MEDICINES else ()))


def hold(kind: str, codes: Iterable[str]) -> str:
    """`texts` → `held`: of each line its type; the line where it can matter to a rule; else the mark of its id.

    Most observations are of no test that a rule asks about, so this comes before everything that takes time: a line
    that has none of the codes as it stands is not taken apart. One that has escapes may.
    """
    own_id = f"coalesce(usual, {_bare(_ID)})"
    return f"""
WITH begun AS (SELECT line, {_opening(_TIGHT, kind)} AS tight FROM texts),
opened AS (SELECT line, CASE WHEN tight <> '' THEN tight ELSE {_opening(_LOOSE, kind)} END AS opening FROM begun),
typed AS (SELECT line, nullif(opening, '') AS usual, CASE WHEN opening <> '' THEN '{kind}' ELSE {_typed()} END AS type
  FROM opened),
judged AS (SELECT *, type = '{kind}' AND ({_wanted(kind, codes)}) AS wanted FROM typed),
named AS (SELECT *, CASE WHEN type = '{kind}' AND NOT wanted THEN {own_id} END AS passed FROM judged)
SELECT type, CASE WHEN wanted THEN line END AS line, CASE WHEN passed IS NOT NULL THEN mark(passed) END AS passed
FROM named"""


def passed_over(codes: Iterable[str]) -> str:
    """`texts` → versions of observations that were passed over, as rows of `raw` without a shape."""
    return f"""
WITH typed AS (SELECT line, {_typed()} AS type, {_bare(_ID)} AS id FROM texts)
SELECT type, id, part(line, '$.meta') ->> '$.lastUpdated' AS updated, part(line, '$.meta') ->> '$.versionId' AS version
FROM typed JOIN passed_twice t ON mark(typed.id) = t.id_mark
WHERE type = 'Observation' AND NOT ({_wanted("Observation", codes)}) AND t.portion = """


def direct(kind: str) -> str:
    """`lines` → `chosen` for a type of which every record matters; lines of other types come along."""
    parts = ", ".join((*(each for each in columns(kind) if each != "meta"), *VERSIONS))
    return f"SELECT {_USUAL_TYPE.replace('KIND', kind)} AS type, {parts} FROM lines"


def rows(kind: str, codes: Iterable[str]) -> str:
    """`chosen` → `raw`, one row for each record of one type.

    Columns: type, id, person, about (where that is nobody: whom it refers to), shape_key, key_mark, product (the
    Medication it refers to), first, last, ahead, number, number_to, updated, version, whole.
    """
    measured, rare = kind == "Observation", _rare(kind, codes)
    own = {
        "type": "type",
        "id": _bare("id"),
        "person": "person",
        "about": "CASE WHEN person IS NULL THEN about END",
        "shape_key": _key(kind) if rare == "FALSE" else f"CASE WHEN NOT rare THEN {_key(kind)} END",
        "product": _product(kind),
        "first": _first(kind),
        "last": _last(kind),
        "ahead": is_ahead("starts_day", "starts_minutes") if measured else "FALSE",
        "number": _held_by_double("low"),
        "number_to": _held_by_double("high"),
        "updated": "updated",
        "version": "version",
        "whole": "CAST(NULL AS VARCHAR)" if rare == "FALSE" else f"CASE WHEN rare THEN {_whole(kind)} END",
    }
    read = ",\n  ".join(f"{what} AS {name}" for name, what in own.items())
    return f"""
WITH dated AS (SELECT *, coalesce({rare}, FALSE) AS rare, {_about(kind)} AS about, {_starts(kind)} AS starts,
    {_ends(kind)} AS ends, {_low(kind)} AS low, {_high(kind)} AS high FROM chosen),
clocked AS (SELECT *, {_person(kind)} AS person, {day("starts")} AS starts_day, {minutes("starts")} AS starts_minutes
  FROM dated),
keyed AS (SELECT {read} FROM clocked)
SELECT *, mark(shape_key) AS key_mark FROM keyed"""


def _opening(pattern: str, kind: str) -> str:
    """The id in the opening of a line; empty where it does not begin so."""
    return f"regexp_extract(line, '{pattern.replace('KIND', kind)}', 1)"


def _typed() -> str:
    return _TYPE.replace("resourceType", "part(line, '$.resourceType')")


def _wanted(kind: str, codes: Iterable[str]) -> str:
    """Whether a line can matter to a rule. Never NULL."""
    if kind == "Composition":
        return "contains(line, 'emptyReason') OR contains(line, '\\u')"
    parts = " OR ".join(_holds(f"part(line, '$.{part}')", codes) for part in ("code", "component"))
    # What begins with a letter is searched for faster than what begins with a quotation mark: there are fewer.
    spelled = f'de"{_BLANK}:{_BLANK}" *({_either(codes)}) *"'
    named = f"CASE WHEN regexp_matches(line, '{spelled}') THEN regexp_matches(line, '\"co{spelled}') ELSE FALSE END"
    return f"CASE WHEN {named} THEN TRUE WHEN contains(line, '\\u') THEN {parts} ELSE FALSE END"


def _holds(part: str, codes: Iterable[str]) -> str:
    """Whether a part names one of the codes, quotation marks and all. Never NULL."""
    return f"coalesce(regexp_matches({part}, '\" *({_either(codes)}) *\"'), FALSE)"


def _either(codes: Iterable[str]) -> str:
    return "|".join(sorted(each.replace(".", "[.]") for each in codes)) or "no code at all"


def _bare(text: str) -> str:
    """Text without its quotation marks; NULL where it is empty or no text."""
    within = f"substr({text}, 2, length({text}) - 2)"
    return f"CASE WHEN starts_with({text}, '\"') AND {text} <> '\"\"' THEN {within} END"


def _about(kind: str) -> str:
    """The reference to whom a record is about."""
    if kind in {"Patient", "Medication"}:
        return "CAST(NULL AS VARCHAR)"
    return f"coalesce({', '.join(WHOSE)}) ->> '$.reference'"


def _person(kind: str) -> str:
    return _bare("id") if kind == "Patient" else _referenced("about", "Patient")


def _product(kind: str) -> str:
    if kind not in MEDICINES:
        return "CAST(NULL AS VARCHAR)"
    reference = "(medicationReference ->> '$.reference')"
    return f"CASE WHEN NOT rare THEN {_referenced(reference, 'Medication')} END"


def _referenced(address: str, kind: str) -> str:
    """The id in a reference: relative, absolute, of one version (`/_history/`), or a `urn:uuid:`."""
    within = f"split_part(split_part('/' || {address}, '/{kind}/', 2), '/', 1)"
    return (
        f"nullif(CASE WHEN starts_with({address}, '{kind}/') THEN split_part({address}, '/', 2)"
        f" WHEN starts_with({address}, 'urn:uuid:') THEN substr({address}, 10)"
        f" WHEN starts_with({address}, 'urn:oid:') THEN substr({address}, 9) ELSE {within} END, '')"
    )


def _key(kind: str) -> str:
    """A resource as JSON without what is its own: numbers are 0."""
    pieces = [_piece(part, _numberless(part)) for part in SHAPED[kind]]
    pieces += _marks(kind)
    if kind == "Condition":
        over = " OR ".join(f"{part} IS NOT NULL" for part in _OVER)
        pieces.append(
            _constant(f"{over} OR (ends IS NOT NULL AND {final_day('ends')} IS NULL)", "abatementString", '"-"')
        )
    if kind in MEDICINES:
        pieces.append(_constant("medicationReference IS NOT NULL", "medicationReference", '{"reference":"-"}'))
    if kind == "Patient":
        pieces.append(_constant("starts_with(deceasedDateTime, '\"')", "deceasedDateTime", '"-"'))
    return _object(kind, pieces)


def _numberless(part: str) -> str:
    """A part with 0 for its numbers. Where the only one stands first, what comes after it is put behind a 0."""
    if part not in _NUMBERED:
        return part
    opening = '{"value":'
    first = f"substr({part}, {len(opening) + 1}, 1) BETWEEN '-' AND '9' AND strpos({part}, ',') > 0"
    rest = f"substr({part}, strpos({part}, ','))"
    return (
        f"CASE WHEN starts_with({part}, '{opening}') AND {first} AND NOT contains({rest}, '\"value\":')"
        f" THEN concat('{opening}0', {rest})"
        f" ELSE regexp_replace({part}, '\"value\":-?[0-9][0-9.eE+-]*', '\"value\":0', 'g') END"
    )


def _whole(kind: str) -> str:
    """Everything that is read of a resource, as JSON."""
    return _object(kind, [_piece(part, part) for part in ("id", *SHAPED[kind], *OWN[kind])] + _marks(kind))


def _marks(kind: str) -> list[str]:
    """That it has parts of other versions."""
    return [_constant(f"{part} IS NOT NULL", part, "true") for part in MARKS] if kind in MEDICINES else []


def _object(kind: str, pieces: list[str]) -> str:
    opening = f'{{"resourceType":"{kind}"'
    return f"concat('{opening}', {', '.join((*pieces, ''))}'}}')"


def _piece(part: str, value: str) -> str:
    """A part with its name, for `concat`, which passes over what is NULL."""
    return f"CASE WHEN {part} IS NOT NULL THEN ',\"{part}\":' END, {value}"


def _constant(when: str, part: str, value: str) -> str:
    return f"CASE WHEN {when} THEN ',\"{part}\":{value}' ELSE '' END"


def _low(kind: str) -> str:
    """The number that was measured, or the least it may be."""
    if kind != "Observation":
        return "CAST(NULL AS DOUBLE)"
    low, value = _number("valueRange", "$.low.value"), _number("valueQuantity", "$.value")
    return f"CASE WHEN valueQuantity IS NULL THEN {low} ELSE {value} END"


def _high(kind: str) -> str:
    """The most that it may be, of a range."""
    if kind != "Observation":
        return "CAST(NULL AS DOUBLE)"
    return f"CASE WHEN valueQuantity IS NULL THEN {_number('valueRange', '$.high.value')} END"


def _number(part: str, path: str) -> str:
    return f"TRY_CAST({part} ->> '{path}' AS DOUBLE)"


def _held_by_double(number: str) -> str:
    """A number; NULL where it was too large for a DOUBLE."""
    return f"CASE WHEN {number} BETWEEN -1.7e308 AND 1.7e308 THEN {number} END"


def _first(kind: str) -> str:
    if kind == "Patient":
        return first_day("starts")
    return utc_day("starts_day", "starts_minutes") if kind == "Observation" else "starts_day"


def _last(kind: str) -> str:
    if kind == "Patient":
        return final_day("starts")
    return final_day("ends") if kind == "Condition" else day("ends")


def _starts(kind: str) -> str:
    """The text of the day on which it began, was measured or was born, as JSON."""
    start, end = _within("effectivePeriod", "start"), _within("effectivePeriod", "end")
    return {
        "Patient": "birthDate",
        "Condition": f"coalesce(onsetDateTime, {_within('onsetPeriod', 'start')}, recordedDate)",
        "MedicationRequest": "authoredOn",
        "MedicationDispense": "coalesce(whenHandedOver, whenPrepared)",
        "MedicationStatement": f"coalesce(effectiveDateTime, {start})",
        "MedicationAdministration": f"coalesce(effectiveDateTime, {start})",
        "Observation": f"coalesce(effectiveDateTime, effectiveInstant, {end}, {start}, issued)",
    }.get(kind, "CAST(NULL AS VARCHAR)")


def _ends(kind: str) -> str:
    """The text of the day on which it ended, as JSON."""
    if kind == "Condition":
        start, end = _within("abatementPeriod", "start"), _within("abatementPeriod", "end")
        return f"coalesce(abatementDateTime, {end}, {start})"
    if kind in {"MedicationStatement", "MedicationAdministration"}:
        return f"CASE WHEN effectiveDateTime IS NULL THEN {_within('effectivePeriod', 'end')} END"
    return "CAST(NULL AS VARCHAR)"


def _within(part: str, name: str) -> str:
    """A text inside a part, as JSON."""
    return f"'\"' || ({part} ->> '$.{name}') || '\"'"


def _rare(kind: str, codes: Iterable[str]) -> str:
    """Whether a record is left to the reader of one person."""
    if kind == "Observation":
        odd = [f"contains({part}, '{sign}')" for part in _NUMBERED for sign in ('"extension"', '"value":"')]
        return " OR ".join([_holds("component", codes), *(f"coalesce({each}, FALSE)" for each in odd)])
    if kind == "MedicationRequest":
        return "coalesce(contains(dosageInstruction, '\"boundsPeriod\"'), FALSE) OR contained IS NOT NULL"
    if kind in MEDICINES:
        return "contained IS NOT NULL"
    return "TRUE" if kind == "Composition" else "FALSE"
