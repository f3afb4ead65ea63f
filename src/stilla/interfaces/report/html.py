"""The report as one HTML file that needs nothing else: no script, no other host, and paper as well as screen."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from stilla.interfaces.report.pages import ROOMS, pages
from stilla.interfaces.words import report as words
from stilla.pictures.draw import svg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.interfaces.report.points import Pages, Point, Section
    from stilla.pictures.picture import Picture
    from stilla.report.value import Report
    from stilla.text import Language

_WIDE = {"hundred-dots": 560, "quantile-dots": 640, "nights": 860}
"""Pixels of a drawing."""

_ROOM = ROOMS[2]
"""A page on a screen has no end, but it can be printed too; what is cut stands further down."""

STYLE = """
:root{color-scheme:light dark;--ink:#1a1a1a;--muted:#555;--line:#c9ced6;--paper:#fff;--shade:#f5f6f8;--link:#1b5680;
--stop:#9c1c16;--ask:#7d4a00;--go:#17613a;--calm:#49566b;--space:#1b5680;--watch:#5f3585}
@media (prefers-color-scheme:dark){:root{--ink:#ececec;--muted:#b4b8bf;--line:#4a505a;--paper:#16181c;--shade:#20242a;
--link:#9cc9ee;--stop:#ffaaa2;--ask:#f2c078;--go:#8fd6ac;--calm:#bcc6d6;--space:#9cc9ee;--watch:#d3b4f2}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.5 Georgia,"Libertinus Serif",serif}
main{max-width:58rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}
h1{font-size:1.75rem;line-height:1.2;margin:0}h2{font-size:1.0625rem;margin:0}.part{font-size:1.5rem;margin:3rem 0 1rem}
header p{color:var(--muted);margin:.3rem 0 0}.name{display:flex;gap:.75rem;margin-top:1rem}
.name span{flex:1;border-bottom:1px solid var(--line)}
.verdict{background:var(--shade);border-left:.3rem solid var(--tone);padding:.8rem 1rem;margin:1.25rem 0}
.verdict p{margin:0 0 .25rem}.verdict .word{color:var(--tone);font-size:1.3rem;font-weight:700}
section{border-top:1px solid var(--line);padding:.9rem 0;display:grid;gap:.4rem 1.5rem}
@media (min-width:44rem){section{grid-template-columns:10.5rem 1fr}}
ul{list-style:none;margin:0;padding:0}li{margin:0 0 .6rem;overflow-wrap:anywhere}
.mark{color:var(--tone);font-weight:700;font-size:.86em;margin-right:.4em}.note,.more{color:var(--muted)}
.more{margin:.4rem 0 0}.note{font-size:.92em}.act{display:block}.warning{color:var(--stop)}
.headline{margin:0 0 .5rem;font-size:1.25rem}
a{color:var(--link)}figure{margin:1rem 0 0;grid-column:1/-1}
figure svg{max-width:100%;height:auto;background:#fff}figcaption{margin-bottom:.4rem}
details{margin-top:.4rem}table{border-collapse:collapse;font-size:.9rem}th,td{padding:.15rem .6rem;text-align:left;
border-bottom:1px solid var(--line)}.dense{font-size:.92rem;display:block}.dense h2{margin-bottom:.6rem}
.stop,.worse{--tone:var(--stop)}.ask{--tone:var(--ask)}.go,.helps{--tone:var(--go)}.space{--tone:var(--space)}
.watch{--tone:var(--watch)}.info,.unknown,.not_enough,.not_settled{--tone:var(--calm)}
@media print{@page{size:A4;margin:13mm 17mm}:root{color-scheme:light;--ink:#1a1a1a;--muted:#555;--line:#c9ced6;
--paper:#fff;--shade:#f5f6f8;--link:#1b5680;--stop:#9c1c16;--ask:#7d4a00;--go:#17613a;--calm:#49566b;--space:#1b5680;
--watch:#5f3585}
body{font-size:9pt;line-height:1.3}main{max-width:none;padding:0}h1{font-size:16pt}h2{font-size:10pt}
.part{font-size:14pt}.verdict{padding:.4rem .8rem;margin:.6rem 0}.verdict .word{font-size:12pt}.headline{font-size:11pt}
section{padding:.35rem 0;grid-template-columns:8rem 1fr}li{margin-bottom:.1rem;break-inside:avoid}
.more,header p{margin:.1rem 0 0}figure{margin:.2rem 0 0}#person ul{columns:2}#person li:nth-child(n+4){column-span:all}
.part{break-before:page;margin-top:0}
.dense{columns:2;font-size:8pt}details{display:none}h2{break-after:avoid}figure{break-inside:avoid}
#trial figure svg{max-width:76mm}}
"""


def report_html(report: Report, language: Language, *, name_line: bool = False) -> str:
    """The report as a whole document.

    Args:
        report: what it says.
        language: of all words.
        name_line: whether there is a line to write a name on by hand.
    """
    shown = pages(report, language, _ROOM, words.BELOW)
    return "".join(_document(shown, language, name_line=name_line))


def _document(shown: Pages, language: Language, *, name_line: bool) -> Iterator[str]:
    yield f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield '<meta name="referrer" content="no-referrer">\n'
    yield f"<title>{escape(f'{shown.title}: {shown.subject}')}</title>\n<style>{STYLE}</style>\n</head>\n"
    yield "<body>\n<main>\n"
    yield from _head(shown, name_line=name_line)
    yield from (_section(each, language) for each in shown.front)
    yield f'<h2 class="part" id="full">{escape(shown.part_two)}</h2>\n'
    yield from (_section(each, language) for each in shown.back)
    yield f"<p>{escape(shown.purpose)}</p>\n</main>\n</body>\n</html>\n"


def _head(shown: Pages, *, name_line: bool) -> Iterator[str]:
    yield f"<header><h1>{escape(shown.title)}</h1>\n"
    yield f"<p>{escape(shown.subject)} · {escape(shown.as_of)}</p>\n<p>{escape(shown.you)}</p>\n"
    if name_line:
        yield f'<p class="name">{escape(shown.name)}: <span></span></p>\n'
    yield "</header>\n"
    warning = f'<p class="warning"><strong>{escape(shown.warning)}</strong></p>' if shown.warning else ""
    yield (
        f'<div class="verdict {shown.verdict}"><p>{escape(shown.question)}</p>'
        f'<p class="word"><span aria-hidden="true">{shown.verdict_symbol}</span> {escape(shown.verdict_word)}</p>'
        f"{warning}<p>{escape(shown.message)}</p></div>\n"
    )


def _section(section: Section, language: Language) -> str:
    name = f"heading-{section.id}"
    points = "".join(f"<li>{_point(each)}</li>\n" for each in section.points)
    headline = "" if section.headline is None else f'<p class="headline">{_point(section.headline)}</p>\n'
    more = f'<p class="more"><a href="#full">{escape(section.more)}</a></p>' if section.more else ""
    figures = "".join(_figure(name, each, language) for name, each in section.pictures)
    dense = ' class="dense"' if section.dense else ""
    return (
        f'<section id="{section.id}"{dense} aria-labelledby="{name}"><h2 id="{name}">{escape(section.heading)}</h2>\n'
        f"<div>{headline}<ul>\n{points}</ul>{more}</div>\n{figures}</section>\n"
    )


def _point(point: Point) -> str:
    """Sign and word, what it is about, what to do, and what it rests on."""
    out = []
    if point.mark:
        sign = f'<span aria-hidden="true">{escape(point.mark)}</span>'
        out.append(f'<span class="mark {point.level}">{sign} {escape(point.word)}</span>')
    if point.lead:
        out.append(f"<strong>{escape(point.lead)}</strong>")
    note = f'<span class="note">{escape(point.note)}</span>' if point.note else ""
    if point.mark and point.lead:
        out += [note, f'<span class="act">{escape(point.text)}</span>' if point.text else ""]
    else:
        out += [escape(point.text), note]
    out += [f'<a href="{escape(address)}" rel="noreferrer">{escape(said)}</a>' for said, address in point.links]
    return " ".join(each for each in out if each)


def _figure(name: str, picture: Picture, language: Language) -> str:
    """A picture with what it says, and its numbers for whoever wants them."""
    header, *rows = picture.table.words(language)
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in header)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        f"<figure><figcaption><strong>{escape(picture.title.to(language))}</strong> "
        f"{escape(picture.reading.to(language))}</figcaption>\n"
        f"{svg(picture, language, width=_WIDE[name], caption=False)}"
        f"<details><summary>{escape(words.NUMBERS.to(language))}</summary>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></details></figure>\n"
    )
