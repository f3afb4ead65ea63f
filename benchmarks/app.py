"""The app beside Streamlit and NiceGUI with the same form, and its own pages with twenty years of nights.

For the peers, name a Python that has them: PEERS_PYTHON=…/bin/python (make bench makes one). Every number is measured
in this run; the order of the programs changes from round to round.
"""

from __future__ import annotations

import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, sync_playwright

from stilla.diary.events import Dose, Night
from stilla.diary.record import record_of
from stilla.store.home import HomeStore, Kept
from stilla.store.trial import TrialStore
from stilla.trial.entering import Morning, entries

HERE = Path(__file__).parent
ROOT = HERE.parent
STILLA = str(Path(sys.executable).with_name("stilla"))
PEERS = os.environ.get("PEERS_PYTHON", "")
CHROMIUM = next(
    each for each in ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome") if Path(each).exists()
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
STOCKHOLM = ZoneInfo("Europe/Stockholm")
NIGHTS = 7300
MORNING = datetime(2026, 11, 22, 6, 30, tzinfo=STOCKHOLM)
PAGES = ("/", "/morning", "/nights", "/restless", "/check", "/check/answer", "/check/question/medicines", "/plan",
         "/foods", "/foods?q=havre", "/label", "/trial", "/legs", "/urgent", "/reminders", "/report", "/knowledge",
         "/knowledge/article", "/knowledge/evidence", "/pharmacist", "/sleep", "/data", "/about")  # fmt: skip
ROUNDS = 3
ASKED = 15


def twenty_years(folder: Path) -> None:
    """An invented home with 7,300 answered nights, each with its dose, up to yesterday."""
    first = MORNING.date() - timedelta(days=NIGHTS)
    store = TrialStore(folder / "trial")

    def decide(events: Any) -> list[Any]:
        opening = entries(_morning(first), record_of(events), MORNING, STOCKHOLM)
        rest = [first + timedelta(days=n) for n in range(1, NIGHTS)]
        nights = [Night(night=day, score=(day.toordinal() * 7) % 11, sleep_minutes=380) for day in rest]
        return [*opening, *nights, *(Dose(night=day, taken="yes") for day in rest)]

    # Written some days ago: what was noted in the last two days is read again at each first page.
    store.append(decide, MORNING - timedelta(days=7), STOCKHOLM)
    facts = {"age": "61", "sex": "female", "egfr": {"value": "72", "measured": "2026-09-01"},
             "conditions": [], "no_conditions": ["ckd"], "medicines": [{"name": "Levaxin", "times": ["07:00"]}],
             "magnesium": [], "bedtime": "22:30", "waketime": "06:30"}  # fmt: skip
    HomeStore(folder).change(
        lambda _: Kept(
            language="en", why="try", facts=facts, open_lists=(), passed=("age", "sex", "egfr", "medicines")
        ),
        MORNING.astimezone(UTC),
    )


def _morning(night: date) -> Morning:
    return Morning(night=night, answer=Night(night=date.min, score=5), taken=None, taken_at=None, complaints=(),
                   irls_total=None, medicines=(), replace=False, why="", words="", language="en")  # fmt: skip


@contextmanager
def started(
    command: list[str], port: int, path: str, **environment: str
) -> Iterator[tuple[subprocess.Popen[str], float]]:
    """A server, and the seconds to its first answer."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        while not _answers(port, path):
            if time.perf_counter() - begun > 60 or process.poll() is not None:
                raise SystemExit(f"did not start: {command[:3]}")
            time.sleep(0.01)
        yield process, time.perf_counter() - begun
    finally:
        process.kill()
        process.wait()


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def memory(process: subprocess.Popen[str]) -> float:
    """MiB held by a server."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


class Seen:
    """What a browser fetched."""

    def __init__(self, page: Any) -> None:
        self.requests, self.bytes, self.pictures = 0, 0, 0
        page.on("requestfinished", self._finished)

    def _finished(self, request: Any) -> None:
        sizes = request.sizes()
        self.requests += 1
        if request.resource_type == "image":
            self.pictures += sizes["responseBodySize"]
        else:
            self.bytes += sizes["responseBodySize"] + sizes["responseHeadersSize"]


def serving(folder: Path, port: int) -> list[str]:
    """The command that serves a home."""
    flags = ["--no-browser", "--port", str(port), "--data", str(folder), "--lang", "en", "--now", "2026-11-22T06:30"]
    return [STILLA, "serve", *flags]


def stilla_form(browser: Browser) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        port, folder = free_port(), Path(name)
        HomeStore(folder).change(lambda _: Kept(language="en", why="try"), MORNING.astimezone(UTC))
        with started(serving(folder, port), port, "/welcome") as (process, start):
            address = re.search(r"http\S+", _until_address(process))[0]  # type: ignore[index]
            return _form(browser, address, process, start, _fill_stilla, before=f"http://127.0.0.1:{port}/morning")


def _until_address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return next(line for line in process.stdout if "http" in line)


def _fill_stilla(page: Any) -> None:
    page.locator("[name=score][value='4']").check()
    page.get_by_role("button", name="Save").first.click()
    page.get_by_text("Saved").first.wait_for()


def _fill_streamlit(page: Any) -> None:
    page.get_by_text("4", exact=True).click()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved").wait_for()


def _fill_nicegui(page: Any) -> None:
    page.get_by_text("4", exact=True).click()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved").wait_for()


def _form(  # noqa: PLR0913, PLR0917  # a program, how it started, and how its form is filled
    browser: Browser,
    address: str,
    process: subprocess.Popen[str],
    start: float,
    fill: Callable[[Any], None],
    before: str = "",
) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en")
    if before:  # the entrance gives a cookie; nothing else of it is kept, so that the page is measured cold
        context.request.get(address, max_redirects=0)
    page = context.new_page()
    seen = Seen(page)
    begun = time.perf_counter()
    page.goto(before or address)
    page.get_by_role("button", name="Save").first.wait_for()
    usable = time.perf_counter() - begun
    page.wait_for_load_state("networkidle")
    first = {"requests": float(seen.requests), "kB": seen.bytes / 1000}
    begun = time.perf_counter()
    fill(page)
    saved = usable + time.perf_counter() - begun
    context.close()
    return {"start s": start, "usable s": usable, **first, "saved s": saved, "MiB": memory(process)}


def streamlit_form(browser: Browser) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        port = free_port()
        flags = {"headless": "true", "port": str(port), "address": "127.0.0.1"}
        command = [PEERS, "-m", "streamlit", "run", str(HERE / "peers" / "streamlit_form.py")]
        command += [word for flag, value in flags.items() for word in (f"--server.{flag}", value)]
        command += ["--browser.gatherUsageStats", "false"]
        with started(command, port, "/", FORM_DATABASE=f"{name}/form.sqlite") as (process, start):
            return _form(browser, f"http://127.0.0.1:{port}/", process, start, _fill_streamlit)


def nicegui_form(browser: Browser) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        port = free_port()
        command = [PEERS, str(HERE / "peers" / "nicegui_form.py")]
        with started(command, port, "/", FORM_DATABASE=f"{name}/form.sqlite", FORM_PORT=str(port)) as (process, start):
            return _form(browser, f"http://127.0.0.1:{port}/", process, start, _fill_nicegui)


def forms(browser: Browser) -> None:
    programs: dict[str, Callable[[Browser], dict[str, float]]] = {"stilla": stilla_form}
    if PEERS:
        programs |= {"streamlit": streamlit_form, "nicegui": nicegui_form}
    found: dict[str, list[dict[str, float]]] = {name: [] for name in programs}
    for n in range(ROUNDS):
        names = list(programs)
        for name in names[n % len(names) :] + names[: n % len(names)]:
            found[name].append(programs[name](browser))
    columns = list(found["stilla"][0])
    print(f"{'the five-field entry, median of ' + str(ROUNDS):36}" + "".join(f"{each:>11}" for each in columns))
    medians = {
        name: {each: statistics.median(row[each] for row in rows) for each in columns} for name, rows in found.items()
    }
    for name, row in medians.items():
        print(f"{name:36}" + "".join(f"{row[each]:11.2f}" for each in columns))
    for name in list(medians)[1:]:
        print(
            f"{name + ' / stilla':36}"
            + "".join(f"{medians[name][each] / medians['stilla'][each]:11.1f}" for each in columns)
        )


def pages(browser: Browser) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        twenty_years(folder)
        with started(serving(folder, port), port, "/welcome") as (process, _):
            connection, cookie = _inside(process, port)
            about = f"page with {NIGHTS} nights"
            print(f"\n{about:36}{'first ms':>10}{'median ms':>11}{'worst ms':>10}{'kB':>8}")
            medians = [_ask(connection, cookie, path) for path in PAGES]
            print(f"{'slowest median':36}{'':10}{max(medians):11.1f}   (aim: under 100)")
            print(f"server memory {memory(process):.0f} MiB")
            for path in ("/welcome", "/morning"):
                _first_load(browser, f"http://127.0.0.1:{port}{path}", cookie)


def _inside(process: subprocess.Popen[str], port: int) -> tuple[http.client.HTTPConnection, str]:
    """A connection, and the cookie that the entrance gives."""
    address = re.search(r"http\S+", _until_address(process))[0]  # type: ignore[index]
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", address.partition(str(port))[2])
    answer = connection.getresponse()
    answer.read()
    return connection, answer.getheader("Set-Cookie", "").partition(";")[0]


def _ask(connection: http.client.HTTPConnection, cookie: str, path: str) -> float:
    times, size = [], 0
    for _ in range(ASKED):
        begun = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        size = len(answer.read())
        times.append(1000 * (time.perf_counter() - begun))
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
    median = statistics.median(times)
    print(f"{path:36}{times[0]:10.1f}{median:11.1f}{max(times[1:]):10.1f}{size / 1000:8.1f}")
    return median


def _first_load(browser: Browser, address: str, cookie: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, extra_http_headers={"Cookie": cookie})
    page = context.new_page()
    seen = Seen(page)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    kilobytes = seen.bytes / 1000
    print(f"first load of {address}: {seen.requests} requests, {kilobytes:.1f} kB without pictures (aim: 6, 60)")
    context.close()


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        forms(browser)
        pages(browser)
        browser.close()
    if not PEERS:
        print("\nStreamlit and NiceGUI were not measured: name a Python that has them with PEERS_PYTHON.")


if __name__ == "__main__":
    main()
