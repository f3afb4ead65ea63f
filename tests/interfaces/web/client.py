"""The app without a server: requests straight into it, as the one browser that was let in."""

from __future__ import annotations

import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from stilla.interfaces.web.application import Home, application

ZONE = ZoneInfo("Europe/Stockholm")
FORM = "application/x-www-form-urlencoded"
SECRET = "a" * 32
MORNING = "2026-11-22T06:30"

CONFIGURED: list[object] = []


def wsgi(folder):
    """The app as a server runs it. Django's settings can be made once in a process; tests change whose home it is."""
    if not CONFIGURED:
        CONFIGURED.append(application(Home(Path(folder))))
    return CONFIGURED[0]


class Failures(logging.Handler):
    """What went wrong behind "Something went wrong": the page itself tells nothing, and a test should."""

    def __init__(self):
        super().__init__()
        self.last = ""

    def emit(self, record):
        self.last = f"{record.getMessage()}\n{traceback.format_exc()}"


class Browser:
    """A browser inside the gate, with a clock that stands still.

    `get` and `post` fail the test where the app fails (500), unless `failing=True`. A form is sent as a browser sends
    it; with a file among the values (anything with `read`) as multipart.
    """

    def __init__(self, folder, *, inside=True, language="en"):
        from django.conf import settings  # noqa: PLC0415  # configured by wsgi
        from django.test import Client  # noqa: PLC0415  # as above

        wsgi(folder)
        self.folder = folder
        self.language = language
        self.moment = datetime.fromisoformat(MORNING).replace(tzinfo=ZONE)
        self.home = Home(folder, clock=lambda: self.moment.astimezone(UTC))
        settings.STILLA = self.home
        self.django = Client(enforce_csrf_checks=True, SERVER_NAME="127.0.0.1")
        if inside:
            self.django.cookies["stilla"] = self.home.session
            self.django.cookies["stilla_csrf"] = SECRET
        self.failures = Failures()

    def clock(self, moment):
        """Set the clock: "2026-11-22T06:30" in Stockholm, or an aware datetime."""
        moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        self.moment = moment if moment.tzinfo else moment.replace(tzinfo=ZONE)
        return self

    def get(self, path, *, failing=False, **headers):
        """The answer to a GET; keyword arguments are headers (`accept_language="sv"`)."""
        return self._asked(lambda: self.django.get(path, headers=self._headers(headers)), failing=failing)

    def post(self, path, data=None, *, follow=False, failing=False, **headers):
        """The answer to a POST of a page of the app; `follow` gives the page it leads to."""
        data = dict(data or {})
        if any(hasattr(each, "read") for each in data.values()):
            sent = {"data": data}
        else:
            sent = {"data": urlencode(data, doseq=True), "content_type": FORM}
        headers = self._headers({"x_csrftoken": SECRET, **headers})
        return self._asked(lambda: self.django.post(path, headers=headers, follow=follow, **sent), failing=failing)

    def text(self, path, **headers):
        """The page, as text; it must be there."""
        answer = self.get(path, **headers)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content.decode()

    def files(self):
        """Every file of the person's data and its bytes."""
        return {
            str(each.relative_to(self.folder)): each.read_bytes() for each in self.folder.rglob("*") if each.is_file()
        }

    def _headers(self, more):
        return {"accept-language": self.language, **{name.replace("_", "-"): value for name, value in more.items()}}

    def _asked(self, ask, *, failing):
        log = logging.getLogger("stilla.interfaces.web.gate")
        log.addHandler(self.failures)
        try:
            answer = ask()
        finally:
            log.removeHandler(self.failures)
        if not failing:
            assert answer.status_code < 500, self.failures.last
        return answer
