"""`stilla trial log --file`: a diary from paper. What can be used is kept in one go; the rest is set aside."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from stilla.diary import paper
from stilla.diary.events import Began, Body, Night
from stilla.diary.record import record_of
from stilla.errors import BadInput, refuse
from stilla.interfaces.asked.morning import morning_of
from stilla.interfaces.cli.render import wrapped
from stilla.interfaces.cli.trial_options import read_moment
from stilla.interfaces.cli.trial_words import show_actions
from stilla.text import Text
from stilla.trial.entering import entries, must_be_first_words, with_rules

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from stilla.diary.events import Event
    from stilla.diary.paper import Row, SetAside
    from stilla.diary.record import Record
    from stilla.knowledge.store import Knowledge
    from stilla.store.trial import TrialStore
    from stilla.text import Language
    from stilla.trial.entering import Morning
    from stilla.trial.stopping import Action

SET_ASIDE_STATUS = 3
"""Done, but bad lines were set aside (design, section 9)."""

COPIED = Text("Saved: {new} nights; {known} were here already.", "Sparat: {new} nätter; {known} fanns redan.")
RECALLED = Text(
    "{count} of them count as written more than a day late, and late nights do not count for the run-in. Where the "
    "paper was filled in on time, a column “entered” says when (2026-11-22T07:10).",
    "{count} av dem räknas som nedskrivna mer än ett dygn senare, och sena nätter räknas inte för inkörningen. Fylldes "
    "papperet i i tid kan en kolumn ”entered” säga när (2026-11-22T07:10).",
)
ASIDE = Text("Set aside: {count} rows, with the reason, in {file}.", "Undanlagt: {count} rader, med orsak, i {file}.")
UNWRITTEN = Text(
    "Set aside: {count} rows, for the reasons above. A file with them could not be written.",
    "Undanlagt: {count} rader, av orsakerna ovan. En fil med dem gick inte att skriva.",
)
LINE = Text("line {line}: {why}", "rad {line}: {why}")
_SAME = ("score", "cannot", "sleep_minutes", "latency_minutes", "awakenings", "tiredness", "unusual", "note")
_LIST = ("unusual", "side_effect")


class _Copy:
    """Rows turned into entries against a diary; nights that are known are passed over, bad rows gathered."""

    def __init__(
        self, rows: list[Row], knowledge: Knowledge, clock: tuple[datetime, ZoneInfo], language: Language, words: str
    ) -> None:
        self.rows, self.knowledge, self.clock, self.language, self.words = rows, knowledge, clock, language, words
        self.aside: list[SetAside] = []
        self.known = self.new = 0
        self.actions: tuple[Action, ...] = ()

    def decide(self, events: tuple[Event, ...]) -> tuple[Body, ...]:
        record = record_of(events)
        if self.words:
            must_be_first_words(record)
        self.aside, self.known, self.new = [], 0, 0
        said = sorted(self._readable(), key=lambda each: each[1].night or date.max)
        seen: set[date] = set()
        bodies: list[Body] = []
        for row, morning in said:
            assert morning.night is not None
            if self._is_known(morning, record):
                self.known += 1
                continue
            try:
                if morning.night in seen:
                    raise refuse("night", "This night stands in the table twice.", "Natten står två gånger i tabellen.")
                opening = self.words if record.began is None else ""
                found = entries(msgspec.structs.replace(morning, words=opening), record, *self.clock)
            except BadInput as error:
                self._set_aside(row, error)
                continue
            seen.add(morning.night)
            self.new += 1
            bodies += found
            if record.began is None:
                record = msgspec.structs.replace(record, began=next(each for each in found if isinstance(each, Began)))
        if not bodies:
            return ()
        whole, self.actions = with_rules(events, bodies, *self.clock, self.knowledge)
        return whole

    def _readable(self) -> list[tuple[Row, Morning]]:
        found = []
        for row in self.rows:
            try:
                found.append((row, self._morning(row)))
            except BadInput as error:
                self._set_aside(row, error)
        return found

    def _morning(self, row: Row) -> Morning:
        cells = row.cells
        try:
            night = date.fromisoformat(cells.get("night", ""))
        except ValueError as error:
            raise refuse("night", "Write a date, 2026-11-22.", "Skriv ett datum, 2026-11-22.") from error
        words: dict[str, Any] = {
            **{name: cells.get(name) for name in paper.COLUMNS},
            **{name: tuple(each.strip() for each in cells.get(name, "").split("+") if each.strip()) for name in _LIST},
            "night": night, "cannot": cells.get("cannot", "").casefold() in paper.TRUE, "own": (), "medicine": (),
            "irls": None, "replace": False, "why": None, "words": None,
        }  # fmt: skip
        if words["taken"] not in {None, "yes", "no", "late"}:
            raise refuse("taken", "yes, no or late.", "yes, no eller late.")
        morning = morning_of(words, self.knowledge, self.language)
        if morning.answer is None:
            raise refuse("score", "There is no score and no cannot.", "Det finns varken score eller cannot.")
        if "entered" not in cells:
            return morning
        entered = read_moment(cells["entered"], self.clock[1], "entered")
        if entered > self.clock[0] or entered.date() < night:
            raise refuse(
                "entered",
                "It was written between the morning of the night and now.",
                "Den skrevs mellan nattens morgon och nu.",
            )
        answer = msgspec.structs.replace(morning.answer, entered=entered.isoformat())
        return msgspec.structs.replace(morning, answer=answer)

    def _is_known(self, morning: Morning, record: Record) -> bool:
        """Whether the diary says exactly this already, so that a table can be read twice."""
        standing = record.nights.get(morning.night or date.min)
        if standing is None or morning.answer is None:
            return False
        dose = record.doses.get(morning.night or date.min)
        same = morning.taken is None or (dose is not None and dose.entry.taken == morning.taken)
        return same and all(getattr(standing.entry, name) == getattr(morning.answer, name) for name in _SAME)

    def _set_aside(self, row: Row, error: BadInput) -> None:
        says = [(each.sentence("en"), each.sentence("sv")) for each in error.problems]
        why = Text(" ".join(en for en, _ in says), " ".join(sv for _, sv in says))
        self.aside.append(paper.SetAside(row.line, row.cells, why))


def copy_paper(
    file: Path,
    store: TrialStore,
    knowledge: Knowledge,
    clock: tuple[datetime, ZoneInfo],
    language: Language,
    *,
    words: str = "",
    as_json: bool,
) -> int:
    """Copy a table into the diary, in one transaction; the exit status. `words` opens a diary, as with one night."""
    try:
        with file.open("rb") as opened:
            content = opened.read(paper.LARGEST + 1)
    except OSError as error:
        raise refuse(file.name, "This file cannot be opened.", "Filen går inte att öppna.") from error
    rows, bad = paper.read_rows(content, file.name)
    copy = _Copy(rows, knowledge, clock, language, words)
    added = store.append(copy.decide, *clock)
    aside = sorted([*bad, *copy.aside], key=lambda each: each.line)
    beside = file.with_name(f"{file.stem}-set-aside.csv")
    written = True
    if aside:
        why = {each.line: each.why.to(language) for each in aside}
        try:
            beside.write_text(paper.table_of(aside, why), encoding="utf-8")
        except OSError:
            written = False  # the nights are saved already; the rows are told on the screen all the same
    if as_json:
        _print_json(added, copy, aside, language)
    else:
        nights = [each.body for each in added if isinstance(each.body, Night)]
        assert len(nights) == copy.new
        click.echo(wrapped(COPIED.fill(new=copy.new, known=copy.known).to(language)))
        if late := sum(each.recalled for each in nights):
            click.echo(wrapped(RECALLED.fill(count=late).to(language)))
        show_actions(copy.actions, knowledge, language)
    if not aside:
        return 0
    for each in aside:
        click.echo(wrapped(LINE.fill(line=each.line, why=each.why.to(language)).to(language), "  "), err=True)
    told = ASIDE.fill(count=len(aside), file=beside.name) if written else UNWRITTEN.fill(count=len(aside))
    click.echo(wrapped(told.to(language)), err=True)
    return SET_ASIDE_STATUS


def _print_json(added: tuple[Event, ...], copy: _Copy, aside: list[SetAside], language: Language) -> None:
    from stilla.interfaces.cli.json_out import print_json  # noqa: PLC0415  # not for text
    from stilla.interfaces.forms.trial_diary import logged_form  # noqa: PLC0415  # as above

    lines = [LINE.fill(line=each.line, why=each.why.to(language)).to(language) for each in aside]
    print_json(logged_form(added, copy.actions, copy.knowledge, language, lines))
