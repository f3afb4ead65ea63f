"""A report laid out as pages in one language, whatever they are set with: headings with short points.

The first page is for 30 seconds: the worst first, and where there is more, how many on the second page. The second
holds everything in full, so that nothing is lost by what the first has room for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.interfaces.report.full import full
from stilla.interfaces.report.points import Pages, Point, Section, clipped, fact, finding, missing, point
from stilla.interfaces.words import report as words
from stilla.interfaces.words.dates import day_words
from stilla.interfaces.words.levels import SYMBOLS, VERDICT_WORDS
from stilla.interfaces.words.trial import VERDICT_SYMBOLS
from stilla.interfaces.words.trial import VERDICT_WORDS as VERDICT_WORDS_OF_TRIAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stilla.report.value import Figures, Report
    from stilla.text import Language, Text


class Room(msgspec.Struct, frozen=True):
    """How many points of each kind the first page has room for."""

    values: int
    """Medicines, illnesses and products named."""
    findings: int
    actions: int
    """Findings whose action is said too."""
    questions: int
    aggravators: int
    lines: int
    """Of plan and trial each."""
    discuss: int
    picture: bool


ROOMS = (
    Room(12, 6, 6, 3, 4, 7, 7, picture=True),
    Room(12, 5, 5, 2, 3, 6, 6, picture=True),
    Room(10, 5, 3, 2, 3, 5, 6, picture=True),
    Room(8, 4, 2, 1, 2, 4, 5, picture=True),
    Room(6, 4, 1, 1, 1, 3, 4, picture=True),
    Room(4, 3, 0, 1, 1, 3, 3, picture=False),
    Room(2, 3, 0, 1, 1, 2, 2, picture=False),
)
"""From wide to narrow. The page is set with the first that fits on one sheet."""

_LONGEST, _LONGEST_SENTENCE = 110, 420
"""Letters on the first page: of a name that somebody wrote, and of a sentence with many of them in it."""


def pages(report: Report, language: Language, room: Room = ROOMS[0], more: Text = words.ON_PAGE) -> Pages:
    """The report in one language.

    Args:
        report: what it says.
        language: of all words.
        room: of the first page.
        more: how to say where the rest is, with the gap `n`.
    """
    layout = _Front(report, language, room, more)
    warning = None if report.trial is None else report.trial.warning
    return Pages(
        language=language,
        title=words.TITLE.to(language),
        subject=words.SUBJECT.to(language),
        as_of=f"{day_words(report.as_of, language)} {report.as_of.year}",
        you=words.YOU.to(language),
        name=words.NAME.to(language),
        question=words.MAGNESIUM.to(language),
        verdict=report.verdict,
        verdict_symbol=SYMBOLS[report.verdict],
        verdict_word=VERDICT_WORDS[report.verdict].to(language),
        message=report.message.to(language),
        warning="" if warning is None else warning.text.to(language),
        front=tuple(layout.sections()),
        part_two=words.PART_TWO.to(language),
        back=tuple(full(report, language)),
        purpose=report.purpose.text.to(language),
    )


class _Front:
    """The first page."""

    def __init__(self, report: Report, language: Language, room: Room, more: Text) -> None:
        self.report, self.language, self.room, self.more = report, language, room, more

    def sections(self) -> Iterator[Section]:
        """Every section of the page, in the order in which it is read."""
        report, room = self.report, self.room
        yield self._section(
            "person", [fact(each, self.language, room.values, self.more, _LONGEST) for each in report.facts]
        )
        yield self._assessment()
        yield self._iron()
        yield self._section("plan", *self._cut([point(each, self.language) for each in report.plan.first], room.lines))
        yield self._trial()
        yield self._section(
            "discuss", *self._cut([point(each, self.language) for each in report.discuss], room.discuss)
        )

    def _section(self, name: str, points: Iterable[Point], left: int = 0) -> Section:
        more = self.more.fill(n=left).to(self.language) if left else ""
        heading = words.HEADINGS[name].to(self.language)
        return Section(name, heading, tuple(points), more)

    def _cut(self, points: list[Point], most: int) -> tuple[list[Point], int]:
        """The first of them, and how many are left."""
        return [_short(each) for each in points[:most]], max(0, len(points) - most)

    def _assessment(self) -> Section:
        report, room, language = self.report, self.room, self.language
        found = [finding(each, language, act=n < room.actions) for n, each in enumerate(report.part("assessment"))]
        names = [
            Point(words.UNRECOGNISED.fill(name=clipped(each.text, _LONGEST)).to(language), mark="?", level="unknown")
            for each in report.unrecognised
        ]
        still = [missing(each, language, whole=False) for each in report.missing]
        shown, left = self._cut(found, room.findings)
        # What could become worst is never cut.
        unknown, unknown_left = self._cut([*still[:1], *names, *still[1:]], room.questions)
        if not found and report.verdict == "go":
            shown = [Point("", words.NO_FINDINGS.to(language))]
        return self._section("assessment", [*shown, *unknown], left + unknown_left)

    def _iron(self) -> Section:
        report, room, language = self.report, self.room, self.language
        values = [fact(each, language, room.values, self.more, _LONGEST) for each in report.iron]
        acts = [_short(finding(each, language, act=room.actions > 2)) for each in report.part("iron")]
        worse, left = self._cut(
            [finding(each, language, act=False) for each in report.part("aggravators")], room.aggravators
        )
        return self._section("iron", [*values, *acts, *worse], left)

    def _trial(self) -> Section:
        trial, room, language = self.report.trial, self.room, self.language
        if trial is None:
            return self._section("trial", [Point("", words.NO_TRIAL.to(language))])
        section = self._section("trial", *self._cut([point(each, language) for each in trial.first], room.lines))
        return msgspec.structs.replace(
            section,
            headline=None if trial.figures is None else answer(trial.figures, language),
            pictures=trial.pictures[:1] if room.picture else (),
        )


def answer(figures: Figures, language: Language) -> Point:
    """The verdict of a trial in sign and word."""
    verdict = figures.verdict
    return Point("", mark=VERDICT_SYMBOLS[verdict], word=VERDICT_WORDS_OF_TRIAL[verdict].to(language), level=verdict)


def _short(each: Point) -> Point:
    """Without what would not end: a sentence with a hundred names in it goes on, on the second page."""
    return msgspec.structs.replace(
        each, text=clipped(each.text, _LONGEST_SENTENCE), note=clipped(each.note, _LONGEST_SENTENCE)
    )
