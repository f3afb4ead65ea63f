"""Too much magnesium: the numbers to ring, what was taken, and where to turn."""

from __future__ import annotations

from stilla.text import Text

WORDS = {
    "title": Text("Urgent help", "Akut hjälp"),
    "answer_title": Text("Where to turn", "Hit vänder du dig"),
    "taken_title": Text("Too much magnesium, or worried about it?", "För mycket magnesium, eller orolig för det?"),
    "lead": Text(
        "Write and tick what you know. Nothing is saved. You can ring without doing this first.",
        "Skriv och kryssa i det du vet. Inget sparas. Du kan ringa utan att göra det här först.",
    ),
    "taken_legend": Text("What was taken", "Vad som har tagits"),
    "pieces": Text("How many", "Hur många"),
    "pieces_hint": Text(
        "Tablets, sachets or doses. Empty counts as one.", "Tabletter, dospåsar eller doser. Tomt räknas som en."
    ),
    "amount": Text("Amount in each", "Mängd i varje"),
    "unit": Text("Unit", "Enhet"),
    "form": Text("Form of magnesium", "Form av magnesium"),
    "form_unknown": Text("I don't know", "Vet inte"),
    "product": Text("Name of the product or medicine", "Produktens eller läkemedlets namn"),
    "product_hint": Text(
        "As on the pack, with commas between several. The amount is not read from the name.",
        "Som på förpackningen, med komma mellan flera. Mängden läses inte ur namnet.",
    ),
    "signs": Text("Signs right now", "Tecken just nu"),
    "danger": Text("Danger signs", "Farliga tecken"),
    "bowel": Text("Stomach and bowel", "Mage och tarm"),
    "mild": Text("Milder signs", "Lindrigare tecken"),
    "serum": Text("Magnesium measured in the blood", "Uppmätt magnesium i blodet"),
    "serum_hint": Text("Only if a test was taken.", "Bara om ett prov har tagits."),
    "also": Text("About the person", "Om personen"),
    "age": Text("Age in years", "Ålder i år"),
    "egfr": Text("Kidney value (eGFR), if known", "Njurvärde (eGFR), om det är känt"),
    "risks": Text("Any of these illnesses?", "Någon av de här sjukdomarna?"),
    "ask": Text("Show where to turn", "Visa vart jag vänder mig"),
    "change": Text("Change what you said", "Ändra det du skrev"),
    "say_more": Text(
        "Nothing was written or ticked. Write what was taken, tick a sign, or write a measured level.",
        "Inget är skrivet eller ikryssat. Skriv vad som har tagits, kryssa i ett tecken eller skriv ett uppmätt värde.",
    ),
    "always": Text("Whatever else is true", "Oavsett allt annat"),
    "undecided": Text("It would also matter", "Det här skulle också spela roll"),
}
