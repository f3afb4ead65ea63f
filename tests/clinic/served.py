"""The clinic's server in a process of its own, and browsers on it: Django's settings of the home app stay untouched."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from html import unescape
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

SECRET = "not a secret, only for the tests of the clinic, 0123456789"
TOKEN = "figures-for-the-tests"
START = "from stilla.interfaces.cli.main import run; run()"
PASSWORD = "correct horse battery"


class Served:
    """`stilla serve --database ADDRESS`: `.host`, `.stop()`, `.pids()` of its workers."""

    def __init__(self, address, *, now="2026-11-22T06:30", workers=2, **settings):
        words = ["serve", "--database", address, "--port", "0", "--workers", str(workers), "--now", now, "--lang", "en"]
        more = {
            "STILLA_SECRET_KEY": SECRET,
            "STILLA_HOSTS": "clinic.test",
            "STILLA_TLS_HEADER": "X-Forwarded-Proto",
            "STILLA_METRICS_TOKEN": TOKEN,
            "OPENBLAS_NUM_THREADS": "1",
            **settings,
        }
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, **more},
        )
        said = []
        for line in self.process.stdout:
            said.append(line)
            if found := re.search(r"http://(\S+)", line):
                self.host = found[1]
                break
        else:
            self.stop()
            raise AssertionError("".join(said))

    def browser(self, **how):
        return Visitor(self.host, **how)

    def pids(self):
        """The workers."""
        return [
            int(each) for each in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        ]

    def kill_workers(self):
        for pid in self.pids():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def stop(self):
        """End it; what it said after its start is kept in `.said`."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(timeout=3)
            except subprocess.TimeoutExpired:
                self.kill_workers()  # a busy machine; nobody waits for an answer any more
                self.process.kill()
        self.said = self.process.stdout.read()
        self.process.wait()
        self.process.stdout.close()


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.content = response.read()
        self.text = unescape(self.content.decode(errors="replace"))
        self.to = response.headers.get("Location")


class Visitor:
    """A browser: it keeps cookies, sends forms with their token, and follows no redirect."""

    def __init__(self, host, *, language="en"):
        self.host, self.language, self.cookies = host, language, {}

    def get(self, path, **headers):
        return self._ask("GET", path, None, headers)

    def post(self, path, data=None, *, files=None, **headers):
        if "__Host-stilla-form" not in self.cookies:
            self.get("/login")
        data = {"csrfmiddlewaretoken": self.cookies.get("__Host-stilla-form", ""), **(data or {})}
        if files is None:
            kind, body = "application/x-www-form-urlencoded", urlencode(data, doseq=True).encode()
        else:
            kind, body = _multipart(data, files)
        return self._ask("POST", path, body, {"Content-Type": kind, **headers})

    def login(self, name, password=PASSWORD):
        return self.post("/login", {"name": name, "password": password})

    def _ask(self, method, path, body, headers):
        line = HTTPConnection(self.host, timeout=60)
        sent = {
            "Host": "clinic.test",
            "X-Forwarded-Proto": "https",
            "Accept-Language": self.language,
            "Referer": "https://clinic.test/",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        try:
            line.request(method, path, body, {name: value for name, value in sent.items() if value is not None})
            answer = Answer(line.getresponse())
        finally:
            line.close()
        for each in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(each).items():
                self.cookies[name] = morsel.value
                if not morsel.value:
                    del self.cookies[name]
        return answer

    def links(self, answer):
        """Where a page leads to."""
        found = re.findall(r'(?:href|src)="(/[^"#]*)', answer.content.decode(errors="replace"))
        return {unescape(each) for each in found if not urlsplit(each).path.startswith("/static/")}


def _multipart(data, files):
    mark = "----of-the-tests"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in data.items()
    ]
    for name, content in files.items():
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n\r\n'
        parts.append(head.encode() + content + b"\r\n")
    return f"multipart/form-data; boundary={mark}", b"".join(parts) + f"--{mark}--\r\n".encode()
