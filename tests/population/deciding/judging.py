"""Judging a world, and holding every answer to what one person is told."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from population.deciding.facts_folder import write_facts
from population.deciding.one_by_one import told
from population.deciding.worlds import World
from stilla.population.decide import decide
from stilla.population.engine import Engine
from stilla.population.write import Told, expand


def judge(world: World, folder: Path, engine: Engine, files: int = 0) -> dict[str, Told]:
    """What everybody is told, by id; the answers stay in `out` below the folder."""
    with duckdb.connect() as connection:
        facts = write_facts(world, folder / "facts", connection, files)
    (folder / "out").mkdir()
    decide(facts, folder / "out", world.knowledge, world.asked, engine, read=world.read)
    return {each.id: each for each in expand(folder / "out")}


def agree(world: World, engine: Engine) -> None:
    """Everybody alive is told what one person alone is told; the dead are not judged."""
    with TemporaryDirectory() as folder:
        found = judge(world, Path(folder), engine)
    alive = [n for n, person in enumerate(world.persons) if not person[3]]
    assert set(found) == {str(n) for n in alive}
    for n in alive:
        assert found[str(n)] == told(world, n), f"person {n} of {world}"
