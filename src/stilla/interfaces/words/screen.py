"""Labels of a screen: the terminal's, the page's."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from stilla.population.safe_counts import HIDES
from stilla.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stilla.population.safe_counts import Count
    from stilla.population.screening import Screened
    from stilla.population.tally import Taking, Tally
    from stilla.records.facts import Closed
    from stilla.text import Language

ADVICE = ("screen-silence", "screen-look", "screen-rules")
"""What a screen says of itself, from the knowledge base."""

TITLE = Text("Magnesium in these records", "Magnesium i de här journalerna")
PROPOSED_TITLE = Text("If everybody were to take magnesium: {what}", "Om alla skulle ta magnesium: {what}")
AS_OF = Text("For {day}, with knowledge {version}", "För {day}, med kunskapsbasen {version}")
RECORDS = Text(
    "{used} records used, {ignored} not needed, {aside} lines set aside",
    "{used} poster användes, {ignored} behövdes inte, {aside} rader lades åt sidan",
)
LISTS: dict[Closed, Text] = {
    "medicines": Text("medicines", "läkemedel"),
    "conditions": Text("conditions", "diagnoser"),
    "magnesium": Text("magnesium", "magnesium"),
}
WHOLE = Text("Taken as whole lists, where somebody has one: {lists}", "Räknas som hela listor, där de finns: {lists}")
KEPT = Text("From facts that an earlier screen kept", "Ur fakta som en tidigare granskning sparade")
USED = Text("Records used", "Poster som användes")
IGNORED = Text("records that no rule needs", "poster som ingen regel behöver")
IGNORED_WHY = {
    "type": Text("a kind that says nothing about magnesium", "ett slag som inte säger något om magnesium"),
    "no-rule": Text("no rule asks about it", "ingen regel frågar efter det"),
    "no-person": Text("of a group or a thing, not a person", "gäller en grupp eller en sak, ingen person"),
    "nobody": Text("it does not say whose it is", "det står inte vems den är"),
    "not-active": Text("of a patient record that is not in use", "hör till en patientpost som inte används"),
    "older-version": Text("an older version, or the same once more", "en äldre version, eller samma en gång till"),
}
SET_ASIDE = Text("lines that could not be read, or not wholly", "rader som inte gick att läsa, eller inte helt")
SET_ASIDE_WHY = {
    "not UTF-8": Text("not UTF-8", "inte UTF-8"),
    "not JSON": Text("not JSON", "inte JSON"),
    "not a resource": Text("no record of FHIR", "ingen post i FHIR"),
    "longer than the limit": Text("too long a line", "för lång rad"),
    "compressed data": Text("a compressed file that is damaged", "en packad fil som är skadad"),
    "This is not in the form of FHIR R4": Text(
        "not FHIR R4: it counts as something that nobody knows", "inte FHIR R4: räknas som något som ingen känner"
    ),
}
"""Why a line was set aside, by how the reason begins."""
FLOW = Text("Who was screened, and who was not", "Vilka som granskades, och vilka inte")
PEOPLE = Text("People in the records", "Personer i journalerna")
DEAD = Text("have died and are not judged", "har avlidit och bedöms inte")
JUDGED = Text("Judged", "Bedömda")
TAKING: dict[Taking, Text] = {
    "yes": Text("Take magnesium", "Tar magnesium"),
    "unknown": Text("Cannot tell whether they take magnesium", "Går inte att säga om de tar magnesium"),
    "no": Text("Do not take magnesium", "Tar inte magnesium"),
}
RULES = Text("What was found", "Vad som hittades")
RULE = Text("What the person would be told", "Vad personen skulle få veta")
OTHERS = Text(
    "Nothing that stops: hours to keep, to watch, good to know",
    "Inget som hindrar: timmar att hålla, att följa, bra att veta",
)
LEVEL = Text("Level", "Nivå")
COUNT = Text("People", "Personer")
OF_TAKERS = Text("of them taking magnesium", "varav tar magnesium")
TAKERS = Text("taking", "tar Mg")
"""The same, at the head of a narrow column."""
MISSING = Text("Missing facts, where nothing can be said", "Vad som saknas, där inget går att säga")
FACT = Text("Missing fact", "Saknad uppgift")
ROUNDED = Text(
    "Counts are rounded to {smallest}, and fewer than {smallest} people are only said to be fewer, so "
    "that these counts alone point to nobody.",
    "Antalen är avrundade till {smallest}, och färre än {smallest} personer anges bara som färre, så att "
    "antalen i sig inte pekar ut någon.",
)
COARSER = Text(
    "Verdicts are rounded to {verdicts} and their sums to {sums}: otherwise small counts could be worked out.",
    "Bedömningarna är avrundade till {verdicts} och summorna till {sums}: annars gick små antal att räkna ut.",
)
EXACT = Text(
    "Counts are exact. Small ones can point to somebody: do not pass them on.",
    "Antalen är exakta. Små antal kan peka ut någon: sprid dem inte vidare.",
)
FILES = Text(
    "In {folder}: summary.html (counts only: may be shown). About single people, so keep them as you keep records: "
    "people.parquet, missing.parquet (which facts), findings.parquet, evidence.parquet (which records), facts.",
    "I {folder}: summary.html (bara antal: kan visas). Om enskilda, förvara som journaler: people.parquet, "
    "missing.parquet (vilka uppgifter), findings.parquet, evidence.parquet (vilka poster), facts.",
)
ASIDE = Text(
    "{count} lines could not be read and were set aside: {file}",
    "{count} rader gick inte att läsa och lades åt sidan: {file}",
)
TIMES = Text(
    "{seconds} s with {engine}: reading {reading} s, deciding {deciding} s for {patterns} patterns; peak "
    "memory {memory} MB",
    "{seconds} s med {engine}: läsning {reading} s, beslut {deciding} s för {patterns} mönster; högst "
    "{memory} MB minne",
)
NOBODY = Text("Nobody.", "Ingen.")
SOURCES = Text("Sources of these rules", "Källor till de här reglerna")
FEWER = Text("fewer than {n}", "färre än {n}")
STEPS = {
    "together": Text("putting together", "sammanställer"),
    "deciding": Text("deciding", "bedömer"),
    "counting": Text("counting", "räknar"),
}
"""What goes on after the reading."""
STOPPED = Text(
    "Broken off. An unfinished reading is gone on with next time. "
    "A folder without provenance.json holds no whole answer.",
    "Avbrutet. En halv läsning fortsätter nästa gång. En mapp utan provenance.json har inget helt svar.",
)


def counted(count: Count, language: Language) -> str:
    r"""A count in words that fit a table.

    >>> from stilla.population.safe_counts import Count
    >>> counted(Count(about=1005), "en"), counted(Count(fewer_than=5), "sv")
    ('1\xa0005', 'färre än 5')
    """
    if count.about is None:
        return FEWER.fill(n=count.fewer_than).to(language)
    return grouped(count.about)


def grouped(number: int) -> str:
    r"""A whole number with its thousands apart.

    >>> grouped(23050)
    '23\xa0050'
    """
    return f"{number:,}".replace(",", "\u00a0")


def set_aside_why(reasons: Mapping[str, int], language: Language) -> dict[str, int]:
    """How many lines were set aside, by reason in words.

    >>> set_aside_why({"not JSON": 2, "not a resource: a": 1, "not a resource: b": 4}, "en")
    {'no record of FHIR': 5, 'not JSON': 2}
    """
    counts: Counter[str] = Counter()
    for reason, count in reasons.items():
        known = (each.to(language) for start, each in SET_ASIDE_WHY.items() if reason.startswith(start))
        counts[next(known, reason)] += count
    return dict(counts.most_common())


def about(screened: Screened, language: Language) -> list[str]:
    """What was asked, with what knowledge, of which records."""
    wished, read = screened.wished, screened.reading
    lines = [AS_OF.fill(day=wished.as_of, version=screened.knowledge.name)]
    if wished.proposed is not None:
        lines.append(PROPOSED_TITLE.fill(what=wished.proposed.text))
    if wished.complete:
        whole = ", ".join(each.to(language) for name, each in LISTS.items() if name in wished.complete)
        lines.append(WHOLE.fill(lists=whole))
    if screened.kept:
        lines.append(KEPT)
    if read is not None:
        counts = {"used": screened.used, "ignored": screened.ignored, "aside": screened.set_aside}
        lines.append(RECORDS.fill(**{name: grouped(count) for name, count in counts.items()}))
    return [line.to(language) for line in lines]


def rounding(tally: Tally) -> tuple[Text, ...]:
    """What is said of how exact the counts are."""
    steps = tally.steps
    if tally.smallest < HIDES:
        return (EXACT,)
    if steps.verdicts == steps.sums == tally.smallest:
        return (ROUNDED.fill(smallest=tally.smallest),)
    return ROUNDED.fill(smallest=steps.parts), COARSER.fill(verdicts=steps.verdicts, sums=steps.sums)


FACTS = {
    "danger-signs": Text("Danger signs now", "Farliga tecken just nu"),
    "bowel-alarm": Text("Alarm signs of the bowel", "Larmtecken från tarmen"),
    "age": Text("Age", "Ålder"),
    "sex": Text("Sex", "Kön"),
    "pregnancy": Text("Pregnancy, breastfeeding", "Graviditet, amning"),
    "kidney-disease": Text("Kidney disease: yes or no", "Njursjukdom: ja eller nej"),
    "egfr": Text(
        "Kidney value (eGFR or creatinine) that may be used", "Njurvärde (eGFR eller kreatinin) som får användas"
    ),
    "kidney-test-validity": Text("Whether the kidney test still holds", "Om njurprovet fortfarande gäller"),
    "kidney-risks": Text("Risks for the kidneys", "Risker för njurarna"),
    "medicines": Text("The whole list of medicines", "Hela läkemedelslistan"),
    "magnesium": Text("All magnesium, antacids and laxatives", "Allt magnesium, syraneutraliserande och laxermedel"),
    "heart-rhythm": Text("Heart block, slow pulse", "Hjärtblock, långsam puls"),
    "nerve-muscle": Text("Myasthenia, Lambert-Eaton", "Myasteni, Lambert-Eaton"),
    "bowel": Text("Stomach and bowel", "Mage och tarm"),
    "urinary": Text("Infection stones, urinary infections", "Infektionsstenar, urinvägsinfektioner"),
    "other-illness": Text("Other illnesses that decide", "Andra sjukdomar som avgör"),
    "frailty": Text("Frailty, dementia, muscle loss", "Skörhet, demens, muskelförlust"),
    "anaesthesia": Text("Planned operation or anaesthesia", "Planerad operation eller narkos"),
    "epilepsy": Text("Epilepsy", "Epilepsi"),
    "mild-signs": Text("Milder signs now", "Lindrigare tecken just nu"),
    "ferritin": Text("Ferritin", "Ferritin"),
    "tsat": Text("Transferrin saturation", "Transferrinmättnad"),
    "serum-magnesium": Text("Magnesium in blood", "Magnesium i blodet"),
}
"""A missing fact in a table; the question that asks a person for it is in the knowledge base (same name)."""

MORE = Text("… and {n} more, in summary.html", "… och {n} till, i summary.html")
"""Where a terminal shows only the worst."""
