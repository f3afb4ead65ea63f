"""The pages of what Stilla knows: each entry is there in both languages, and says what it rests on."""

from __future__ import annotations

import pytest

from stilla.interfaces.known.pages import entries, naming, search, title_of
from stilla.interfaces.words.knowledge import KINDS as KIND_WORDS
from stilla.knowledge.kinds import KINDS, Claim
from stilla.knowledge.store import load
from web.client import Browser

KNOWLEDGE = load()
LARGE = {"sources", "medicines"}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", [kind for kind in KIND_WORDS if kind != "claims"])
def test_every_entry_has_a_page_of_its_own(folder, kind, language):
    client = Browser(folder, language=language)
    assert title_words(client.text(f"/knowledge/{kind}")) == KIND_WORDS[kind][0].to(language)
    for name, entry in entries(kind, KNOWLEDGE).items():
        page = client.text(f"/knowledge/{kind}/{name}")
        assert "{" not in page.split("<main")[1], name
        if kind != "advice":
            assert escaped(title_of(entry).to(language)) in page, name
    assert not folder.exists()


def title_words(page):
    return page.split("<h1")[1].split(">", 1)[1].split("</h1>")[0].strip()


def escaped(text):
    from django.utils.html import escape  # noqa: PLC0415  # settings first

    return escape(text)


def test_every_kind_has_a_name_and_a_place():
    assert set(KIND_WORDS) == {*KINDS, "medicines"}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_statement_of_the_article_says_where_it_is_answered(folder, language):
    client = Browser(folder, language=language)
    listed = client.text("/knowledge/article")
    for claim in KNOWLEDGE.kind("claims", Claim).values():
        page = client.text(f"/knowledge/article/{claim.number}")
        assert f'href="/knowledge/article/{claim.number}"' in listed
        assert escaped(claim.answer.to(language)) in page
        for name in claim.evidence:
            assert f'href="/knowledge/evidence/{name}"' in page
        for name in claim.sources:
            assert f'href="/knowledge/sources/{name}"' in page
        pages = [each for each in claim.answered_by if each.startswith("/")]
        assert pages, claim.number
        assert all(f'href="{each}"' in page for each in pages)


def test_a_rule_says_when_it_holds_what_to_do_and_what_each_source_says(client):
    page = client.text("/knowledge/rules/gabapentin")
    assert "KEEP APART" in page
    assert "N02BF01" in page
    assert 'href="/knowledge/medicines/N02BF01"' in page
    assert "Stilla acts on" in page
    assert "22 November 2026" in page


def test_a_source_is_opened_by_a_click_alone(client):
    page = client.text("/knowledge/sources/yagi12")
    address = KNOWLEDGE.sources["yagi12"].address
    assert f'href="{escaped(address)}" rel="noreferrer' in page
    assert escaped(address) in page.split('class="path"')[1]
    assert "this leaves your computer" in page
    assert 'href="/knowledge/rules/gabapentin"' in page


def test_a_source_without_an_address_says_so(client):
    own = next(name for name, each in KNOWLEDGE.sources.items() if not each.address)
    assert "It has no address" in client.text(f"/knowledge/sources/{own}")


def test_what_names_an_entry_is_found_both_ways():
    for (kind, name), links in naming(KNOWLEDGE).items():
        assert name in entries(kind, KNOWLEDGE), (kind, name)
        assert all(each.id in entries(each.kind, KNOWLEDGE) for each in links)


def test_unconfirmed_entries_are_listed(client):
    page = client.text("/knowledge/unconfirmed")
    rules = [name for name, each in KNOWLEDGE.kind("rules", KINDS["rules"]).items() if each.certainty == "unconfirmed"]
    assert rules
    assert all(f'href="/knowledge/rules/{name}"' in page for name in rules)


@pytest.mark.parametrize("query", ["gabapentin", "GABAPENTIN", " gabapentin "])
def test_names_come_before_words(query):
    assert {(each.kind, each.id) for each in search(query, KNOWLEDGE).links[:3]} >= {("rules", "gabapentin")}


def test_every_word_of_a_query_is_met():
    both, one = search("gabapentin epilepsi", KNOWLEDGE), search("gabapentin", KNOWLEDGE)
    assert 0 < both.total < one.total
    assert search("", KNOWLEDGE).total == 0
    assert search("gabapentn", KNOWLEDGE).nearest[0] == "gabapentin"


def test_search_answers_with_a_whole_page_or_with_its_results_alone(client):
    whole = client.text("/knowledge?q=gabapentin")
    part = client.text("/knowledge?q=gabapentin", hx_request="true")
    assert "<html" in whole
    assert "<html" not in part
    assert 'href="/knowledge/rules/gabapentin"' in part


@pytest.mark.parametrize(
    "path", ["/knowledge/nothing", "/knowledge/rules/nothing", "/knowledge/article/0", "/knowledge/article/23"]
)
def test_what_is_not_known_has_no_page(client, path):
    assert client.get(path).status_code == 404


def test_an_old_name_of_a_statement_leads_to_its_number(client):
    assert client.get("/knowledge/claims/what-rls-is").headers["Location"] == "/knowledge/article/1"
