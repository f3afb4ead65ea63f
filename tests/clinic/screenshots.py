"""Pictures of a clinic's pages for docs/clinic.md, of invented people, as `browser.screenshots` makes those of the app.

PYTHONPATH=tests:tests/interfaces .venv/bin/python -m clinic.screenshots
"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import sync_playwright

from browser.app import launched
from browser.screenshots import DRAWN, HERE, SCREENS, keep
from clinic.cluster import APP, Cluster
from clinic.conftest import Clinic
from clinic.served import Served
from clinic.test_nobody_is_shut_out import ORIGIN, Window
from clinic.world import BEGAN, NOW, World
from stilla.store.home import Kept

FACTS = {
    "age": 67,
    "sex": "female",
    "conditions": ["restless-legs"],
    "medicines": ["gabapentin"],
    "magnesium": [],
    "egfr": {"value": "52 mL/min/1.73m2", "measured": "2026-11-12"},
    "ferritin": {"value": "120 ug/L", "measured": "2026-10-01"},
}


class Shot(NamedTuple):
    """A page, whose it is, and how it is shown."""

    name: str
    role: str
    path: str
    language: str
    screen: str
    dark: bool = False


SHOTS = (
    Shot("clinic-login", "", "login", "sv", "phone"),
    Shot("clinic-people", "clinician", "people", "en", "phone", dark=True),
    Shot("clinic-person", "clinician", "people/{own}", "en", "desktop"),
    Shot("clinic-me", "participant", "me", "sv", "phone"),
    Shot("clinic-key", "key-holder", "keys/{own}", "en", "phone"),
    Shot("clinic-log", "admin", "audit", "sv", "desktop"),
)


def main(folder):
    """Take them all."""
    cluster = Cluster()
    try:
        world = World(cluster)
        world.start(stopped=False, nights=4)
        world.facts("clinician").change(lambda _: Kept(facts=FACTS), NOW + timedelta(minutes=1))
        served = Served(cluster.address(world.name, APP), now=f"{BEGAN + timedelta(days=36)}T07:30", workers=1)
        try:
            take(Clinic(world, served), folder)
        finally:
            served.stop()
            world.close()
    finally:
        cluster.stop()


def take(clinic, folder):
    """One window for each picture."""
    with sync_playwright() as playwright:
        chromium = launched(playwright)
        for name, role, path, language, screen, dark in SHOTS:
            width, height, scale = SCREENS[screen]
            visitor = clinic.browser(role, language=language) if role else clinic.served.browser(language=language)
            window = Window(chromium, visitor, width, dark=dark, height=height, scale=scale)
            window.page.goto(f"{ORIGIN}/{path.format(own=clinic.world.codes['a'])}")
            window.page.evaluate(DRAWN)
            scheme = "dark" if dark else "light"
            keep(window.page.screenshot(animations="disabled"), folder / f"{name}-{language}-{screen}-{scheme}.png")
            window.context.close()
        chromium.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
