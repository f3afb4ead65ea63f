"""A product's label, read."""

from __future__ import annotations

from stilla.text import Text

WORDS = {
    "title": Text("What is in this product?", "Vad finns i produkten?"),
    "lead": Text(
        "Paste what the label says. Where it can be read in more than one way you get the readings, never a guess.",
        "Klistra in vad etiketten säger. Går den att läsa på flera sätt får du se alla, aldrig en gissning.",
    ),
    "text": Text("What the label says", "Vad etiketten säger"),
    "text_hint": Text(
        "For example: Magnesium citrate 2000\u00a0mg, of which magnesium 300\u00a0mg, per 2 tablets",
        "Till exempel: Magnesiumcitrat 2000\u00a0mg, varav magnesium 300\u00a0mg, per 2 tabletter",
    ),
    "per_day": Text("Servings a day, if you know", "Doser om dagen, om du vet"),
    "read": Text("Read the label", "Läs etiketten"),
    "elemental": Text("{mg}\u00a0mg of magnesium itself", "{mg}\u00a0mg rent magnesium"),
    "per": Text("per {serving}", "per {serving}"),
    "per_serving": Text("per serving", "per dos"),
    "a_day": Text("{mg}\u00a0mg a day", "{mg}\u00a0mg om dagen"),
    "unsettled": Text("Cannot tell from this text", "Det går inte att säga av texten"),
    "unsettled_lead": Text("It can be read as:", "Den kan läsas som:"),
    "reading": Text("{mg}\u00a0mg", "{mg}\u00a0mg"),
    "ask": Text("Look on the package", "Titta på förpackningen"),
    "form": Text("Form", "Form"),
    "absorption": Text("uptake: {how}", "upptag: {how}"),
    "upper": Text("Share of the upper level for added magnesium", "Andel av den övre gränsen för tillsatt magnesium"),
    "upper_one": Text("With one serving a day.", "Med en dos om dagen."),
    "authority": Text("Authority", "Myndighet"),
    "level": Text("Upper level", "Övre gräns"),
    "share": Text("Share", "Andel"),
    "percent": Text("{percent}\u00a0%", "{percent}\u00a0%"),
    "others": Text("Also in it", "Innehåller också"),
    "none": Text("no clear amount", "ingen tydlig mängd"),
    "use": Text("I take this product", "Jag tar den här produkten"),
    "use_hint": Text(
        "It is put among what you take. There you say when you take it, and whether that is all.",
        "Den läggs bland det du tar. Där säger du när du tar den, och om det är allt.",
    ),
}
