"""What shuts people out of a page: axe-core's rules, and what a narrow or enlarged window hides."""

from __future__ import annotations

import json
from pathlib import Path

import axe_playwright_python

SCRIPT = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


def violations(page):
    """What axe-core finds on the page as it is shown now: a line for each place."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(SCRIPT)
    found = page.evaluate(f"axe.run({json.dumps(OPTIONS)})")["violations"]
    return [
        f"{each['id']}: {' '.join(map(str, node['target']))}: {node.get('html', '')[:160]}"
        for each in found
        for node in each["nodes"]
    ]


def open_all(page):
    """Unfold what is folded, so that it is looked at too."""
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


def wider_than_the_window(page):
    """What sticks out to the right, where the page scrolls sideways; nothing where it does not."""
    return page.evaluate(
        """() => {
            const root = document.scrollingElement, width = document.documentElement.clientWidth
            if (root.scrollWidth <= width) return []
            const out = [...document.body.querySelectorAll('*')].filter(each => {
                const box = each.getBoundingClientRect()
                return box.width > 0 && box.right > width + 1
            })
            return out.slice(0, 5).map(each => `<${each.tagName.toLowerCase()} class="${each.className}">`)
        }"""
    )
