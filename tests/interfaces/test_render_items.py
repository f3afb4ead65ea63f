from __future__ import annotations

from stilla.interfaces.cli.render_answer import render_items
from stilla.text import Text
from stilla.trial.cent import cent


def report():
    return cent(
        {
            "1a": Text("An N-of-1 trial", "Ett N-of-1 trial"),
            "19": Text("x\x1b[2J  " + "word " * 40, "y " + "ord " * 40),
        },
        {"23": Text("it is private", "det är privat")},
    )


def test_every_item_is_a_paragraph_and_the_states_are_counted_above(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    render_items(report(), "en", whole=True)
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "CENT 2015: 2 items present, 5 not applicable, 37 missing"
    assert sum(not line.startswith(" ") for line in lines[2:]) == 44
    assert "An N-of-1 trial" in " ".join(lines)
    assert max(map(len, lines)) <= 60


def test_an_item_without_text_says_why_or_that_it_is_missing(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "96")
    render_items(report(), "sv", whole=True)
    said = " ".join(capsys.readouterr().out.split())
    assert "CENT 2015: 2 punkter finns, 5 gäller inte, 37 saknas" in said
    assert "23 Registrering: gäller inte, eftersom det är privat" in said
    assert "24 Var protokollet finns: SAKNAS" in said


def test_no_control_character_reaches_the_terminal(capsys):
    render_items(report(), "en", whole=True)
    out = capsys.readouterr().out
    assert "\x1b[2J" not in out
    assert "x?[2J word" in out


def test_without_the_whole_report_only_its_count_is_shown(capsys):
    render_items(report(), "en", whole=False)
    printed = capsys.readouterr().out
    assert "CENT 2015" in printed
    assert "--report" in printed
    assert len(printed.splitlines()) < 6
