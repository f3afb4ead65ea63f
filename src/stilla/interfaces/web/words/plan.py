"""The plan: dose, form, the day, and a day that went otherwise."""

from __future__ import annotations

from stilla.text import Text

WORDS = {
    "title": Text("Your plan", "Din plan"),
    "because": Text("Because of", "På grund av"),
    "dose": Text("Dose", "Dos"),
    "dose_is": Text("{mg} mg of magnesium a day", "{mg} mg magnesium om dagen"),
    "elemental": Text(
        "Magnesium itself (elemental), not the weight of the salt.", "Rent magnesium (elementärt), inte saltets vikt."
    ),
    "steps": Text("Step by step", "Steg för steg"),
    "why": Text("Why this much", "Varför så mycket"),
    "form": Text("Form", "Form"),
    "day": Text("When in the day", "När på dygnet"),
    "at": Text("Magnesium {at}", "Magnesium {at}"),
    "earlier": Text("Earlier", "Tidigare"),
    "later": Text("Later", "Senare"),
    "own_wish": Text("The time follows your wish: {at}.", "Tiden följer ditt önskemål: {at}."),
    "drop_wish": Text("Let Stilla choose the time", "Låt Stilla välja tiden"),
    "kind": Text("What", "Vad"),
    "times": Text("Time", "Tid"),
    "magnesium": Text("Magnesium", "Magnesium"),
    "no_time": Text("In the way, and what to ask", "Vad som är i vägen, och vad du frågar"),
    "apart": Text("Keep in mind", "Att tänka på"),
    "changes": Text("When the clocks change", "När klockan ställs om"),
    "today": Text("A dose late, early or missed today?", "En dos sen, tidig eller missad i dag?"),
    "your_day": Text("Your day", "Ditt dygn"),
    "bedtime": Text("Bed time", "Läggdags"),
    "waketime": Text("Getting up", "Stiger upp"),
    "meals": Text("Meals", "Måltider"),
    "day_hint": Text(
        "As 22:30. Several meals with commas. Leave empty what varies.",
        "Som 22:30. Flera måltider med komma emellan. Lämna tomt det som varierar.",
    ),
    "doses": Text("Doses of magnesium a day", "Doser magnesium om dagen"),
    "one": Text("One", "En"),
    "two": Text("Two", "Två"),
    "watch": Text("Step back, pause, stop", "Trappa ner, gör uppehåll, sluta"),
    "upper": Text("Upper levels for added magnesium", "Övre gränser för tillsatt magnesium"),
    "upper_hint": Text(
        "They differ. None of them changes your dose; Stilla acts on {mg} mg a day.",
        "De skiljer sig åt. Ingen av dem ändrar din dos; Stilla följer {mg} mg om dagen.",
    ),
    "mg_a_day": Text("{mg} mg a day", "{mg} mg om dagen"),
    "no_figure": Text("no figure", "ingen siffra"),
    "country": Text("Country", "Land"),
    "level": Text("Upper level", "Övre gräns"),
    "added": Text(
        "You already take {mg} mg of added magnesium a day.", "Du tar redan {mg} mg tillsatt magnesium om dagen."
    ),
    "added_unknown": Text(
        "How much added magnesium you take already is not known.",
        "Hur mycket tillsatt magnesium du redan tar är inte känt.",
    ),
    "to_reminders": Text("Reminders for tonight", "Påminnelser för i kväll"),
    "to_check": Text("Back to the answer", "Tillbaka till svaret"),
    "questions": Text("Answer these first", "Svara på det här först"),
    "today_title": Text("The rest of today", "Resten av i dag"),
    "today_lead": Text(
        "It is {now}. Say what happened with each dose so far; nothing of this is saved.",
        "Klockan är {now}. Säg hur det blev med varje dos hittills; inget av det här sparas.",
    ),
    "today_none": Text(
        "There is no time for magnesium in your plan, so there is nothing to move today.",
        "Det finns ingen tid för magnesium i planen, så det finns inget att flytta i dag.",
    ),
    "planned_at": Text("{name}, planned {at}", "{name}, planerad {at}"),
    "what_happened": Text("What happened", "Hur det blev"),
    "how_unsaid": Text("Not said, or not yet", "Inte sagt, eller inte än"),
    "how_planned": Text("Taken at its time", "Tagen i tid"),
    "how_other": Text("Taken at another time", "Tagen en annan tid"),
    "how_missed": Text("Not taken", "Inte tagen"),
    "other_time": Text("Time, if another", "Tid, om en annan"),
    "extra": Text("One more than planned", "En mer än planerat"),
    "extra_what": Text("Of what", "Av vad"),
    "nothing": Text("None", "Ingen"),
    "rest": Text("Everything else so far was taken at its time", "Allt annat hittills togs i tid"),
    "show_rest": Text("Show the rest of today", "Visa resten av i dag"),
    "from_now": Text("From {now}", "Från {now}"),
    "moved": Text("{planned} → {at}", "{planned} → {at}"),
    "skipped": Text("{planned}: not today", "{planned}: inte i dag"),
    "stays": Text("{at}", "{at}"),
    "to_plan": Text("To the plan", "Till planen"),
}
