"""What was written about a person → a checked `Person`.

The same reader serves files and flags. It recognises names through the knowledge base, converts units, computes eGFR,
and refuses what cannot be true. Each assumption it makes is kept, to be shown with the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from stilla import names
from stilla.kidney import ADULT, egfr_from
from stilla.person import MagnesiumUse, MedicationStatement, Observation, Person, Route, Unrecognised
from stilla.quantity import AGE, CREATININE, EGFR, FERRITIN, SATURATION, SERUM_MAGNESIUM
from stilla.reading.assumptions import NO_SIGN, assumed_by_nothing_else
from stilla.reading.contradictions import contradictions
from stilla.reading.fields import Notes
from stilla.reading.magnesium import read_magnesium
from stilla.rules.atoms import matches
from stilla.text import Text, number

if TYPE_CHECKING:
    from datetime import date

    from stilla.kidney import Sex
    from stilla.knowledge.store import Knowledge
    from stilla.person import LabCode
    from stilla.quantity import Interval, Kind
    from stilla.reading.document import Written

FIELDS = (
    "age", "sex", "egfr", "creatinine", "measured", "ferritin", "transferrin_saturation", "serum_magnesium",
    "conditions", "no_conditions", "unsure", "signs", "medicines", "magnesium", "bedtime", "waketime", "meals",
    "nothing_else",
)  # fmt: skip
SEXES: dict[str, Sex] = {
    "female": "female",
    "male": "male",
    "kvinna": "female",
    "man": "male",
    "f": "female",
    "m": "male",
}
ROUTES: dict[str, Route] = {
    "oral": "oral", "by mouth": "oral", "parenteral": "parenteral", "injection": "parenteral", "infusion": "parenteral",
    "intravenous": "parenteral", "dermal": "dermal", "skin": "dermal", "patch": "dermal", "eye": "eye", "ear": "eye",
    "inhaled": "inhaled", "nasal": "inhaled", "rectal": "rectal", "vaginal": "vaginal",
}  # fmt: skip
LABS: dict[str, tuple[LabCode, Kind]] = {
    "egfr": ("egfr", EGFR),
    "ferritin": ("ferritin", FERRITIN),
    "transferrin_saturation": ("tsat", SATURATION),
    "serum_magnesium": ("magnesium", SERUM_MAGNESIUM),
}
MOST = 200
"""Entries in one list. Nobody takes two hundred medicines."""


class Read(msgspec.Struct, frozen=True):
    """A person, and what was assumed on the way."""

    person: Person
    assumptions: tuple[Text, ...]


class Context(msgspec.Struct, frozen=True):
    """What reading a person needs besides the words."""

    knowledge: Knowledge
    as_of: date
    flags: bool = False
    """Words from a command line: a value without a day is one of today."""


def read_person(written: Written, context: Context) -> Read:
    """A checked person.

    Raises:
        BadInput: with every problem, its place, and what to write instead.
    """
    return _Reader(written, context).read()


class _Reader:
    def __init__(self, written: Written, context: Context) -> None:
        self.values = dict(written.values)
        self.notes = Notes(written)
        self.knowledge = context.knowledge
        self.context = context
        self.assumptions: list[Text] = []
        self.unrecognised: list[Unrecognised] = []

    def read(self) -> Read:
        notes, values = self.notes, self.values
        notes.known((), values, FIELDS)
        age = self._age()
        sex = notes.choice(("sex",), values["sex"], SEXES) if "sex" in values else None
        closed = self._nothing_else()
        conditions = self._slugs("conditions") | self._slugs("signs")
        refuted, unsure = self._slugs("no_conditions"), self._slugs("unsure")
        medicines = self._medicines()
        magnesium = self._magnesium(medicines)
        observations = self._observations(age, sex)
        person = Person(
            age=age,
            sex=sex,
            conditions=conditions,
            refuted=refuted,
            unsure=unsure,
            conditions_complete=closed or self._whole("conditions"),
            medicines=medicines,
            medicines_complete=closed or self._whole("medicines"),
            magnesium=magnesium,
            magnesium_complete=closed or self._whole("magnesium"),
            observations=observations,
            unrecognised=tuple(self.unrecognised),
            bedtime=notes.clock(("bedtime",), values["bedtime"]) if "bedtime" in values else None,
            waketime=notes.clock(("waketime",), values["waketime"]) if "waketime" in values else None,
            meals=self._times((), {"times": values["meals"]}, "meals") if "meals" in values else (),
        )
        known = {slug: each.name for slug, each in self.knowledge.conditions.items()}
        for path, en, sv in contradictions(person, self.knowledge.concepts, self.values, known):
            notes.add(path, en, sv)
        notes.finish()
        if "conditions" in values and "signs" not in values and not closed:
            self.assumptions.append(NO_SIGN)
        if closed:
            self.assumptions.extend(assumed_by_nothing_else(person, self.knowledge.concepts))
        return Read(person, tuple(self.assumptions))

    def _whole(self, field: str) -> bool:
        return field in self.values and field not in self.notes.written.open_lists

    def _age(self) -> float | None:
        if "age" not in self.values:
            return None
        value = self.notes.quantity(("age",), self.values["age"], AGE)
        if value is None:
            return None
        if value.low != value.high:
            self.notes.add(("age",), "Write one number, for example 61.", "Skriv ett tal, till exempel 61.")
            return None
        return value.low

    def _nothing_else(self) -> bool:
        value = self.values.get("nothing_else", False)
        if not isinstance(value, bool):
            self.notes.add(("nothing_else",), "Expected true or false.", "Skriv true eller false.")
            return False
        return value

    def _slugs(self, field: str) -> frozenset[str]:
        found: set[str] = set()
        items = self.notes.items((field,), self.values[field]) if field in self.values else []
        for n, item in enumerate(self._few(field, items)):
            text = self.notes.text((field, n), item)
            if text is None:
                continue
            known = names.condition(text, self.knowledge)
            if isinstance(known, Unrecognised):
                self.unrecognised.append(known)
            else:
                found.update(self._now(slug) if field == "signs" else slug for slug in known.codes)
        return frozenset(found)

    def _now(self, slug: str) -> str:
        return self.knowledge.conditions[slug].as_sign or slug

    def _few(self, field: str, items: list[Any]) -> list[Any]:
        if len(items) > MOST:
            self.notes.add((field,), f"At most {MOST} entries are read here.", f"Högst {MOST} poster kan läsas här.")
        return items[:MOST]

    def _medicines(self) -> tuple[MedicationStatement, ...]:
        if "medicines" not in self.values:
            return ()
        found: list[MedicationStatement] = []
        for n, item in enumerate(self._few("medicines", self.notes.items(("medicines",), self.values["medicines"]))):
            statement = self._medicine(n, item)
            if statement is not None:
                self._only_once(n, statement, found)
                found.append(statement)
        return tuple(found)

    def _medicine(self, n: int, item: Any) -> MedicationStatement | None:
        path: tuple[str | int, ...] = ("medicines", n)
        fields = {"name": item} if isinstance(item, str) else item
        if not isinstance(fields, dict):
            self.notes.add(
                path,
                'Expected a medicine, for example {name = "Levaxin", times = ["07:00"]}.',
                'Skriv ett läkemedel, till exempel {name = "Levaxin", times = ["07:00"]}.',
            )
            return None
        self.notes.known(path, fields, ("name", "atc", "times", "route"))
        key = "atc" if "atc" in fields else "name"
        if key not in fields:
            self.notes.add(
                path,
                "A medicine needs a name or an ATC code.",
                "Ett läkemedel behöver ett namn eller en ATC-kod.",
            )
            return None
        text = self.notes.text((*path, key), fields[key])
        times = self._times(path, fields)
        route = self.notes.choice((*path, "route"), fields["route"], ROUTES) if "route" in fields else None
        if text is None:
            return None
        known = names.medicine(text, self.knowledge)
        if isinstance(known, Unrecognised):
            self.unrecognised.append(known)
            return None
        if "name" in fields and "atc" in fields:
            self._name_fits_code(path, fields["name"], known.codes)
        return MedicationStatement(known.text, known.codes, route, times)

    def _name_fits_code(self, path: tuple[str | int, ...], name: Any, codes: tuple[str, ...]) -> None:
        text = self.notes.text((*path, "name"), name)
        known = names.medicine(text, self.knowledge) if text else None
        if isinstance(known, Unrecognised):
            self.unrecognised.append(known)
        elif known is not None and not set(known.codes) & set(codes):
            self.notes.add(
                path,
                f"The name and the code are not the same medicine ({known.text}: {', '.join(known.codes)}). Give one.",
                f"Namnet och koden är inte samma läkemedel ({known.text}: {', '.join(known.codes)}). Ange ett av dem.",
            )

    def _times(self, path: tuple[str | int, ...], fields: dict[str, Any], named: str = "times") -> tuple[str, ...]:
        if "times" not in fields:
            return ()
        times = (
            self.notes.clock((*path, named, n), each)
            for n, each in enumerate(self.notes.items((*path, named), fields["times"]))
        )
        return tuple(sorted({each for each in times if each is not None}))

    def _only_once(self, n: int, statement: MedicationStatement, before: list[MedicationStatement]) -> None:
        for other in before:
            if set(other.atc) & set(statement.atc) and other.route == statement.route:
                same = (
                    other.text
                    if other.text.casefold() == statement.text.casefold()
                    else f"{other.text}, {statement.text}"
                )
                self.notes.add(
                    ("medicines", n),
                    f"The same medicine is named twice ({same}). Name it once, with all its times.",
                    f"Samma läkemedel står två gånger ({same}). Skriv det en gång, med alla tider.",
                )
                return

    def _magnesium(self, medicines: tuple[MedicationStatement, ...]) -> tuple[MagnesiumUse, ...]:
        found: list[MagnesiumUse] = []
        if "magnesium" in self.values:
            items = self.notes.items(("magnesium",), self.values["magnesium"])
            for n, item in enumerate(self._few("magnesium", items)):
                use, assumed = read_magnesium(self.notes, ("magnesium", n), item, self.knowledge)
                if use is not None:
                    found.append(use)
                self.assumptions.extend(assumed)
        # A medicine with magnesium counts as added magnesium, in an amount that its name does not tell.
        found.extend(
            MagnesiumUse(medicine.text, route=medicine.route, times=medicine.times)
            for medicine in medicines
            if matches(self.knowledge.contains_magnesium, medicine)
        )
        return tuple(found)

    def _observations(self, age: float | None, sex: Sex | None) -> tuple[Observation, ...]:
        found: list[Observation] = []
        common = (
            self.notes.day(("measured",), self.values["measured"], self.context.as_of)
            if "measured" in self.values
            else None
        )
        for field, (code, kind) in LABS.items():
            if field in self.values and (read := self._lab(field, kind, common)) is not None:
                value, measured, said = read
                found.append(Observation(code, value, self._dated(measured, kind.name), said))
        if "creatinine" in self.values and (read := self._lab("creatinine", CREATININE, common)) is not None:
            found.extend(self._from_creatinine(read, age, sex))
        return tuple(found)

    def _lab(self, field: str, kind: Kind, common: date | None) -> tuple[Interval, date | None, str] | None:
        written, measured = self.values[field], common
        if isinstance(written, dict):
            self.notes.known((field,), written, ("value", "measured"))
            if "measured" in written:
                measured = self.notes.day((field, "measured"), written["measured"], self.context.as_of)
            written = written.get("value")
        value = self.notes.quantity((field,), written, kind)
        return None if value is None else (value, measured, str(written).strip())

    def _dated(self, measured: date | None, name: Text) -> date | None:
        if measured is None and self.context.flags:
            en, sv = (each if each[1:2].isupper() else f"{each[:1].upper()}{each[1:]}" for each in (name.en, name.sv))
            self.assumptions.append(
                Text(
                    f"{en} is taken as measured today, because no day was given (--measured).",
                    f"{sv} räknas som uppmätt i dag, eftersom ingen dag angavs (--measured).",
                )
            )
            return self.context.as_of
        return measured

    def _from_creatinine(
        self, read: tuple[Interval, date | None, str], age: float | None, sex: Sex | None
    ) -> tuple[Observation, ...]:
        creatinine, measured, said = read
        if age is None or age < ADULT:
            return ()
        value = egfr_from(creatinine, age, sex)
        low, high = value.low, value.high
        shown_en = number(round(low), "en") if round(low) == round(high) else f"{low:.0f} to {high:.0f}"
        shown_sv = number(round(low), "sv") if round(low) == round(high) else f"{low:.0f} till {high:.0f}"
        self.assumptions.append(
            Text(
                f"eGFR {shown_en} mL/min/1.73 m² was computed from creatinine {said} by CKD-EPI 2021.",
                f"eGFR {shown_sv} ml/min/1,73 m² räknades ut utifrån kreatinin {said} med CKD-EPI 2021.",
            )
        )
        return (Observation("egfr", value, self._dated(measured, Text("creatinine", "kreatinin")), said),)
