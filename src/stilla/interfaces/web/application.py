"""Django, set up for one home: no database of its own, no account, nothing from another host."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

import msgspec

from stilla.interfaces.web.settings import POLICY, with_pages

if TYPE_CHECKING:
    from wsgiref.headers import Headers
    from wsgiref.types import WSGIApplication

HERE = Path(__file__).parent
STATIC = HERE / "static"
LARGEST_UPLOAD = 2_000_000_000
"""Bytes. An export of years from a telephone has a gigabyte; it is read as a stream."""
LARGEST_FORM = 1_000_000


def _clock() -> datetime:
    return datetime.now(UTC)


class Home(msgspec.Struct, frozen=True):
    """Whose app it is: where the data lies, who may come in, and what the clock shows."""

    folder: Path
    token: str = msgspec.field(default_factory=token_urlsafe)
    """In the first address only; spent when it was used."""
    session: str = msgspec.field(default_factory=token_urlsafe)
    """In the cookie of the browser that came with the token."""
    clock: Callable[[], datetime] = _clock


STATIC_HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {' '.join(given)}" for name, given in POLICY.items()),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Of the app's own files, which never come to the pages that have these from Django."""


def settings_of(home: Home) -> dict[str, Any]:
    """Django's settings."""
    web = "stilla.interfaces.web"
    return {
        **with_pages([HERE / "templates"], [f"{web}.tags"], f"{web}.desk.around"),
        "SECRET_KEY": token_urlsafe(48),
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost"],
        "ROOT_URLCONF": f"{web}.urls",
        "MIDDLEWARE": [
            "django.middleware.security.SecurityMiddleware",
            "csp.middleware.CSPMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
            f"{web}.gate.Gate",
            "django.middleware.csrf.CsrfViewMiddleware",
            f"{web}.gate.Refusals",
        ],
        "CSRF_COOKIE_NAME": "stilla_csrf",
        "DATA_UPLOAD_MAX_MEMORY_SIZE": LARGEST_FORM,
        "FILE_UPLOAD_HANDLERS": ["django.core.files.uploadhandler.TemporaryFileUploadHandler"],
        "STILLA": home,
    }


def _guarded(headers: Headers, _path: str, _url: str) -> None:
    for name, value in STATIC_HEADERS.items():
        headers[name] = value


def application(home: Home) -> WSGIApplication:
    """The app of one home as WSGI. One process serves one home."""
    import django  # noqa: PLC0415  # only where a server starts
    from django.conf import settings  # noqa: PLC0415  # as above
    from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415  # as above
    from whitenoise import WhiteNoise  # noqa: PLC0415  # as above

    # Django's own lines show the address asked for and the words of an error; `gate` says where, and nothing of whom.
    logging.getLogger("django").setLevel(logging.CRITICAL)
    settings.configure(**settings_of(home))
    django.setup()
    # Addresses of these files carry the mark of their content, so a browser may keep them for ever.
    served: WSGIApplication = WhiteNoise(
        WSGIHandler(),
        root=STATIC,
        prefix="static/",
        max_age=31_536_000,
        allow_all_origins=False,
        add_headers_function=_guarded,
    )
    return served
