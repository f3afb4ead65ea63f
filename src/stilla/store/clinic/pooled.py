"""What analysts see: nights by number and answers, under codes that clinicians do not use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from stilla.store.clinic.accounts import must_have_role
from stilla.store.clinic.database import Deed

if TYPE_CHECKING:
    from stilla.store.clinic.database import Actor, Database

Kind = Literal["nights", "answers"]
_ORDERED = {"nights": "pooled_night ORDER BY trial, night", "answers": "pooled_answer ORDER BY trial"}


class Table(NamedTuple):
    """A table for an export."""

    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]


def pooled(database: Database, actor: Actor, kind: Kind) -> Table:
    """Every trial's nights, or every answer.

    Raises:
        NotAllowed: this account is no analyst.
    """
    with database.acting(actor, Deed("export", f"pooled-{kind}")) as connection:
        must_have_role(connection)
        found = connection.execute(f"SELECT * FROM stilla.{_ORDERED[kind]}".encode())  # noqa: S608  # our own names
        return Table(tuple(each.name for each in found.description or ()), found.fetchall())
