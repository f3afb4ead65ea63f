"""Headings and labels of a report in both languages. Sentences with medical meaning are in the knowledge base."""

from __future__ import annotations

from stilla.text import Text

TITLE = Text("For the talk with the doctor", "Inför samtalet med läkaren")
SUBJECT = Text("Restless legs and magnesium", "Restless legs och magnesium")
YOU = Text(
    "“You” is the person this is about. What is not said here is not known.",
    "”Du” är den som det gäller. Det som inte står här är okänt.",
)
NAME = Text("Name, by hand if you like", "Namn, för hand om du vill")
MAGNESIUM = Text("May magnesium be taken?", "Går det att ta magnesium?")
ON_PAGE = Text("{n} more on page 2", "{n} till på sidan 2")
BELOW = Text("{n} more below, under “In full”", "{n} till längre ner, under ”I sin helhet”")
PART_TWO = Text("In full, with method and sources", "I sin helhet, med metod och källor")
NUMBERS = Text("Show the numbers", "Visa siffrorna")

HEADINGS = {
    "person": Text("The person", "Personen"),
    "assessment": Text("Safety", "Säkerhet"),
    "iron": Text("Iron and other medicines first", "Järn och andra läkemedel först"),
    "plan": Text("Plan", "Plan"),
    "trial": Text("The person's own trial", "Eget försök"),
    "discuss": Text("To discuss", "Att ta upp"),
    "full-person": Text("What was said", "Vad som är sagt"),
    "full-findings": Text("Findings in full, worst first", "Alla fynd, de värsta först"),
    "full-missing": Text("Still to find out", "Återstår att ta reda på"),
    "full-names": Text("Names without a rule", "Namn utan regel"),
    "full-plan": Text("The plan in full", "Planen i sin helhet"),
    "full-trial": Text("The trial in full", "Försöket i sin helhet"),
    "full-discuss": Text("All questions", "Alla frågor"),
    "full-assumed": Text("Assumed", "Antaget"),
    "method": Text("Method", "Metod"),
    "cent": Text("The trial, item by item (CENT 2015)", "Försöket, punkt för punkt (CENT 2015)"),
    "sources": Text("Sources", "Källor"),
}
FACTS = {
    "age": Text("Age", "Ålder"),
    "sex": Text("Sex", "Kön"),
    "egfr": Text("Kidneys (eGFR)", "Njurar (eGFR)"),
    "serum-magnesium": Text("Magnesium in blood", "Magnesium i blodet"),
    "conditions": Text("Illnesses and trouble", "Sjukdomar och besvär"),
    "refuted": Text("Answered no", "Svarat nej"),
    "unsure": Text("Does not know", "Vet inte"),
    "medicines": Text("Medicines", "Läkemedel"),
    "magnesium": Text("Magnesium now", "Magnesium nu"),
    "day": Text("The day", "Dygnet"),
    "ferritin": Text("Ferritin", "Ferritin"),
    "tsat": Text("Transferrin saturation", "Transferrinmättnad"),
}
NOT_SAID = Text("not said", "inte angivet")
NOT_MEASURED = Text("not measured, as far as is known", "inte mätt, så vitt man vet")
OTHERS_NOT_SAID = Text("others: not said", "andra: inte angivet")
NONE = Text("none, by the person's own account", "inga, enligt egen uppgift")
BECAUSE = Text("because of", "på grund av")
COULD = Text("could become: {level}", "kan bli: {level}")
COULD_STOP = Text("Could still become a stop", "Kan fortfarande bli stopp")
UNRECOGNISED = Text("Not recognised: {name}", "Känns inte igen: {name}")
LIKE = Text("looks like {names}; none was chosen", "liknar {names}; inget är valt")
NO_RULE = Text("No rule known", "Ingen känd regel")
NO_TRIAL = Text("No trial is told of in this report.", "Inget försök finns med i den här rapporten.")
NO_FINDINGS = Text("No rule speaks against it, of what was said.", "Ingen regel talar emot, av det som är sagt.")
DECIDED = Text(
    "{rules} rules of the knowledge base {version} were compared with what was said. Unknown is never taken for no: a "
    "rule that could still hold becomes a question. The same facts, day and knowledge always give the same report.",
    "{rules} regler i kunskapsbasen {version} jämfördes med det som är sagt. Okänt räknas aldrig som nej: en regel som "
    "fortfarande kan gälla blir en fråga. Samma uppgifter, dag och kunskap ger alltid samma rapport.",
)
ATTACHED = Text("Attached in this file: {names}.", "Bifogat i den här filen: {names}.")
NOT_APPLICABLE = Text("does not apply, because {why}", "gäller inte, eftersom {why}")
ITEM_MISSING = Text("missing", "saknas")
RESTS = Text("what rests on it here: {certainty}", "det som vilar på den här: {certainty}")
