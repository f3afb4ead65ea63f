"""The pages of a trial in one language, as data for their templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.interfaces.paper.render import pdf
from stilla.text import Text, number

if TYPE_CHECKING:
    from stilla.text import Language
    from stilla.trial.card import Card, Emergency
    from stilla.trial.packing import Kit, Packing

_WORDS = {
    "packing": Text("Packing sheet, for the helper only", "Packblad, bara för hjälparen"),
    "packing_alone": Text(
        "Packing sheet, only for whoever fills the capsules", "Packblad, bara för den som fyller kapslarna"
    ),
    "dose": Text("One dose", "En dos"),
    "before": Text("Before you begin", "Innan du börjar"),
    "filling": Text("Filling and labelling", "Fylla och märka"),
    "after": Text("When all kits are closed", "När alla satser är stängda"),
    "kits": Text("The kits", "Satserna"),
    "labels": Text("Labels to cut out", "Etiketter att klippa ut"),
    "labels_note": Text(
        "The same words on all of them: they tell nothing of what is inside.",
        "Samma ord på alla: de säger inget om vad som finns i.",
    ),
    "kits_note": Text(
        "A = active (magnesium), F = filler. Jar counts include {spare} spare nights. "
        "In all: {active} active and {filler} filler capsules.",
        "A = aktiv (magnesium), F = fyllnad. Burken räknar med {spare} reservnätter. "
        "Sammanlagt: {active} aktiva kapslar och {filler} fyllnadskapslar.",
    ),
    "magnesium": Text("Magnesium", "Magnesium"),
    "placebo": Text("Placebo", "Placebo"),
    "trial": Text("Trial", "Försök"),
    "emergency": Text("Emergency: what is in the capsules", "Nödläge: vad kapslarna innehåller"),
    "table": Text("Period by period", "Period för period"),
    "opened": Text("Opened", "Öppnat"),
    "note": Text(
        "Night 1 is the first night with capsules; its date stands in the diary. "
        "In the first week of a magnesium period the dose is smaller.",
        "Natt 1 är första natten med kapslar; datumet står i dagboken. "
        "Första veckan i en magnesiumperiod är dosen mindre.",
    ),
    "card": Text("Blinded trial of magnesium", "Blindat försök med magnesium"),
    "helper": Text("Helper, who can open at any hour", "Hjälpare, som kan bryta koden när som helst"),
    "no_helper": Text(
        "Nobody else holds the key. See the sealed envelope, if there is one.",
        "Ingen annan har nyckeln. Se kuvertet, om det finns ett.",
    ),
}
_KIT_COLUMNS = (
    Text("Period", "Period"),
    Text("Nights", "Nätter"),
    Text("Kit code", "Satskod"),
    Text("Content", "Innehåll"),
    Text("Night bags, first week", "Nattpåsar, första veckan"),
    Text("Jar, the rest", "Burk, resten"),
    Text("Done", "Klar"),
)
_ROWS = (Text("Period", "Period"), Text("Nights", "Nätter"), Text("Kit code", "Satskod"), Text("Content", "Innehåll"))
_LINES = (
    Text("Night 1 was (date)", "Natt 1 var (datum)"),
    Text("Who opened", "Vem öppnade"),
    Text("Day and time", "Dag och klockslag"),
    Text("Why", "Varför"),
    Text("Signature", "Underskrift"),
)
_NUMBERS = (Text("Whom to ring", "Vem man ringer"), Text("Number", "Nummer"))


def packing_pdf(packing: Packing, language: Language) -> bytes:
    """The helper's sheet. It tells the order."""
    totals = packing.totals
    return pdf(
        "packing",
        {
            "lang": language,
            "heading": _WORDS["packing_alone" if packing.alone else "packing"].to(language),
            "warning": packing.warning.to(language),
            "footer": f"{_WORDS['trial'].to(language)} {packing.trial[:8]}",
            "dose_heading": _WORDS["dose"].to(language),
            "dose": _dose(packing, language),
            "before_heading": _WORDS["before"].to(language),
            "before": [each.to(language) for each in packing.before],
            "filling_heading": _WORDS["filling"].to(language),
            "filling": [each.to(language) for each in packing.filling],
            "kits_heading": _WORDS["kits"].to(language),
            "kit_columns": [each.to(language) for each in _KIT_COLUMNS],
            "kits": [_kit(each, language) for each in packing.kits],
            "kits_note": _WORDS["kits_note"]
            .to(language)
            .format(spare=packing.kits[0].spare, active=totals.active_capsules, filler=totals.filler_capsules),
            "after_heading": _WORDS["after"].to(language),
            "after": [each.to(language) for each in packing.after],
            "labels_heading": _WORDS["labels"].to(language),
            "labels_note": _WORDS["labels_note"].to(language),
            "labels": [_labels(each, packing.product.capsules, language) for each in packing.kits],
        },
    )


def emergency_pdf(page: Emergency, language: Language) -> bytes:
    """The page for the envelope. It tells the order."""
    return pdf(
        "emergency",
        {
            "lang": language,
            "heading": _WORDS["emergency"].to(language),
            "first": page.first.to(language),
            "opening": page.opening.to(language),
            "table_heading": _WORDS["table"].to(language),
            "columns": [each.to(language) for each in _ROWS],
            "rows": [
                {
                    "period": str(row.period),
                    "nights": f"{row.first_night}–{row.last_night}",
                    "code": row.code,
                    "content": _content(page.dose_mg, language, active=row.active),
                }
                for row in page.rows
            ],
            "note": f"{_WORDS['note'].to(language)} {_WORDS['trial'].to(language)} {page.trial[:8]}.",
            "opened_heading": _WORDS["opened"].to(language),
            "lines": [each.to(language) for each in _LINES],
        },
    )


def card_pdf(card: Card, language: Language) -> bytes:
    """The card, the chosen language first, the other on the second page: nobody chooses who finds them."""
    order: tuple[Language, Language] = ("sv", "en") if language == "sv" else ("en", "sv")
    return pdf(
        "card",
        {
            "lang": language,
            "heading": _WORDS["card"].to(language),
            "sides": [_side(card, each) for each in order],
        },
    )


def _side(card: Card, language: Language) -> dict[str, object]:
    first, *rest = (each.to(language) for each in card.says)
    helper = [[_WORDS["helper"].to(language), card.helper]] if card.helper else []
    return {
        "lang": language,
        "heading": _WORDS["card"].to(language),
        "first": first,
        "lines": rest if card.helper else [*rest, _WORDS["no_helper"].to(language)],
        "columns": [each.to(language) for each in _NUMBERS],
        "numbers": [*helper, *([what.to(language), to] for what, to in card.numbers)],
        "footer": f"{_WORDS['trial'].to(language)} {card.trial[:8]} · Stilla",
    }


def _content(dose_mg: float, language: Language, *, active: bool) -> str:
    if not active:
        return _WORDS["placebo"].to(language)
    return f"{_WORDS['magnesium'].to(language)} {number(dose_mg, language)} mg"


def _dose(packing: Packing, language: Language) -> list[list[str]]:
    """What a dose is, and what is needed in all: what, how much."""
    product, totals = packing.product, packing.totals

    def mg(value: float) -> str:
        return f"{number(value, language)} mg"

    size = Text(f" of size {product.size}", f" av storlek {product.size}").to(language) if product.size else ""
    rows = [
        (Text("Made from", "Görs av"), product.name.to(language)),
        (Text("Every night", "Varje natt"), f"{product.capsules} {Text('capsules', 'kapslar').to(language)}{size}"),
        (Text("Magnesium a night", "Magnesium per natt"), mg(packing.dose_mg)),
    ]
    if packing.first_week_mg < packing.dose_mg:
        rows.append((Text("In the first week", "Första veckan"), mg(packing.first_week_mg)))
    each = mg(product.elemental_mg)
    if product.powder_mg is not None:
        holds = Text("magnesium in", "magnesium i").to(language)
        powder = Text("of powder", "pulver").to(language)
        each = f"{each} {holds} {mg(product.powder_mg)} {powder}"
    rows.append((Text("In an active capsule", "I en aktiv kapsel"), each))
    needed = Text(
        f"{totals.active_capsules + totals.filler_capsules} empty capsules",
        f"{totals.active_capsules + totals.filler_capsules} tomma kapslar",
    ).to(language)
    if totals.powder_g is not None and totals.filler_g is not None:
        low, high = totals.filler_g
        needed += Text(
            f", {number(totals.powder_g, 'en')} g of powder, about {low} to {high} g of filler (with a margin)",
            f", {number(totals.powder_g, 'sv')} g pulver, ungefär {low} till {high} g fyllnadsmedel (med marginal)",
        ).to(language)
    rows.append((Text("You need", "Du behöver"), needed))
    return [[what.to(language), much] for what, much in rows]


def _kit(kit: Kit, language: Language) -> dict[str, str]:
    def counted(active: int, filler: int) -> str:
        return " + ".join(f"{count} {letter}" for count, letter in ((active, "A"), (filler, "F")) if count)

    return {
        "period": str(kit.period),
        "nights": f"{kit.first_night}–{kit.last_night}",
        "code": kit.code,
        "content": _WORDS["magnesium" if kit.active else "placebo"].to(language),
        "bags": f"{kit.bags} × ({counted(kit.bag_active, kit.bag_filler)})" if kit.bags else "–",
        "jar": counted(kit.jar_active, kit.jar_filler),
    }


def _labels(kit: Kit, capsules: int, language: Language) -> list[dict[str, str]]:
    """A label for each night bag and one for the jar: period, nights and code, the same words whatever is inside."""
    period = Text(f"period {kit.period}", f"period {kit.period}").to(language)
    whole = Text("all, with food", "alla, till mat").to(language)
    bags = [Text(f"night {n}", f"natt {n}").to(language) + f" · {whole}" for n in range(1, kit.bags + 1)]
    jar = Text(
        f"nights {kit.bags + 1}–{kit.nights} · {capsules} each evening",
        f"natt {kit.bags + 1}–{kit.nights} · {capsules} varje kväll",
    )
    return [{"code": kit.code, "nights": f"{period}, {said}"} for said in (*bags, jar.to(language))]
