"""No sentence of the knowledge base reaches the screen with a command in it."""

from __future__ import annotations

import pytest

from stilla.interfaces.web.in_app import in_app, names_a_command
from stilla.knowledge.schema import Advice
from stilla.knowledge.store import load

ADVICE = load().kind("advice", Advice)


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("name", sorted(ADVICE))
def test_a_sentence_is_said_without_commands(name, language):
    said = in_app(ADVICE[name].text.to(language), language)
    assert not names_a_command(said), said
    assert said


@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_sentence_without_a_command_stays_as_it_is(language):
    plain = ADVICE["trial-do-danger"].text.to(language)
    assert in_app(plain, language) == plain


def test_filled_gaps_do_not_hide_a_command():
    filled = ADVICE["trial-next-guess"].text.fill(period=3)
    assert in_app(filled.en, "en").endswith("which capsules it had.")
    assert "Period 3 är slut" in in_app(filled.sv, "sv")
