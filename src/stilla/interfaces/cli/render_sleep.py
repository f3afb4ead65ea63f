"""Device sleep as text that reads well in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from stilla.diary.sleep import FAULTS
from stilla.interfaces.cli.render import heading, wrapped
from stilla.interfaces.words.dates import day_words, night_words
from stilla.text import Text, printable

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from stilla.diary.sleep_nights import DeviceNight, DeviceSleep, Nap
    from stilla.interfaces.forms.sleep import (
        DeviceNightForm,
        NapForm,
        PreviewRowForm,
        SleepImportForm,
        SleepImportsForm,
        SleepPreviewForm,
    )
    from stilla.text import Language

_W = {
    "done": Text(
        "{file}: {new} new records, {already_there} there already, {set_aside} set aside.",
        "{file}: {new} nya poster, {already_there} fanns redan, {set_aside} lades åt sidan.",
    ),
    "now": Text("Nights now: {nights}. Naps: {naps}.", "Nätter nu: {nights}. Tupplurar: {naps}."),
    "aside": Text("Set aside", "Åt sidan"),
    "unread": Text("Not sleep, left unread", "Inte sömn, lästes inte"),
    "assumed": Text("Assumed", "Antaget"),
    "nothing": Text("No sleep was imported yet: stilla sleep import FILE.", "Ingen sömn är importerad än: stilla "
                    "sleep import FIL."),
    "nights": Text("Nights", "Nätter"),
    "naps": Text("Naps", "Tupplurar"),
    "unused": Text(
        "{unused} records of the same time, of other sources, were not counted. Choose with --prefer.",
        "{unused} poster från andra källor om samma tid räknades inte. Välj med --prefer.",
    ),
    "asleep": Text("asleep", "sömn"),
    "in_bed": Text("in bed", "i säng"),
    "awake": Text("times awake", "uppvaknanden"),
    "unknown": Text("unknown", "okänt"),
    "dated": Text("times not known", "klockslag okända"),
    "nap": Text("nap", "tupplur"),
    "columns": Text("Columns", "Kolumner"),
    "suggested": Text("By their names, perhaps", "Efter namnen kanske"),
    "asks": Text("To be answered first", "Behöver besvaras först"),
    "no-imports": Text("Nothing was imported.", "Inget är importerat."),
    "records": Text("records", "poster"),
    "line": Text("line", "rad"),
    "more": Text("and {more} more", "och {more} till"),
}  # fmt: skip
_SHOWN = 10


def render_import(form: SleepImportForm, language: Language) -> None:
    """What an import did."""
    click.secho(wrapped(printable(_filled("done", form, language))), bold=True)
    click.echo(wrapped(_filled("now", form, language)))
    if form.set_aside:
        heading(_W["aside"].to(language))
        for reason, count in form.reasons.items():
            click.echo(wrapped(f"{count} × {FAULTS[reason].to(language)}", "    ", "  "))  # type: ignore[index]
        for each in form.set_aside_first[:_SHOWN]:
            click.secho(wrapped(printable(f"{each.place}: {each.says}"), "    ", "  "), dim=True)
    if form.unread:
        heading(_W["unread"].to(language))
        for what, count in list(form.unread.items())[:_SHOWN]:
            click.echo(f"  {count} × {printable(what)}")
        if len(form.unread) > _SHOWN:
            click.echo(f"  {_W['more'].fill(more=len(form.unread) - _SHOWN).to(language)}")
    if form.assumed:
        heading(_W["assumed"].to(language))
        for each_assumed in form.assumed:
            click.echo(wrapped(printable(each_assumed), "    ", "  "))


def _filled(name: str, form: SleepImportForm, language: Language) -> str:
    values = {field: getattr(form, field) for field in form.__struct_fields__}
    return _W[name].fill(**values).to(language)


def render_nights(sleep: DeviceSleep, zone: ZoneInfo, note: Text, language: Language) -> None:
    """Nights and naps."""
    if not sleep.nights and not sleep.naps:
        click.echo(wrapped(_W["nothing"].to(language)))
        return
    for night in sleep.nights.values():
        click.echo(_night(night, zone, language))
    if sleep.naps:
        heading(_W["naps"].to(language))
        for nap in sleep.naps:
            click.echo(_nap(nap, zone, language))
    click.echo()
    if sleep.unused:
        click.echo(wrapped(_W["unused"].fill(unused=sleep.unused).to(language)))
    click.secho(wrapped(note.to(language)), dim=True)


def _night(night: DeviceNight, zone: ZoneInfo, language: Language) -> str:
    shown = _clock(night.begin, night.end, zone) or _W["dated"].to(language)
    figures = [
        f"{_W['asleep'].to(language)} {_length(night.asleep, language)}",
        f"{_W['in_bed'].to(language)} {_length(night.in_bed, language)}",
    ]
    if night.awakenings is not None:
        figures.append(f"{_W['awake'].to(language)} {night.awakenings}")
    sources = printable(", ".join(night.sources))
    when = f"{night_words(night.night, language)} {night.night.year}"
    return wrapped(f"{when}: {shown}, {', '.join(figures)} ({sources})", "    ", "  ")


def _nap(nap: Nap, zone: ZoneInfo, language: Language) -> str:
    shown = f"{day_words(nap.day, language)} {nap.day.year}: {_clock(nap.begin, nap.end, zone)}"
    asleep = f"{_W['asleep'].to(language)} {_length(nap.asleep, language)}"
    return wrapped(f"{shown}, {asleep} ({printable(nap.source)})", "    ", "  ")


def _clock(begin: datetime | None, end: datetime | None, zone: ZoneInfo) -> str:
    if begin is None or end is None:
        return ""
    return f"{begin.astimezone(zone):%H:%M}–{end.astimezone(zone):%H:%M}"


def _length(minutes: int | None, language: Language) -> str:
    """A length as people say it; unknown is said, never written as nought."""
    if minutes is None:
        return _W["unknown"].to(language)
    hours, rest = divmod(minutes, 60)
    return f"{hours}\u00a0{'tim' if language == 'sv' else 'h'} {rest:02d}\u00a0min"


def render_preview(form: SleepPreviewForm, language: Language) -> None:
    """What a file holds and what its rows would become."""
    click.secho(printable(f"{form.file}: {form.kind}"), bold=True)
    if form.header:
        click.echo(wrapped(printable(f"{_W['columns'].to(language)}: {', '.join(form.header)}"), "  "))
    for row in form.rows:
        click.echo(wrapped(_row(row, language), "    ", "  "))
    if form.asks:
        heading(_W["asks"].to(language))
        for ask in form.asks:
            click.echo(wrapped(ask, "    ", "  ? "))
        if form.suggested:
            likely = ",".join(f"{name}={column}" for name, column in form.suggested.items())
            click.echo(wrapped(printable(f"{_W['suggested'].to(language)}: --map {likely}"), "    ", "  "))


def _row(row: PreviewRowForm, language: Language) -> str:
    cells = printable(" | ".join(row.cells))
    place = "" if row.line is None else f"{_W['line'].to(language)} {row.line}: "
    becomes = _becomes(row.night, row.nap, language) or printable(row.set_aside or "")
    return f"{place}{cells}{' → ' if becomes else ''}{becomes}"


def _becomes(night: DeviceNightForm | None, nap: NapForm | None, language: Language) -> str:
    if night is not None:
        return f"{night.night}, {_W['asleep'].to(language)} {_length(night.asleep, language)}"
    if nap is not None:
        return f"{_W['nap'].to(language)} {nap.day}, {_W['asleep'].to(language)} {_length(nap.asleep, language)}"
    return ""


def render_imports(form: SleepImportsForm, language: Language) -> None:
    """The files that were imported, and the sources in them."""
    if not form.imports:
        click.echo(_W["no-imports"].to(language))
    for each in form.imports:
        click.echo(printable(f"  {each.number}  {each.moment}  {each.file}, {each.records} "
                             f"{_W['records'].to(language)}"))  # fmt: skip
    for source, count in form.sources.items():
        click.secho(printable(f"    {source}: {count} {_W['records'].to(language)}"), dim=True)
