"""How long the rules take for one person, with all rules, on people who differ; and what the prefilter is worth.

The peer is the plain meaning of the same rules: every atom asked, every tree walked.
"""

from __future__ import annotations

import random
import statistics
import time
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from stilla.findings import assess
from stilla.knowledge.store import load
from stilla.person import MagnesiumUse, MedicationStatement, Observation, Person
from stilla.quantity import Interval
from stilla.rules.atoms import Situation, truth_of
from stilla.rules.meaning import meaning

if TYPE_CHECKING:
    from collections.abc import Callable

    from stilla.knowledge.store import Knowledge

PEOPLE = 2000
AS_OF = date(2026, 11, 22)


def somebody(chance: random.Random, knowledge: Knowledge, *, closed: bool) -> Person:
    codes, slugs = list(knowledge.medicines), list(knowledge.conditions)
    return Person(
        age=chance.randint(18, 95),
        sex=chance.choice(["female", "male"]),
        conditions=frozenset(chance.sample(slugs, chance.randint(0, 4))),
        conditions_complete=closed,
        medicines=tuple(MedicationStatement(c, (c,)) for c in chance.sample(codes, chance.randint(0, 8))),
        medicines_complete=closed,
        magnesium=tuple(MagnesiumUse("m", chance.choice([100.0, 250.0, None])) for _ in range(chance.randint(0, 1))),
        magnesium_complete=closed,
        observations=(
            Observation("egfr", Interval(*[chance.uniform(10, 110)] * 2), AS_OF - timedelta(chance.randint(0, 900))),
        ),
    )


def microseconds(work: Callable[[Person], object], people: list[Person]) -> float:
    times = []
    for person in people:
        start = time.perf_counter()
        work(person)
        times.append(time.perf_counter() - start)
    return 1e6 * statistics.median(times)


def main() -> None:
    knowledge = load()
    book, chance = knowledge.checking.book, random.Random(20261122)
    print(
        f"{len(knowledge.checking.rules)} rules, {len(book.atoms)} atoms, {PEOPLE} different people each; "
        "median microseconds a person"
    )
    print(f"{'':34} {'decide':>8} {'assess':>8} {'plainly':>8} {'x':>6}")
    for name, closed in (("complete lists", True), ("open lists (what FHIR often gives)", False)):
        people = [somebody(chance, knowledge, closed=closed) for _ in range(PEOPLE)]

        def decide(person: Person) -> object:
            return book.decide(book.pattern(Situation(person, AS_OF, knowledge.concepts)))

        def reference(person: Person) -> object:
            at = Situation(person, AS_OF, knowledge.concepts)
            return [
                (n, t)
                for n, tree in enumerate(knowledge.checking.trees)
                if (t := meaning(tree, partial(truth_of, at=at))) is not False
            ]

        for person in people[:200]:
            assert sorted(decide(person)) == sorted(reference(person))  # type: ignore[call-overload]
        fast = microseconds(decide, people)
        whole = microseconds(lambda person: assess(person, knowledge, AS_OF), people)
        slow = microseconds(reference, people[:300])
        print(f"{name:34} {fast:8.1f} {whole:8.1f} {slow:8.1f} {slow / fast:6.1f}")


if __name__ == "__main__":
    main()
