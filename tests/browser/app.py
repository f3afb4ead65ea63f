"""The app as a person starts it: `stilla serve` in a process of its own, and a browser on it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

MORNING = "2026-11-22T06:30"
HOST = "127.0.0.1"
SECRET = "a" * 32
PATIENCE = 30_000
"""Milliseconds to wait for what a page shall come to show: a busy machine is slow, not wrong."""
FLAGS = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--force-color-profile=srgb", "--font-render-hinting=none",
    # Whatever a page asked for elsewhere, it would not get; `Watch` fails the test that asked.
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}",
)  # fmt: skip


def chromium():
    """Where the browser is."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert found, "The tests of the pages need Chromium. Run tests/browser/chromium.sh, or: apt install chromium"
    return found


def launched(playwright):
    """The browser, headless."""
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    return playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, *as_root])


class Served:
    """A running app: `.address` ("http://127.0.0.1:8123"), `.folder`, `.stop()`; already entered.

    Args:
        folder: the person's data.
        now: what the clock shows at the start; it runs on from there.
        lang: the language of the terminal. That of the pages is the browser's, or what was chosen.
        port: 0 for any that is free.
    """

    def __init__(self, folder, *, now=MORNING, lang="en", port=0):
        self.folder = folder
        start = "from stilla.interfaces.cli.main import run; run()"
        words = ["serve", "--no-browser", "--port", str(port), "--data", str(folder), "--lang", lang, "--now", now]
        self.process = subprocess.Popen(
            [sys.executable, "-c", start, *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        said = []
        for line in self.process.stdout:
            said.append(line)
            if found := re.search(r"http://\S+", line):
                self.entrance = found[0]
                break
        else:
            message = f"stilla serve ended at once: {''.join(said)}"
            self.stop()
            raise AssertionError(message)
        self.address = self.entrance.split("/start/")[0]
        self.session = self._enter()

    def _enter(self):
        answer = self.ask("GET", urlsplit(self.entrance).path, inside=False)
        return re.search(r"stilla=([^;]+)", answer.headers["Set-Cookie"])[1]

    def ask(self, method, path, data=None, *, inside=True, headers=None):
        """An answer without a browser: `.status`, `.headers`, `.body`. Redirects are not followed."""
        line = HTTPConnection(urlsplit(self.address).netloc, timeout=30)
        more = {"Cookie": f"stilla={self.session}; stilla_csrf={SECRET}", "X-CSRFToken": SECRET} if inside else {}
        body = urlencode(data, doseq=True) if data is not None else None
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        try:
            line.request(method, path, body, {**more, **form, **(headers or {})})
            answer = line.getresponse()
            answer.body = answer.read().decode(errors="replace")
        finally:
            line.close()
        return answer

    def kill(self):
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """End it; what it said after its start is kept in `.said`."""
        if self.process.poll() is None:
            self.process.terminate()
        self.said = self.process.stdout.read() if not self.process.stdout.closed else ""
        self.process.wait()
        self.process.stdout.close()


class Watch:
    """What a page asked for and what its console said. `verdict` is empty where all stayed here and nothing failed."""

    def __init__(self, context, address):
        self.verdict = []
        self.address = address
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.verdict.append(f"the page failed: {error.error}"))

    def _request(self, request):
        if not request.url.startswith((f"{self.address}/", "data:", "about:", "blob:")):
            self.verdict.append(f"asked another host: {request.url}")

    def _console(self, message):
        if "content security policy" in message.text.casefold():
            self.verdict.append(f"against its own policy: {message.text}")


def context_of(browser, served, *, javascript=True, language="sv", width=390, height=844, dark=False, **more):
    """A browser window inside the gate, and the watch over it."""
    context = browser.new_context(
        base_url=served.address,
        java_script_enabled=javascript,
        locale={"sv": "sv-SE", "en": "en-GB"}[language],
        timezone_id="Europe/Stockholm",
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        **more,
    )
    context.set_default_timeout(PATIENCE)
    context.set_default_navigation_timeout(PATIENCE)
    context.add_cookies(
        [{"name": "stilla", "value": served.session, "url": served.address, "httpOnly": True, "sameSite": "Strict"}]
    )
    return context, Watch(context, served.address)
