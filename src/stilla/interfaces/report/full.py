"""The second part of a report: everything in full, the method, and the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.interfaces.report.points import Point, Section, fact, missing
from stilla.interfaces.words import report as words
from stilla.interfaces.words.levels import CERTAINTY_WORDS, LABELS, LEVEL_WORDS, SYMBOLS, hours

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stilla.knowledge.schema import Certainty
    from stilla.report.value import Cited, Found, Line, Report, TrialPart
    from stilla.text import Language, Text
    from stilla.trial.cent import Reported

_ALL = 10**6


def full(report: Report, language: Language) -> Iterator[Section]:
    """The sections, those without a point left out."""
    for section in _sections(report, language):
        if section.points or section.pictures:
            yield section


def _sections(report: Report, language: Language) -> Iterator[Section]:
    numbers = {each.id: n for n, each in enumerate(report.sources, start=1)}

    def section(name: str, points: Iterable[Point]) -> Section:
        return Section(name, words.HEADINGS[name].to(language), tuple(points))

    def lines(each: Iterable[Line]) -> Iterator[Point]:
        return (_line(line, numbers, language) for line in each)

    known = (fact(each, language, _ALL, words.BELOW, _ALL) for each in (*report.facts, *report.iron))
    yield section("full-person", known)
    yield section("full-findings", (_finding(each, numbers, language) for each in report.findings))
    yield section(
        "full-missing", (*(missing(each, language, whole=True) for each in report.missing), *_stops(report, language))
    )
    yield section("full-names", _names(report, language))
    yield section("full-plan", lines((*report.plan.first, *report.plan.more)))
    if report.trial is not None:
        yield _trial(report.trial, lines((*report.trial.first, *report.trial.more)), language)
    yield section("full-discuss", lines(report.discuss))
    yield section("full-assumed", (Point("", each.to(language)) for each in report.assumptions))
    yield section("method", _method(report, language))
    if report.trial is not None and report.trial.cent:
        items = tuple(_item(each, language) for each in report.trial.cent)
        yield Section("cent", words.HEADINGS["cent"].to(language), items, dense=True)
    cited = tuple(_source(each, numbers[each.id], language) for each in report.sources)
    yield Section("sources", words.HEADINGS["sources"].to(language), cited, dense=True)


def _rests_on(certainty: Certainty, sources: Iterable[str], numbers: dict[str, int], language: Language) -> str:
    """How certain a sentence is, and the numbers of its sources."""
    cited = ", ".join(str(numbers[name]) for name in sources if name in numbers)
    return f"{LABELS['certainty'].to(language)}: {CERTAINTY_WORDS[certainty].to(language)} [{cited}]"


def _line(line: Line, numbers: dict[str, int], language: Language) -> Point:
    note = "" if line.certainty is None else _rests_on(line.certainty, line.sources, numbers, language)
    return Point("", line.text.to(language), note)


def _finding(found: Found, numbers: dict[str, int], language: Language) -> Point:
    because = "; ".join(each.to(language) for each in found.because)
    notes = [f"{words.BECAUSE.to(language)} {because}"] if because else []
    if found.space is not None:
        before = LABELS["hours_before"].fill(h=hours(found.space.before_h, language)).to(language)
        after = LABELS["hours_after"].fill(h=hours(found.space.after_h, language)).to(language)
        notes.append(f"{before}, {after}")
    notes.append(_rests_on(found.certainty, found.sources, numbers, language))
    return Point(
        found.title.to(language),
        f"{found.why.to(language)} {found.do.to(language)}",
        " · ".join(notes),
        SYMBOLS[found.level],
        LEVEL_WORDS[found.level].to(language),
        found.level,
    )


def _stops(report: Report, language: Language) -> Iterator[Point]:
    if report.could_become_stop and report.verdict in {"ask", "unknown"}:
        names = "; ".join(each.to(language) for each in report.could_become_stop)
        yield Point(words.COULD_STOP.to(language), f"{names}.")


def _names(report: Report, language: Language) -> Iterator[Point]:
    for each in report.unrecognised:
        like = words.LIKE.fill(names=", ".join(each.nearest)).to(language) if each.nearest else ""
        yield Point(words.UNRECOGNISED.fill(name=each.text).to(language), note=like, mark="?", level="unknown")
    yield from (Point("", each.text.to(language)) for each in report.unrecognised_advice)
    for medicine in report.no_rule_known:
        yield Point(
            medicine.name.to(language),
            words.NO_RULE.to(language),
            f"{LABELS['searched'].to(language)} {medicine.searched}",
        )


def _trial(trial: TrialPart, points: Iterable[Point], language: Language) -> Section:
    heading = words.HEADINGS["full-trial"].to(language)
    return Section("full-trial", heading, tuple(points), pictures=trial.pictures[1:])


def _method(report: Report, language: Language) -> Iterator[Point]:
    version = report.knowledge
    yield Point("", words.DECIDED.fill(rules=version.rules, version=version.name).to(language))


def _item(item: Reported, language: Language) -> Point:
    text = words.ITEM_MISSING if item.text is None else item.text
    if item.state == "not-applicable":
        text = _apart(text)
    return Point(f"{item.id} {item.asks.to(language)}", " ".join(text.to(language).split()))


def _apart(why: Text) -> Text:
    template = words.NOT_APPLICABLE
    return type(why)(template.en.format(why=why.en), template.sv.format(why=why.sv))


def _source(cited: Cited, number: int, language: Language) -> Point:
    source = cited.source
    second_hand = f"{LABELS['second_hand'].to(language)}, " if source.seen == "secondary" else ""
    certainty = ", ".join(CERTAINTY_WORDS[each].to(language).split(":")[0] for each in cited.certainty)
    rests = words.RESTS.fill(certainty=certainty).to(language)
    note = f"{second_hand}{LABELS['read'].to(language)} {source.read.isoformat()}; {rests}"
    links = ((source.address, source.address),) if source.address else ()
    return Point(f"[{number}]", source.title, note, links=links)
