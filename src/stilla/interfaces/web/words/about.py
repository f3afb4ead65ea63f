"""What Stilla is."""

from __future__ import annotations

from stilla.text import Text

WORDS = {
    "title": Text("What Stilla is", "Vad Stilla är"),
    "for": Text("What it is for", "Vad den är till för"),
    "not": Text("What it is not", "Vad den inte är"),
    "not_device": Text(
        "It is not CE-marked, and no authority has approved it.",
        "Den är inte CE-märkt, och ingen myndighet har godkänt den.",
    ),
    "stop": Text("When to stop and ring", "När du ska sluta och ringa"),
    "numbers": Text("All numbers: urgent help", "Alla nummer: akut hjälp"),
    "parts": Text("The parts, and what they do with what you say", "Delarna, och vad de gör med det du säger"),
    "personal": Text(
        "These use facts about your health, and may count as a medical device where they are offered to others:",
        "De här använder uppgifter om din hälsa, och kan räknas som medicinteknisk produkt om de erbjuds andra:",
    ),
    "plain": Text(
        "These keep, show or look up, and judge nobody:", "De här sparar, visar eller slår upp, och bedömer ingen:"
    ),
    "check": Text("May I?", "Får jag?"),
    "check_does": Text("compares your answers with the rules", "jämför dina svar med reglerna"),
    "legs": Text("Is it restless legs?", "Är det restless legs?"),
    "legs_does": Text("compares your answers with the criteria", "jämför dina svar med kriterierna"),
    "urgent": Text("Urgent help", "Akut hjälp"),
    "urgent_does": Text(
        "shows where to turn, by what was taken and the signs; keeps nothing",
        "visar vart du vänder dig, utifrån det som tagits och tecknen; sparar inget",
    ),
    "plan": Text("The plan", "Planen"),
    "plan_does": Text(
        "lays out amount and times around your medicines", "lägger ut mängd och tider kring dina läkemedel"
    ),
    "trial": Text("The trial", "Försöket"),
    "trial_does": Text("estimates whether it helps you", "uppskattar om det hjälper dig"),
    "report": Text("The page for the doctor", "Sidan till läkaren"),
    "report_does": Text("gathers all of this", "samlar allt det här"),
    "mechanism": Text("How would it work?", "Hur skulle det verka?"),
    "mechanism_does": Text(
        "a model of dose, level in blood and nerve; keeps nothing",
        "en modell av dos, halt i blodet och nerv; sparar inget",
    ),
    "diary": Text("The diary", "Dagboken"),
    "diary_does": Text("keeps your own notes", "sparar dina egna anteckningar"),
    "reminders": Text("Reminders", "Påminnelser"),
    "reminders_does": Text("a calendar file with neutral words", "en kalenderfil med neutrala ord"),
    "foods": Text("Food", "Mat"),
    "foods_does": Text("adds up magnesium in what you write", "räknar ihop magnesium i det du skriver"),
    "label": Text("Labels", "Etiketter"),
    "label_does": Text("reads how much magnesium a label states", "läser hur mycket magnesium en etikett anger"),
    "sleep": Text("Sleep from a watch or an app", "Sömn från klocka eller app"),
    "sleep_does": Text("keeps the nights of a file you choose", "sparar nätterna i en fil du väljer"),
    "knowledge": Text("Knowledge", "Kunskap"),
    "knowledge_does": Text(
        "the rules and their sources, the same for everyone", "reglerna och deras källor, lika för alla"
    ),
    "hosting": Text(
        "If you run Stilla for others, you may become a manufacturer under the EU's rules for medical devices (MDR).",
        "Om du driver Stilla åt andra kan du bli tillverkare enligt EU:s regler för medicintekniska produkter (MDR).",
    ),
    "who": Text("Who wrote it, and who reviewed it", "Vem som har skrivit, och vem som har granskat"),
    "who_text": Text(
        "The texts and rules were written for this project from the sources named beside them, with the day each was "
        "read. No doctor or pharmacist has reviewed them yet.",
        "Texterna och reglerna är skrivna för det här projektet utifrån källorna som står intill, med dagen då var "
        "och en lästes. Ingen läkare eller farmaceut har granskat dem än.",
    ),
    "version": Text("Version", "Version"),
    "version_is": Text("Stilla {software}", "Stilla {software}"),
    "rules_are": Text("{rules} rules, the newest read on {day}", "{rules} regler, den nyaste läst {day}"),
    "licences": Text("Licences", "Licenser"),
    "licences_text": Text(
        "The program: Apache 2.0. The knowledge: CC BY 4.0. Both may be used and changed by anyone.",
        "Programmet: Apache 2.0. Kunskapen: CC BY 4.0. Båda får användas och ändras av vem som helst.",
    ),
    "leave": Text("If you want to leave Stilla", "Om du vill lämna Stilla"),
    "leave_text": Text(
        "Everything lies in one folder on this computer. Take it with you as one file, or erase it all.",
        "Allt ligger i en mapp på den här datorn. Ta med det som en fil, eller radera alltihop.",
    ),
    "to_data": Text("Your data: take with you or erase", "Dina data: ta med eller radera"),
}
