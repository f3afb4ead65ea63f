"""Walks the app as a person could: every address, every link, every picture of a page."""

from __future__ import annotations

import re
from collections import deque
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

from stilla.interfaces.web.application import STATIC

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SPOKEN = ("alt", "title", "aria-label", "placeholder")
TYPED = "somebody who typed it"
LOADED = {"link": "href", "script": "src", "img": "src", "source": "srcset", "iframe": "src", "object": "data"}


class Page(HTMLParser):
    """What a page is made of."""

    def __init__(self, html):
        super().__init__()
        self.links, self.loads, self.ids, self.forms = [], [], [], []
        self.language, self.title, self.headings = None, "", []
        self.inline, self.tags, self.words = [], [], []
        self.open = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        self.tags.append((tag, named))
        self.inline += [name for name in named if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in named):
            self.inline.append(tag)
        self.ids += [named["id"]] if named.get("id") else []
        self.words += [named[name] for name in SPOKEN if named.get(name)]
        self._leads(tag, named)

    def _leads(self, tag, named):
        if tag == "html":
            self.language = named.get("lang")
        elif tag == "a" and "href" in named:
            self.links.append(named["href"])
        elif tag == "form":
            self.forms.append((named.get("method", "get").casefold(), named.get("action")))
        elif tag in LOADED and named.get(LOADED[tag]):
            self.loads += [each.split()[0] for each in named[LOADED[tag]].split(",")]
        elif re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data):
        if self.open and self.open[-1] == "title":
            self.title += data
        if not {"script", "style"} & set(self.open):
            self.words.append(data)

    @property
    def shape(self):
        """What it is made of apart from its words, each kind of element once: pages of one shape look alike."""
        found = [(tag, named.get("class"), named.get("role"), named.get("type")) for tag, named in self.tags]
        return frozenset(found)


class Seen(NamedTuple):
    path: str
    status: int
    headers: dict[str, str]
    body: bytes
    page: Page | None
    pattern: str | None
    """The rule of `urls` that answered."""
    came_from: str


def routes():
    """Every rule of the app's addresses: its words, and the rule."""
    from stilla.interfaces.web.urls import every_address  # noqa: PLC0415  # settings first

    return {str(each.pattern): each for each in every_address()}


def pattern_of(path):
    """The rule that a path fits."""
    from django.urls import Resolver404, resolve  # noqa: PLC0415  # settings first

    try:
        return resolve(urlsplit(path).path).route
    except Resolver404:
        return None


def local(link, here):
    """Where a link leads inside the app; None where it leads out of it."""
    if urlsplit(link).scheme in {"mailto", "tel", "data"}:
        return None
    parts = urlsplit(urljoin(f"http://app{here}", link))
    if parts.netloc != "app":
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


def walk(client, *, each_rule=None, look=None):
    """Every page that can be reached by links, and every address without a gap in it.

    Args:
        client: inside the gate.
        each_rule: at most so many pages of one rule in one place, as `/knowledge/rules`; None for all.
        look: told of each page as it comes.

    Returns:
        The pages, `Seen`, by path; files of the app itself are looked up and left out.
    """
    starts = [f"/{rule}" for rule in routes() if "<" not in rule]
    waiting = deque((path, TYPED) for path in starts)
    seen, counts = {}, {}
    while waiting:
        path, came_from = waiting.popleft()
        if path in seen:
            continue
        if path.startswith("/static/"):
            assert (STATIC / urlsplit(path).path.removeprefix("/static/")).is_file(), (path, came_from)
            continue
        rule = pattern_of(path)
        kind = (rule, urlsplit(path).path.rpartition("/")[0])
        counts[kind] = counts.get(kind, 0) + 1
        if rule is not None and each_rule is not None and counts[kind] > each_rule:
            continue
        seen[path] = found = look_at(client, path, rule, came_from)
        if look is not None:
            look(found)
        if "Location" in found.headers:
            waiting.append((local(found.headers["Location"], path), path))
        if found.page is not None:
            named = [*found.page.links, *found.page.loads]
            named += [action for method, action in found.page.forms if method == "get" and action]
            for link in named:
                if not link.startswith("#") and (inside := local(urldefrag(link)[0], urlsplit(path).path)):
                    waiting.append((inside, path))
    return seen


def look_at(client, path, rule=None, came_from=""):
    """One page."""
    answer = client.get(path, failing=True)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    page = Page(body.decode()) if is_page and body else None
    if answer.status_code >= 500:
        body = client.failures.last.encode()
    return Seen(path, answer.status_code, dict(answer.headers), body, page, rule or pattern_of(path), came_from)
