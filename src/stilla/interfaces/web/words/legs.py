"""Is it restless legs: the questions around the questions. Those themselves stand in the knowledge base."""

from __future__ import annotations

from stilla.text import Text

WORDS = {
    "title": Text("Is it restless legs?", "Är det restless legs?"),
    "lead": Text(
        "Short questions, one a page: warning signs first, then what restless legs is like, then what looks like it. "
        "Only a doctor can say what you have.",
        "Korta frågor, en per sida: först varningstecken, sedan hur restless legs brukar kännas, sist sådant som "
        "liknar. Bara en läkare kan säga vad du har.",
    ),
    "begin": Text("Begin the questions", "Börja med frågorna"),
    "go_on": Text("Go on with the questions", "Fortsätt med frågorna"),
    "see": Text("See what your answers fit", "Se vad dina svar stämmer med"),
    "answered": Text("What you have said", "Det du har svarat"),
    "over": Text("Start over", "Börja om"),
    "over_hint": Text("Takes away these answers. Nothing else.", "Tar bort de här svaren. Inget annat."),
    "progress": Text("Question {n} of {of}", "Fråga {n} av {of}"),
    "part_flags": Text("Warning signs", "Varningstecken"),
    "part_criteria": Text("What it is like", "Hur det känns"),
    "part_mimics": Text("What looks like it", "Sådant som liknar"),
    "earlier": Text("Not now, but before", "Inte nu, men förut"),
    "your_answer": Text("You answered: {answer}", "Du svarade: {answer}"),
    "choose": Text("Choose one of the answers.", "Välj ett av svaren."),
    "severity_title": Text("Do you have an IRLS total?", "Har du en IRLS-poäng?"),
    "severity_lead": Text(
        "Some get it from their doctor: a total from 0 to {most} for the past week. Leave it empty if you have none.",
        "En del har fått den hos läkaren: en summa från 0 till {most} för den senaste veckan. Lämna tomt om du inte "
        "har någon.",
    ),
    "total": Text("Total, 0 to {most}", "Summa, 0 till {most}"),
    "total_of": Text("{total} of {most}", "{total} av {most}"),
    "answer_title": Text("What your answers fit", "Vad dina svar stämmer med"),
    "first": Text("This comes first", "Det här kommer först"),
    "unmet": Text("Speaks against it", "Talar emot"),
    "open": Text("Still open", "Ännu inte avgjort"),
    "not_so": Text("Not so? Change your answer", "Stämmer det inte? Ändra ditt svar"),
    "mimics": Text("Could explain it", "Skulle kunna förklara det"),
    "severity": Text("Severity by your total", "Svårighetsgrad enligt din poäng"),
    "severity_is": Text("{name} (total {total})", "{name} (poäng {total})"),
    "unasked_flags": Text(
        "Warning signs not gone through yet: {n}.", "Varningstecken som inte är genomgångna än: {n}."
    ),
    "unasked_mimics": Text(
        "Questions left about what looks like it: {n}.", "Frågor som är kvar om sådant som liknar: {n}."
    ),
    "to_check": Text("Next: may I take magnesium?", "Nästa: får jag ta magnesium?"),
}
