"""The page that lies in an exported archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.text import Text

if TYPE_CHECKING:
    from stilla.text import Language

_PAGE = Text(
    """Your data from Stilla
=====================

This file holds everything that you told Stilla: what you said about yourself, your diary with every entry,
also those that you replaced, and your trial. It holds your own words. Look through it before you give it to
anybody.

csv/            Tables that a spreadsheet opens. UTF-8, commas between the cells, dates like 2026-11-22, a point in
                decimal numbers. An empty cell means that nothing was answered. It never means zero or no. A mark '
                before a text keeps a spreadsheet from running the text as a formula.
dictionary.csv  What every column means.
stilla.json     The same, and more, for programs. Its field "version" names the form.
sqlite/         The databases themselves, for SQLite.
trial/          The files of your trial, if you have one. The log has one entry a line. The key is here only if
                the answer was opened.

To use it in another place: install Stilla there and type

    stilla import THIS-FILE.zip

Stilla looks the whole file through first and writes nothing if anything is wrong with it.
""",
    """Dina uppgifter från Stilla
==========================

Den här filen har allt du har berättat för Stilla: det du har sagt om dig själv, din dagbok med varje anteckning,
också dem du har ersatt, och ditt försök. Dina egna ord finns med. Titta igenom den innan du lämnar den till
någon.

csv/            Tabeller som ett kalkylprogram öppnar. UTF-8, komma mellan cellerna, datum som 2026-11-22, punkt i
                decimaltal. En tom cell betyder att inget svar finns. Den betyder aldrig noll eller nej. Ett tecken '
                före en text hindrar att ett kalkylprogram kör texten som en formel.
dictionary.csv  Vad varje kolumn betyder.
stilla.json     Samma sak, och mer, för program. Fältet "version" säger vilken form den har.
sqlite/         Själva databaserna, för SQLite.
trial/          Filerna i ditt försök, om du har ett. Loggen har en anteckning per rad. Nyckeln finns här bara om
                svaret har öppnats.

För att använda den på ett annat ställe: installera Stilla där och skriv

    stilla import DEN-HÄR-FILEN.zip

Stilla går igenom hela filen först och skriver ingenting om något är fel med den.
""",
)


def readme(language: Language) -> bytes:
    """The page in a language."""
    return _PAGE.to(language).encode()
