"""One door to Typst: a template of this folder and plain data become a tagged PDF, the same bytes for the same data.

The fonts are those inside the Typst package (Libertinus Serif, DejaVu Sans Mono), never those of the computer, and no
clock is read. PDF/UA-1 is asked for, so that a picture without a description does not compile; together with PDF/A-3a
where files are attached. Typst combines the two as PDF 1.7; PDF/A wants a date, which the template takes from its data.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import typst

_HERE = Path(__file__).parent

Template = Literal["packing", "emergency", "card", "report", "reminders"]


def pdf(template: Template, data: dict[str, object], *, archive: bool = False) -> bytes:
    """A page as PDF.

    Args:
        template: name of a file of this folder, without `.typ`.
        data: what its gaps need; text in it is set as it stands, never read as markup.
        archive: whether the file is also PDF/A-3a; the template then gives the document a date.
    """
    return bytes(
        typst.compile(
            str(_HERE / f"{template}.typ"),
            root=str(_HERE),
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True, allow_nan=False)},
            pdf_standards=["a-3a", "ua-1"] if archive else ["ua-1"],
        )
    )
