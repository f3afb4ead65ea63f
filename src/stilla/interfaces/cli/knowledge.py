"""`stilla knowledge check|list|show`: what is known, and whether it keeps its own rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stilla.interfaces.cli.json_out import print_json
from stilla.interfaces.cli.options import json_option, language_option
from stilla.knowledge.store import DATA, load
from stilla.text import Text

if TYPE_CHECKING:
    from stilla.knowledge.schema import Base
    from stilla.knowledge.store import Knowledge
    from stilla.text import Language


@click.group()
def knowledge() -> None:
    """What Stilla knows: list a kind, show an entry, check the files."""


@knowledge.command()
@click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=DATA,
    help="Another folder of knowledge files.",
)
@click.option("--warnings/--no-warnings", default=True, help="Show warnings too (they never fail).")
@click.pass_context
def check(ctx: click.Context, data: Path, *, warnings: bool) -> None:
    """Read every knowledge file and run every named check; all problems at once, with file and line."""
    from stilla.interfaces.known.answered import answers_that_exist  # noqa: PLC0415  # YAML is needed only here
    from stilla.knowledge.check import run_checks  # noqa: PLC0415

    loaded, faults = run_checks(date.today(), answers_that_exist(), data)  # noqa: DTZ011  # the reader's own calendar day
    for fault in faults:
        if not fault.warning:
            click.echo(str(fault), err=True)
        elif warnings:
            click.echo(f"{fault} (warning)", err=True)
    errors = sum(not fault.warning for fault in faults)
    for kind, entries in loaded.kinds.items():
        unconfirmed = sum(getattr(each, "certainty", "") == "unconfirmed" for each in entries.values())
        click.echo(f"{kind:14} {len(entries):5}" + (f"   {unconfirmed} unconfirmed" if unconfirmed else ""))
    searched = sum(each.searched is not None for each in loaded.medicines)
    click.echo(f"{'medicines':14} {len(loaded.medicines):5}   {searched} with no rule known")
    click.echo(f"{errors} problems, {len(faults) - errors} warnings")
    ctx.exit(2 if errors else 0)


@knowledge.command(name="list")
@click.argument("kind", required=False)
@json_option
@language_option
def list_(kind: str | None, lang: Language, *, as_json: bool) -> None:
    """The kinds, or every entry of a kind."""
    known = load()
    if kind is None:
        _kinds(known, as_json=as_json)
    elif kind == "medicines":
        _medicines(known, lang, as_json=as_json)
    else:
        entries = _entries(kind, known)
        if as_json:
            print_json(list(entries.values()))
        else:
            _table(kind, entries, lang)


@knowledge.command()
@click.argument("name")
@json_option
@language_option
def show(name: str, lang: Language, *, as_json: bool) -> None:
    """One entry whole, by its id, with its sources."""
    known = load()
    from stilla.knowledge.kinds import KINDS  # noqa: PLC0415  # every kind, only here

    found = [(kind, entries[name]) for kind in KINDS if name in (entries := _entries(kind, known))]
    if not found:
        from stilla.text_search import nearest  # noqa: PLC0415  # only for a mistake

        like = nearest(name, (each for kind in KINDS for each in _entries(kind, known)))
        raise click.UsageError(f"Nothing is called “{name}”." + (f" Did you mean {', '.join(like)}?" if like else ""))
    if as_json:
        print_json([each for _, each in found])
        return
    for kind, entry in found:
        _whole(kind, entry, known, lang)


def _entries(kind: str, known: Knowledge) -> dict[str, Base]:
    from stilla.knowledge.kinds import KINDS  # noqa: PLC0415  # every kind, only here

    if kind not in KINDS:
        raise click.UsageError(f"“{kind}” is not a kind. Kinds: {', '.join([*KINDS, 'medicines'])}.")
    return known.kind(kind, KINDS[kind])


def _kinds(known: Knowledge, *, as_json: bool) -> None:
    from stilla.knowledge.kinds import KINDS  # noqa: PLC0415  # every kind, only here

    counts = {kind: len(_entries(kind, known)) for kind in KINDS} | {"medicines": len(known.medicines)}
    if as_json:
        print_json(counts)
        return
    for kind, count in counts.items():
        click.echo(f"{kind:14} {count:5}")


def _medicines(known: Knowledge, lang: Language, *, as_json: bool) -> None:
    if as_json:
        print_json(list(known.medicines.values()))
        return
    for medicine in known.medicines.values():
        note = (
            {"en": "no rule known, searched", "sv": "ingen känd regel, sökt"}[lang] + f" {medicine.searched}"
            if medicine.searched
            else ""
        )
        click.echo(f"{medicine.atc:8} {medicine.name.to(lang):40} {', '.join(medicine.names[2:5]):40} {note}".rstrip())


def _table(kind: str, entries: dict[str, Base], lang: Language) -> None:
    from rich.console import Console  # noqa: PLC0415  # only where there is a table
    from rich.table import Table  # noqa: PLC0415

    table = Table(title=kind, show_lines=False, expand=True)
    columns = _columns(next(iter(entries.values()), None))
    table.add_column("id", no_wrap=False, ratio=1)
    for column in columns:
        table.add_column(column, ratio=2 if column in {"text", "result", "why", "signs", "evidence"} else 1)
    for entry in entries.values():
        table.add_row(entry.id, *(_cell(getattr(entry, column), lang) for column in columns))
    Console().print(table)


_SHOWN = (
    "number", "level", "title", "name", "subject", "verdict", "text", "question", "result", "signs",
    "from_mmol", "to_mmol", "low_mmol", "high_mmol", "whose", "formula", "authority", "kind", "sex", "age_from",
    "age_to", "life_stage", "mg", "frequency", "action", "evidence", "effect", "advice", "group", "year", "certainty",
)  # fmt: skip
_MOST_COLUMNS = 7


def _columns(entry: Base | None) -> list[str]:
    fields = entry.__struct_fields__ if entry is not None else ()
    return [name for name in _SHOWN if name in fields][:_MOST_COLUMNS]


def _cell(value: Any, lang: Language) -> str:
    if isinstance(value, Text):
        return value.to(lang)
    if isinstance(value, tuple):
        return ", ".join(_cell(each, lang) for each in value)
    return "" if value is None else str(value)


def _whole(kind: str, entry: Base, known: Knowledge, lang: Language) -> None:
    from stilla.interfaces.cli.render import wrapped  # noqa: PLC0415  # not for JSON

    click.secho(f"{kind} / {entry.id}", bold=True)
    for field in entry.__struct_fields__:
        value = getattr(entry, field)
        if field in {"id", "sources"} or value in (None, ()):
            continue
        shown = (
            _cell(value, lang)
            if not isinstance(value, tuple) or not value or not hasattr(value[0], "source")
            else "; ".join(f"[{each.source}] {getattr(each, 'says', each)}" for each in value)
        )
        click.echo(wrapped(f"{field}: {shown}", "    ", "  "))
    for name in getattr(entry, "sources", ()):
        source = known.sources[name]
        click.secho(
            wrapped(
                f"[{name}] {source.title}. {source.address} ({source.read}; seen: {source.seen})",
                "    ",
                "  ",
            ),
            dim=True,
        )
