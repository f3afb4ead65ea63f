"""The page for the pharmacist and the doctor."""

from __future__ import annotations

from stilla.text import Text

WORDS = {
    "title": Text("For the pharmacist and the doctor", "För apotekspersonal och läkare"),
    "lead": Text(
        "Medicines and kidney value in, one screen out. No name, no account, and nothing is kept.",
        "Läkemedel och njurvärde in, en skärm ut. Inget namn, inget konto, och inget sparas.",
    ),
    "medicines": Text("Medicines, one on each line", "Läkemedel, ett på varje rad"),
    "medicines_hint": Text(
        "Name or ATC code. With times the day can be laid out: Levaxin@07:00",
        "Namn eller ATC-kod. Med tider kan dygnet läggas ut: Levaxin@07:00",
    ),
    "whole": Text("These are all the medicines", "Det här är alla läkemedel"),
    "egfr": Text("eGFR", "eGFR"),
    "creatinine": Text("or creatinine", "eller kreatinin"),
    "unit": Text("Unit of creatinine", "Enhet för kreatinin"),
    "measured": Text("Day of the kidney test", "Dag för njurprovet"),
    "age": Text("Age in years", "Ålder i år"),
    "sex": Text("Sex", "Kön"),
    "pregnant": Text("Pregnant", "Gravid"),
    "not_said": Text("Not said", "Inte angivet"),
    "magnesium": Text("Other magnesium, one product on each line", "Annat magnesium, en produkt på varje rad"),
    "magnesium_hint": Text(
        "250mg, 200mg:citrate@21:00, or what the label says.", "250mg, 200mg:citrat@21:00, eller vad etiketten säger."
    ),
    "no_magnesium": Text("No other magnesium than this", "Inget annat magnesium än det här"),
    "go": Text("Check", "Kontrollera"),
    "hint": Text(
        "What is left empty counts as not known, never as “no”. In a field of one line, Enter checks at once.",
        "Det som lämnas tomt räknas som okänt, aldrig som ”nej”. I fält med en rad kontrollerar Enter direkt.",
    ),
    "findings": Text("What was found, worst first", "Det som hittades, värst först"),
    "pair": Text("Combination", "Kombination"),
    "severity": Text("Severity", "Svårighetsgrad"),
    "effect": Text("Effect", "Effekt"),
    "do": Text("Do this", "Gör så här"),
    "evidence": Text("Certainty and source", "Tillförlitlighet och källa"),
    "read_on": Text("read {day}", "läst {day}"),
    "scale": Text(
        "A to E is Stilla's own scale: one letter for each of its five levels. It is not Janusmed's.",
        "A till E är Stillas egen skala: en bokstav för var och en av de fem nivåerna. Det är inte Janusmeds skala.",
    ),
    "nothing": Text("Nothing was found among what was checked.", "Inget hittades bland det som kontrollerades."),
    "checked": Text("What was checked", "Det som kontrollerades"),
    "no_medicines": Text("No medicine was given.", "Inget läkemedel angavs."),
    "against": Text(
        "Compared with {rules} rules, version {name}, newest entry read {read}. Checked {day}.",
        "Jämfört med {rules} regler, version {name}, senaste posten läst {read}. Kontrollerat {day}.",
    ),
    "day": Text("The day", "Dygnet"),
    "questions": Text("Not known yet", "Inte känt än"),
    "again": Text("Change or check again", "Ändra eller kontrollera igen"),
    "searched": Text("searched {day}", "sökt {day}"),
}
