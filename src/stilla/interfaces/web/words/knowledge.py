"""The pages of the knowledge base."""

from __future__ import annotations

from stilla.text import Text

WORDS = {
    "title": Text("What Stilla knows", "Det Stilla vet"),
    "lead": Text(
        "Every rule, study, source and sentence has its own page. Search, or look around.",
        "Varje regel, studie, källa och mening har sin egen sida. Sök, eller se dig omkring.",
    ),
    "search": Text(
        "Search everything: a medicine, an illness, a word", "Sök i allt: ett läkemedel, en sjukdom, ett ord"
    ),
    "do_search": Text("Search", "Sök"),
    "found": Text("{n} found", "{n} träffar"),
    "found_first": Text("{n} found; the first {shown} are shown", "{n} träffar; de första {shown} visas"),
    "found_none": Text("Nothing has all these words.", "Inget innehåller alla de orden."),
    "looks_like": Text("A name that looks like it:", "Ett namn som liknar:"),
    "entries": Text("{n} entries", "{n} poster"),
    "some_unconfirmed": Text("{n} not confirmed", "{n} obekräftade"),
    "how": Text("How it decides", "Så avgörs det"),
    "how_1": Text(
        "What you have told is compared with {rules} rules. What you have not told is unknown, and never taken for "
        "“no”.",
        "Det du har berättat jämförs med {rules} regler. Det du inte har berättat är okänt, och räknas aldrig som "
        "”nej”.",
    ),
    "how_2": Text(
        "One stop that holds decides, then one “ask first”. If a stop or an “ask first” is still open, the answer is "
        "“cannot tell yet”.",
        "Ett stopp som gäller avgör, därefter ett ”fråga först”. Är ett stopp eller ett ”fråga först” fortfarande "
        "öppet blir svaret ”går inte att säga än”.",
    ),
    "how_3": Text(
        "The other levels never change the verdict; they tell what to do and what to watch.",
        "De andra nivåerna ändrar aldrig svaret; de säger vad du gör och vad du håller koll på.",
    ),
    "how_4": Text(
        "Where sources disagree both figures are kept, and the rule says which one Stilla acts on.",
        "Där källorna är oense finns båda siffrorna kvar, och regeln säger vilken Stilla utgår från.",
    ),
    "levels": Text("The levels, worst first", "Nivåerna, värst först"),
    "version": Text("Which version this is", "Vilken version det här är"),
    "newest": Text("Newest entry read at its source", "Senaste posten läst i sin källa"),
    "mark": Text("Fingerprint of the whole content", "Fingeravtryck av hela innehållet"),
    "unconfirmed": Text("Not confirmed yet", "Ännu inte bekräftat"),
    "unconfirmed_lead": Text(
        "These are remembered, and nobody has read them at a source yet. Every answer that uses one says so.",
        "Det här är ur minnet, och ingen har ännu läst det i en källa. Varje svar som använder något av det säger det.",
    ),
    "article": Text("The article's 22 statements", "Artikelns 22 påståenden"),
    "article_lead": Text(
        "A widely shared article says that magnesium helps restless legs. Here is what the evidence says to each of "
        "its statements.",
        "En mycket spridd artikel säger att magnesium hjälper mot restless legs. Här är vad underlaget säger om vart "
        "och ett av dess påståenden.",
    ),
    "statement": Text("Statement {n} of {count}", "Påstående {n} av {count}"),
    "article_says": Text("The article says", "Artikeln säger"),
    "evidence_says": Text("What the evidence says", "Vad underlaget säger"),
    "answered_by": Text("Where Stilla answers", "Där Stilla svarar"),
    "in_terminal": Text("In a terminal", "I en terminal"),
    "studies": Text("The studies", "Studierna"),
    "previous": Text("Previous", "Föregående"),
    "study": Text("Study", "Studie"),
    "people": Text("People", "Personer"),
    "design": Text("Design", "Upplägg"),
    "dose": Text("Dose", "Dos"),
    "duration": Text("How long", "Hur länge"),
    "result": Text("Result", "Resultat"),
    "weaknesses": Text("Weaknesses", "Svagheter"),
    "dose_mg": Text("Elemental magnesium: {mg}\u00a0mg a day", "Rent magnesium: {mg}\u00a0mg om dagen"),
    "holds": Text("When it holds", "När den gäller"),
    "how_works": Text("How it works", "Hur det verkar"),
    "medicines": Text("Medicines it speaks of ({n})", "Läkemedel den talar om ({n})"),
    "code": Text("ATC code", "ATC-kod"),
    "thresholds": Text("What each source says", "Vad varje källa säger"),
    "in_english": Text("In English, close to the source.", "På engelska, nära källan."),
    "acts_on": Text("Stilla acts on", "Stilla utgår från"),
    "supersedes": Text("Says more than", "Säger mer än"),
    "turn_to": Text("Where to turn", "Vart du vänder dig"),
    "no_time": Text(
        "No distance in hours is enough, so no time of day is laid out.",
        "Inget avstånd i timmar räcker, så ingen tid på dygnet läggs ut.",
    ),
    "read": Text("Read", "Läst"),
    "review_by": Text("To be read again by", "Läses om senast"),
    "no_sources": Text("No source", "Ingen källa"),
    "used_by": Text("Used by", "Används av"),
    "source_kind": Text("What it is", "Vad det är"),
    "seen": Text("How much was read", "Hur mycket som lästes"),
    "year": Text("Year", "År"),
    "address": Text("Address", "Adress"),
    "no_address": Text("It has no address: it is our own.", "Den har ingen adress: den är vår egen."),
    "leave": Text(
        "Open at its own site: this leaves your computer", "Öppna på källans egen webbplats: då lämnar du din dator"
    ),
    "leave_why": Text(
        "Stilla opens nothing by itself. If you click, that site can see that you came.",
        "Stilla öppnar inget själv. Om du klickar kan webbplatsen se att du kom.",
    ),
    "sentence": Text("A sentence of Stilla", "En mening i Stilla"),
    "gaps": Text("“…” stands where an amount or a name is filled in.", "”…” står där en mängd eller ett namn fylls i."),
    "names": Text("Names that are recognised", "Namn som känns igen"),
    "rules_about": Text("Rules that speak of it", "Regler som talar om det"),
    "searched": Text(
        "A search on {day} found no rule about it and magnesium. That is not a promise that there is nothing.",
        "En sökning {day} fann ingen regel om det och magnesium. Det är inget löfte om att inget finns.",
    ),
    "percent": Text("Share of magnesium, computed from the formula", "Andel magnesium, räknad ur formeln"),
    "published": Text("Published share", "Publicerad andel"),
    "guidelines": Text("What guidelines say", "Vad riktlinjerna säger"),
    "whom": Text("For whom", "För vem"),
    "says": Text("Says", "Säger"),
    "strength": Text("How strongly", "Hur starkt"),
    "dated": Text("Date", "Datum"),
    "numbers": Text("Numbers", "Nummer"),
    "source": Text("Source", "Källa"),
}
