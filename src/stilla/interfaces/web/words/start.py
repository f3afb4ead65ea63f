"""The first page, and what is said when a page cannot be shown."""

from __future__ import annotations

from stilla.text import Text

WORDS = {
    "title": Text("Welcome", "Välkommen"),
    "where": Text("Your data lies in one folder on this computer:", "Dina data ligger i en mapp på den här datorn:"),
    "stays": Text(
        "Nothing leaves it. No account, no network, no tracking.",
        "Inget lämnar den. Inget konto, inget nät, ingen spårning.",
    ),
    "lead": Text(
        "Restless legs, and you have read that magnesium helps? Find out whether you may take it, how, and whether it "
        "helps you.",
        "Myrkrypningar i benen, och du har läst att magnesium hjälper? Ta reda på om du får ta det, hur, och om det "
        "hjälper dig.",
    ),
    "language_question": Text("Which language?", "Vilket språk?"),
    "swedish": Text("Svenska", "Svenska"),
    "english": Text("English", "English"),
    "why_question": Text("Why are you here?", "Varför är du här?"),
    "why_check": Text("I only want to check whether I may take it", "Jag vill bara veta om jag får ta det"),
    "why_try": Text("I want to find out whether it helps me", "Jag vill ta reda på om det hjälper mig"),
    "why_doctor": Text("A doctor or pharmacist asked me to", "En läkare eller någon på apoteket bad mig"),
    "begin": Text("Begin", "Börja"),
    "pharmacist": Text(
        "Are you a pharmacist or doctor? Go straight to the page for you.",
        "Är du apotekspersonal eller läkare? Gå direkt till sidan för dig.",
    ),
    "is": Text("What it is", "Vad det är"),
    "is_1": Text("Answers with their sources, worst first.", "Svar med källor, det värsta först."),
    "is_2": Text("“Cannot tell” is an answer here too.", "”Går inte att säga” är också ett svar här."),
    "is_not": Text("What it is not", "Vad det inte är"),
    "closed_title": Text("This page is closed", "Sidan är stängd"),
    "closed": Text(
        "Stilla opens only in the browser that it opened itself. Close this page, and start Stilla again: stilla serve",
        "Stilla öppnas bara i den webbläsare som den själv öppnade. Stäng sidan och starta Stilla igen: stilla serve",
    ),
    "foreign_title": Text("Nothing was saved", "Inget sparades"),
    "foreign": Text(
        "This was not sent from a page of this app, or the page was too old. Go back, load the page again and try "
        "again.",
        "Det här skickades inte från en sida i appen, eller så var sidan för gammal. Gå tillbaka, ladda om och "
        "försök igen.",
    ),
    "refused_title": Text("This cannot be done", "Det här går inte"),
    "failed_title": Text("Something went wrong in Stilla", "Något gick fel i Stilla"),
    "failed": Text(
        "Nothing more than what was already saved has been changed. The fault is ours ({kind}).",
        "Inget mer än det som redan var sparat har ändrats. Felet är vårt ({kind}).",
    ),
    "missing_title": Text("There is no such page", "Sidan finns inte"),
    "missing": Text("The address may be old or mistyped.", "Adressen kan vara gammal eller felskriven."),
}
