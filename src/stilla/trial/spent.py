"""A protocol's answer to every item of SPENT: filled from the plan, in the person's words, or why it does not apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.analysis.design import least_p, predictability, sequences
from stilla.errors import BadInput, Problem
from stilla.text import Text, number
from stilla.trial.lists import items
from stilla.trial.protocol import FIRST_WEEK, Filled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stilla.knowledge.store import Knowledge
    from stilla.text import Language
    from stilla.trial.protocol import Protocol

_BLINDED = {
    "helper": Text("The person; not the helper.", "Personen; inte hjälparen."),
    "alone": Text(
        "The person, as far as somebody else fills the capsules and nobody looks.",
        "Personen, så länge någon annan fyller kapslarna och ingen tittar.",
    ),
    "open": Text("Nobody: it is open.", "Ingen: det är öppet."),
}
_BLINDING = {
    "helper": Text("blinded", "blindat"),
    "alone": Text("blinded without a helper", "blindat utan hjälpare"),
    "open": Text("open", "öppet"),
}
_HELPER_DOES = {
    "helper": Text(
        "A helper: draws the order, fills and labels the capsules, keeps the key.",
        "En hjälpare: lottar ordningen, fyller och märker kapslarna, förvarar nyckeln.",
    ),
    "alone": Text(
        "No helper is named. Whoever fills and labels the capsules knows the order.",
        "Ingen hjälpare är namngiven. Den som fyller och märker kapslarna känner ordningen.",
    ),
    "open": Text("Nobody else.", "Ingen annan."),
}
_WHO_DRAWS = {
    "helper": Text(
        "The helper draws on their own computer and hands out the kits; the person takes part.",
        "Hjälparen lottar på sin egen dator och lämnar ut satserna; personen deltar.",
    ),
    "alone": Text(
        "The program draws and locks the order; whoever fills the capsules sees the sheet and knows the order.",
        "Programmet lottar och låser ordningen; den som fyller kapslarna ser bladet och känner ordningen.",
    ),
    "open": Text("The program draws; everyone sees the order.", "Programmet lottar; alla ser ordningen."),
}
_STRENGTH = {"helper": "seal-helper", "alone": "seal-alone", "open": "seal-open-label"}
_SCHEMES = {
    "balanced": Text(
        "half of the periods active, at most {most_alike} alike in a row",
        "hälften av perioderna aktiva, högst {most_alike} lika i rad",
    ),
    "pairs": Text(
        "pairs, in each of them one of each in random order", "par, i varje par en av varje i slumpad ordning"
    ),
    "counterbalanced": Text("blocks of four, ABBA or BAAB", "block om fyra, ABBA eller BAAB"),
    "free": Text("half of the periods active, in any order", "hälften av perioderna aktiva, i valfri ordning"),
    "daily": Text("a coin for each period", "en slant för varje period"),
}
_CALIBRATED = {
    True: Text(
        "The threshold for “helps” was set for this design by simulation, so that it is reached without an effect in "
        "at most 0.025 of trials.",
        "Gränsen för ”hjälper” sattes för det här upplägget genom simulering, så att den nås utan effekt i högst 0,025 "
        "av försöken.",
    ),
    False: Text(
        "The threshold for “helps” was not set by simulation for this design.",
        "Gränsen för ”hjälper” har inte satts genom simulering för det här upplägget.",
    ),
}


def fill(protocol: Protocol, answers: Mapping[str, str], knowledge: Knowledge) -> dict[str, Filled]:
    """What the protocol says to each item, in its language.

    Args:
        protocol: everything but its `spent`.
        answers: what the person says, by number of the item; counts before what would stand there. An item that the
            plan itself answers (fill: auto) can be added to, not replaced.
        knowledge: for the sentences on how strong the seal is.

    Raises:
        BadInput: a number that SPENT does not have.
    """
    known = {each.id for each in items("spent")}
    if unknown := [each for each in answers if each not in known]:
        raise BadInput(
            Problem(
                Text(f"SPENT {each[:10]}", f"SPENT {each[:10]}"),
                Text("There is no such item.", "Det finns ingen sådan punkt."),
            )
            for each in unknown
        )
    language = protocol.language
    facts = _facts(protocol, knowledge, language)
    found = {}
    for item in items("spent"):
        own = answers.get(item.id, "").strip()
        says = item.says.to(language).format(**facts) if item.says is not None else ""
        text = " ".join(filter(None, (says, own))) if item.fill == "auto" else own or says
        because = item.because.to(language) if item.because is not None and not text else None
        found[item.id] = Filled(text or None, because)
    return found


def starred_and_empty(protocol: Protocol) -> tuple[str, ...]:
    """Numbers of SPENT's items for trials of one to which the protocol says nothing: it cannot be sealed so."""
    return tuple(
        each.id
        for each in items("spent")
        if each.starred and (each.id not in protocol.spent or protocol.spent[each.id].is_empty)
    )


def document(protocol: Protocol) -> str:
    """The protocol as Markdown, each item under its number, which is also its anchor."""
    language = protocol.language
    lines = [f"# {protocol.title}", ""]
    na = {"en": "Not applicable, because", "sv": "Gäller inte, eftersom"}[language]
    empty = {"en": "Nothing said yet.", "sv": "Inget sagt ännu."}[language]
    for item in items("spent"):
        said = protocol.spent.get(item.id, Filled())
        star = "\\*" if item.starred else ""
        lines += [f'## <a id="spent-{item.id}"></a>{item.id}{star} {item.asks.to(language)}', ""]
        lines += [said.text or (f"{na} {said.not_applicable}." if said.not_applicable else empty), ""]
    return "\n".join(lines)


def _facts(protocol: Protocol, knowledge: Knowledge, language: Language) -> dict[str, str]:
    """The words for the gaps of the list."""

    def shown(value: float) -> str:
        return number(value, language)

    def exact(value: float) -> str:
        return f"{value:.4g}".replace(".", "," if language == "sv" else ".")

    design, outcome, priors, limits = protocol.design, protocol.outcome, protocol.priors, protocol.thresholds
    between = " · "
    return {
        "title": protocol.title,
        "id": protocol.id,
        "made": protocol.made.isoformat(),
        "version": str(protocol.version),
        "dose": shown(protocol.dose_mg),
        "first_week": shown(protocol.first_week_mg),
        "first_nights": str(FIRST_WEEK),
        "capsules": str(protocol.product.capsules),
        "product": protocol.product.name.to(language),
        "words": outcome.words,
        "low": shown(outcome.low),
        "high": shown(outcome.high),
        "better": Text(outcome.better, {"lower": "lägre", "higher": "högre"}[outcome.better]).to(language),
        "secondary": between.join(each.words for each in protocol.secondary) or {"en": "none", "sv": "inga"}[language],
        "mid": shown(protocol.mid),
        "mid_why": protocol.mid_why,
        "periods": str(design.periods),
        "nights": str(design.nights),
        "run_in": str(design.run_in),
        "measurements": str(design.periods * design.nights),
        "weeks": exact((design.run_in + design.periods * design.nights) / 7),
        "scheme": _SCHEMES[design.scheme].to(language).format(most_alike=design.most_alike),
        "sequences": str(sequences(design)),
        "least_p": exact(least_p(design)),
        "predictability": exact(predictability(design)),
        "scale": exact(protocol.scale.value),
        "scale_basis": _scale_basis(protocol).to(language),
        "effect_sd": exact(priors.effect_sd * priors.scale),
        "nugget": Text(" plus noise of the single night", " plus brus från natt till natt").to(language)
        if priors.nugget
        else "",
        "half_lives": between.join(exact(each) for each in priors.half_lives),
        "half_life_weights": between.join(exact(each) for each in priors.half_life_weights),
        "helps": exact(limits.helps),
        "p_mid": exact(limits.mid),
        "worse": exact(limits.worse),
        "not_enough": exact(limits.not_enough),
        "calibrated": _CALIBRATED[protocol.calibrated].to(language),
        "statistic": _STATISTIC[protocol.statistic].to(language),
        "sensitivity": between.join(protocol.sensitivity) or {"en": "none", "sv": "inga"}[language],
        "looks": _looks(protocol).to(language),
        "blinding": _BLINDING[protocol.blinding].to(language),
        "blinded": _BLINDED[protocol.blinding].to(language),
        "helper_does": _HELPER_DOES[protocol.blinding].to(language),
        "who_draws": _WHO_DRAWS[protocol.blinding].to(language),
        "strength": knowledge.advice(_STRENGTH[protocol.blinding]).to(language),
        "registry": {"en": "none.", "sv": "inget."}[language],
        "knowledge": protocol.knowledge,
        "software": f"{protocol.software.name} {protocol.software.version}",
        "engine": protocol.software.engine[:16],
        "forecast": str(protocol.forecast.get("sentence", "")) or _NO_FORECAST.to(language),
    }


_STATISTIC = {
    "whitened": Text(
        "contrast of the nights weighted for their correlation, over all orders of this design",
        "kontrast av nätterna viktade för sin korrelation, över alla ordningar i upplägget",
    ),
    "means": Text(
        "difference of means, over all orders of this design", "skillnad i medelvärde, över alla ordningar i upplägget"
    ),
}

_NO_FORECAST = Text(
    "How likely a clear answer is was not forecast before sealing.",
    "Hur sannolikt ett tydligt svar är beräknades inte före förseglingen.",
)


def _scale_basis(protocol: Protocol) -> Text:
    if protocol.scale.basis == "run-in":
        nights = protocol.scale.nights
        return Text(
            f"from {nights} nights of run-in, not under the difference that matters",
            f"från {nights} nätters inkörning, inte under den skillnad som spelar roll",
        )
    return Text("assumed", "antaget")


def _looks(protocol: Protocol) -> Text:
    if not protocol.looks.after:
        return Text("None.", "Inga.")
    after = ", ".join(map(str, protocol.looks.after))
    harm, futile = protocol.looks.harm, protocol.looks.futile
    return Text(
        f"After periods {after}, by the holder of the key, for harm (P(worse) at least {harm:g}) and futility "
        f"(P(better by the important difference) under {futile:g}) only; the person learns only: go on, or stop.",
        f"Efter period {after}, av den som har nyckeln, bara för skada (P(sämre) minst {number(harm, 'sv')}) och "
        f"utsiktslöshet (P(bättre med den viktiga skillnaden) under {number(futile, 'sv')}); "
        "personen får bara veta: fortsätt, eller sluta.",
    )
