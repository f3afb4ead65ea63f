"""The one question that goes back where a label does not settle its amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.text import Text, number

if TYPE_CHECKING:
    from stilla.intake.label_names import Named

_WHERE = Text(
    "Look for a line with magnesium alone, or “of which magnesium”, in the table of contents on the package.",
    "Leta efter en rad med bara magnesium, eller ”varav magnesium”, i innehållstabellen på förpackningen.",
)

_QUESTIONS = {
    "nothing": Text(
        "No magnesium is declared in this text. What does the package say about magnesium?",
        "Inget magnesium anges i den här texten. Vad står det om magnesium på förpackningen?",
    ),
    "excipient": Text(
        "No magnesium is declared: magnesium salts of fatty acids (stearate) only help to make the tablet. "
        "Does the package declare magnesium?",
        "Inget magnesium anges: magnesiumsalter av fettsyror (stearat) är bara hjälpämnen i tabletten. "
        "Anges magnesium på förpackningen?",
    ),
    "no-amount": Text(
        "Magnesium is named, but without an amount that is plainly its own. How many mg of magnesium are in a serving?",
        "Magnesium nämns, men utan en mängd som säkert är dess egen. Hur många mg magnesium är det i en dos?",
    ),
    "readings": Text(
        "Is the amount magnesium itself, or the salt it is made from?",
        "Gäller mängden rent magnesium, eller saltet som det kommer från?",
    ),
    "thousands": Text(
        "Is the point or comma in the amount a decimal sign, or does it part thousands?",
        "Är punkten, kommat eller mellanrummet i mängden ett decimaltecken eller en tusentalsavgränsare?",
    ),
    "range": Text(
        "The label gives a range. How many mg of magnesium are in what you take at a time?",
        "Etiketten anger ett intervall. Hur många mg magnesium är det i det du tar åt gången?",
    ),
    "times": Text(
        "Is the amount for one piece, or for all of them together?",
        "Gäller mängden en i taget, eller alla tillsammans?",
    ),
    "negative": Text(
        "An amount cannot be below zero. Is it this amount?",
        "En mängd kan inte vara under noll. Stämmer talet utan minus?",
    ),
    "bound": Text(
        "The label gives only a limit (less or more than). How many mg of magnesium are in a serving?",
        "Etiketten anger bara en gräns (mindre eller mer än). Hur många mg magnesium är det i en dos?",
    ),
    "second": Text(
        "Several amounts stand beside magnesium. Which one is for what you take at a time?",
        "Flera mängder står vid magnesium. Vilken gäller det du tar åt gången?",
    ),
    "several": Text(
        "The label gives several amounts of magnesium. Which one is the whole for what you take at a time?",
        "Etiketten anger flera mängder magnesium. Vilken är den sammanlagda för det du tar åt gången?",
    ),
    "shared": Text(
        "Another nutrient stands beside magnesium. Is the amount magnesium's?",
        "Ett annat näringsämne står intill magnesium. Är mängden magnesiumets?",
    ),
    "owned": Text(
        "Another name stands beside the amount. Is the amount magnesium's?",
        "Ett annat namn står intill mängden. Är mängden magnesiumets?",
    ),
    "loose": Text(
        "Other words stand between magnesium and the amount. Is the amount magnesium's?",
        "Andra ord står mellan magnesium och mängden. Är mängden magnesiumets?",
    ),
    "unit": Text("The amount has no unit. Is it mg of magnesium?", "Mängden saknar enhet. Är det mg magnesium?"),
    "inside": Text(
        "The amount stands with the salt in the bracket. Is it magnesium itself, or the salt?",
        "Mängden står vid saltet inom parentesen. Gäller den rent magnesium, eller saltet?",
    ),
    "percent": Text(
        "The percent beside the amount does not fit it. Which is right: the amount or the percent?",
        "Procenttalet intill stämmer inte med mängden. Vilket är rätt: mängden eller procenttalet?",
    ),
    "form": Text(
        "So much magnesium in this form would need a very large serving. Is the amount the salt's?",
        "Så mycket magnesium i den här formen kräver en mycket stor dos. Är det saltets mängd?",
    ),
    "much": Text(
        "That is more than 5 g of magnesium in a serving, which is not possible. What amount is it for one serving?",
        "Det är mer än 5 g magnesium i en dos, och det kan inte stämma. Vad är mängden i en dos?",
    ),
    "zero": Text(
        "The label gives 0 as the amount. How many mg of magnesium are in a serving?",
        "Etiketten anger mängden 0. Hur många mg magnesium är det i en dos?",
    ),
    "zero-servings": Text(
        "The label speaks of 0 tablets or servings. How many is the amount for?",
        "Etiketten talar om 0 tabletter eller doser. Hur många gäller mängden?",
    ),
    "stuff": Text(
        "The amount is not for one clear serving. How much is in what you take at a time?",
        "Mängden gäller inte en tydlig dos. Hur mycket är det i det du tar åt gången?",
    ),
    "more-than-salt": Text(
        "The label gives more magnesium than salt, which is not possible. Which amount is magnesium itself?",
        "Etiketten anger mer magnesium än salt, och det kan inte stämma. Vilken mängd är rent magnesium?",
    ),
}


def question_of(why: str, names: list[Named]) -> Text:
    """The question for a reason; with where to look, where that helps."""
    if why == "nothing" and any(each.kind == "excipient" for each in names):
        return _QUESTIONS["excipient"]
    said = _QUESTIONS[why]
    if why in {"readings", "no-amount", "inside", "form"}:
        return Text(f"{said.en} {_WHERE.en}", f"{said.sv} {_WHERE.sv}")
    return said


def per_day_question(mg: float) -> Text:
    """Where the amount per serving is clear, but not how many servings the instruction means."""
    return Text(
        f"Are the {number(mg, 'en')} mg in one piece, or in all that the label says to take a day?",
        f"Finns de {number(mg, 'sv')} mg i en enda, eller i allt som etiketten säger att man tar om dagen?",
    )
