"""The doctor's page as PDF: Typst here, beside a browser that prints the same report's HTML page."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import sync_playwright

from stilla.interfaces.paper.report_pages import report_pdf
from stilla.interfaces.report.html import report_html
from stilla.interfaces.report.making import make_report
from stilla.knowledge.store import load
from stilla.reading.document import read_document
from stilla.reading.person_file import Context, read_person

ROOT = Path(__file__).parents[1]
DAY = date(2026, 11, 22)
RUNS = 9
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
CHROMIUM = "/usr/bin/chromium"


def timed(make: Callable[[int], bytes]) -> tuple[float, int]:
    """Median seconds, and the bytes of the last."""
    make(0)
    times = []
    for n in range(1, RUNS + 1):
        begun = time.perf_counter()
        made = make(n)
        times.append(time.perf_counter() - begun)
    return statistics.median(times), len(made)


def main() -> None:
    knowledge = load()
    content = (ROOT / "examples" / "anna.toml").read_bytes()

    # Another day each time: a compiler that remembers pages must not be measured remembering.
    reports = []
    for n in range(RUNS + 1):
        day = DAY + timedelta(days=n)
        read = read_person(read_document(content, "anna.toml"), Context(knowledge, day))
        begun = time.perf_counter()
        reports.append(make_report(read, None, day, knowledge))
        composed = time.perf_counter() - begun
    print(f"composed in {1000 * composed:.1f} ms")
    ours, size = timed(lambda n: report_pdf(reports[n], "en"))
    pages = [report_html(each, "en") for each in reports]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()

        def printed(n: int) -> bytes:
            page.set_content(pages[n])
            return bytes(page.pdf(format="A4", tagged=True))

        theirs, their_size = timed(printed)
        browser.close()
    print(f"{'PDF, median of ' + str(RUNS):28}{'ms':>8}{'kB':>8}")
    print(f"{'stilla (Typst, PDF/A-3a)':28}{1000 * ours:8.0f}{size / 1000:8.0f}")
    print(f"{'a warm browser prints it':28}{1000 * theirs:8.0f}{their_size / 1000:8.0f}")
    print(f"browser / stilla {theirs / ours:.1f}   (aim: under 500 ms)")


if __name__ == "__main__":
    main()
