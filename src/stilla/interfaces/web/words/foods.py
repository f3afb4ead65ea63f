"""Food: search, the day, the gap."""

from __future__ import annotations

from stilla.text import Text

WORDS = {
    "title": Text("Magnesium in your food", "Magnesium i din mat"),
    "lead": Text(
        "Write what you eat on an ordinary day. Food never counts against the upper level for added magnesium.",
        "Skriv vad du äter en vanlig dag. Mat räknas aldrig mot den övre gränsen för tillsatt magnesium.",
    ),
    "day": Text("Your day", "Din dag"),
    "eaten": Text("What you ate", "Vad du åt"),
    "eaten_hint": Text(
        "For example: 2\u00a0dl oats, 1 banana, 30\u00a0g pumpkin seeds",
        "Till exempel: 2\u00a0dl havregryn, 1 banan, 30\u00a0g pumpafrön",
    ),
    "sum_up": Text("Add it up", "Räkna ihop"),
    "total": Text("Magnesium from food: {mg} a day", "Magnesium från mat: {mg} om dagen"),
    "at_least": Text("At least this much: not everything was counted.", "Minst så mycket: allt är inte medräknat."),
    "percent": Text("{percent}\u00a0% of the reference intake.", "{percent}\u00a0% av referensintaget."),
    "not_counted": Text("Not counted: what did you mean?", "Inte medräknat: vad menade du?"),
    "perhaps": Text("Perhaps:", "Kanske:"),
    "item": Text("Food", "Livsmedel"),
    "grams": Text("Weight", "Vikt"),
    "mg": Text("Magnesium", "Magnesium"),
    "share": Text("Of your day", "Av din dag"),
    "weight": Text("{grams}\u00a0g", "{grams}\u00a0g"),
    "share_of": Text("{percent}\u00a0%", "{percent}\u00a0%"),
    "assumed": Text("Assumed:", "Antaget:"),
    "reference": Text("Reference intake", "Referensintag"),
    "range": Text("{low}–{high}\u00a0mg", "{low}–{high}\u00a0mg"),
    "missing": Text("What is missing", "Det som saknas"),
    "amount": Text("{mg}\u00a0mg", "{mg}\u00a0mg"),
    "close": Text("What would close the gap?", "Vad skulle täcka det som saknas?"),
    "search": Text("Look up a food", "Slå upp ett livsmedel"),
    "name": Text("Name (misspelt is fine)", "Namn (stavfel går bra)"),
    "do_search": Text("Search", "Sök"),
    "none": Text("No food looks like that.", "Inget livsmedel liknar det."),
    "about": Text("Who you are decides the reference intake:", "Vem du är avgör referensintaget:"),
    "say_age": Text("say your age", "säg din ålder"),
    "say_sex": Text("say your sex", "säg ditt kön"),
    "per_100_g": Text("Magnesium", "Magnesium"),
    "portions": Text("A usual portion", "En vanlig portion"),
    "portion": Text("Measure", "Mått"),
    "not_known": Text("not known", "okänt"),
    "tables": Text("What the tables say", "Vad tabellerna säger"),
    "per_100": Text("{mg}\u00a0mg in 100\u00a0g", "{mg}\u00a0mg i 100\u00a0g"),
    "not_measured": Text("not measured", "inte mätt"),
    "back": Text("Back to food", "Tillbaka till maten"),
    "gap_title": Text("The smallest change that closes the gap", "Den minsta ändringen som täcker det som saknas"),
    "gap_lead": Text(
        "Worked out from what you eat already, and from foods that you name.",
        "Uträknat från det du redan äter, och från livsmedel som du nämner.",
    ),
    "also": Text("Other foods you like, one on each line", "Annan mat du gillar, en på varje rad"),
    "also_hint": Text(
        "For example: almonds, or 30\u00a0g almonds. This is not kept.",
        "Till exempel: mandlar, eller 30\u00a0g mandlar. Det här sparas inte.",
    ),
    "again": Text("Work it out again", "Räkna om"),
    "left_out": Text(
        "Not counted in, because no usual portion or no magnesium value is known, or because more of it is never "
        "suggested:",
        "Inte medräknat, eftersom en vanlig portion eller ett magnesiumvärde saknas, eller eftersom mer av det "
        "aldrig föreslås:",
    ),
}
