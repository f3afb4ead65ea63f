"""A sentence is said at two doors: a terminal, where one types, and the app, where there is nothing to type."""

from __future__ import annotations

import re

import pytest

from stilla.knowledge.schema import Advice
from stilla.knowledge.store import load
from stilla.text import DOOR, Text, said_at

ADVICE = load().kind("advice", Advice)
COMMAND = re.compile(r"stilla [a-z]|--[a-z]|person file|personfil")


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("name", sorted(ADVICE))
def test_the_app_never_names_a_command(name, language):
    with said_at("app"):
        said = ADVICE[name].text.to(language)
    assert said
    assert not COMMAND.search(said), said
    assert "[[" not in said + ADVICE[name].text.to(language)


def test_what_the_doors_say_differs_only_between_the_marks():
    text = Text("Answer[[: stilla trial log|]]. Then wait.", "Svara[[: stilla trial log|]]. Vänta sedan.")
    assert text.to("en") == "Answer: stilla trial log. Then wait."
    with said_at("app"):
        assert text.to("sv") == "Svara. Vänta sedan."
    assert DOOR.get() == "terminal"


def test_gaps_are_filled_on_both_sides():
    text = Text("Period {n}[[: stilla trial guess --period {n}| is over]].", "").fill(n=3)
    assert text.to("en") == "Period 3: stilla trial guess --period 3."
    with said_at("app"):
        assert text.to("en") == "Period 3 is over."
