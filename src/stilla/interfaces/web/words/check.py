"""The safety check: one question a page, then the answer."""

from __future__ import annotations

from stilla.text import Text

WORDS = {
    "title": Text("May I take magnesium?", "Får jag ta magnesium?"),
    "lead": Text(
        "One question a page. “I don't know” is always an answer, and is never taken for “no”.",
        "En fråga per sida. ”Vet inte” är alltid ett svar, och räknas aldrig som ”nej”.",
    ),
    "begin": Text("Begin the questions", "Börja med frågorna"),
    "go_on": Text("Go on with the questions", "Fortsätt med frågorna"),
    "answer_now": Text("See the answer as it stands", "Se svaret som det står nu"),
    "answered": Text("What you have said", "Det du har svarat"),
    "none": Text("None of these", "Inget av dessa"),
    "nothing": Text("I take none", "Jag tar inga"),
    "question": Text("Question {n}, about {left} left", "Fråga {n}, ungefär {left} kvar"),
    "last_question": Text("Question {n}, the last one so far", "Fråga {n}, den sista som det ser ut nu"),
    "age": Text("Age in years", "Ålder i år"),
    "female": Text("Female", "Kvinna"),
    "male": Text("Male", "Man"),
    "egfr": Text("eGFR, in mL/min/1.73\u00a0m²", "eGFR, i ml/min/1,73\u00a0m²"),
    "creatinine_umol": Text("Creatinine, in µmol/L", "Kreatinin, i µmol/l"),
    "creatinine_mgdl": Text("Creatinine, in mg/dL", "Kreatinin, i mg/dl"),
    "which_value": Text(
        "Choose which value it is: eGFR or creatinine.", "Välj vilket värde det är: eGFR eller kreatinin."
    ),
    "which_kidney": Text("Which value do you have?", "Vilket värde har du?"),
    "value": Text("Value", "Värde"),
    "unit": Text("Unit", "Enhet"),
    "measured": Text("Day of the test", "Dagen då provet togs"),
    "measured_hint": Text(
        "Year-month-day, for example 2026-09-01. Leave it empty if you do not know.",
        "År-månad-dag, till exempel 2026-09-01. Lämna tomt om du inte vet.",
    ),
    "medicine": Text("Medicine {n}", "Läkemedel {n}"),
    "product": Text("Product {n}", "Produkt {n}"),
    "name": Text("Name on the box", "Namn på förpackningen"),
    "label": Text("Amount, or what the label says", "Mängd, eller vad etiketten säger"),
    "label_hint": Text(
        "For example “Magnesium 250\u00a0mg per tablet”.", "Till exempel ”Magnesium 250\u00a0mg per tablett”."
    ),
    "times": Text("Times", "Tider"),
    "times_hint": Text(
        "For example 07:00, 19:00. Leave it empty if it varies.",
        "Till exempel 07:00, 19:00. Lämna tomt om det varierar.",
    ),
    "more_rows": Text("Add rows", "Lägg till rader"),
    "that_is_all": Text("That is all of them", "Det är alla"),
    "answer_title": Text("The answer", "Svaret"),
    "because": Text("Because of {what}", "På grund av {what}"),
    "still_open": Text("Still to find out", "Återstår att ta reda på"),
    "could_become": Text("could become: {level}", "kan bli: {level}"),
    "could_stop": Text("Could still become a stop", "Kan fortfarande bli stopp"),
    "unrecognised": Text("Not recognised", "Känns inte igen"),
    "looks_like": Text("looks like: {names}", "liknar: {names}"),
    "no_rule": Text("No rule known", "Ingen känd regel"),
    "assumed": Text("Assumed", "Antaget"),
    "upper": Text(
        "Upper level for added magnesium: Stilla acts on {mg}\u00a0mg a day.",
        "Övre gräns för tillsatt magnesium: Stilla utgår från {mg}\u00a0mg om dagen.",
    ),
    "before": Text("the medicine at least {hours} before magnesium", "läkemedlet minst {hours} före magnesium"),
    "after": Text("or at least {hours} after it", "eller minst {hours} efter"),
    "to_plan": Text("To the plan", "Till planen"),
    "to_report": Text("One page for the doctor", "En sida till läkaren"),
    "start_over": Text("Start over", "Börja om"),
    "start_over_hint": Text(
        "Takes away these answers. Your diary stays.", "Tar bort de här svaren. Dagboken blir kvar."
    ),
    "choose_one": Text("Choose an answer, or “I don't know”.", "Välj ett svar, eller ”Vet inte”."),
    "write_value": Text("Write the value, or choose “I don't know”.", "Skriv värdet, eller välj ”Vet inte”."),
    "write_name": Text("Write at least one, or choose “I take none”.", "Skriv minst en, eller välj ”Jag tar inga”."),
}
