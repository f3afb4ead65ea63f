"""Foods by the names people type: exact before beginning before misspelt, built-in before imported, always the same.

Every food becomes an `Edible`, wherever its figures come from, and an `Index` over all of them answers a query in a
few milliseconds. All figures are mg of magnesium in 100 g of the edible part.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

import msgspec

from stilla.errors import BadInput, refuse
from stilla.text import Text, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from stilla.intake.food_table import Food

BUILT_IN = "stilla"
LONGEST_QUERY = 200
"""Characters. A name is shorter."""
_ENOUGH = 3
"""Names found as they are written; with so many nobody needs to guess at spelling."""
_ALIKE = 75.0
"""Of 100: how alike a misspelt word must be."""
_ALIKE_WHOLE = 78.0
"""The same for a whole name without its spaces ("pumpa frön" for "pumpafrön")."""
_WORDS_TRIED = 12
_INSIDE = 4
"""Letters from which a part of a compound counts ("frön" in "pumpafrön")."""

EXACT_NAME, EXACT_WORD, HEAD, FIRST_WORDS, BEGINS, HAS_WORDS, CONTAINS, MISSPELT = range(8)
"""How well a food fits a query, best first."""


class Figure(msgspec.Struct, frozen=True):
    """What one table says of a food: mg in 100 g, None where it says nothing or only a limit."""

    table: str
    id: str
    mg: float | None


class Edible(msgspec.Struct, frozen=True, kw_only=True):
    """A food, from whichever table."""

    key: str
    """`oats`, or `slv:1234` for an imported one."""

    name: Text
    source: str
    """`stilla`, or the table it was imported from: `slv`, `fdc`, `sr28`."""

    mg: float | None
    """mg/100 g; None where the table has no value, or only says that it is below a limit."""

    low: float | None
    high: float | None
    """mg/100 g: between what the tables differ. None: not known."""

    words: tuple[str, ...] = ()
    """Other names, and the forms they take."""

    group: str = ""
    portions: dict[str, float] = {}
    """A household measure as the table writes it → grams of one."""

    note: str = ""
    figures: tuple[Figure, ...] = ()
    """Where the figures come from."""

    @property
    def known(self) -> bool:
        """Whether anything is known about its magnesium."""
        return self.high is not None


def edible_of(food: Food) -> Edible:
    """A food of the built-in table."""
    return Edible(
        key=food.id,
        name=food.name,
        source=BUILT_IN,
        mg=food.mg,
        low=food.mg_low,
        high=food.mg_high,
        words=food.words,
        group=food.group,
        portions={portion.unit: portion.grams for portion in food.portions},
        note=food.note,
        figures=tuple(Figure(each.source, each.id, each.mg) for each in food.figures),
    )


class Hit(msgspec.Struct, frozen=True):
    """A food that a query may mean, and how well it fits: `fit` 0 is its very name, `likeness` is of 100."""

    food: Edible
    fit: int
    likeness: float = 100.0

    @property
    def exact(self) -> bool:
        """Whether the query is a name of this food, letter by letter."""
        return self.fit <= EXACT_WORD


def fold(text: str) -> str:
    """A name in the form that is compared: no case, accents or punctuation.

    >>> fold("  Crème fraîche, 34 %"), fold("Pumpafrön")
    ('creme fraiche 34', 'pumpafron')
    """
    letters = text if text.isascii() else "".join(c for c in normalize("NFKD", text) if not combining(c))
    return " ".join(re.findall(r"\w+", letters.casefold()))


def head(name: str) -> str:
    """What a name in a table begins with, before what makes it more exact.

    >>> head("Spinach, raw"), head("Bröd (grovt)")
    ('Spinach', 'Bröd')
    """
    return re.split(r"[,(/]", name, maxsplit=1)[0].strip()


@lru_cache(maxsize=4096)
def inflections(word: str) -> tuple[str, ...]:
    """The forms that a folded name may be an inflection of, itself first.

    >>> "banan" in inflections("bananer"), "banana" in inflections("bananas"), "berry" in inflections("berries")
    (True, True, True)
    """
    found = [word]
    found += [word.removesuffix("ies") + "y"] if word.endswith("ies") else []
    found += [word.removesuffix("or") + "a"] if word.endswith("or") else []
    for ending in ("es", "s", "erna", "arna", "orna", "er", "ar", "or", "en", "et", "n", "r", "t"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            found.append(word.removesuffix(ending))
    return tuple(dict.fromkeys(found))


class Index:
    """All foods, ready to be searched. Immutable after it is made.

    Args:
        foods: in the order that settles ties: built-in ones first.
    """

    def __init__(self, foods: Iterable[Edible]) -> None:
        self.foods: tuple[Edible, ...] = tuple(foods)
        self.by_key = {food.key: number for number, food in enumerate(self.foods)}
        self._names: dict[str, list[int]] = {}
        self._other: dict[str, list[int]] = {}
        self._heads: dict[str, list[int]] = {}
        self._forms: list[tuple[str, int]] = []
        postings: dict[str, set[int]] = {}
        for number, food in enumerate(self.foods):
            names = {fold(food.name.en), fold(food.name.sv)}
            others = {fold(word) for word in food.words} - names
            for form in names:
                self._names.setdefault(form, []).append(number)
            for form in others:
                self._other.setdefault(form, []).append(number)
            for form in {fold(head(food.name.en)), fold(head(food.name.sv))} - names - others:
                self._heads.setdefault(form, []).append(number)
            for form in sorted(names | others):
                self._forms.append((form, number))
                for word in form.split():
                    postings.setdefault(word, set()).add(number)
        self._forms.sort()
        self._postings = {word: frozenset(numbers) for word, numbers in postings.items()}
        self._vocabulary = sorted(postings)
        self._joined = [form.replace(" ", "") for form, _ in self._forms]

    def get(self, key: str) -> Edible:
        """A food by its key.

        Raises:
            BadInput: where there is none, with the nearest keys.
        """
        number = self.by_key.get(key.strip())
        if number is not None:
            return self.foods[number]
        near = ", ".join(hit.food.key for hit in self.search(key[:LONGEST_QUERY], limit=3))
        raise refuse(
            printable(key[:40]),
            f"No food has this id.{f' Did you mean {near}?' if near else ''} Look it up[[ with: stilla foods "
            "search|]].",
            f"Inget livsmedel har detta id.{f' Menade du {near}?' if near else ''} Sök [[med: stilla foods "
            "search|efter namnet]].",
        )

    def named(self, text: str) -> tuple[Edible, ...]:
        """The foods that have exactly this name, or an inflection of it.

        The name as written beats an inflection, a built-in food an imported one, a name another word for it.
        Several foods come back where the name belongs to each of them.
        """
        for form in inflections(fold(text)):
            tables = [[self.foods[n] for n in table.get(form, ())] for table in (self._names, self._other)]
            own = [[food for food in table if food.source == BUILT_IN] for table in tables]
            for found in (*own, *tables):
                if found:
                    return tuple(found)
        return ()

    def search(self, query: str, limit: int = 10) -> tuple[Hit, ...]:
        """The foods that a query may mean, best first.

        Raises:
            BadInput: an empty query, or one far too long for a name.
        """
        asked = _asked(query)
        found: dict[int, tuple[int, float]] = {}
        for fit, numbers in self._as_written(asked):
            for number in numbers:
                found.setdefault(number, (fit, 100.0))
        if len(found) < _ENOUGH:
            for number, likeness in self._misspelt(asked):
                found.setdefault(number, (MISSPELT, likeness))
        ranked = sorted(found, key=lambda number: self._rank(number, *found[number]))
        return tuple(Hit(self.foods[number], *found[number]) for number in ranked[:limit])

    def _rank(self, number: int, fit: int, likeness: float) -> tuple[int, float, bool, int, str, str]:
        food = self.foods[number]
        name = min(food.name.en, food.name.sv, key=len)
        return fit, -likeness, food.source != BUILT_IN, len(name), name, food.key

    def _as_written(self, asked: str) -> Iterator[tuple[int, Iterable[int]]]:
        for form in inflections(asked):
            yield EXACT_NAME, self._names.get(form, ())
        for form in inflections(asked):
            yield EXACT_WORD, self._other.get(form, ())
        for form in inflections(asked):
            yield HEAD, self._heads.get(form, ())
        yield FIRST_WORDS, self._beginning(asked + " ")
        yield BEGINS, self._beginning(asked)
        words = asked.split()
        yield HAS_WORDS, _in_all([self._with_beginning(word) for word in words])
        if min(map(len, words)) >= _INSIDE:
            yield CONTAINS, _in_all([self._with_inside(word) for word in words])

    def _beginning(self, asked: str) -> list[int]:
        start = bisect_left(self._forms, (asked, -1))
        found = []
        for form, number in self._forms[start:]:
            if not form.startswith(asked):
                break
            found.append(number)
        return found

    def _with_beginning(self, word: str) -> set[int]:
        found: set[int] = set()
        for known in self._vocabulary[bisect_left(self._vocabulary, word) :]:
            if not known.startswith(word):
                break
            found |= self._postings[known]
        return found

    def _with_inside(self, word: str) -> set[int]:
        found: set[int] = set()
        for known in self._vocabulary:
            if word in known:
                found |= self._postings[known]
        return found

    def _misspelt(self, asked: str) -> Iterator[tuple[int, float]]:
        from rapidfuzz import fuzz, process  # noqa: PLC0415  # needed only for what nobody wrote this way

        best: dict[int, float] = {}
        whole = process.extract(
            asked.replace(" ", ""), self._joined, scorer=fuzz.ratio, score_cutoff=_ALIKE_WHOLE, limit=_WORDS_TRIED
        )
        for _, likeness, place in whole:
            number = self._forms[place][1]
            best[number] = max(best.get(number, 0.0), likeness)
        word_by_word: list[dict[int, float]] = []
        for word in asked.split():
            alike: dict[int, float] = {}
            for known, likeness, _ in process.extract(
                word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_WORDS_TRIED
            ):
                for number in self._postings[known]:
                    alike[number] = max(alike.get(number, 0.0), likeness)
            word_by_word.append(alike)
        for number in _in_all([set(alike) for alike in word_by_word]):
            # A word of a name is a little less than the whole name.
            mean = 0.99 * sum(alike[number] for alike in word_by_word) / len(word_by_word)
            best[number] = max(best.get(number, 0.0), mean)
        yield from best.items()


def _in_all(sets: Sequence[set[int]]) -> set[int]:
    return set.intersection(*sets) if sets else set()


def _asked(query: str) -> str:
    if len(query) > LONGEST_QUERY:
        raise _not_a_name(
            "This is too long for the name of a food. Write one name.",
            "Det här är för långt för namnet på ett livsmedel. Skriv ett namn.",
        )
    asked = fold(query)
    if not asked:
        raise _not_a_name(
            "Write the name of a food, for example oats.", "Skriv namnet på ett livsmedel, till exempel havregryn."
        )
    return asked


def _not_a_name(en: str, sv: str) -> BadInput:
    return refuse("", en, sv)
