"""Pictures of the main pages for docs/screenshots: `make screenshots`. Invented people, a clock that stands still.

PAGE-LANGUAGE-phone|desktop-light|dark.png, each with few colours.
"""

from __future__ import annotations

import io
import sys
import tempfile
import threading
from pathlib import Path
from typing import NamedTuple

import waitress
from PIL import Image
from playwright.sync_api import sync_playwright
from web.client import Browser, wsgi
from web.homes import CHECKED, FRESH, SLEPT, home_in

from browser.app import HOST, context_of, launched

HERE = Path(__file__).parents[2] / "docs" / "screenshots"
SCREENS = {"phone": (390, 844, 1.5), "desktop": (1280, 900, 1)}
"""Width and height in CSS pixels, and device pixels in each."""
COLOURS = 96
SHOWN_PLACE = "/home/anna/.local/share/stilla"
MEDICINES = {"sv": "Levaxin\nGabapentin\nDoxycyklin", "en": "Levothyroxine\nGabapentin\nDoxycycline"}


class Shot(NamedTuple):
    """A page, the state of the data, and what is done before the picture is taken."""

    name: str
    state: str
    path: str
    steps: str = ""


SHOTS = (
    Shot("welcome", FRESH, "/welcome"),
    Shot("question", FRESH, "/check/question/age"),
    Shot("may-i", CHECKED, "/check/answer"),
    Shot("plan", CHECKED, "/plan"),
    Shot("today", "running", "/"),
    Shot("morning", "running", "/morning"),
    Shot("restless-now", "running", "/restless"),
    Shot("trial", "running", "/trial"),
    Shot("answer", SLEPT, "/trial/answer"),
    Shot("report", SLEPT, "/report"),
    Shot("foods", CHECKED, "/foods"),
    Shot("article", CHECKED, "/knowledge/article"),
    Shot("mechanism", FRESH, "/mechanism?dose=200&form=citrate&doses=1&egfr=90&whole=1"),
    Shot("mechanism-answer", FRESH, "/mechanism?dose=400&form=citrate&doses=2&egfr=15&whole=1", "answer"),
    Shot("pharmacist", FRESH, "/pharmacist", "pharmacist"),
    Shot("urgent", FRESH, "/urgent"),
)


class Standing(NamedTuple):
    """A server in this process, whose clock stands still, as `context_of` wants it."""

    address: str
    session: str


DRAWN = """async () => {
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
    await Promise.all([...document.images].map(each => each.decode().catch(() => null)))
}"""
"""A picture that follows light and dark is chosen a moment after they change."""


def main(only: tuple[str, ...]) -> None:
    """Take all pictures, or those of the pages named."""
    HERE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        browser = launched(playwright)
        server = waitress.create_server(wsgi(Path(temporary)), host=HOST, port=0, threads=8)
        threading.Thread(target=server.run, daemon=True).start()
        for language in ("sv", "en"):
            for state in dict.fromkeys(shot.state for shot in SHOTS):
                shots = [each for each in SHOTS if each.state == state and (not only or each.name in only)]
                if not shots:
                    continue
                folder = Path(temporary) / f"{state}-{language}"
                home = Browser(folder, language=language).clock(home_in(state, folder, language, told=language)).home
                for screen in SCREENS:
                    take(
                        browser,
                        Standing(f"http://{HOST}:{server.effective_port}", home.session),
                        shots,
                        language,
                        screen,
                    )
        browser.close()
    total = sum(each.stat().st_size for each in HERE.glob("*.png"))
    print(f"{len(list(HERE.glob('*.png')))} pictures, {total / 1e6:.1f} MB")


def take(browser, standing, shots, language, screen):
    """The pictures of one window."""
    width, height, scale = SCREENS[screen]
    window = {"width": width, "height": height, "device_scale_factor": scale}
    context, watch = context_of(browser, standing, language=language, **window)
    page = context.new_page()
    for shot in shots:
        answer = page.goto(shot.path)
        assert answer.status == 200, (shot, answer.status)
        if shot.steps == "pharmacist":
            page.locator("[name=medicines]").fill(MEDICINES[language])
            page.locator("[name=egfr]").fill("72")
            page.locator("main form button").first.click()
            page.locator("section.verdict h1").wait_for()
        page.evaluate(
            "place => { document.querySelectorAll('.path').forEach(each => each.textContent = place);"
            "document.activeElement.blur(); scrollTo(0, 0) }",
            SHOWN_PLACE,
        )
        if shot.steps == "answer":
            page.locator("#outcome").evaluate("each => each.scrollIntoView()")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.evaluate(DRAWN)
            page.wait_for_load_state("networkidle")
            keep(page.screenshot(animations="disabled"), HERE / f"{shot.name}-{language}-{screen}-{scheme}.png")
    context.close()
    assert watch.verdict == []


def keep(picture, path):
    """Write a picture with a palette."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main(tuple(sys.argv[1:]))
