"""Single fields: a clock time, a day, a quantity, a list. Each returns a value or notes what is wrong."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, TypeVar

from stilla.errors import BadInput, Problem
from stilla.quantity import Unreadable, read_quantity
from stilla.text import Text, unmarked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from stilla.quantity import Interval, Kind
    from stilla.reading.document import Written

_T = TypeVar("_T")
_CLOCK = r"(?i:kl\.?\s*)?([0-9]{1,2})(?:[:.]([0-9]{2}))?"


class Notes:
    """Collects every problem of a person file, so that all are shown at once."""

    def __init__(self, written: Written) -> None:
        self.written = written
        self.problems: list[Problem] = []

    def add(self, path: Iterable[str | int], en: str, sv: str) -> None:
        """Note a problem at a field."""
        self.problems.append(Problem(self.written.where(*path), Text(en, sv)))

    def finish(self) -> None:
        """Raise what was noted, if anything was."""
        if self.problems:
            raise BadInput(self.problems)

    def attempt(self, path: tuple[str | int, ...], read: Callable[[], _T]) -> _T | None:
        """What `read` gives, or None with its complaint noted."""
        try:
            return read()
        except Unreadable as error:
            self.add(path, error.says.en, error.says.sv)
            return None

    def quantity(self, path: tuple[str | int, ...], value: Any, kind: Kind) -> Interval | None:
        """A number with its unit, in the kind's canonical unit."""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self.add(
                path,
                f"Expected {kind.name.en}, for example {kind.example}.",
                f"Skriv {kind.name.sv}, till exempel {kind.example}.",
            )
            return None
        return self.attempt(path, lambda: read_quantity(value, kind))

    def text(self, path: tuple[str | int, ...], value: Any, longest: int = 200) -> str | None:
        """A short text."""
        if not isinstance(value, str) or not value.strip():
            self.add(path, "Expected text within quotation marks.", "Skriv text inom citattecken.")
            return None
        text = unmarked(str(value).replace("\u00a0", " "))
        if len(text) > longest or not text.isprintable():
            self.add(
                path,
                f"Expected a short text on one line, at most {longest} characters.",
                f"Skriv en kort text på en rad, högst {longest} tecken.",
            )
            return None
        return text

    def items(self, path: tuple[str | int, ...], value: Any) -> list[Any]:
        """A list, or one value in place of a list of one."""
        if isinstance(value, list):
            return value
        if isinstance(value, str | dict):
            return [value]
        self.add(path, 'Expected a list, for example ["ckd"].', 'Här ska det stå en lista, till exempel ["ckd"].')
        return []

    def choice(self, path: tuple[str | int, ...], value: Any, options: dict[str, _T]) -> _T | None:
        """One of a few words."""
        if isinstance(value, str) and (found := options.get(value.strip().casefold())) is not None:
            return found
        known = ", ".join(options)
        self.add(path, f"Expected one of: {known}.", f"Välj något av: {known}.")
        return None

    def day(self, path: tuple[str | int, ...], value: Any, as_of: date) -> date | None:
        """A day of the past."""
        found = None
        if isinstance(value, datetime):
            found = value.date()
        elif isinstance(value, date):
            found = value
        elif isinstance(value, str):
            try:
                found = date.fromisoformat(value.strip())
            except ValueError:
                found = None
        if found is None:
            self.add(path, "Expected a day, for example 2026-09-01.", "Skriv en dag, till exempel 2026-09-01.")
            return None
        if found > as_of:
            self.add(
                path,
                f"{found} lies after {as_of}. A measurement lies in the past.",
                f"{found} är senare än {as_of}. Ett mätvärde kan inte komma från framtiden.",
            )
            return None
        return found

    def clock(self, path: tuple[str | int, ...], value: Any) -> str | None:
        """A time of day as HH:MM."""
        if isinstance(value, time):
            return value.strftime("%H:%M")
        found = re.fullmatch(_CLOCK, value.strip()) if isinstance(value, str) else None
        if found and int(found[1]) < 24 and int(found[2] or 0) < 60:
            return f"{int(found[1]):02d}:{found[2] or '00'}"
        shown = str(value)[:20]
        self.add(
            path,
            f"“{shown}” is not a time of day. Write 00:00 to 23:59, for example 07:00.",
            f"”{shown}” är inte ett klockslag. Skriv 00:00 till 23:59, till exempel 07:00.",
        )
        return None

    def known(self, path: tuple[str | int, ...], value: dict[str, Any], fields: Iterable[str]) -> None:
        """Note every field nobody knows, with the nearest one."""
        names = list(fields)
        for name in value:
            if name not in names:
                from stilla.text_search import nearest  # noqa: PLC0415  # only for a mistake

                like = nearest(name, names)
                hint_en = f" Did you mean {like[0]}?" if like else f" Known: {', '.join(names)}."
                hint_sv = f" Menade du {like[0]}?" if like else f" Fält som finns: {', '.join(names)}."
                self.add((*path, name), f"This field is not known.{hint_en}", f"Fältet känns inte igen.{hint_sv}")
