"""The person file that the documentation shows is read, and so is the one of the design."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from stilla.findings import assess
from stilla.reading.document import read_document
from stilla.reading.person_file import Context, read_person

ROOT = Path(__file__).parents[2]
[SHOWN] = re.findall(r"```toml\n(.*?)```", (ROOT / "docs" / "person.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize(
    "example", [SHOWN, *(path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.*l")))]
)
def test_every_example_is_read_whole(knowledge, example):
    read = read_person(read_document(example.encode(), "p"), Context(knowledge, date(2026, 11, 22)))
    assert read.person.unrecognised == ()
    assert assess(read.person, knowledge, date(2026, 11, 22)).verdict in {"go", "unknown", "ask", "stop"}
