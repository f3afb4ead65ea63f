"""Tonight: the calendar file, the sheet, and the diary."""

from __future__ import annotations

from stilla.text import Text

WORDS = {
    "title": Text("Tonight", "I kväll"),
    "lead": Text(
        "Reminders that need no account and no network. Their words are neutral: a calendar is seen by others.",
        "Påminnelser utan konto och utan nät. Orden är neutrala: andra kan se en kalender.",
    ),
    "what": Text("What they remind of", "Vad de påminner om"),
    "dose": Text("Every day at {times}.", "Varje dag kl. {times}."),
    "dose_until": Text("The last time is {day}.", "Sista gången är {day}."),
    "no_dose": Text(
        "No dose: there is nothing to take now, or no time for it in your plan.",
        "Ingen dos: det finns inget att ta just nu, eller ingen tid för det i planen.",
    ),
    "with_trial": Text("They end by themselves with your trial.", "De slutar av sig själva med ditt försök."),
    "morning": Text("The diary, each morning at", "Dagboken, varje morgon kl."),
    "morning_hint": Text(
        "For example 07:00. Leave it empty if you want none.",
        "Till exempel 07:00. Lämna tomt om du inte vill ha någon.",
    ),
    "calendar": Text("Calendar file", "Kalenderfil"),
    "sheet": Text("Sheet to print", "Blad att skriva ut"),
    "files_hint": Text(
        "Open the calendar file in a calendar, on this computer or sent to your phone. The sheet has boxes to tick "
        "and a code that a phone can read.",
        "Öppna kalenderfilen i en kalender, på den här datorn eller i telefonen om du skickar den dit. Bladet har "
        "rutor att bocka av och en kod som telefonen kan läsa.",
    ),
    "code": Text("What the code can do", "Vad koden kan"),
    "code_text": Text(
        "It holds the reminder itself, not an address: the phone needs neither this computer nor a network. Some "
        "phones add only the first day; then set it to repeat every day.",
        "Den innehåller själva påminnelsen, inte en adress: telefonen behöver varken den här datorn eller ett nät. "
        "En del telefoner lägger bara in första dagen; ställ då in att den upprepas varje dag.",
    ),
    "diary": Text("Try the diary", "Prova dagboken"),
    "diary_text": Text(
        "It takes 20 seconds a morning. Begin with {night}.", "Det tar 20 sekunder per morgon. Börja med {night}."
    ),
    "to_diary": Text("Answer for a night", "Svara för en natt"),
    "to_plan": Text("To the plan", "Till planen"),
    "file": Text("reminder", "paminnelse"),
}
