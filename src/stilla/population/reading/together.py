"""All portions together: persons, records and shapes as the facts that deciding starts from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from stilla.errors import refuse
from stilla.population.reading import gather, scan, shapes
from stilla.population.reading.portion import PASSED, rows_file

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge
    from stilla.population.reading.engine import Lines

_COLUMNS = ", ".join(gather.ROW)
_OWN = ("id", "person", "about", "updated", "version")
_NOBODY: dict[str, list[Any]] = {"key_mark": [-1], "sex": [""], "dead": [0], "active": [1], "opaque": [0]}


NOWHERE = -1
"""The portion of rows that stand for lines which could not be read: they count as nothing that was used."""


class Place(NamedTuple):
    """Where a portion was read to, the types of which it has rows, and the files as they were read."""

    folder: Path
    kinds: Sequence[str]
    files: Sequence[Path]


class Facts(NamedTuple):
    """What became of the records."""

    used: Counter[str]
    ignored: dict[str, Counter[str]]
    faults: list[tuple[int, str, str]]
    """Portion, `Type/id`, what is wrong with it."""
    persons: int
    shapes: int


class Together:
    """Brings the rows of all portions together.

    Args:
        engine: runs the SQL.
        knowledge: says what codes mean.
        codes: of observations that a rule can ask about.
        longest: bytes of a line at most.
        folder: where the facts go.
    """

    def __init__(self, engine: Lines, knowledge: Knowledge, codes: Sequence[str], longest: int, folder: Path) -> None:
        self.engine = engine
        self.longest = longest
        self.codes = codes
        self.knowledge = knowledge
        self.folder = folder

    def write(self, portions: Sequence[Place], unread: Iterable[str] = ()) -> Facts:
        """The facts of the portions. `unread`: whom lines speak of that could not be read."""
        engine = self.engine
        self._raw(portions)
        older = self._settle()
        self._read_whole(unread)
        engine.view("products", gather.PRODUCTS)
        engine.often("meant", gather.MEANT)
        made = self._shapes()
        self._people()
        for name, sql in gather.TABLES.items():
            engine.write(sql, self.folder / f"{name}.parquet")
        return self._facts(older, made)

    def _raw(self, portions: Sequence[Place]) -> None:
        """`every` → `raw`: with the versions of observations that were passed over, where another was read."""
        engine = self.engine
        columns = f"{_COLUMNS}, portion, key_mark"
        engine.view("every", _every(engine, portions))
        engine.view("raw", f"SELECT {columns} FROM every")
        if not (passed := [*_passed(engine, portions)]):
            return
        engine.view("passed", " UNION ALL ".join(passed))
        engine.keep("passed_twice", gather.PASSED_TWICE)
        parts = [f"SELECT {columns} FROM every"]
        for (number,) in engine.fetch("SELECT DISTINCT portion FROM passed_twice"):
            engine.texts(portions[number].files, self.longest)
            engine.keep(f"again_{number}", f"{scan.passed_over(self.codes)}{number}")
            parts.append(f"SELECT {_others(number)} FROM again_{number}")
        engine.view("raw", " UNION ALL ".join(parts))

    def _settle(self) -> dict[str, int]:
        """Of records that stand there twice the newest: `raw` → `current`. How many were older, by type."""
        engine = self.engine
        engine.keep("twice", gather.TWICE)
        if not engine.fetch("SELECT 1 AS one FROM twice LIMIT 1"):
            engine.view("settled", "SELECT * FROM raw")
            return {}
        engine.keep("settled", gather.CURRENT.replace("COLUMNS", f"{_COLUMNS}, portion, key_mark"))
        return self._counts("raw", "settled")

    def _counts(self, before: str, after: str) -> dict[str, int]:
        count = "SELECT type, count(*) AS n FROM {} GROUP BY type"
        left = dict(self.engine.fetch(count.format(after)))
        return {kind: n - left.get(kind, 0) for kind, n in self.engine.fetch(count.format(before))}

    def _read_whole(self, unread: Iterable[str]) -> None:
        """Resources that SQL does not read go through the reader of one person: `settled` → `current`."""
        file = self.folder.parent / "whole.ndjson"
        own = ", ".join(_OWN)
        with file.open("wb") as written:
            for portion, whole, *values in self.engine.stream(
                f"SELECT portion, whole, {own} FROM settled WHERE whole IS NOT NULL"
            ):
                known = dict(zip(_OWN, values, strict=True)) | {"portion": portion}
                for row in shapes.whole_rows(shapes.parsed(whole)):
                    written.write(msgspec.json.encode({**row, **known}) + b"\n")
            for row in (row for about in dict.fromkeys(unread) for row in shapes.unread_rows(about)):
                written.write(msgspec.json.encode({**row, "portion": NOWHERE}) + b"\n")
        self.engine.rows("read_whole", file, {**gather.ROW, "portion": "BIGINT"})
        self.engine.often(
            "current",
            f"SELECT {_COLUMNS}, portion, key_mark FROM settled WHERE whole IS NULL"
            f" UNION ALL SELECT {_COLUMNS}, portion, mark(shape_key) AS key_mark FROM read_whole",
        )

    def _keys(self, where: str) -> Iterator[tuple[int, str]]:
        """Each distinct key by its mark."""
        sql = gather.KEYS.format(table=f"(SELECT key_mark, shape_key FROM current WHERE {where}) c")
        for mark, key, other in self.engine.stream(sql):
            if key != other:
                raise refuse("", "Two shapes share a mark.", "Två former har samma märke.")
            yield mark, key

    def _shapes(self) -> int:
        """Each combination of a key and a product is read once: the tables `known` and `shapes`."""
        keys = dict(self._keys("type <> 'Patient' AND type <> 'Medication'"))
        products = {mark: shapes.parsed(key) for mark, key in self._keys("type = 'Medication'")}
        found: dict[tuple[int, int], shapes.Known] = {}
        for mark, product in self.engine.stream(gather.COMBINATIONS):
            found[mark, product] = shapes.known(shapes.parsed(keys[mark]), products.get(product), self.knowledge)
        texts = sorted({(each.text, each.kind) for each in found.values()})
        number = {text: n for n, (text, _) in enumerate(texts)}
        self.engine.table(
            "known",
            {
                "key_mark": [-1, *(mark for mark, _ in found)],
                "product_mark": [-2, *(product for _, product in found)],
                "shape": [-1, *(number[each.text] for each in found.values())],
                "place": ["", *(each.place for each in found.values())],
                "fault": ["", *(each.fault for each in found.values())],
            },
        )
        rows = list(enumerate(texts))
        columns: dict[str, list[Any]] = {
            "shape": [-1, *(n for n, _ in rows)],
            "kind": ["", *(kind for _, (_, kind) in rows)],
            "text": ["", *(text for _, (text, _) in rows)],
        }
        self.engine.table("made", columns)
        self.engine.write("SELECT * FROM made WHERE shape >= 0", self.folder / "shapes.parquet")
        return len(texts)

    def _people(self) -> None:
        """The persons, by what the keys of their Patient records say."""
        columns = {name: [*values] for name, values in _NOBODY.items()}
        for mark, key in self._keys("type = 'Patient'"):
            said = shapes.parsed(key)
            patient, active = shapes.person_of(said)
            columns["key_mark"].append(mark)
            columns["sex"].append(patient.sex or "")
            columns["dead"].append(int(patient.dead))
            columns["active"].append(int(active))
            columns["opaque"].append(int(shapes.is_opaque(said)))
        self.engine.table("sexes", columns)
        path = self.folder / "persons.parquet"
        self.engine.write(gather.PEOPLE, path)
        self.engine.parquet("persons", path)

    def _facts(self, older: dict[str, int], made: int) -> Facts:
        fetch = self.engine.fetch
        used: Counter[str] = Counter()
        ignored: dict[str, Counter[str]] = {}
        for kind, reason, n in fetch(gather.USED):
            if reason:
                ignored.setdefault(kind, Counter())[reason] += n
            else:
                used[kind] += n
        for kind, n in fetch(
            "SELECT type, count(*) AS n FROM current WHERE type IN ('Patient', 'Medication') GROUP BY 1"
        ):
            used[kind] += n
        for kind, n in older.items():
            if n:
                ignored.setdefault(kind, Counter())["older-version"] += n
        faults = fetch(gather.FAULTS) if fetch("SELECT 1 AS one FROM known WHERE fault <> '' LIMIT 1") else []
        return Facts(used, ignored, faults, fetch("SELECT count(*) AS n FROM persons")[0][0], made)


def _every(engine: Lines, portions: Sequence[Place]) -> str:
    """All rows of all portions, with the number of their portion."""
    nothing = ", ".join(
        f"CAST(NULL AS {kind}) AS {name}" for name, kind in {**gather.ROW, "key_mark": "BIGINT"}.items()
    )
    parts = [f"SELECT {nothing}, 0 AS portion WHERE FALSE"]
    for number, (folder, kinds, _) in enumerate(portions):
        for kind in kinds:
            name = f"rows_{number}_{kind}"
            engine.parquet(name, rows_file(folder, kind))
            parts.append(f"SELECT {_COLUMNS}, key_mark, {number} AS portion FROM {name} WHERE type = '{kind}'")
    return " UNION ALL ".join(parts)


def _passed(engine: Lines, portions: Sequence[Place]) -> Iterator[str]:
    """The marks of what was passed over, with the number of their portion."""
    for number, place in enumerate(portions):
        if (marks := place.folder / PASSED).exists():
            engine.parquet(f"passed_{number}", marks)
            yield f"SELECT id_mark, {number} AS portion FROM passed_{number}"


def _others(number: int) -> str:
    """The columns of `raw` for what has no shape."""
    given = {"type", "id", "updated", "version"}
    columns = (name if name in given else f"CAST(NULL AS {kind}) AS {name}" for name, kind in gather.ROW.items())
    return f"{', '.join(columns)}, {number} AS portion, CAST(NULL AS BIGINT) AS key_mark"
