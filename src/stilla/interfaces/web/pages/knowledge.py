"""What Stilla knows: every entry of every kind at an address of its own, with what it rests on and what uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from stilla.interfaces.forms.check import sources_of
from stilla.interfaces.known.pages import (
    entries,
    kind_lines,
    known_kind,
    lines_of,
    link,
    naming,
    search,
    title_of,
    unconfirmed,
)
from stilla.interfaces.web.desk import desk_of
from stilla.interfaces.words.dates import full_date
from stilla.interfaces.words.knowledge import CODES
from stilla.interfaces.words.knowledge import KINDS as KIND_WORDS
from stilla.interfaces.words.rules import ALWAYS, Holds, covered, in_words, speaks_of, trees
from stilla.knowledge.kinds import Claim, Definition, Evidence, Treatment
from stilla.knowledge.salts import elemental_fraction
from stilla.knowledge.schema import LEVELS, Entry, Medicine, Rule, Salt, Source, Turn
from stilla.rules.tree import read_tree

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from stilla.interfaces.web.desk import Desk
    from stilla.knowledge.schema import Base

OWN = {"rules": "rule", "sources": "source", "evidence": "study", "advice": "sentence", "medicines": "medicine"}
"""Kinds whose entries have a page made for them; the others share one."""
TABLES = {"evidence": "studies", "rules": "rules"}
"""Kinds whose list is made for them."""


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Search, the kinds, how it decides, and which version this is."""
    desk = desk_of(request)
    query = request.GET.get("q", "").strip()
    shown: dict[str, Any] = {"query": query, "found": search(query, desk.knowledge), "kind_words": KIND_WORDS}
    if request.headers.get("HX-Request") == "true":
        return render(request, "knowledge/found.html", shown)
    shown |= {
        "groups": kind_lines(desk.knowledge),
        "levels": LEVELS,
        "read": full_date(desk.knowledge.version.read, desk.language),
    }
    return render(request, "knowledge/start.html", shown)


@require_GET
def open_ones(request: HttpRequest) -> HttpResponse:
    """What nobody has read at a source yet."""
    return render(request, "knowledge/unconfirmed.html", {"kinds": unconfirmed(desk_of(request).knowledge)})


@require_GET
def listing(request: HttpRequest, kind: str) -> HttpResponse:
    """Every entry of a kind."""
    if not known_kind(kind):
        raise Http404
    if kind == "claims":
        return HttpResponsePermanentRedirect("/knowledge/article")
    found = entries(kind, desk_of(request).knowledge)
    rows = [{"id": name, "title": title_of(each), "entry": each} for name, each in found.items()]
    name, what = KIND_WORDS[kind]
    shown = {"kind": kind, "name": name, "what": what, "rows": rows, "codes": CODES, "levels": LEVELS}
    return render(request, f"knowledge/{TABLES.get(kind, 'listing')}.html", shown)


@require_GET
def entry(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """One entry whole."""
    desk = desk_of(request)
    if not known_kind(kind) or name not in (found := entries(kind, desk.knowledge)):
        raise Http404
    each = found[name]
    if isinstance(each, Claim):
        return HttpResponsePermanentRedirect(f"/knowledge/article/{each.number}")
    shown = {
        "kind": kind,
        "kind_name": KIND_WORDS[kind][0],
        "entry": each,
        "title": title_of(each),
        "codes": CODES,
        "used": _used(kind, name, desk),
        **rests_on(each, desk),
        **_of_kind(each, desk),
    }
    return render(request, f"knowledge/{OWN.get(kind, 'entry')}.html", shown)


def rests_on(each: Base | Medicine, desk: Desk) -> dict[str, Any]:
    """The sources of an entry, and the days it was read and is to be read again."""
    shown: dict[str, Any] = {}
    if isinstance(each, Entry | Medicine):
        shown["sources"] = sources_of(each.sources, desk.knowledge.sources)
    if isinstance(each, Entry | Source):
        shown["read"] = full_date(each.read, desk.language)
    if isinstance(each, Entry):
        shown["review_by"] = full_date(each.review_by, desk.language)
    return shown


def _used(kind: str, name: str, desk: Desk) -> list[tuple[Any, list[Any]]]:
    """What names this entry, by kind."""
    links = naming(desk.knowledge).get((kind, name), ())
    return [
        (words[0], found)
        for other, words in KIND_WORDS.items()
        if (found := [each for each in links if each.kind == other])
    ]


def _of_kind(each: Base | Medicine, desk: Desk) -> dict[str, Any]:
    """What the page of this kind shows besides."""
    knowledge = desk.knowledge
    match each:
        case Rule():
            return _rule(each, desk)
        case Definition():
            tree = read_tree(each.when, _definitions(desk))
            return {"lines": (), "holds": in_words(tree, knowledge), "medicines": covered(tree, knowledge)}
        case Medicine():
            rules = [name for name, tree in trees(knowledge).items() if speaks_of(tree, each.atc)]
            searched = None if each.searched is None else full_date(each.searched, desk.language)
            return {"rules": [link("rules", name, knowledge) for name in rules], "searched": searched}
        case Salt():
            percent = round(100 * elemental_fraction(each.formula), 1) if each.formula else None
            return {"lines": lines_of(each, knowledge), "percent": percent, "published": each.published}
        case Treatment():
            return {"lines": lines_of(each, knowledge), "statements": each.statements}
        case Turn():
            return {"lines": lines_of(each, knowledge), "numbers": each.numbers}
        case Source() | Evidence():
            return {}
        case _:
            return {"lines": lines_of(each, knowledge)}


def _rule(rule: Rule, desk: Desk) -> dict[str, Any]:
    tree = trees(desk.knowledge).get(rule.id)
    return {
        "holds": Holds(ALWAYS) if tree is None else in_words(tree, desk.knowledge),
        "medicines": () if tree is None else covered(tree, desk.knowledge),
        "thresholds": rule.thresholds,
        "supersedes": [link("rules", name, desk.knowledge) for name in rule.supersedes],
        "route": None if rule.route is None else link("routes", rule.route, desk.knowledge),
    }


def _definitions(desk: Desk) -> dict[str, object]:
    return {name: each.when for name, each in desk.knowledge.kind("definitions", Definition).items()}


urlpatterns = [
    path("knowledge", start),
    path("knowledge/unconfirmed", open_ones),
    path("knowledge/<slug:kind>", listing),
    path("knowledge/<slug:kind>/<slug:name>", entry),
]
