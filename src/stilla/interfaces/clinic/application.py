"""Django, set up for a clinic: pages only by https, no database of Django's own, nothing from another host."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stilla.interfaces.clinic.office import LARGEST_RECORD
from stilla.interfaces.web.application import HERE as HOME_APP
from stilla.interfaces.web.application import LARGEST_FORM, STATIC, STATIC_HEADERS
from stilla.interfaces.web.settings import with_pages

if TYPE_CHECKING:
    from wsgiref.headers import Headers
    from wsgiref.types import WSGIApplication

    from stilla.interfaces.cds_hooks.server.application import Running
    from stilla.interfaces.clinic.office import Office

HERE = Path(__file__).parent
YEAR = 31_536_000
SIGNS_OF_LIFE = ("healthz", "readyz", "metrics")
"""Asked from within, by plain http."""


def settings_of(office: Office, hooks: Running | None = None) -> dict[str, Any]:
    """Django's settings.

    Args:
        office: which clinic.
        hooks: the CDS Hooks service, where the clinic wants it.
    """
    largest = LARGEST_FORM if hooks is None else max(LARGEST_FORM, hooks.desk.config.largest_request)
    clinic = "stilla.interfaces.clinic"
    tags = ["stilla.interfaces.web.tags", f"{clinic}.tags"]
    return {
        **with_pages([HERE / "templates", HOME_APP / "templates"], tags, f"{clinic}.door.around"),
        "SECRET_KEY": office.secret_key,
        "ALLOWED_HOSTS": list(office.hosts),
        "ROOT_URLCONF": f"{clinic}.urls",
        "MIDDLEWARE": [
            f"{clinic}.figures.Watched",
            "django.middleware.security.SecurityMiddleware",
            "csp.middleware.CSPMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
            f"{clinic}.door.Door",
            "django.middleware.csrf.CsrfViewMiddleware",
            f"{clinic}.door.Refusals",
        ],
        "CSRF_COOKIE_NAME": "__Host-stilla-form",
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_REDIRECT_EXEMPT": [f"^{each}$" for each in SIGNS_OF_LIFE],
        "SECURE_PROXY_SSL_HEADER": _proxy(office.tls_header),
        "SECURE_HSTS_SECONDS": YEAR,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SECURE_HSTS_PRELOAD": True,
        "DATA_UPLOAD_MAX_MEMORY_SIZE": largest,
        # Never on a disk: what is uploaded may be somebody's whole record. `door` refuses what is larger.
        "FILE_UPLOAD_HANDLERS": ["django.core.files.uploadhandler.MemoryFileUploadHandler"],
        "FILE_UPLOAD_MAX_MEMORY_SIZE": LARGEST_RECORD + LARGEST_FORM,
        "STILLA_OFFICE": office,
        "STILLA_CDS": hooks,
    }


def _proxy(header: str) -> tuple[str, str] | None:
    return (f"HTTP_{header.upper().replace('-', '_')}", "https") if header else None


def _guarded(headers: Headers, _path: str, _url: str) -> None:
    for name, value in STATIC_HEADERS.items():
        headers[name] = value
    headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains; preload"


def application(office: Office, hooks: Running | None = None) -> WSGIApplication:
    """The app of a clinic as WSGI. A process serves one clinic, and no home beside it."""
    import django  # noqa: PLC0415  # only where a server starts
    from django.conf import settings  # noqa: PLC0415  # as above
    from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415  # as above
    from django.urls import get_resolver  # noqa: PLC0415  # as above
    from whitenoise import WhiteNoise  # noqa: PLC0415  # as above

    # Django's own lines show the address asked for and the words of an error; `door` says where, and nothing of whom.
    logging.getLogger("django").setLevel(logging.CRITICAL)
    settings.configure(**settings_of(office, hooks))
    django.setup()
    get_resolver().url_patterns  # noqa: B018  # every page is imported before the first request
    served: WSGIApplication = WhiteNoise(
        WSGIHandler(),
        root=STATIC,
        prefix="static/",
        max_age=YEAR,
        allow_all_origins=False,
        add_headers_function=_guarded,
    )
    return served
