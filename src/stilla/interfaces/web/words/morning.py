"""The morning: five controls and one button."""

from __future__ import annotations

from stilla.text import Text

WORDS = {
    "restless": Text("Restless just now?", "Rastlösa ben just nu?"),
    "which_title": Text("Which night do you mean?", "Vilken natt menar du?"),
    "which": Text(
        "At this hour it can be two. A night has the date of its morning.",
        "Så här dags kan det vara två. En natt har morgonens datum.",
    ),
    "late": Text(
        "This night is more than a day ago. Your answer is kept, and looked at separately.",
        "Det har gått mer än ett dygn sedan den här natten. Ditt svar sparas, och räknas för sig.",
    ),
    "score": Text(
        "How bad was it at its worst, from yesterday evening until you got up?",
        "Hur var det som värst, från i går kväll till att du steg upp?",
    ),
    "own_words": Text("You answer for: {what}", "Du svarar för: {what}"),
    "low": Text("0 = nothing", "0 = inget alls"),
    "high": Text("10 = unbearable", "10 = outhärdligt"),
    "words": Text("What you will answer for, in your own words", "Det du svarar för, med dina egna ord"),
    "words_hint": Text(
        "Asked only this first time, and then the same every morning. You can leave it as it is.",
        "Frågas bara den här första gången och är sedan samma varje morgon. Du kan lämna det som det är.",
    ),
    "slept": Text("Slept about, in hours", "Sov ungefär, i timmar"),
    "slept_typed": Text("or write it", "eller skriv"),
    "slept_hint": Text(
        "For example 6h20. Leave it out if you do not know.", "Till exempel 6h20. Hoppa över om du inte vet."
    ),
    "taken": Text("The capsules of yesterday evening?", "Kapslarna i går kväll?"),
    "taken_yes": Text("Taken", "Tagna"),
    "taken_no": Text("Not taken", "Inte tagna"),
    "taken_late": Text("Taken late", "Tagna sent"),
    "taken_at": Text("If late: what time?", "Om sent: vilken tid?"),
    "unusual": Text("Anything unusual?", "Något ovanligt?"),
    "noticed": Text("Did you notice any trouble?", "Har du märkt av något besvär?"),
    "noticed_hint": Text(
        "Only what you have. Everything else is left as it is.", "Bara det du har. Lämna resten som det är."
    ),
    "none": Text("–", "–"),
    "mild": Text("mild", "lindrigt"),
    "moderate": Text("moderate", "måttligt"),
    "severe": Text("severe", "svårt"),
    "effect": Text("Something else, in your words", "Något annat, med dina ord"),
    "signs": Text("Danger signs", "Farliga tecken"),
    "signs_hint": Text("Do not wait for this page:", "Vänta inte på den här sidan:"),
    "signs_link": Text("what to do now", "vad du gör nu"),
    "more": Text("More to write down", "Mer att skriva ned"),
    "latency": Text("Minutes to fall asleep", "Minuter till du somnade"),
    "awakenings": Text("Times awake because of your legs", "Gånger du vaknade av benen"),
    "tiredness": Text("Tired yesterday, 0–10", "Trött i går, 0–10"),
    "irls": Text(
        "Total of your own IRLS form, 0–40 (once a week)", "Summan av ditt eget IRLS-formulär, 0–40 (en gång i veckan)"
    ),
    "medicine": Text("A medicine that changed", "Ett läkemedel som ändrats"),
    "medicine_how": Text("How", "Hur"),
    "medicine_new": Text("new", "nytt"),
    "medicine_dose": Text("other dose", "ny dos"),
    "medicine_stopped": Text("stopped", "slutat"),
    "own": Text("Measures of your own, one a line", "Egna mått, ett per rad"),
    "own_hint": Text("For example steps=8000.", "Till exempel steg=8000."),
    "note": Text("A short note", "En kort anteckning"),
    "save": Text("Save", "Spara"),
    "cannot": Text("Bad night, I can't answer now", "Svår natt, jag kan inte svara nu"),
    "cannot_choice": Text("could not answer", "kunde inte svara"),
    "noted": Text("Save without an answer for the night", "Spara utan att svara för natten"),
    "nothing": Text("Nothing is written here yet.", "Här är inget skrivet än."),
    "replace": Text("Replace, and keep the old answer", "Ersätt, och behåll det gamla svaret"),
    "why": Text("Why is it replaced?", "Varför ersätts det?"),
    "why_hint": Text("A few words, for example “wrong night”.", "Några ord, till exempel ”fel natt”."),
    "stands": Text("There is an answer for this night", "Det finns ett svar för den här natten"),
    "stands_what": Text("{answer}, written {when}.", "{answer}, skrivet {when}."),
    "stands_typed": Text(
        "What you wrote now is still in the form below and is not saved.",
        "Det du skrev nu står kvar i formuläret nedan och är inte sparat.",
    ),
    "change": Text("Change it", "Ändra det"),
    "add": Text("Note something else", "Anteckna något mer"),
    "earlier": Text("Earlier nights without an answer", "Tidigare nätter utan svar"),
    "all_nights": Text("All nights", "Alla nätter"),
    "warning": Text("First of all", "Först av allt"),
    "saved_title": Text("Saved", "Sparat"),
    "saved": Text("{word}: {night}.", "{word}: {night}."),
    "saved_noted": Text("{word}: noted.", "{word}: antecknat."),
    "actions": Text("What to do", "Gör så här"),
    "to_trial": Text(
        "Pausing, going on and stopping are on the page of your trial.",
        "Uppehåll, fortsättning och avslut finns på försökets sida.",
    ),
    "next": Text("Next", "Härnäst"),
    "no_trend": Text(
        "How it is going is not shown here: it would colour your next answer.",
        "Hur det går visas inte här: det skulle påverka ditt nästa svar.",
    ),
    "again": Text("Correct this answer", "Rätta svaret"),
}
