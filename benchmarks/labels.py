"""How well the label reader reads real labels, and how quickly: python benchmarks/labels.py FOLDER.

FOLDER holds the label files (see their README). "Wrong" is an amount the reader settled on that differs by more than
5 % from the amount declared: the magnesium row of a full label, else what a strict pattern of this file's own finds.
Where the pattern finds nothing, an amount that was read cannot be judged and is listed as such.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from stilla.intake.label import read_label
from stilla.knowledge.store import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stilla.knowledge.store import Knowledge

ROOM = 0.05
MOST_LISTED = 40
# A name, the element alone (no salt, no other nutrient around it), and the amount right after or before it.
PLAIN = r"(?i)(?:^|[^\w-])magn[eé]sium[ :.]*(?:\((?:as|from) [a-zé ,]+\)[ :]*)?([0-9]+(?:[.,][0-9]{1,2})?) ?mg\b(?! ?/)"
OXIDE = r"(?i)magnesium oxide ([0-9]+) mg"
OXIDE_SHARE = 0.603
SALT_BEFORE = r"(?i)\b(?:de|di|calcium|zinc|potassium|aspartate)\s*[&,-]?\s*$"


HOSTILE = (
    "magnesium " * 1000, "(" * 5000 + ")" * 5000, "magnesium (" * 900, "<a" * 5000, "1" * 10_000, "1,000" * 2000,
    "1 mg " * 2000 + "magnesium", "magnesium 1 mg per tablett " * 370, "tablets " * 1250, "magnesiumcitrat, " * 600,
)  # fmt: skip


class Case(NamedTuple):
    text: str
    declared: float | None
    """mg, where something else than the reader knows it."""

    declares: bool
    """Whether the label gives magnesium an amount of its own."""


def full_labels(folder: Path) -> Iterator[Case]:
    for label in json.loads((folder / "dsld_full_labels_magnesium.json").read_text("utf-8")):
        row = next((each for each in label["ingredients"] if each["name"] == "Magnesium"), None)
        mg = row["quantity"] if row and row["unit"] == "mg" else None
        yield Case(_as_text(label), mg, mg is not None)


def _as_text(label: dict[str, Any]) -> str:
    lines = [label["full_name"]]
    lines += [
        f"Serving size: {size['minQuantity']:g} {size['unit'].replace('(s)', 's')}" for size in label["serving_sizes"]
    ]
    for each in label["ingredients"]:
        forms = re.search(r"\(Form: (.*?)\) *$", each["notes"] or "")
        form = f" ({forms[1]})" if forms else ""
        amount = "" if each["unit"] == "NP" else f" {each['quantity']:g} {each['unit']}"
        percent = f" {each['dailyValue']:g}%" if each["dailyValue"] else ""
        lines.append(f"{each['name']}{form}{amount}{percent}")
    lines.append(f"Other ingredients: {', '.join(label['other_ingredients'])}.")
    lines += [each["notes"] for each in label["statements"]]
    return "\n".join(lines)


def product_names(folder: Path) -> Iterator[Case]:
    with (folder / "dsld_magnesium_products_2019-06.csv").open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            yield _judged(row["product_name"])


def foods(folder: Path) -> Iterator[Case]:
    with (folder / "off_magnesium_labels_2019-06.csv").open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            yield _judged(f"{row['product_name']}\n{row['ingredients_text']}")


def _judged(text: str) -> Case:
    """What the strict pattern finds: the amounts of the element, all alike, or nothing."""
    if (oxide := re.search(OXIDE, text)) and not re.search(PLAIN, text):
        return Case(text, OXIDE_SHARE * float(oxide[1]), declares=True)
    found = [
        float(each[1].replace(",", "."))
        for each in re.finditer(PLAIN, text)
        if not re.search(SALT_BEFORE, text[max(0, each.start() - 20) : each.start() + 1])
    ]
    same = bool(found) and max(found) - min(found) <= ROOM * max(found)
    return Case(text, found[0] if same else None, declares=same)


FILES = {
    "full labels (DSLD)": full_labels,
    "product names (DSLD)": product_names,
    "foods and drinks (OFF)": foods,
}


def measure(name: str, cases: list[Case], knowledge: Knowledge) -> list[str]:
    counted: Counter[str] = Counter()
    listed: list[str] = []
    start = time.perf_counter()
    labels = [read_label(case.text, knowledge) for case in cases]
    seconds = time.perf_counter() - start
    for case, label in zip(cases, labels, strict=True):
        mg = label.elemental_mg
        if mg is None:
            counted["asked back" if label.declared else "no amount"] += 1
            counted["of declared: not read"] += case.declares
            if case.declares:
                listed.append(f"not read, {case.declared:g} declared: {_short(case, label.question)}")
            continue
        counted["read"] += 1
        counted["of declared: read"] += case.declares
        if case.declared is None:
            counted["unjudged"] += 1
            listed.append(f"read {mg:g}, not judged: {_short(case, None)}")
        elif abs(mg - case.declared) > ROOM * case.declared:
            counted["wrong"] += 1
            listed.append(f"WRONG {mg:g}, declared {case.declared:g}: {_short(case, None)}")
    declared = counted["of declared: read"] + counted["of declared: not read"]
    print(
        f"{name:24} {len(cases):6} {counted['read']:6} {counted['asked back']:6} {counted['no amount']:6} "
        f"{counted['wrong']:6} {counted['unjudged']:6} {counted['of declared: read']:6} of {declared:4} "
        f"{len(cases) / seconds:10,.0f}"
    )
    return listed


def _short(case: Case, question: Any) -> str:
    found = re.search(r"(?i)magn[eé]sium[^\n]{0,20}[0-9]", case.text) or re.search(r"(?i)magn", case.text)
    start = max(0, found.start() - 60) if found else 0
    asked = f"  → {question.en}" if question else ""
    return f"{case.text[start : start + 150]!r}{asked}"


def slowest(knowledge: Knowledge) -> float:
    """Seconds for the worst of the texts that try to make a reader slow."""
    times = []
    for text in HOSTILE:
        start = time.perf_counter()
        read_label(text, knowledge)
        times.append(time.perf_counter() - start)
    return max(times)


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("Name the folder with the label files: python benchmarks/labels.py FOLDER")
    folder, knowledge = Path(sys.argv[1]), load()
    read_label("Magnesium 250 mg", knowledge)
    print(
        f"{'':24} {'labels':>6} {'read':>6} {'asked':>6} {'none':>6} {'wrong':>6} {'unjdgd':>6} {'declared read':>14} "
        f"{'labels/s':>10}"
    )
    listed = {name: measure(name, list(cases(folder)), knowledge) for name, cases in FILES.items()}
    print(f"slowest of {len(HOSTILE)} hostile texts of 10,000 characters: {1000 * slowest(knowledge):.0f} ms")
    for name, lines in listed.items():
        print(f"\n{name}")
        for line in sorted(lines)[:MOST_LISTED]:
            print(f"  {line}")


if __name__ == "__main__":
    main()
