"""What Django is told wherever Stilla has pages: what is not stated here differs between the servers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

POLICY = {
    "default-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "object-src": ["'none'"],
}
"""What the browser may load: these pages' own files, and nothing else. No inline script, no inline style."""

BARE: dict[str, Any] = {
    "DEBUG": False,
    "DATABASES": {},
    "INSTALLED_APPS": [],
    "USE_I18N": False,
    "USE_TZ": True,
    "TIME_ZONE": "UTC",
    "LOGGING_CONFIG": None,
}
"""Django without a database of its own, without applications, and without a say in what is logged."""


def with_pages(templates: Sequence[Path], tags: Sequence[str], around: str) -> dict[str, Any]:
    """The settings of a server with pages.

    Args:
        templates: folders with them; the first that has a name counts.
        tags: modules of template tags that every page knows.
        around: the function that gives every page what stands around it.
    """
    cached = ("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])
    return {
        **BARE,
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [*templates],
                "OPTIONS": {"builtins": [*tags], "context_processors": [around], "loaders": [cached]},
            }
        ],
        "CONTENT_SECURITY_POLICY": {"DIRECTIVES": POLICY},
        "CSRF_COOKIE_AGE": None,  # gone with the browser, as the session's
        "CSRF_COOKIE_SAMESITE": "Strict",
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_FAILURE_VIEW": "stilla.interfaces.web.gate.not_from_here",
        "SECURE_REFERRER_POLICY": "same-origin",
        "X_FRAME_OPTIONS": "DENY",
        "DATA_UPLOAD_MAX_NUMBER_FIELDS": 2000,
    }
