"""The page shows what the service answers, and names tests that exist."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from cds.asking import DAY, service
from stilla.interfaces.cds_hooks.answer import Desk, encoded
from stilla.interfaces.cds_hooks.config import Config

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "cds-hooks.md"
MARKS = ("<!-- answers -->\n", "<!-- end of answers -->")


def shown(knowledge):
    """The cards of the examples, as the page shows them."""
    desk = Desk(knowledge, Config(base_url="http://127.0.0.1:8080"), lambda: DAY)
    for hook in ("patient-view", "order-select", "order-sign"):
        body = (ROOT / "examples" / "cds" / f"{hook}.json").read_bytes()
        yield f"### {hook}\n"
        for card in json.loads(encoded(desk.answer(body, service(hook), "en")))["cards"]:
            quoted = "\n".join(f"> {line}".rstrip() for line in card["detail"].split("\n"))
            page = card["source"]["url"]
            yield f"`{card['indicator']}` **{card['summary']}** → `{page}`\n\n{quoted}\n"


def test_the_page_shows_what_is_answered(knowledge):
    before, rest = PAGE.read_text(encoding="utf-8").split(MARKS[0])
    written, after = rest.split(MARKS[1])
    now = "\n" + "\n".join(shown(knowledge)) + "\n"
    if os.environ.get("STILLA_WRITE_DOCS"):
        PAGE.write_text(f"{before}{MARKS[0]}{now}{MARKS[1]}{after}", encoding="utf-8")
    elif written != now:
        pytest.fail("The answers changed: look at them, then run this test with STILLA_WRITE_DOCS=1.")


def test_every_test_that_the_page_names_exists():
    tests = " ".join(each.read_text(encoding="utf-8") for each in Path(__file__).parent.glob("test_*.py"))
    for name in re.findall(r"`(test_\w+)`", PAGE.read_text(encoding="utf-8")):
        assert f"def {name}(" in tests, name
