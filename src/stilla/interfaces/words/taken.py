"""A medicine or a product with its times on one line, as typed at a terminal or at the counter."""

from __future__ import annotations

from typing import Any


def read_medicine_word(text: str) -> dict[str, Any]:
    """`Levaxin@07:00,19:00` as the fields of a medicine."""
    medicine, at, times = text.partition("@")
    return {"name": medicine, "times": times.split(",")} if at else {"name": medicine}


def read_magnesium_word(text: str) -> dict[str, Any]:
    """`200mg:citrate@21:00`, or a label text, as the fields of a product."""
    amount, at, times = text.partition("@")
    found: dict[str, Any] = {"times": times.split(",")} if at else {}
    mass, colon, form = amount.partition(":")
    if mass.strip()[:1] in set("0123456789+-.,\u2212") or mass.strip().casefold() in {"nan", "inf"}:
        found["mg"] = mass.strip()
        if colon:
            found["form"] = form.strip()
    else:
        found["label"] = amount
    return found
