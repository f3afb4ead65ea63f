"""`stilla trial protocol`: everything that is decided before the first capsule, in one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stilla.errors import refuse
from stilla.interfaces.cli.options import day_option, language_option
from stilla.interfaces.cli.person_said import person_said
from stilla.interfaces.cli.person_words import person_options
from stilla.interfaces.cli.render import render_assumptions, wrapped
from stilla.interfaces.cli.trial_admission import admission_options, admit, answers_of, assumptions_of, show_refusals
from stilla.interfaces.cli.trial_options import trial_option
from stilla.text import Text

if TYPE_CHECKING:
    from datetime import date

    from stilla.diary.record import Record
    from stilla.knowledge.store import Knowledge
    from stilla.text import Language
    from stilla.trial.protocol import Protocol

REFUSED = 2
_WORDS = {
    "written": Text("The protocol is written: {path}", "Protokollet är skrivet: {path}"),
    "next": Text(
        "Read it, then give it to your helper, who seals it: stilla trial seal {name} -o FOLDER",
        "Läs det och ge det sedan till din hjälpare, som förseglar det: stilla trial seal {name} -o MAPP",
    ),
    "dose": Text(
        "{capsules} capsules every evening with food; {dose} mg of magnesium in active periods, {first} mg in their "
        "first week",
        "{capsules} kapslar varje kväll till mat; {dose} mg magnesium i aktiva perioder, {first} mg första veckan",
    ),
    "nights": Text("{periods} periods of {nights} nights", "{periods} perioder om {nights} nätter"),
    "uncalibrated": Text(
        "The threshold for “helps” was not set by simulation. The report will say so.",
        "Gränsen för ”hjälper” är inte satt genom simulering. Det kommer att stå i rapporten.",
    ),
    "simulated": Text("simulated trials", "simulerade försök"),
}


@click.command()
@person_options
@admission_options
@trial_option
@click.option(
    "--mid", type=float, required=True, help="The least difference that matters to you, in points (1 to 1.5)."
)
@click.option("--mid-why", metavar="WORDS", help="Why that one, in your words.")
@click.option("--words", metavar="WORDS", help="What you rate.  [default: as in your diary]")
@click.option("--secondary", multiple=True, metavar="WORDS", help="Something else you follow; may be repeated.")
@click.option("--design", default="8x21", show_default=True, metavar="PxN", help="Periods and nights in each.")
@click.option(
    "--scheme",
    type=click.Choice(["balanced", "pairs", "counterbalanced", "free"]),
    default="balanced",
    show_default=True,
    help="How the order is drawn.",
)
@click.option(
    "--product",
    default="citrate",
    show_default=True,
    metavar="WORDS",
    help="A salt, or what a label says of one capsule.",
)
@click.option("--declared", type=float, metavar="PERCENT", help="Magnesium in 100 g of the powder, as its pack says.")
@click.option("--capsule", type=click.Choice(["00", "0", "1", "2"]), help="Size of the capsules.  [default: what fits]")
@click.option("--dose", type=float, metavar="MG", help="Magnesium a day.  [default: that of your plan, at most 200]")
@click.option(
    "--blinding", type=click.Choice(["helper", "alone", "open"]), default="helper", show_default=True, help="Who seals."
)
@click.option("--look/--no-look", default=False, show_default=True, help="Looks before the end, for harm and futility.")
@click.option(
    "--answers",
    type=click.Path(path_type=Path, dir_okay=False),
    help='Your own words to items of SPENT: TOML, "6a" = "…".',
)
@click.option(
    "--trials",
    type=click.IntRange(0, 20_000),
    default=1000,
    show_default=True,
    help="Simulated trials; 0 sets no threshold.",
)
@click.option(
    "-o", "--out", type=click.Path(path_type=Path, dir_okay=False), default=Path("protocol.json"), show_default=True
)
@click.option("--document", type=click.Path(path_type=Path, dir_okay=False), help="Also as text to read (Markdown).")
@day_option
@language_option
@click.pass_context
def protocol(
    ctx: click.Context, /, lang: Language, as_of: date, trial: Path, out: Path, document: Path | None, **words: Any
) -> None:
    """Write the protocol of your trial. PERSON and flags as for `stilla check`.

    Refuses, with every reason, where a trial would not be safe or could not tell.
    """
    from stilla.diary.record import record_of  # noqa: PLC0415  # only here
    from stilla.knowledge.store import load  # noqa: PLC0415  # as above
    from stilla.store.trial import TrialStore  # noqa: PLC0415  # as above
    from stilla.trial import seal_files as files  # noqa: PLC0415  # as above
    from stilla.trial.protocol import write_protocol  # noqa: PLC0415  # as above
    from stilla.trial.spent import document as shown  # noqa: PLC0415  # as above

    if out.exists():
        raise refuse(
            str(out),
            "There is such a file already. A protocol is never overwritten; give another name with -o.",
            "Det finns redan en sådan fil. Ett protokoll skrivs aldrig över; ge ett annat namn med -o.",
        )
    knowledge = load()
    record = record_of(TrialStore(trial).events())
    most = _dose(words, as_of, knowledge, record, lang)
    if most is None:
        ctx.exit(REFUSED)
    plan = _planned(words, most, record, as_of, knowledge, lang)
    files.write_new(out, write_protocol(plan))
    if document is not None:
        files.write_again(document, shown(plan).encode())
    _say(plan, out, lang)


def _dose(words: dict[str, Any], as_of: date, knowledge: Knowledge, record: Record, lang: Language) -> float | None:
    """Mg a day that the plan of this person allows; None, and the reasons said, where a trial may not start."""
    from stilla.findings import assess, wishes_of  # noqa: PLC0415  # only here
    from stilla.plan import Try, plan_for  # noqa: PLC0415  # as above

    read = person_said(words, knowledge, as_of)
    found = assess(read.person, knowledge, as_of)
    admission, _ = admit(read.person, found, record, as_of, knowledge, answers_of(words), lang)
    plan = plan_for(found, read.person, knowledge, wishes_of(read.person)).plan
    allowed = admission.admitted and isinstance(plan, Try)
    if not allowed:
        show_refusals(admission, knowledge, lang)
    render_assumptions((*read.assumptions, *assumptions_of(words, knowledge)), lang)
    return plan.dose_mg if allowed and isinstance(plan, Try) else None


def _planned(
    words: dict[str, Any], most: float, record: Record, as_of: date, knowledge: Knowledge, lang: Language
) -> Protocol:
    from stilla.analysis.forecast import Run  # noqa: PLC0415  # numpy
    from stilla.interfaces.cli.trial_forecast import progress  # noqa: PLC0415  # as above
    from stilla.interfaces.trial import planning  # noqa: PLC0415  # as above
    from stilla.trial.forecast import Size  # noqa: PLC0415  # as above
    from stilla.trial.protocol_make import Wishes, make, simulated  # noqa: PLC0415  # as above

    wishes = Wishes(
        language=lang,
        outcome=planning.outcome_of(words["words"], record),
        mid=words["mid"],
        mid_why=words["mid_why"] or planning.MID_WHY.to(lang),
        design=planning.design_of(words["design"], words["scheme"]),
        product=planning.product_of(
            words["product"], words["dose"], most, knowledge, declared=words["declared"], size=words["capsule"]
        ),
        blinding=words["blinding"],
        secondary=tuple(planning.outcome_of(each, record) for each in words["secondary"]),
        look=words["look"],
        answers=_answers(words["answers"]),
    )
    known = planning.known_of(record, as_of)
    trials = words["trials"]
    if not trials and words["look"]:
        raise refuse(
            "--look",
            "When to look is found by simulation: leave out --trials 0.",
            "När det ska tittas avgörs genom simulering: utelämna --trials 0.",
        )
    if not trials:
        return make(wishes, known, knowledge, None)
    size = Size(trials, max(trials // 4, 50))
    with progress(simulated(size), _WORDS["simulated"].to(lang)) as told:
        return make(wishes, known, knowledge, size, Run(0, 2, told))


def _answers(path: Path | None) -> dict[str, str]:
    """The person's words to items of SPENT."""
    if path is None:
        return {}
    from stilla.reading.document import read_document  # noqa: PLC0415  # only for a file
    from stilla.trial.seal_files import read_file  # noqa: PLC0415  # as above

    written = read_document(read_file(path), path.name)
    found: dict[str, str] = {}
    for item, said in written.values.items():
        if not isinstance(said, str):
            raise refuse(written.where(item), "Write text in quotation marks.", "Skriv text inom citattecken.")
        found[item] = said
    return found


def _say(plan: Protocol, out: Path, lang: Language) -> None:
    click.secho(_WORDS["written"].to(lang).format(path=out), bold=True)
    design, product = plan.design, plan.product
    click.echo("  " + _WORDS["nights"].to(lang).format(periods=design.periods, nights=design.nights))
    said = _WORDS["dose"].to(lang)
    dose, first = f"{plan.dose_mg:g}", f"{plan.first_week_mg:g}"
    click.echo(wrapped(said.format(capsules=product.capsules, dose=dose, first=first), "  "))
    if plan.forecast.get("sentence"):
        click.echo(wrapped(plan.forecast["sentence"], "  "))
    if not plan.calibrated:
        click.secho(wrapped(_WORDS["uncalibrated"].to(lang), "  "), fg="yellow")
    click.echo(wrapped(_WORDS["next"].to(lang).format(name=out.name), "  "))
