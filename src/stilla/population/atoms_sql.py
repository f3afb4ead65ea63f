"""SQL that turns what is known of everybody into atoms: true, unknown, else false. `rules.atoms` says what each means.

One row a person flows through four steps, each a query over the one before: the facts side by side; what is open; the
atoms; the facts that are missing once the rules have been decided.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stilla.findings import LAB_QUESTIONS
from stilla.population.dimensions import LABS, Flag
from stilla.population.layout import is_dose, is_magnesium, is_takes, union, word
from stilla.population.records_sql import any_of, bits_where, is_listed, real, within
from stilla.rules.tree import Age, Dose, Has, IsSex, Lab

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from stilla.knowledge.store import Knowledge
    from stilla.population.dimensions import Part
    from stilla.population.layout import Layout
    from stilla.population.reduce import Told
    from stilla.records.facts import Closed
    from stilla.rules.tree import Atom


def side_by_side(layout: Layout, told: Told, listed: Iterable[str], proposed: Part) -> str:
    """Everybody's facts in one row."""
    given = proposed.columns(layout)
    tables = [table for table, columns in told.columns.items() if columns]

    def gathered(name: str, *more: str) -> str:
        parts = [f"coalesce({table}_said.{name}, 0)" for table in tables if name in told.columns[table]]
        parts += [*more, *([str(given[name])] if given[name] else [])]
        return (" + " if name == "mg" else " | ").join(parts) or "CAST(0 AS BIGINT)"

    columns = [f"{gathered('f', 'w.closes')} AS f, {gathered('mg')} AS mg"]
    for n in range(layout.words):
        columns.append(f"{gathered(f't{n}', f'k.t{n}')} AS t{n}, {gathered(f'v{n}')} AS v{n}, k.u{n} AS u{n}")
        columns += [
            f"{f'coalesce(l.{letter}{n}, 0)' if told.labs else 'CAST(0 AS BIGINT)'} AS l{letter}{n}" for letter in "tz"
        ]
    for n in range(layout.slug_words):
        columns.append(
            f"{gathered(f'p{n}')} AS p{n}, {gathered(f'q{n}')} AS q{n}, {gathered(f'r{n}', f'k.n{n}')} AS r{n}"
        )
    columns.append(f"{'coalesce(l.f, 0)' if told.labs else 'CAST(0 AS BIGINT)'} AS lf")
    columns += [f"{is_listed(table)} AS {table}_listed" for table in listed]
    joins = [f"LEFT JOIN {table}_said ON w.n = {table}_said.n" for table in tables]
    joins += [f"LEFT JOIN {table}_listed ON w.n >> 5 = {table}_listed.block" for table in listed]
    joins += ["LEFT JOIN labs_said l ON w.n = l.n"] if told.labs else []
    return f"""
SELECT w.n, k.young, k.sexless, {", ".join(columns)}
FROM people w JOIN kinds k ON w.kind = k.kind {" ".join(joins)}"""


def opened(layout: Layout, complete: frozenset[Closed]) -> str:
    """Which lists are open, and which conditions are unknown (k)."""
    medicines, conditions, magnesium = (
        " OR ".join([any_flag(flag), *([f"{table}_listed"] if name in complete else [])])
        for flag, table, name in (
            (Flag.CLOSES_MEDICINES, "medicines", "medicines"),
            (Flag.CLOSES_CONDITIONS, "conditions", "conditions"),
            (Flag.CLOSES_MAGNESIUM, "medicines", "magnesium"),
        )
    )
    everything = sum(layout.slug.values())
    unknown = [
        f"~p{n} & (q{n} | CASE WHEN conditions_whole THEN 0 ELSE {word(everything, n)} & ~r{n} END) AS k{n}"
        for n in range(layout.slug_words)
    ]
    return f"""
SELECT *, {", ".join(unknown)},
  NOT medicines_whole OR {any_flag(Flag.UNKNOWN_MEDICINE)} AS medicines_open
FROM (SELECT *, ({medicines}) AS medicines_whole, ({conditions}) AS conditions_whole,
    ({magnesium}) AND NOT {any_flag(Flag.MAGNESIUM_MAYBE, Flag.UNKNOWN_MEDICINE)} AS magnesium_whole
  FROM facts_of_people)"""


def any_flag(*flags: Flag) -> str:
    """Whether one of these flags stands."""
    return f"((f & {sum(flags)}) <> 0)"


def atoms_of_people(layout: Layout) -> str:
    """Every atom of everybody: t true, u unknown."""
    labs, takes = layout.bits(lambda each: isinstance(each, Lab)), layout.bits(is_takes)
    magnesium = layout.bits(is_magnesium)
    doses = [(bit, *_dose(atom)) for atom, bit in layout.bit.items() if isinstance(atom, Dose)]
    has = [
        (bit, any_of("k", layout.slug_bits(each.conditions)))
        for each, bit in layout.bit.items()
        if isinstance(each, Has)
    ]
    true = [
        f"t{n} | (lt{n} & ~barred{n}) | {bits_where(((bit, holds) for bit, holds, _ in doses), n)} AS t{n}"
        for n in range(layout.words)
    ]
    unknown = [
        f"""u{n} | v{n} | ({word(labs, n)} & ~((lt{n} | lz{n}) & ~barred{n})) | {bits_where(has, n)}
    | {bits_where([(takes, "medicines_open"), (magnesium, "NOT magnesium_whole")], n)}
    | {bits_where(((bit, f"NOT {holds} AND NOT {fails}") for bit, holds, fails in doses), n)} AS u{n}"""
        for n in range(layout.words)
    ]
    kept = [f"v{n}" for n in range(layout.words)] + [f"k{n}" for n in range(layout.slug_words)]
    finally_ = [f"t{n}, u{n} & ~t{n} AS u{n}" for n in range(layout.words)]
    rest = ", ".join([*kept, "medicines_whole", "magnesium_whole", "sexless", "f", "lf"])
    dose, settled = f"mg / {real(1000)}", f"magnesium_whole AND NOT {any_flag(Flag.AMOUNT_UNKNOWN)}"
    return f"""
SELECT n, {", ".join(finally_)}, {rest}
FROM (SELECT n, {", ".join([*true, *unknown])}, {rest}
  FROM (SELECT *, {", ".join(_barred(layout))}, {dose} AS dose,
      CASE WHEN {settled} THEN {dose} ELSE {real(float("inf"))} END AS top
    FROM open_of_people))"""


def _dose(atom: Dose) -> tuple[str, str]:
    return within("dose", "top", "FALSE", "(top > dose)", atom.bounds)


def lab_bits(layout: Layout, code: str) -> int:
    """The atoms of a test."""
    return layout.bits(lambda atom: isinstance(atom, Lab) and atom.code == code)


def _barred(layout: Layout) -> list[str]:
    """Laboratory atoms whose value may not be used: eGFR in the young and in pregnancy, and what something spoils."""
    cases = [(lab_bits(layout, "egfr"), f"(young OR {any_of('p', layout.slug_bits(['pregnancy']))})")]
    for unless in dict.fromkeys(atom.unless for atom in layout.bit if isinstance(atom, Lab) and atom.unless):
        spoils = layout.slug_bits(unless)
        spoilt = union(bit for atom, bit in layout.bit.items() if isinstance(atom, Lab) and atom.unless == unless)
        cases.append((spoilt, f"({any_of('p', spoils)} OR {any_of('k', spoils)})"))
    return [f"{bits_where(cases, n)} AS barred{n}" for n in range(layout.words)]


def asking(layout: Layout, knowledge: Knowledge) -> tuple[str, str]:
    """Two steps from open atoms (o) to the facts that are missing, as bits in the order of the questions.

    `findings.missing_facts` for everybody. The first step gives the columns of the conditions that an open rule asks
    for (c), the second the bits.
    """
    spans: dict[int, list[tuple[int, str]]] = {n: [] for n in range(layout.slug_words)}
    for atom, bit in layout.bit.items():
        slugs = atom.conditions if isinstance(atom, Has) else atom.unless if isinstance(atom, Lab) else ()
        wanted = layout.slug_bits(each for slug in slugs for each in (slug, *knowledge.narrower.get(slug, ())))
        found = f" AND (lf & {1 << LABS.index(atom.code)}) <> 0" if isinstance(atom, Lab) else ""
        for n, cases in spans.items():
            if word(wanted, n):
                cases.append((wanted, any_of("o", bit) + found))
    columns = ", ".join(f"{bits_where(cases, n)} & k{n} AS c{n}" for n, cases in spans.items())
    return columns, bits_where(_missing(layout, knowledge), 0)


def _missing(layout: Layout, knowledge: Knowledge) -> list[tuple[int, str]]:
    """Each question's bit, and when it is open."""
    bit = {fact: 1 << n for n, fact in enumerate(knowledge.questions)}
    takes = layout.bits(is_takes)
    spans = [n for n in range(layout.words) if word(takes, n)]
    unsure = [f"(o{n} & v{n} & {word(takes, n)}) <> 0" for n in spans]
    medicines = [f"(NOT medicines_whole AND {_open(layout, is_takes)})", *unsure]
    return [
        (bit["medicines"], " OR ".join(medicines)),
        (bit["age"], _open(layout, lambda atom: isinstance(atom, Age))),
        (bit["sex"], _open(layout, lambda atom: isinstance(atom, IsSex))),
        (bit["magnesium"], _open(layout, lambda atom: is_dose(atom) or is_magnesium(atom))),
        *_missing_labs(layout, bit),
        *_missing_conditions(layout, knowledge, bit),
    ]


def _open(layout: Layout, kind: Callable[[Atom], bool]) -> str:
    return any_of("o", layout.bits(kind))


def _missing_labs(layout: Layout, bit: Mapping[str, int]) -> Iterator[tuple[int, str]]:
    """A test that an open rule waits for; and the sex, where eGFR without it has two values."""
    for code, fact in LAB_QUESTIONS.items():
        waits = any_of("o", lab_bits(layout, code))
        yield bit[fact], waits
        if code == "egfr":
            yield bit["sex"], f"sexless AND (lf & {1 << len(LABS)}) <> 0 AND {waits}"


def _missing_conditions(layout: Layout, knowledge: Knowledge, bit: Mapping[str, int]) -> Iterator[tuple[int, str]]:
    """Questions about conditions; and the sex, where it decides whether one can concern somebody."""
    known = [(slug, knowledge.conditions[slug]) for slug in layout.slug]
    for group in dict.fromkeys(each.group for _, each in known if each.group is not None):
        yield bit[group], any_of("c", layout.slug_bits(slug for slug, each in known if each.group == group))
    differs = [slug for slug, each in known if each.group is not None and each.asked_of is not None]
    yield bit["sex"], f"sexless AND {any_of('c', layout.slug_bits(differs))}"
