"""One page for the doctor."""

from __future__ import annotations

from stilla.text import Text

WORDS = {
    "title": Text("One page for the doctor", "En sida till läkaren"),
    "lead": Text(
        "Made to be read in 30 seconds. There is no name in it, and it is made anew each time you ask.",
        "Gjord för att läsas på 30 sekunder. Inget namn finns med, och den görs på nytt varje gång du ber om den.",
    ),
    "holds": Text("What it holds", "Vad den innehåller"),
    "holds_facts": Text("What you have said about yourself", "Det du har sagt om dig själv"),
    "holds_safety": Text(
        "What speaks against magnesium, worst first", "Det som talar emot magnesium, det värsta först"
    ),
    "holds_iron": Text(
        "Iron, and medicines that can make restless legs worse", "Järn, och läkemedel som kan förvärra restless legs"
    ),
    "holds_plan": Text("The plan: dose, form and times", "Planen: dos, form och tider"),
    "holds_trial": Text(
        "Your diary and your trial, as far as they have come", "Dagboken och försöket, så långt de har kommit"
    ),
    "holds_ask": Text("Questions to bring up", "Frågor att ta upp"),
    "holds_method": Text("On the pages after: method and sources", "På sidorna efter: metod och källor"),
    "nothing_said": Text(
        "You have not answered any questions yet, so the page will be nearly empty.",
        "Du har inte svarat på några frågor än, så sidan blir nästan tom.",
    ),
    "still_open": Text(
        "{n} questions are still open. They are shown as not known.",
        "{n} frågor är fortfarande obesvarade. De står som okända.",
    ),
    "name_line": Text("A line to write a name on by hand", "En rad att skriva ett namn på för hand"),
    "pdf": Text("PDF to print or send", "PDF att skriva ut eller skicka"),
    "page": Text("As a web page", "Som webbsida"),
    "json": Text("As data", "Som data"),
    "fhir": Text("For a record system (FHIR)", "För ett journalsystem (FHIR)"),
    "inside": Text(
        "The same data lies inside the PDF. Whoever you give it to sees what you see.",
        "Samma data ligger inuti PDF-filen. Den du ger den till ser det du ser.",
    ),
    "file": Text("report", "rapport"),
}
