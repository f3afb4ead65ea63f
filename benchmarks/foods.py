"""How long a search takes over the built-in foods and the full tables: `benchmarks/foods.py FOLDER`.

FOLDER holds published tables (XLSX, CSV, JSON, ZIP, or folders of FoodData Central); files of another kind are passed
over. The peer is rapidfuzz's best-known call, `process.extract` with `WRatio`, over the same names.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from rapidfuzz import process

from stilla.errors import BadInput
from stilla.intake.food_table import read_foods
from stilla.intake.foods import Index, edible_of, fold
from stilla.knowledge.store import load
from stilla.store.food_files import read_foods_file
from stilla.store.foods import FoodStore

QUERIES = 2000
PEER_QUERIES = 100
LIMIT_MS = 10.0
FIXED = ("spenat", "spnat", "havregryn", "oats", "pumpkin seeds", "pumpa frön", "a", "mörk choklad", "zzzqqq")


def imported(folder: Path, store: FoodStore) -> None:
    for path in sorted(folder.iterdir()):
        start = time.perf_counter()
        try:
            outcome = store.add(read_foods_file(path), path.name, date(2026, 11, 22))
        except BadInput:
            continue
        seconds = time.perf_counter() - start
        print(f"{path.name}: {outcome.foods} foods, {outcome.unmeasured} without magnesium, {seconds:.2f} s")


def misspelt(name: str, chance: random.Random) -> str:
    """A name, its beginning, one or two of its words, or a name with a letter lost or two swapped."""
    words = fold(name).split()[:4] or ["x"]
    kept = " ".join(words[: chance.randint(1, len(words))])
    place = chance.randrange(len(kept))
    match chance.randrange(4):
        case 0:
            return kept[: max(3, place)]
        case 1 if len(kept) > 3:
            return kept[:place] + kept[place + 1 :]
        case 2 if len(kept) > 3 and place:
            return kept[: place - 1] + kept[place] + kept[place - 1] + kept[place + 1 :]
        case _:
            return kept


def milliseconds(work: object, queries: list[str]) -> list[float]:
    times = []
    for query in queries:
        start = time.perf_counter()
        work(query)  # type: ignore[operator]
        times.append(1000 * (time.perf_counter() - start))
    return times


def show(name: str, times: list[float]) -> None:
    cuts = statistics.quantiles(times, n=20)
    print(f"{name:34} median {statistics.median(times):6.2f} ms  p95 {cuts[-1]:6.2f} ms  slowest {max(times):6.2f} ms")


def main() -> None:
    table, _ = read_foods(load().foods_csv)
    with tempfile.TemporaryDirectory() as place:
        store = FoodStore(Path(place) / "foods.sqlite")
        for folder in sys.argv[1:]:
            imported(Path(folder), store)
        start = time.perf_counter()
        foods = [*map(edible_of, table), *store.foods()]
        read = time.perf_counter()
        index = Index(foods)
        built = time.perf_counter()
    print(f"{len(foods)} foods, read in {1000 * (read - start):.0f} ms, index in {1000 * (built - read):.0f} ms")
    chance = random.Random(20261122)
    queries = [misspelt(chance.choice(foods).name.sv, chance) for _ in range(QUERIES)]
    queries = [query for query in queries if fold(query)]
    index.search("warm")
    ours = milliseconds(index.search, [*FIXED, *queries])
    names = [fold(food.name.sv) for food in foods]
    peer = milliseconds(lambda query: process.extract(query, names, limit=10), queries[:PEER_QUERIES])
    show(f"search, {len(ours)} queries", ours)
    show("rapidfuzz WRatio over the names", peer)
    if statistics.quantiles(ours, n=20)[-1] > LIMIT_MS:
        sys.exit(f"p95 is above {LIMIT_MS} ms")


if __name__ == "__main__":
    main()
