"""The report as PDF: page one for 30 seconds, then everything in full; the data of both attached inside.

The file is PDF/A-3a, for keeping and for the attachments, and PDF/UA-1, so that a picture without a description does
not compile. Its date is the day the report is for, not that of the clock: the same report is the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from stilla.diary.canonical import pretty
from stilla.interfaces.forms.report import report_form
from stilla.interfaces.paper.render import pdf
from stilla.interfaces.report.pages import ROOMS, pages
from stilla.interfaces.words.report import ATTACHED
from stilla.pictures.draw import svg
from stilla.text import Text, printable

if TYPE_CHECKING:
    from stilla.interfaces.report.points import Pages, Point, Section
    from stilla.pictures.picture import Picture
    from stilla.report.value import Report
    from stilla.text import Language


class Attached(NamedTuple):
    """A file inside the PDF."""

    name: str
    content: bytes
    says: Text
    relationship: str = "data"


_SPACE = "\N{NO-BREAK SPACE}"
REPORT = "report.json"
SUMMARY = "summary.json"
_SAYS = {
    REPORT: Text("This report as data", "Den här rapporten som data"),
    SUMMARY: Text("The trial in short, for pooling with others", "Försöket i korthet, för att läggas ihop med andras"),
}
_WIDE = {"hundred-dots": 520, "quantile-dots": 560, "nights": 860}
"""Pixels of a drawing, so that its letters come out readable where it stands."""
_SHARE = {"quantile-dots": 70}
"""Per cent of the width of the page; all of it where nothing is said."""


def attachments(report: Report, language: Language) -> tuple[Attached, ...]:
    """The report as published JSON and, of a finished trial, its summary."""
    files = [Attached(REPORT, pretty(report_form(report, language)), _SAYS[REPORT], "alternative")]
    if report.trial is not None and report.trial.summary is not None:
        files.append(Attached(SUMMARY, report.trial.summary, _SAYS[SUMMARY]))
    return tuple(files)


def report_pdf(
    report: Report, language: Language, files: tuple[Attached, ...] | None = None, *, name_line: bool = False
) -> bytes:
    """The report as PDF.

    Args:
        report: what it says.
        language: of all words.
        files: to put inside, as UTF-8; those of `attachments` where not given.
        name_line: whether there is a line to write a name on by hand.
    """
    inside = attachments(report, language) if files is None else files
    laid = [pages(report, language, room) for room in ROOMS]
    shown = laid[0]
    drawn: dict[str, dict[str, object]] = {}
    day = report.as_of
    return pdf(
        "report",
        {
            **_page(shown),
            "lang": language,
            "date": [day.year, day.month, day.day],
            "name": shown.name if name_line else "",
            "rooms": [[_section(each, language, drawn) for each in of.front] for of in laid],
            "back": [_section(each, language, drawn) for each in _with_names(shown, inside, language)],
            "footer": f"Stilla · {report.knowledge.name} · {day.isoformat()}",
            "attached": [
                {
                    "name": each.name,
                    "content": each.content.decode(),
                    "relationship": each.relationship,
                    "mime": "application/json",
                    "description": each.says.to(language),
                }
                for each in inside
            ],
        },
        archive=True,
    )


def _page(shown: Pages) -> dict[str, object]:
    names = (
        "title",
        "subject",
        "as_of",
        "you",
        "question",
        "verdict",
        "verdict_symbol",
        "verdict_word",
        "message",
        "warning",
    )
    words = {name: _plain(getattr(shown, name)) for name in names}
    return {**words, "part_two": shown.part_two}


def _with_names(shown: Pages, inside: tuple[Attached, ...], language: Language) -> list[Section]:
    """The second part, with the files named where the method is told, and what Stilla is for at its end."""
    out = []
    for section in shown.back:
        if section.id == "method":
            names = "; ".join(f"{each.name} ({each.says.to(language).lower()})" for each in inside)
            said = [ATTACHED.fill(names=names).to(language)] if inside else []
            extra = tuple(type(section.points[0])("", each) for each in (*said, shown.purpose))
            out.append(msgspec.structs.replace(section, points=(*section.points, *extra)))
        else:
            out.append(section)
    return out


def _section(section: Section, language: Language, drawn: dict[str, dict[str, object]]) -> dict[str, object]:
    return {
        "id": section.id,
        "heading": section.heading,
        "headline": None if section.headline is None else _point(section.headline),
        "points": [_point(each) for each in section.points],
        "more": section.more,
        "dense": section.dense,
        "pictures": [_picture(name, each, language, drawn) for name, each in section.pictures],
    }


def _point(each: Point) -> dict[str, object]:
    return {name: _plain(value) for name, value in msgspec.structs.asdict(each).items()}


def _plain(value: object) -> object:
    """Text without control characters: somebody else may have written it. A no-break space is none."""
    return _SPACE.join(printable(each) for each in value.split(_SPACE)) if isinstance(value, str) else value


def _picture(name: str, picture: Picture, language: Language, drawn: dict[str, dict[str, object]]) -> dict[str, object]:
    """A picture, drawn once however often it is tried on a page; its alternative text is what it says."""
    if name not in drawn:
        title, reading = picture.title.to(language), picture.reading.to(language)
        drawn[name] = {
            "title": title,
            "reading": reading,
            "svg": svg(picture, language, width=_WIDE[name], caption=False),
            "alt": f"{title} {reading} {picture.described.to(language)}",
            "share": _SHARE.get(name, 100),
        }
    return drawn[name]
