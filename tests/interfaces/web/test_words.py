"""Every sentence of the screen: written once, used somewhere, whole in both languages."""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest

from stilla.interfaces.web import words
from stilla.interfaces.web.application import HERE
from stilla.text import Text

TEMPLATES = sorted((HERE / "templates").rglob("*.html"))
MODULES = sorted(path for path in HERE.parent.rglob("*.py") if path.parent.name not in {"words", "cli"})
JOURNEYS = sorted(path.stem for path in (HERE / "words").glob("*.py") if path.stem != "__init__")
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
COMMENT = re.compile(r"\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", re.DOTALL)
CLASSES = re.compile(r"\{% block (?:body_class|main_class|html_attributes) %\}.*?\{% endblock %\}", re.DOTALL)
SPOKEN_ATTRIBUTES = re.compile(r"""(?:alt|title|placeholder|aria-label|aria-description|content)=("[^"]*"|'[^']*')""")
NAMES = {"Stilla", "mg", "mmol", "dL", "ml", "kg", "kB", "MB", "CSV", "JSON", "PDF", "ZIP", "RLS", "IRLS"}
"""Words and units that are the same in every language and may stand in a template."""
ENGLISH = re.compile(
    r"\b(?:the|and|you|your|with|this|that|which|are|is|not|have|from|what|when|please|click)\b", re.IGNORECASE
)
SWEDISH = re.compile(r"\b(?:och|inte|det|som|är|på|att|för|med|din|ditt|dina|eller|hur|när|vad)\b|[åäö]", re.IGNORECASE)
FORBIDDEN = {
    "en": re.compile(
        r"\b(?:cure[sd]?|treats RLS|recommended dose for you|safe|color|(?<!statistically )significant)\b",
        re.IGNORECASE,
    ),
    "sv": re.compile(
        r"\b(?:botar?|behandlar RLS|rekommenderad dos för dig|(?<!statistiskt )signifikant|patienten)\b", re.IGNORECASE
    ),
}


def every_text():
    return [(f"{journey}.{name}", text) for journey in JOURNEYS for name, text in words.of_journey(journey).items()]


@cache
def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def strings(*kinds):
    """The strings among some nodes."""
    return {node.value for node in kinds if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def made_up(path):
    """How the strings begin that a module puts together: `f"check.{key}"` begins with `check.`."""
    nodes = (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.JoinedStr) and node.values)
    return strings(*(node.values[0] for node in nodes))


@cache
def said_in(path):
    """Keys that a template names in its tags, as `"journey.key"`, or a module in any string."""
    if path.suffix == ".html":
        tags = " ".join(TAG.findall(path.read_text(encoding="utf-8")))
        return {each for each in re.findall(r"""["']([a-z_]+\.[a-z0-9_]+)["']""", tags) if not each.endswith("html")}
    found = strings(*ast.walk(tree_of(path))) - made_up(path)
    return {each for each in found if re.fullmatch(r"[a-z_]+\.[a-z0-9_]+", each)}


def used():
    """Every key that is named or put together somewhere: after `check.` any word of the module may follow."""
    found = set().union(*map(said_in, [*TEMPLATES, *MODULES]))
    for path in MODULES:
        words_of = {each for each in strings(*ast.walk(tree_of(path))) if re.fullmatch(r"[a-z0-9_-]+", each)}
        for start in made_up(path):
            journey, dot, rest = start.partition(".")
            if dot and journey in JOURNEYS:
                found |= {f"{journey}.{name}" for name in words.of_journey(journey) if rest and name.startswith(rest)}
                found |= {start + each for each in words_of}
    return found


def test_every_sentence_is_used():
    reachable = used()
    unused = [key for key, _ in every_text() if key not in reachable]
    assert not unused, "\n".join(unused)


@pytest.mark.parametrize("path", [*TEMPLATES, *MODULES], ids=lambda path: str(path.relative_to(HERE.parent)))
def test_every_sentence_that_is_used_was_written(path):
    written = dict(every_text())
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        asked = set(re.findall(r"""\{%\s*say\s+["']([^"']+)["']""", content))
    else:
        asked = {each for each in said_in(path) if each.split(".")[0] in JOURNEYS}
    assert sorted(asked - set(written)) == []


@pytest.mark.parametrize(("key", "text"), every_text(), ids=lambda each: each if isinstance(each, str) else "")
def test_a_sentence_is_whole_in_both_languages(key, text):
    assert isinstance(text, Text)
    assert gaps(text.en) == gaps(text.sv), key
    for said in (text.en, text.sv):
        assert said == said.strip()
        assert said
        assert "  " not in said
        assert "--" not in said
    if key.removeprefix("common.") in {"language", "language_code"}:
        return  # the other language, in its own words
    if len(text.en.split()) > 3:
        assert text.en != text.sv, key
    assert not FORBIDDEN["en"].search(text.en), text.en
    assert not FORBIDDEN["sv"].search(text.sv), text.sv
    assert not ENGLISH.search(without_names(text.sv)), text.sv
    if text.en not in text.sv:
        assert not re.search(r"[åäö]", without_names(text.en), re.IGNORECASE), text.en


def gaps(said):
    return sorted(name for _, name, _, _ in Formatter().parse(said) if name is not None)


def without_names(said):
    """Without gaps and what is typed or named: commands, file names, quoted words."""
    return re.sub(r"\{[^}]*\}|stilla [a-z- ]+|“[^”]*”|”[^”]*”|[\w/.-]+\.\w+|[A-ZÅÄÖ][\w-]* (?=[A-ZÅÄÖ])", "", said)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(HERE)))
def test_a_template_has_no_words_of_its_own(path):
    content = TAG.sub(" ", CLASSES.sub(" ", COMMENT.sub(" ", path.read_text(encoding="utf-8"))))
    outside = re.sub(r"<[^>]*>|&\w+;", " ", content)
    found = [each for each in re.findall(r"[A-Za-zÅÄÖåäö]{2,}", outside) if each not in NAMES]
    whole = COMMENT.sub(" ", path.read_text(encoding="utf-8"))
    for value in SPOKEN_ATTRIBUTES.findall(re.sub(r"<meta[^>]*>", "", TAG.sub(" ", whole))):
        found += [each for each in re.findall(r"[A-Za-zÅÄÖåäö]{2,}", value) if each not in NAMES]
    assert found == []


@pytest.mark.parametrize("path", sorted((HERE / "pages").glob("*.py")), ids=lambda path: path.stem)
def test_a_view_has_no_sentences_of_its_own(path):
    tree = tree_of(path)
    spared = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # what documents
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Text", "refuse"}:
            spared |= {id(each) for each in ast.walk(node)}  # both languages stand there
    found = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in spared
        and len(re.findall(r"[A-Za-zÅÄÖåäö]{2,}", node.value)) >= 3
        and " " in node.value.strip()
        and "filename=" not in node.value
        and "charset=" not in node.value
    ]
    assert found == []


def test_every_journey_of_words_belongs_to_a_page():
    pages = {path.stem for path in Path(HERE / "pages").glob("*.py")} | {"common"}
    assert [
        each for each in JOURNEYS if not any(page.startswith(each) or each.startswith(page) for page in pages)
    ] == []
    for each in JOURNEYS:
        assert import_module(f"stilla.interfaces.web.words.{each}").__doc__
