"""From rows to lines: one template for each type of resource, filled for a whole block at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from stilla.synthetic.days import Days
from stilla.synthetic.drawn import Draw, condition_rows, medicine_rows, visit_rows
from stilla.synthetic.drawn_labs import lab_rows
from stilla.synthetic.medicine_shapes import DAY_OF, TYPES, medicines_of
from stilla.synthetic.other_shapes import conditions_of, labs_of, visits_of
from stilla.synthetic.people import BLOCK, dice, people_of
from stilla.synthetic.region import region_of

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from stilla.knowledge.store import Knowledge
    from stilla.synthetic.drawn import Rows, Taken
    from stilla.synthetic.drawn_labs import Kidneys, Results
    from stilla.synthetic.medicine_shapes import Medicines
    from stilla.synthetic.other_shapes import Conditions, Labs
    from stilla.synthetic.people import People
    from stilla.synthetic.region import Region
    from stilla.text import Language

    Whole = NDArray[np.int64]

META = b'"meta":{"lastUpdated":"%b","tag":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"HTEST"}]},'
LETTERS = {
    "Condition": "c", "MedicationRequest": "r", "MedicationDispense": "d", "MedicationStatement": "s",
    "MedicationAdministration": "a", "Observation": "o", "Encounter": "e",
}  # fmt: skip


class Printed(NamedTuple):
    """Lines of one type and block, in the order of the people."""

    lines: list[bytes]
    who: Whole
    """Place in the block of whoever each line is of."""


class Block(NamedTuple):
    """A block, written out."""

    people: People
    printed: dict[str, Printed]
    """By type of resource."""

    taken: Taken
    kidneys: Kidneys
    known: NDArray[np.bool_]
    """By person: sex and day of birth are given, and the person is alive and in use."""


class Press:
    """Everything that is made once and used for every block."""

    def __init__(self, knowledge: Knowledge, seed: int, as_of: date, lang: Language) -> None:
        self.seed, self.as_of = seed, as_of
        self.region: Region = region_of(knowledge)
        self.medicines: Medicines = medicines_of(self.region, knowledge, lang)
        self._conditions: Conditions = conditions_of(self.region, lang)
        self._labs: Labs = labs_of(self.region, lang)
        self._visits = visits_of(lang)
        self._days = Days(as_of)
        self.meta = META % f"{as_of.isoformat()}T00:00:00Z".encode()
        keys = {"onsetDateTime", "abatementDateTime", *DAY_OF.values()}
        self._written = {key: self._days.written(key) for key in sorted(keys)}
        self._instants = self._days.instants("effectiveDateTime")
        opened = self._days.written("start")
        self._periods = np.array([b'"period":{%b},' % each[:-1] if each else b"" for each in opened], dtype=object)

    def block(self, number: int) -> Block:
        """One block of people and all their records."""
        people = people_of(self.region, self.seed, number)
        draw = Draw(people, self.region, self._days, self.seed, number)
        taken = medicine_rows(draw, self.medicines)
        results, kidneys = lab_rows(draw, self._labs)
        ids = [b"p%07d" % each for each in range(number * BLOCK + 1, (number + 1) * BLOCK + 1)]
        patients, known = self._patients(people, ids, number)
        printed = {"Patient": patients, "Condition": self._print_conditions(draw, ids)}
        for kind, name in TYPES.items():
            printed[name] = self._print(
                name, taken.rows[kind], ids, self._written[DAY_OF[kind]], self.medicines.of[kind].tails
            )
        printed["Observation"] = self._print_labs(results, ids)
        visits = visit_rows(draw)
        printed["Encounter"] = self._print("Encounter", visits, ids, self._periods, self._visits)
        return Block(people, printed, taken, kidneys, known)

    def _template(self, name: str, rest: bytes) -> bytes:
        letter = LETTERS[name].encode()
        return (
            b'{"resourceType":"' + name.encode() + b'","id":"%b-' + letter + b'%d",' + self.meta
            + b'"subject":{"reference":"Patient/%b"},' + rest + b"\n"
        )  # fmt: skip

    def _print(
        self, name: str, rows: Rows, ids: list[bytes], days: NDArray[np.object_], tails: NDArray[np.object_]
    ) -> Printed:
        order = np.argsort(rows.who, kind="stable")
        who = rows.who[order]
        owner = [ids[each] for each in who.tolist()]
        fill = self._template(name, b"%b%b").__mod__
        at, shape = days[rows.first[order]].tolist(), tails[rows.shape[order]].tolist()
        return Printed(list(map(fill, zip(owner, _nth(who), owner, at, shape, strict=True))), who)

    def _print_conditions(self, draw: Draw, ids: list[bytes]) -> Printed:
        rows = condition_rows(draw, self._conditions)
        starts, ends = self._written["onsetDateTime"], self._written["abatementDateTime"]
        order = np.argsort(rows.who, kind="stable")
        who = rows.who[order]
        owner = [ids[each] for each in who.tolist()]
        fill = self._template("Condition", b"%b%b%b").__mod__
        columns = (starts[rows.first[order]], ends[rows.last[order]], self._conditions.tails[rows.shape[order]])
        filled = zip(owner, _nth(who), owner, *(each.tolist() for each in columns), strict=True)
        return Printed(list(map(fill, filled)), who)

    def _print_labs(self, results: Results, ids: list[bytes]) -> Printed:
        order = np.argsort(results.who, kind="stable")
        who = results.who[order]
        owner = [ids[each] for each in who.tolist()]
        fill = self._template("Observation", b"%b%b%b%b").__mod__
        shape = results.shape[order]
        columns = (self._instants[results.at[order]].tolist(), self._labs.heads[shape].tolist())
        number = [results.number[each] for each in order.tolist()]
        ends = self._labs.ends[shape].tolist()
        return Printed(list(map(fill, zip(owner, _nth(who), owner, *columns, number, ends, strict=True))), who)

    def _patients(self, people: People, ids: list[bytes], number: int) -> tuple[Printed, NDArray[np.bool_]]:
        """Patients, some without a sex or a day of birth, some who have died."""
        throw, shares = dice(self.seed, number, "patients"), self.region.records
        thrown = throw.random((4, people.number))
        unsexed, inactive = thrown[0] < shares["sex-unknown"], thrown[1] < shares["inactive"]
        unborn = thrown[2] < shares["birth-unknown"]
        year_only = ~unborn & (thrown[2] < shares["birth-unknown"] + shares["birth-year-only"])
        dead = thrown[3] < self.region.tables["dead"][people.sex, people.age]
        gender = np.array([b'"gender":"female",', b'"gender":"male",', b""], dtype=object)
        births = np.array(self._days.births(people.age_days), dtype=object)
        births[year_only] = [each[:4] for each in births[year_only]]
        born = [b"" if none else b'"birthDate":"%b",' % each for none, each in zip(unborn, births, strict=True)]
        died = np.array([b"", b'"deceasedBoolean":true,'], dtype=object)[dead.astype(int)]
        active = np.array([b"true", b"false"], dtype=object)[inactive.astype(int)]
        fill = (b'{"resourceType":"Patient","id":"%b",' + self.meta + b'%b%b%b"active":%b}\n').__mod__
        sexes = gender[np.where(unsexed, 2, people.sex)]
        lines = list(map(fill, zip(ids, sexes.tolist(), born, died.tolist(), active.tolist(), strict=True)))
        known = ~(unsexed | unborn | year_only | dead | inactive)
        return Printed(lines, np.arange(people.number)), known


def _nth(who: Whole) -> list[int]:
    """Of sorted owners: how many records of the same person stand before, plus one."""
    starts = np.flatnonzero(np.r_[True, who[1:] != who[:-1]]) if len(who) else np.zeros(0, dtype=np.int64)
    counts = np.diff(np.r_[starts, len(who)])
    numbers: list[int] = (np.arange(len(who)) - np.repeat(starts, counts) + 1).tolist()
    return numbers
