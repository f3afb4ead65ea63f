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
    "eaten_hint": Text("As: 2 dl oats, 1 banana, 30 g pumpkin seeds", "Som: 2 dl havregryn, 1 banan, 30 g pumpafrön"),
    "sum_up": Text("Count", "Räkna"),
    "total": Text("Magnesium from food: {mg} a day", "Magnesium från mat: {mg} om dagen"),
    "at_least": Text("At least this much: not everything was counted.", "Minst så mycket: allt räknades inte."),
    "percent": Text("{percent}\u00a0% of the reference intake.", "{percent}\u00a0% av referensintaget."),
    "not_counted": Text("Not counted: what did you mean?", "Räknas inte med: vad menade du?"),
    "perhaps": Text("Perhaps:", "Kanske:"),
    "item": Text("Food", "Livsmedel"),
    "grams": Text("Weight", "Vikt"),
    "mg": Text("Magnesium", "Magnesium"),
    "share": Text("Share", "Andel"),
    "weight": Text("{grams}\u00a0g", "{grams}\u00a0g"),
    "share_of": Text("{percent}\u00a0%", "{percent}\u00a0%"),
    "assumed": Text("Assumed:", "Antaget:"),
    "reference": Text("Reference intake", "Referensintag"),
    "range": Text("{low}–{high}\u00a0mg", "{low}–{high}\u00a0mg"),
    "missing": Text("What is missing", "Det som saknas"),
    "amount": Text("{mg}\u00a0mg", "{mg}\u00a0mg"),
    "close": Text("What would close the gap?", "Vad skulle fylla gapet?"),
    "search": Text("Look up a food", "Slå upp ett livsmedel"),
    "name": Text("Name, also misspelt", "Namn, också felstavat"),
    "do_search": Text("Search", "Sök"),
    "none": Text("No food looks like that.", "Inget livsmedel liknar det."),
    "about": Text("Who you are decides the reference intake:", "Vem du är avgör referensintaget:"),
    "say_age": Text("say your age", "säg din ålder"),
    "say_sex": Text("say your sex", "säg ditt kön"),
    "per_100_g": Text("Magnesium", "Magnesium"),
    "portions": Text("A usual portion", "En vanlig portion"),
    "portion": Text("Measure", "Mått"),
    "not_known": Text("not known", "inte känt"),
    "tables": Text("What the tables say", "Vad tabellerna säger"),
    "per_100": Text("{mg} mg in 100 g", "{mg} mg i 100 g"),
    "not_measured": Text("not measured", "inte mätt"),
    "back": Text("Back to food", "Tillbaka till maten"),
    "gap_title": Text("The smallest change that closes the gap", "Den minsta ändringen som fyller gapet"),
    "gap_lead": Text(
        "Worked out from what you eat already, and from foods that you name.",
        "Uträknat från det du redan äter, och från livsmedel som du nämner.",
    ),
    "also": Text("Other foods you like, one on each line", "Annan mat du gillar, en på varje rad"),
    "also_hint": Text(
        "As: almonds, or 30 g almonds. This is not kept.", "Som: mandlar, eller 30 g mandlar. Det här sparas inte."
    ),
    "again": Text("Work it out again", "Räkna om"),
    "left_out": Text(
        "Not weighed in, because no usual portion or no magnesium value is known, or more of it is never suggested:",
        "Vägs inte in, eftersom ingen vanlig portion eller inget magnesiumvärde är känt, eller mer av det aldrig "
        "föreslås:",
    ),
}
