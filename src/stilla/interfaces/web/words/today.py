"""Today: the one thing to do now."""

from __future__ import annotations

from stilla.text import Text

WORDS = {
    "title": Text("Today", "I dag"),
    "now": Text("Now", "Nu"),
    "called_for": Text("What you noted in the last two days", "Det du har antecknat de senaste två dygnen"),
    "go": Text("Open this step", "Öppna det här steget"),
    "answer": Text("Answer for the night", "Svara för natten"),
    "next_dose": Text("Next dose", "Nästa dos"),
    "dose_today": Text("Today at {time}, as in your plan.", "I dag kl. {time}, som i din plan."),
    "dose_tomorrow": Text("Tomorrow at {time}, as in your plan.", "I morgon kl. {time}, som i din plan."),
    "see_plan": Text("See the plan", "Se planen"),
    "next_entry": Text("Next entry", "Nästa anteckning"),
    "next_entry_when": Text("Tomorrow morning, 20 seconds.", "I morgon bitti, 20 sekunder."),
    "left": Text("Mornings left", "Morgnar kvar"),
    "left_count": Text("{left}. The last one is {last}.", "{left}. Den sista är {last}."),
    "run_in_left": Text(
        "At least {left} more before a trial can begin.", "Minst {left} till innan ett försök kan börja."
    ),
    "stop": Text("If you want to stop", "Om du vill sluta"),
    "stop_how": Text(
        "You can pause or stop at any time, for any reason.",
        "Du kan göra uppehåll eller sluta när du vill, av vilket skäl som helst.",
    ),
    "stop_link": Text("How to stop", "Så slutar du"),
    "check": Text("May I take magnesium?", "Får jag ta magnesium?"),
    "check_what": Text("A few questions, one a page. Then an answer.", "Några frågor, en per sida. Sedan ett svar."),
    "begin_check": Text("Begin the questions", "Börja med frågorna"),
    "go_on_check": Text("Go on with the questions", "Fortsätt med frågorna"),
    "see_answer": Text("See the answer", "Se svaret"),
    "stands": Text("The answer so far:", "Svaret hittills:"),
    "plan": Text("Dose and time of day", "Dos och tid på dygnet"),
    "plan_what": Text(
        "What the check allows, laid out in your day.", "Det som kontrollen tillåter, inlagt i ditt dygn."
    ),
    "diary": Text("The diary", "Dagboken"),
    "diary_what": Text(
        "One answer each morning. It is worth having whether you try anything or not.",
        "Ett svar varje morgon. Dagboken är värd att ha vare sig du provar något eller inte.",
    ),
    "begin_diary": Text("Answer for last night", "Svara för natten som var"),
    "legs": Text("Is it restless legs?", "Är det restless legs?"),
    "legs_what": Text("Five questions that doctors ask.", "Fem frågor som läkare ställer."),
    "more": Text("More", "Mer"),
    "restless": Text("Restless just now?", "Rastlösa ben just nu?"),
    "nights": Text("All nights", "Alla nätter"),
    "sleep": Text("Sleep from a watch or an app", "Sömn från klocka eller app"),
    "reminders": Text("Reminders", "Påminnelser"),
    "backup": Text("The weekly backup could not be made.", "Veckans säkerhetskopia kunde inte göras."),
    "backup_link": Text("See your data", "Se dina data"),
}
