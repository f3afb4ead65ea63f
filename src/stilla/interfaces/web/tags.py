"""How templates speak: every word comes from `words/` or from the knowledge base, in the language of the page.

{% say "check.title" %}  {% say "check.at" time=at %}     a sentence of the screen, its gaps filled
{% speak finding.rule.title %}                            a `Text` from the core
{% figure 0.5 %} {% day date %} {% night date %}          a number, a date, a night as people say them
{% asset "stilla.css" %}                                  the address of a file of the app, with the mark of its content
"""

from __future__ import annotations

import re
from datetime import date as _date
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from stilla.interfaces.known.answers import fact_words
from stilla.interfaces.web import words
from stilla.interfaces.web.application import STATIC
from stilla.interfaces.words.dates import day_words, full_date, moment_words, month_words, night_words
from stilla.interfaces.words.levels import CERTAINTY_WORDS, LEVEL_WORDS, SYMBOLS, VERDICT_WORDS
from stilla.interfaces.words.levels import hours as hours_words
from stilla.text import number

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.template import Context
    from django.utils.safestring import SafeString

    from stilla.errors import Problem
    from stilla.interfaces.forms.check import FactForm
    from stilla.text import Language, Text

register = template.Library()


def language_of(context: Context) -> Language:
    """The language of the page."""
    return "sv" if context["language"] == "sv" else "en"


@register.simple_tag(takes_context=True)
def say(context: Context, key: str, **values: Any) -> str:
    """A sentence of the screen."""
    language = language_of(context)
    text = words.word(key).to(language)
    return text.format(**{name: _plainly(value, language) for name, value in values.items()}) if values else text


@register.simple_tag(takes_context=True)
def speak(context: Context, text: Text | str) -> str:
    """A sentence of the core or the knowledge base."""
    return text if isinstance(text, str) else text.to(language_of(context))


@register.simple_tag(takes_context=True)
def about(context: Context, problem: Problem) -> str:
    """The field that a problem is about, of the `fields` that the page names; nothing where it is about none."""
    return field_of(problem, context.get("fields") or "")


def field_of(problem: Problem, fields: str) -> str:
    """The field that a problem is about, of those named; nothing where it is about none of them.

    >>> from stilla.errors import Problem
    >>> from stilla.text import Text
    >>> field_of(Problem(Text("--per-day", "--per-day"), Text("", "")), "text per_day")
    'per_day'
    """
    found = re.match(r"(?:--)?([a-z][a-z_-]*)", problem.where.en.casefold())
    name = found[1].replace("-", "_") if found else ""
    return name if name in fields.split() else ""


@register.simple_tag(takes_context=True)
def field(context: Context, name: str, hint: str = "") -> SafeString:
    """The attributes of a field: its id, what describes it, and that what was written in it needs another look."""
    wrong = any(field_of(each, name) for each in context.get("problems") or ())
    told = " ".join(filter(None, (hint, "problems" if wrong else "")))
    described = format_html(' aria-describedby="{}"', told) if told else ""
    return format_html('id="field-{}"{}{}', name, described, mark_safe(' aria-invalid="true"') if wrong else "")


@register.simple_tag(takes_context=True)
def figure(context: Context, value: float) -> str:
    """A number as people write it."""
    return number(value, language_of(context))


@register.simple_tag(takes_context=True)
def day(context: Context, value: date) -> str:
    """A date, long."""
    return day_words(value, language_of(context))


@register.simple_tag(takes_context=True)
def night(context: Context, value: date) -> str:
    """A night by its morning."""
    return night_words(value, language_of(context))


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime) -> str:
    """A moment."""
    return moment_words(value, language_of(context))


@register.simple_tag(takes_context=True)
def month(context: Context, value: date) -> str:
    """A month and its year."""
    return month_words(value, language_of(context))


@register.simple_tag
def asset(name: str) -> str:
    """The address of a file of the app."""
    return f"/static/{name}?{_mark(name)}"


@register.filter
def item(values: Any, key: Any) -> Any:
    """The value under a key; nothing where there is none."""
    return values.get(key) if values is not None else None


@cache
def _mark(name: str) -> str:
    return sha256(STATIC.joinpath(*name.split("/")).read_bytes()).hexdigest()[:12]


def _plainly(value: Any, language: Language) -> Any:
    """A gap's value in the language of the page."""
    if hasattr(value, "to"):
        return value.to(language)
    return number(value, language) if isinstance(value, int | float) and not isinstance(value, bool) else value


@register.simple_tag(takes_context=True)
def level(context: Context, name: str) -> str:
    """The word of a level or a verdict."""
    return (LEVEL_WORDS.get(name) or VERDICT_WORDS[name]).to(language_of(context))


@register.simple_tag
def sign(name: str) -> str:
    """The sign of a level or a verdict."""
    return SYMBOLS[name]


@register.simple_tag(takes_context=True)
def certainty(context: Context, name: str) -> str:
    """GRADE's word, or that nobody has read the source yet."""
    return CERTAINTY_WORDS[name].to(language_of(context))


@register.simple_tag(takes_context=True)
def hours(context: Context, value: float) -> str:
    """Hours as people say them."""
    return hours_words(value, language_of(context))


@register.simple_tag(takes_context=True)
def facts(context: Context, why: list[FactForm]) -> str:
    """The facts that made a rule hold, in words."""
    language = language_of(context)
    knowledge = context["desk"].knowledge
    return ", ".join(dict.fromkeys(fact_words(each.fact, each.value, knowledge, language) for each in why))


@register.simple_tag(takes_context=True)
def dated(context: Context, value: date | str) -> str:
    """A date with its year, also from its ISO form."""
    return full_date(_date.fromisoformat(value) if isinstance(value, str) else value, language_of(context))
