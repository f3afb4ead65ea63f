"""Words of the clinic's own pages: {% word "login.title" %}, in the language of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from stilla.interfaces.clinic.words import WORDS
from stilla.interfaces.web.tags import language_of

if TYPE_CHECKING:
    from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def word(context: Context, key: str, **values: Any) -> str:
    """A sentence of these pages, its gaps filled."""
    text = WORDS[key].to(language_of(context))
    return text.format(**values) if values else text
