"""Any entry of the knowledge base as a page: its heading, its fields in words, and what names it. Knows no medium."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from stilla.interfaces.words.knowledge import CODES, FIELDS, GROUPS, MONTHS, NO, UNITS, YEARS, YES
from stilla.interfaces.words.knowledge import KINDS as KIND_WORDS
from stilla.interfaces.words.rules import Link, trees
from stilla.knowledge.codes import Codes
from stilla.knowledge.kinds import KINDS, Claim, Treatment
from stilla.knowledge.prevalence import Prevalence
from stilla.knowledge.schema import Base, Condition, Entry, Intake, Medicine, Rule, Salt, Source
from stilla.rules.tree import Has, atoms
from stilla.text import Text, number
from stilla.text_search import nearest, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stilla.knowledge.store import Knowledge

MEDICINES = "medicines"
TITLES = ("title", "subject", "name", "signs", "whose", "text", "question")
"""Fields that can head a page, the first that an entry has."""
REFERENCES = {
    "broader": "conditions",
    "evidence": "evidence",
    "group": "questions",
    "route": "routes",
    "as_sign": "conditions",
    "remains": "conditions",
    "conditions": "conditions",
    "asks": "conditions",
    "answers_with": "conditions",
    "leaves": "conditions",
    "form": "salts",
}
"""Fields that name other entries, and of which kind."""
ALSO_CALLED: dict[type[Base], dict[str, str]] = {
    Codes: {"route": "administered", "answer": "answers", "states": "answers_with"},
    Prevalence: {"route": "administered"},
}
"""Fields of a kind that are called the same as something else of another kind."""
MOST_FOUND = 40
"""Results of a search that are shown."""
_GAP = re.compile(r"\{\w+\}")


class Line(msgspec.Struct, frozen=True):
    """A field in words: what it is called, what it says, and the entries it names."""

    label: Text
    says: tuple[Text, ...] = ()
    names: tuple[Link, ...] = ()


class KindLine(msgspec.Struct, frozen=True):
    """A kind: how many entries, and how many of them nobody has read at a source yet."""

    kind: str
    name: Text
    what: Text
    count: int
    unconfirmed: int


def known_kind(kind: str) -> bool:
    """Whether there is such a kind."""
    return kind in KINDS or kind == MEDICINES


def entries(kind: str, knowledge: Knowledge) -> Mapping[str, Base | Medicine]:
    """Every entry of a kind by its id; a medicine's is its ATC code."""
    return knowledge.medicines if kind == MEDICINES else knowledge.kind(kind, KINDS[kind])


def title_of(entry: Base | Medicine) -> Text:
    """What heads the page of an entry."""
    if isinstance(entry, Intake):
        return _intake_title(entry)
    if isinstance(entry, Medicine):
        return entry.name
    for field in TITLES:
        found = getattr(entry, field, None)
        if isinstance(found, str):
            return Text(found, found)
        if isinstance(found, Text):
            return Text(_GAP.sub("…", found.en), _GAP.sub("…", found.sv))
    return Text(entry.id, entry.id)


def _intake_title(entry: Intake) -> Text:
    """Whose figure, which, how much, for whom."""
    shown = [CODES[field][getattr(entry, field)] for field in ("authority", "kind", "sex")]
    stage = [CODES["life_stage"][entry.life_stage]] if entry.life_stage in {"pregnant", "lactating"} else []
    until = () if entry.age_to is None else (_age(entry.age_to),)
    ages = (_age(entry.age_from), *until)
    en, sv = (
        f"{shown[0].to(language)}: {shown[1].to(language)}, {number(entry.mg, language)}\u00a0mg, "
        + ", ".join(each.to(language) for each in (shown[2], *stage))
        + f", {'–'.join(each.to(language) for each in ages)}{'' if entry.age_to else ' +'}"
        for language in ("en", "sv")
    )
    return Text(en, sv)


def _age(years: float) -> Text:
    words, n = (YEARS, round(years)) if years == round(years) else (MONTHS, round(12 * years))
    return words.fill(n=n)


def lines_of(entry: Base | Medicine, knowledge: Knowledge) -> tuple[Line, ...]:
    """Every field that means something to a reader, in the order of the kind."""
    title = title_of(entry)
    found = []
    for field, value in _fields(entry):
        if field in FIELDS and value is not None and value not in ((), "", title):
            found.append(_line(field, value, knowledge))
    return tuple(found)


def _fields(entry: Base | Medicine) -> Iterator[tuple[str, Any]]:
    """Each field by the name under which it is shown, with its value."""
    called = ALSO_CALLED.get(type(entry), {}) if isinstance(entry, Base) else {}
    return ((called.get(field, field), getattr(entry, field)) for field in type(entry).__struct_fields__)


def _line(field: str, value: Any, knowledge: Knowledge) -> Line:
    if field in REFERENCES and not isinstance(value, Text):
        slugs = value if isinstance(value, tuple) else (value,)
        return Line(FIELDS[field], names=tuple(link(REFERENCES[field], slug, knowledge) for slug in slugs))
    if field in {"age_from", "age_to"}:
        return Line(FIELDS[field], (_age(value),))
    if field == "unit":
        # UCUM puts what a unit only says, such as 1.73 m2, between braces.
        value = value.translate(str.maketrans("_", " ", "{}"))
    if isinstance(value, tuple):
        joined = ", ".join(str(each) for each in value)
        return Line(FIELDS[field], (Text(joined, joined),))
    return Line(FIELDS[field], (_said(field, value),))


def _said(field: str, value: Any) -> Text:
    if isinstance(value, Text):
        return Text(_GAP.sub("…", value.en), _GAP.sub("…", value.sv))
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, int | float):
        unit = UNITS.get(field, Text("", ""))
        en, sv = (f"{number(value, language)}\u00a0{unit.to(language)}".strip() for language in ("en", "sv"))
        return Text(en, sv)
    return CODES.get(field, {}).get(str(value), Text(str(value), str(value)))


def link(kind: str, name: str, knowledge: Knowledge) -> Link:
    """An entry by its name, to be shown and opened."""
    return Link(kind, name, title_of(entries(kind, knowledge)[name]))


def kind_lines(knowledge: Knowledge) -> tuple[tuple[Text, tuple[KindLine, ...]], ...]:
    """Every kind, by what it is about."""
    return tuple((name, tuple(_kind_line(kind, knowledge) for kind in kinds)) for name, kinds in GROUPS)


def _kind_line(kind: str, knowledge: Knowledge) -> KindLine:
    found = entries(kind, knowledge)
    unconfirmed = sum(getattr(each, "certainty", "") == "unconfirmed" for each in found.values())
    return KindLine(kind, *KIND_WORDS[kind], len(found), unconfirmed)


def unconfirmed(knowledge: Knowledge) -> tuple[tuple[Text, tuple[Link, ...]], ...]:
    """What nobody has read at a source yet, by kind."""
    found = []
    for kind in KIND_WORDS:
        names = tuple(
            Link(kind, name, title_of(each))
            for name, each in entries(kind, knowledge).items()
            if getattr(each, "certainty", "") == "unconfirmed"
        )
        found += [(KIND_WORDS[kind][0], names)] if names else []
    return tuple(found)


@lru_cache(maxsize=1)
def naming(knowledge: Knowledge) -> dict[tuple[str, str], tuple[Link, ...]]:
    """For each entry, by kind and id, everything that names it."""
    found: dict[tuple[str, str], dict[Link, None]] = defaultdict(dict)
    for kind in KIND_WORDS:
        for name, entry in entries(kind, knowledge).items():
            here = Link(kind, name, title_of(entry))
            for target in _named(kind, name, entry, knowledge):
                found[target][here] = None
    return {target: tuple(links) for target, links in found.items()}


def _named(kind: str, name: str, entry: Base | Medicine, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """The entries that this one names, as kind and id."""
    if isinstance(entry, Entry | Medicine):
        yield from (("sources", each) for each in entry.sources)
    if isinstance(entry, Rule):
        yield from (("sources", each.source) for each in entry.thresholds)
        yield from (("rules", each) for each in entry.supersedes)
    if isinstance(entry, Treatment):
        yield from (("sources", each.source) for each in entry.statements)
    if isinstance(entry, Salt):
        yield from (("sources", each.source) for each in entry.published)
    if kind == "rules" and name in (conditions := _conditions_of_rules(knowledge)):
        yield from (("conditions", each) for each in conditions[name])
    for field, value in _fields(entry):
        if field in REFERENCES and value and not isinstance(value, Text):
            yield from ((REFERENCES[field], each) for each in (value if isinstance(value, tuple) else (value,)))


@lru_cache(maxsize=1)
def _conditions_of_rules(knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(dict.fromkeys(slug for atom in atoms(tree) if isinstance(atom, Has) for slug in atom.conditions))
        for name, tree in trees(knowledge).items()
    }


@lru_cache(maxsize=1)
def _index(knowledge: Knowledge) -> tuple[tuple[Link, str, str], ...]:
    """Every entry with its names and with all its words, in the form that is compared."""
    found = []
    for kind in KIND_WORDS:
        for name, entry in entries(kind, knowledge).items():
            title = title_of(entry)
            names = f"{name} {title.en} {title.sv} {' '.join(_other_names(entry))}"
            found.append((Link(kind, name, title), plain(names), plain(" ".join((names, *_texts(entry))))))
    return tuple(found)


def _other_names(entry: Base | Medicine) -> Iterator[str]:
    match entry:
        case Medicine():
            yield from entry.names
        case Condition():
            yield from entry.words
        case Salt():
            yield from entry.synonyms
        case Source():
            yield from filter(None, (entry.doi, entry.pmid))
        case Claim():
            yield str(entry.number)
        case _:
            return


def _texts(entry: Base | Medicine) -> Iterator[str]:
    for field in type(entry).__struct_fields__:
        value = getattr(entry, field)
        if isinstance(value, Text):
            yield from (value.en, value.sv)


class Found(msgspec.Struct, frozen=True):
    """What a query met: the best entries, how many there are in all, and names that look like it where none is."""

    links: tuple[Link, ...]
    total: int
    nearest: tuple[str, ...] = ()


def search(query: str, knowledge: Knowledge) -> Found:
    """Entries that have every word of a query, those that have them in their names first."""
    words = plain(query[:200]).split()
    if not words:
        return Found((), 0)
    by_name, by_text = [], []
    for each, names, texts in _index(knowledge):
        if all(word in names for word in words):
            by_name.append(each)
        elif all(word in texts for word in words):
            by_text.append(each)
    found = (*by_name, *by_text)
    near = () if found else nearest(query[:200], knowledge.medicine_names)
    return Found(found[:MOST_FOUND], len(found), near)
