"""The report as bytes, in each form it leaves in. The same at every door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from stilla.text import said_at

if TYPE_CHECKING:
    from stilla.report.value import Report
    from stilla.text import Language

Ending = Literal[".pdf", ".html", ".json"]


def content_of(made: Report, ending: Ending, language: Language, *, name_line: bool) -> bytes:
    """The bytes of the file. A doctor has no terminal: no command is named in it, whichever door made it.

    Args:
        made: what it says.
        ending: which form.
        language: of all words.
        name_line: whether there is a line to write a name on by hand; JSON has none.
    """
    with said_at("app"):
        return _content(made, ending, language, name_line=name_line)


def _content(made: Report, ending: Ending, language: Language, *, name_line: bool) -> bytes:
    if ending == ".pdf":
        from stilla.interfaces.paper.report_pages import report_pdf  # noqa: PLC0415  # typst only for a PDF

        return report_pdf(made, language, name_line=name_line)
    if ending == ".html":
        from stilla.interfaces.report.html import report_html  # noqa: PLC0415  # only for HTML

        return report_html(made, language, name_line=name_line).encode()
    from stilla.diary.canonical import pretty  # noqa: PLC0415  # only for JSON
    from stilla.interfaces.forms.report import report_form  # noqa: PLC0415  # as above

    return pretty(report_form(made, language))
