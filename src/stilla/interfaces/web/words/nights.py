"""Every night, a month at a time."""

from __future__ import annotations

from stilla.text import Text

WORDS = {
    "title": Text("Nights", "Nätter"),
    "empty": Text("There is no night yet.", "Det finns ingen natt än."),
    "begin": Text("Answer for last night", "Svara för natten som var"),
    "earlier": Text("Earlier", "Tidigare"),
    "later": Text("Later", "Senare"),
    "years": Text("By year", "År för år"),
    "blinded": Text(
        "Only your own entries are shown. Means and pictures come with the answer: before that they could give the "
        "capsules away.",
        "Bara dina egna anteckningar visas. Medelvärden och bilder kommer med svaret: före det skulle de kunna avslöja "
        "kapslarna.",
    ),
    "night": Text("Night", "Natt"),
    "answer": Text("Answer", "Svar"),
    "also": Text("Also", "Också"),
    "open": Text("not answered yet", "inte besvarad än"),
    "missing": Text("missing", "saknas"),
    "late": Text("written late", "skrivet i efterhand"),
    "replaced": Text("replaced {answer}", "ersatte {answer}"),
    "replaced_why": Text("replaced {answer}: {why}", "ersatte {answer}: {why}"),
    "sleep": Text("slept {hours}", "sov {hours}"),
    "dose": Text("capsules {taken}", "kapslar {taken}"),
}
