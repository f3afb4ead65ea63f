"""`stilla urgent`: too much magnesium, or feared. Where to turn, now."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING, Any

import click
import msgspec

from stilla.errors import BadInput, Problem
from stilla.interfaces.cli.json_out import print_json
from stilla.interfaces.cli.options import day_option, json_option, language_option
from stilla.interfaces.forms import UrgentAdviceForm, UrgentForm, UrgentNumberForm, knowledge_form, sources_of
from stilla.knowledge.store import load
from stilla.quantity import MASS, Unreadable, read_quantity
from stilla.reading.document import Flag, Written
from stilla.reading.magnesium import find_form
from stilla.reading.person_file import Context, read_person
from stilla.text import Text
from stilla.urgent import Reading, readings, triage

if TYPE_CHECKING:
    from datetime import date

    from stilla.knowledge.store import Knowledge
    from stilla.text import Language
    from stilla.urgent import Advised, Triage


@click.command()
@click.option("--taken", help="What was taken in all, with its unit (5g, 800mg).")
@click.option("--form", help="The form it was taken as (oxide, citrate).")
@click.option(
    "--sign",
    multiple=True,
    metavar="NAME",
    help="A sign (fainting, confusion, nausea; `stilla knowledge list conditions`).",
)
@click.option("--serum", help="Magnesium measured in blood, with its unit (2.6mmol/L, 5.1mg/dL).")
@click.option("--age", help="Age in years, if a child.")
@click.option("--egfr", help="Kidney value, if known.")
@click.option("--condition", multiple=True, metavar="NAME", help="An illness that matters (ckd, dialysis).")
@click.option("--take", multiple=True, metavar="NAME", help="A medicine that is taken.")
@json_option
@day_option
@language_option
@click.pass_context
def urgent(ctx: click.Context, /, lang: Language, as_of: date, *, as_json: bool, **words: Any) -> None:
    """Too much magnesium? What was taken, signs and a measured level → where to turn, now."""
    knowledge = load()
    reading = _reading(words["taken"], words["form"], knowledge)
    found = triage(_person(words, reading, knowledge, as_of), knowledge, as_of)
    unrecognised = _unrecognised(words, knowledge, as_of)
    if as_json:
        print_json(_form(found, reading, unrecognised, knowledge, lang))
    else:
        from stilla.interfaces.cli.render_urgent import render_urgent  # noqa: PLC0415  # not for JSON

        render_urgent(found, reading, unrecognised, knowledge, lang)
    ctx.exit(0)


TAKEN = msgspec.structs.replace(MASS, high=10_000_000)
"""What was swallowed is as often the weight of a salt: up to ten kilograms are read rather than argued with."""


def _reading(taken: str | None, form: str | None, knowledge: Knowledge) -> Reading | None:
    if taken is None:
        return None
    try:
        amount = read_quantity(taken, TAKEN)
    except Unreadable as error:
        watch = knowledge.advice("urgent-watch")
        raise BadInput([Problem(Text("--taken", "--taken"), error.says), Problem(Text("", ""), watch)]) from error
    slug = find_form(form, knowledge) if form else None
    mg = amount.low if isinf(amount.high) else amount.high
    return readings(mg, knowledge.salts[slug] if slug else None)


_FLAGS = {
    "signs": "sign",
    "conditions": "condition",
    "serum_magnesium": "serum",
    "medicines": "take",
    "magnesium": "taken",
}
"""Where a flag has another name than the field it fills."""


def _written(words: dict[str, Any], reading: Reading | None) -> Written:
    values: dict[str, Any] = {"signs": list(words["sign"]), "conditions": list(words["condition"])}
    values |= {name: words[name] for name in ("age", "egfr") if words[name] is not None}
    if words["serum"] is not None:
        values["serum_magnesium"] = words["serum"]
    if words["take"]:
        values["medicines"] = list(words["take"])
    if reading is not None:
        values["magnesium"] = [{"mg": min(reading.acts_on, MASS.high)}]
    names = {
        "signs": "sign",
        "conditions": "condition",
        "serum_magnesium": "serum",
        "medicines": "take",
        "magnesium": "taken",
    }
    flags = {field: Flag(f"--{names.get(field, field)}") for field in values}
    return Written(values, open_lists=frozenset({"conditions", "medicines"}), flags=flags)


def _person(words: dict[str, Any], reading: Reading | None, knowledge: Knowledge, as_of: date) -> Any:
    return read_person(_written(words, reading), Context(knowledge, as_of, flags=True)).person


def _unrecognised(words: dict[str, Any], knowledge: Knowledge, as_of: date) -> list[str]:
    names = [each.text for each in _person(words, None, knowledge, as_of).unrecognised]
    form = words["form"]
    return [*names, form[:40]] if form and find_form(form, knowledge) is None else names


def _form(
    found: Triage, reading: Reading | None, unrecognised: list[str], knowledge: Knowledge, lang: Language
) -> UrgentForm:
    taken = [] if reading is None else [reading.as_magnesium, *([reading.as_salt] if reading.as_salt else [])]
    return UrgentForm(
        version="1.0",
        advice=[_advice(each, found, lang) for each in found.advised],
        undecided=[_advice(each, found, lang) for each in found.undecided],
        watch=knowledge.advice("urgent-watch").to(lang),
        taken_mg=sorted(set(taken)),
        unrecognised=unrecognised,
        knowledge=knowledge_form(found.knowledge),
    )


def _advice(each: Advised, found: Triage, lang: Language) -> UrgentAdviceForm:
    return UrgentAdviceForm(
        rule=each.rule.id,
        route=each.route.id,
        urgency=each.route.urgency,
        title=each.rule.title.to(lang),
        effect=each.rule.why.to(lang),
        do=each.rule.do.to(lang),
        numbers=[UrgentNumberForm(n.country, n.number, n.label.to(lang)) for n in each.route.numbers],
        sources=sources_of(each.rule.sources, found.sources),
    )
