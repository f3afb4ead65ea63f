"""SQL from atoms to answers: distinct patterns out, answers in, and what each person is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.findings import verdict_of
from stilla.population.answers import (
    ALWAYS,
    OPEN_BLOCKING,
    SPACED,
    TRUE_ASK,
    TRUE_STOP,
    UNRECOGNISED,
    open_flags,
    true_flags,
)
from stilla.population.atoms_sql import any_flag, asking
from stilla.population.dimensions import Flag
from stilla.population.layout import union, word
from stilla.population.records_sql import any_of, bits_where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stilla.knowledge.store import Knowledge
    from stilla.population.layout import Group, Layout


def patterns(group: Group, spans: Sequence[int]) -> str:
    """The distinct patterns of a group: its bits of true, then its bits of unknown."""
    columns = [f"{letter}{n} & {word(group.mask, n)} AS {letter}{n}" for letter in "tu" for n in spans]
    return f"SELECT DISTINCT {', '.join(columns) or '0 AS t0'} FROM atoms"


def answer_columns(spans: Sequence[int]) -> list[str]:
    """The columns of a group's table of answers."""
    return [f"{letter}{n}" for letter in "tu" for n in spans] + ["answer", "flags"] + [f"o{n}" for n in spans]


def decided(layout: Layout, knowledge: Knowledge) -> str:
    """Everybody with the rules of one atom (t, u), the answers of the groups (g), flags, and the missing facts."""
    conditions, missing = asking(layout, knowledge)
    single = layout.single_bits
    groups = range(len(layout.groups))
    own = [f"a.t{n} & {word(single, n)} AS t{n}, a.u{n} & {word(single, n)} AS u{n}" for n in range(layout.words)]
    kept = ", ".join(f"t{n}, u{n}" for n in range(layout.words))
    answers = "".join(f", g{each}" for each in groups)
    return f"""
SELECT n, {kept}{answers}, flags, takes_magnesium, timed, {missing} AS missing
FROM (SELECT *, {conditions}
  FROM (SELECT a.n, {", ".join([*own, *_open_atoms(layout)])}, {_flags(layout, knowledge)} AS flags,
      CASE WHEN {any_flag(Flag.MAGNESIUM)} THEN TRUE WHEN magnesium_whole THEN FALSE ELSE NULL END AS takes_magnesium,
      {any_flag(Flag.TIMED)} AS timed, {"".join(f"g{each}.answer AS g{each}, " for each in groups)}
      {", ".join(f"v{n}" for n in range(layout.words))}, {", ".join(f"k{n}" for n in range(layout.slug_words))},
      medicines_whole, sexless, lf
    FROM atoms a {" ".join(_join(group, number, layout) for number, group in enumerate(layout.groups))}))"""


def _join(group: Group, number: int, layout: Layout) -> str:
    spans = [n for n in range(layout.words) if word(group.mask, n)]
    same = [f"(a.{x}{n} & {word(group.mask, n)}) = g{number}.{x}{n}" for x in "tu" for n in spans]
    return f"JOIN g{number} ON {' AND '.join(same) or 'TRUE'}"


def _open_atoms(layout: Layout) -> list[str]:
    """The atoms that keep a rule open which nothing hides."""
    found = []
    for n in range(layout.words):
        parts = [f"(a.u{n} & {word(layout.single_bits, n)})"]
        parts += [f"g{each}.o{n}" for each, group in enumerate(layout.groups) if word(group.mask, n)]
        found.append(f"{' | '.join(parts)} AS o{n}")
    return found


def _flags(layout: Layout, knowledge: Knowledge) -> str:
    """What the verdict depends on, from single rules, groups and names that nobody knows."""
    rules = knowledge.checking.rules
    cases = [
        (flag, any_of("a.t", union(bit for bit, rule in layout.singles if true_flags([rules[rule]]) & flag)))
        for flag in (TRUE_STOP, TRUE_ASK, SPACED)
    ]
    blocking = union(bit for bit, rule in layout.singles if open_flags([rules[rule]]))
    cases.append((OPEN_BLOCKING, any_of("a.u", blocking)))
    cases.append((UNRECOGNISED, any_flag(Flag.UNKNOWN_MEDICINE, Flag.UNKNOWN_CONDITION)))
    return " | ".join([bits_where(cases, 0), *(f"g{each}.flags" for each in range(len(layout.groups)))])


def verdict(flags: str) -> str:
    """The verdict of each combination of flags, as `findings.verdict_of` gives it."""
    cases = []
    for each in range(UNRECOGNISED * 2):
        true = [level for level, flag in ALWAYS.items() if each & flag]
        found = verdict_of(true, ["ask"] if each & OPEN_BLOCKING else [], unrecognised=bool(each & UNRECOGNISED))
        cases.append(f"WHEN {each} THEN '{found}'")
    return f"CASE {flags} & {UNRECOGNISED * 2 - 1} {' '.join(cases)} END"
