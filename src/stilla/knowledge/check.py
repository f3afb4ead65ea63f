"""The knowledge base's own linter. Each check has a name and yields what is wrong, where.

A warning is for those who maintain the files and never fails a build (a review that is due).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.knowledge.checks_of_codes import CODE_CHECKS
from stilla.knowledge.checks_of_rules import RULE_CHECKS
from stilla.knowledge.compile import read_trees
from stilla.knowledge.kinds import Claim, Criterion, RedFlag, SerumBand, SerumRange, Severity, Treatment
from stilla.knowledge.load import DATA, Fault, Loaded, load_files
from stilla.knowledge.salts import NotAFormula, elemental_fraction
from stilla.knowledge.schema import Condition, Entry, Intake, Rule, Salt, Source
from stilla.text import Text
from stilla.text_search import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import date
    from pathlib import Path

ARTICLE = 22
"""Statements of the article (design, section 2)."""
NOT_BUILT = "not built yet"
FORBIDDEN = {
    "en": ("cure", "cures", "treats rls", "recommended dose for you", "patient", "patients"),
    "sv": (
        "bota",
        "botar",
        "behandlar rls",
        "rekommenderad dos för dig",
        "patient",
        "patienten",
        "patienter",
    ),
}
"""Words a person is never told (design, section 12)."""
_FRACTION_TOLERANCE = 0.25
"""Percentage points. Published fractions are often rounded to whole per cent."""


class Review(msgspec.Struct, frozen=True):
    """What the checks look at: the files, the day, and which commands exist."""

    loaded: Loaded
    today: date
    commands: Collection[str]

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """Every entry that makes a statement, with its kind."""
        for kind, found in self.loaded.kinds.items():
            for each in found.values():
                if isinstance(each, Entry):
                    yield kind, each

    def fault(self, kind: str, name: str, check: str, says: str, *, warning: bool = False) -> Fault:
        """A fault at an entry."""
        file, line = self.loaded.place(kind, name)
        return Fault(file, line, check, f"{name}: {says}", warning)


def run_checks(today: date, commands: Collection[str], data: Path = DATA) -> tuple[Loaded, list[Fault]]:
    """Read the files and run every check. All faults at once, in the order of the files.

    Args:
        today: to say which reviews are due.
        commands: what `answered_by` may name: a command such as "stilla rls", an address of the app such as "/legs".
        data: the folder of the knowledge files.
    """
    loaded = load_files(data)
    trees, tree_faults = read_trees(loaded)
    review = Review(loaded, today, commands)
    faults = [*loaded.faults, *tree_faults]
    for check in CHECKS.values():
        faults.extend(check(review))
    for rule_check in RULE_CHECKS.values():
        faults.extend(rule_check(loaded, trees))
    for code_check in CODE_CHECKS.values():
        faults.extend(code_check(loaded))
    return loaded, sorted(faults, key=lambda fault: (fault.file, fault.line, fault.check))


def sources_exist(review: Review) -> Iterator[Fault]:
    """Every entry names at least one source, and each is known."""
    known = review.loaded.kinds["sources"]
    for kind, entry in review.entries():
        if not entry.sources:
            yield review.fault(kind, entry.id, "no-source", "names no source")
        for name in _cited(entry):
            if name not in known:
                yield review.fault(kind, entry.id, "unknown-source", f"the source {name!r} is not in sources/")
    for medicine in review.loaded.medicines:
        if not medicine.sources:
            yield review.fault("medicines", medicine.atc, "no-source", "names no source")
        for name in medicine.sources:
            if name not in known:
                yield review.fault(
                    "medicines", medicine.atc, "unknown-source", f"the source {name!r} is not in sources/"
                )


def _cited(entry: Entry) -> Iterator[str]:
    yield from entry.sources
    if isinstance(entry, Rule):
        yield from (threshold.source for threshold in entry.thresholds)
    if isinstance(entry, Treatment):
        yield from (statement.source for statement in entry.statements)
    if isinstance(entry, Salt):
        yield from (published.source for published in entry.published)


def sources_can_be_found(review: Review) -> Iterator[Fault]:
    """A source has an address, unless it is a record of our own, and no paper stands twice."""
    seen: dict[str, str] = {}
    for source in review.loaded.kinds["sources"].values():
        assert isinstance(source, Source)
        if not source.address and source.kind != "record":
            yield review.fault("sources", source.id, "no-address", "give a doi, pmid, pmc or url")
        for paper in filter(None, (source.doi and source.doi.casefold(), source.pmid)):
            if seen.setdefault(paper, source.id) != source.id:
                yield review.fault("sources", source.id, "duplicate-source", f"{paper} is {seen[paper]} already")


def texts_are_complete(review: Review) -> Iterator[Fault]:
    """Both languages say something, and neither says what a person must not be told."""
    for kind, entry in review.entries():
        for field, text in _texts(entry):
            for language in ("en", "sv"):
                words = text.to(language).strip()
                if not words:
                    yield review.fault(kind, entry.id, "empty-text", f"{field}.{language} is empty")
                spaced = " " + plain("".join(each if each.isalnum() else " " for each in words)) + " "
                for word in FORBIDDEN[language]:
                    if f" {word} " in spaced:
                        yield review.fault(kind, entry.id, "forbidden-word", f"{field}.{language} says {word!r}")


def _texts(entry: Entry) -> Iterator[tuple[str, Text]]:
    for field in entry.__struct_fields__:
        value = getattr(entry, field)
        if isinstance(value, Text):
            yield field, value


def references_exist(review: Review) -> Iterator[Fault]:
    """Names of evidence, routes, groups, conditions and commands lead somewhere."""
    kinds = review.loaded.kinds
    for kind, entry in review.entries():
        for target, name in _references(entry):
            if name not in kinds[target]:
                yield review.fault(kind, entry.id, f"unknown-{target}", f"{name!r} is not in {target}/")
    for claim in kinds["claims"].values():
        assert isinstance(claim, Claim)
        for answer in claim.answered_by:
            if answer != NOT_BUILT and answer not in review.commands:
                yield review.fault("claims", claim.id, "unknown-answer", f"nothing is called {answer!r}")


def _references(entry: Entry) -> Iterator[tuple[str, str]]:
    if isinstance(entry, Claim):
        yield from (("evidence", name) for name in entry.evidence)
    if isinstance(entry, RedFlag):
        yield "routes", entry.route
    if isinstance(entry, SerumBand | Rule) and entry.route is not None:
        yield "routes", entry.route
    if isinstance(entry, Condition):
        yield from (("conditions", name) for name in entry.broader)
        if entry.group is not None:
            yield "questions", entry.group


def numbers_are_whole(review: Review) -> Iterator[Fault]:
    """The 22 statements and the five criteria are all there, once."""
    for kind, count in (("claims", ARTICLE), ("criteria", 5)):
        found = [each.number for each in review.loaded.kinds[kind].values() if isinstance(each, Claim | Criterion)]
        if sorted(found) != list(range(1, count + 1)):
            yield Fault(kind, 1, "numbering", f"expected 1 to {count} once each, found {sorted(found)}")


def arithmetic_agrees(review: Review) -> Iterator[Fault]:
    """A salt's computed share of magnesium agrees with what was published; ranges run upwards."""
    kinds = review.loaded.kinds
    for salt in kinds["salts"].values():
        assert isinstance(salt, Salt)
        try:
            percent = 100 * elemental_fraction(salt.formula) if salt.formula else None
        except NotAFormula as error:
            yield review.fault("salts", salt.id, "not-a-formula", str(error))
            continue
        for published in salt.published:
            if percent is None or abs(published.percent - percent) > _FRACTION_TOLERANCE:
                yield review.fault(
                    "salts",
                    salt.id,
                    "salt-arithmetic",
                    f"{published.source} prints {published.percent} %, the formula gives {percent}",
                )
    for kind, name, low, high in _ranges(review.loaded):
        if low is not None and high is not None and low >= high:
            yield review.fault(kind, name, "range", f"{low} is not below {high}")


def _ranges(loaded: Loaded) -> Iterator[tuple[str, str, float | None, float | None]]:
    for kind, found in loaded.kinds.items():
        for each in found.values():
            match each:
                case SerumBand():
                    yield kind, each.id, each.from_mmol, each.to_mmol
                case SerumRange():
                    yield kind, each.id, each.low_mmol, each.high_mmol
                case Intake():
                    yield kind, each.id, each.age_from, each.age_to
                case Severity() if each.low != each.high:
                    yield kind, each.id, each.low, each.high
                case _:
                    pass


def intakes_do_not_overlap(review: Review) -> Iterator[Fault]:
    """One authority gives one figure for one person."""
    found = [each for each in review.loaded.kinds["intakes"].values() if isinstance(each, Intake)]
    for n, one in enumerate(found):
        for other in found[:n]:
            same = (one.authority, one.covers) == (other.authority, other.covers) and _family(one) == _family(other)
            sexes = one.sex == other.sex or "any" in {one.sex, other.sex}
            stages = one.life_stage == other.life_stage or "any" in {one.life_stage, other.life_stage}
            one_to, other_to = one.age_to or 999, other.age_to or 999
            if same and sexes and stages and one.age_from < other_to and other.age_from < one_to:
                yield review.fault("intakes", one.id, "intake-overlap", f"covers ages that {other.id} covers too")


def _family(intake: Intake) -> str:
    return "limit" if intake.kind in {"UL", "guidance"} else "need"


def names_are_clear(review: Review) -> Iterator[Fault]:
    """An ATC code has one row, and a searched medicine a dated record."""
    seen: set[str] = set()
    for medicine in review.loaded.medicines:
        if medicine.atc in seen:
            yield review.fault("medicines", medicine.atc, "duplicate-id", "stands in more than one row")
        seen.add(medicine.atc)
        if medicine.searched is not None and medicine.searched > review.today:
            yield review.fault("medicines", medicine.atc, "future-day", "was searched on a day that has not come")


def days_make_sense(review: Review) -> Iterator[Fault]:
    """Nothing was read tomorrow; what is due for review is said, as a warning."""
    for kind, entry in review.entries():
        if entry.read > review.today:
            yield review.fault(kind, entry.id, "future-day", f"was read on {entry.read}, which has not come")
        if entry.review_by < review.today:
            yield review.fault(kind, entry.id, "review-due", f"was to be read again by {entry.review_by}", warning=True)


def weight_is_confirmed(review: Review) -> Iterator[Fault]:
    """What stops, asks or spaces should rest on something read; where it does not, that is said."""
    for rule in review.loaded.kinds["rules"].values():
        assert isinstance(rule, Rule)
        if rule.certainty == "unconfirmed" and rule.level in {"stop", "ask", "space"}:
            yield review.fault(
                "rules",
                rule.id,
                "unconfirmed-weight",
                f"level {rule.level} without a source that was read",
                warning=True,
            )


CHECKS: dict[str, Callable[[Review], Iterator[Fault]]] = {
    "sources-exist": sources_exist,
    "sources-can-be-found": sources_can_be_found,
    "texts-are-complete": texts_are_complete,
    "references-exist": references_exist,
    "numbers-are-whole": numbers_are_whole,
    "arithmetic-agrees": arithmetic_agrees,
    "intakes-do-not-overlap": intakes_do_not_overlap,
    "names-are-clear": names_are_clear,
    "days-make-sense": days_make_sense,
    "weight-is-confirmed": weight_is_confirmed,
}
