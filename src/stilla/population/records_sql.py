"""SQL that reduces the records of everybody to one row a person. It compares days and numbers, and takes unions.

Written so that it means the same in DuckDB and, through sqlglot, in Spark: plain joins, CASE, whole numbers; nothing
that depends on the order of rows or of nulls. What any of it means is decided in `dimensions`.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from stilla.person import DANGER
from stilla.population.dimensions import (
    BOUNDS,
    CLOSES,
    IMPOSSIBLE,
    LABS,
    MAYBE,
    NOT_KNOWN,
    OVER,
    SEXES,
    UNBORN,
    kind_in_sql,
)
from stilla.population.layout import WORD, word
from stilla.rules.tree import Lab

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stilla.population.layout import Layout
    from stilla.rules.tree import Bounds


def day(on: date) -> str:
    """A day as SQL writes it."""
    return f"CAST('{on.isoformat()}' AS DATE)"


def real(number: float) -> str:
    """A number exactly as Python holds it; a decimal literal might be another."""
    return f"CAST('{'Infinity' if number == float('inf') else repr(float(number))}' AS DOUBLE)"


def people(as_of: date) -> str:
    """The living: who they are by age and sex, and which lists their records close."""
    sexes = " ".join(f"WHEN sex = '{sex}' THEN {number}" for number, sex in enumerate(SEXES) if sex)
    closes = " | ".join(
        f"CASE WHEN closes LIKE '%{name}%' THEN {int(flag)} ELSE 0 END" for name, flag in CLOSES.items()
    )
    return f"""
SELECT n, id, age, oldest, sex, closes,
  {kind_in_sql()} AS kind
FROM (SELECT n, id, {closes} AS closes, CASE {sexes} ELSE 0 END AS sex,
    {_years("born_last", as_of)} AS age, {_years("born_first", as_of)} AS oldest
  FROM persons WHERE NOT dead)"""


def _years(born: str, as_of: date) -> str:
    """Completed years; a birthday that does not come this year is completed the day after."""
    not_yet = f"CASE WHEN month({born}) * 100 + day({born}) > {as_of.month * 100 + as_of.day} THEN 1 ELSE 0 END"
    years = f"{as_of.year} - year({born}) - {not_yet}"
    return (
        "CASE WHEN born_first IS NULL OR born_last IS NULL "
        f"THEN {NOT_KNOWN} ELSE greatest({UNBORN}, least({IMPOSSIBLE}, {years})) END"
    )


def state(as_of: date) -> str:
    """Whether record `r` of shape `s` says nothing, may hold, holds, or is over: `facts.holds` and `facts.is_over`."""
    on = day(as_of)
    return f"""CASE WHEN s.standing = 0 OR r.first > {on} THEN 0
      WHEN r.last < {on} THEN {OVER}
      WHEN r.last IS NULL AND s.lasting AND r.first < s.since THEN {OVER}
      WHEN r.last IS NULL AND s.lasting AND r.first IS NULL THEN {MAYBE}
      ELSE s.standing END"""


def said(table: str, columns: Iterable[str], as_of: date) -> str:
    """One row for everybody of whom a table of records says something: the union of what each record adds."""
    unions = ", ".join(
        f"sum(d.{name}) AS {name}" if name == "mg" else f"bit_or(d.{name}) AS {name}" for name in columns
    )
    return f"""
SELECT k.n, {unions}
FROM (SELECT r.n, s.key + {state(as_of)} AS key FROM {table} r JOIN {table}_says s ON r.shape = s.shape) k
JOIN {table}_parts d ON k.key = d.key
GROUP BY k.n"""


def measured(as_of: date, labs: str = "labs", also: str = "") -> str:
    """Every laboratory value that a rule may look at, as an interval in its canonical unit, on its day in UTC."""
    on, tomorrow = day(as_of), day(as_of + timedelta(days=1))
    less, at_most = BOUNDS.index("<"), BOUNDS.index("<=")
    more, at_least = BOUNDS.index(">"), BOUNDS.index(">=")
    nothing, infinite = real(0), real(float("inf"))
    plausible = "least <= b AND b <= most AND (NOT number OR (least <= a AND a <= b))"
    readable = f"(fixed OR ((number OR upper) AND {plausible}))"
    return f"""
SELECT n, lab, creatinine, day{also},
  CASE WHEN fixed THEN lo WHEN NOT ok OR bound IN ({less}, {at_most}) THEN {nothing} ELSE a END AS lo,
  CASE WHEN fixed THEN hi WHEN NOT ok OR bound IN ({more}, {at_least}) THEN {infinite} ELSE b END AS hi,
  CASE WHEN fixed THEN lo_open WHEN NOT ok THEN FALSE ELSE bound = {more} END AS lo_open,
  CASE WHEN fixed THEN hi_open WHEN NOT ok THEN TRUE ELSE bound IN ({less}, {more}, {at_least}) END AS hi_open
FROM (SELECT *, {readable} AS ok
  FROM (SELECT *, CASE WHEN upper THEN written_to * factor ELSE a END AS b
    FROM (SELECT r.n{also.replace(", ", ", r.")}, s.*, r.value IS NOT NULL AS number,
        r.value_to IS NOT NULL AS upper, r.value_to AS written_to,
        CASE WHEN r.value IS NULL THEN {nothing} ELSE r.value * s.factor END AS a,
        CASE WHEN r.day > {on} THEN {on} ELSE r.day END AS day
      FROM {labs} r JOIN labs_says s ON r.shape = s.shape
      WHERE r.day IS NULL OR r.day <= {on} OR (r.ahead AND r.day = {tomorrow}))))"""


def usable(values: str) -> str:
    """Values without the creatinine of those whose eGFR cannot be computed."""
    return f"""
SELECT m.* FROM {values} m LEFT JOIN (
  SELECT w.n FROM people w JOIN kinds k ON w.kind = k.kind WHERE k.grown) g ON m.n = g.n
WHERE NOT m.creatinine OR g.n IS NOT NULL"""


CREATININE = """
SELECT DISTINCT w.age, w.oldest, w.sex, m.lo, m.hi, m.lo_open, m.hi_open
FROM usable m JOIN people w ON m.n = w.n WHERE m.creatinine"""
"""What eGFR must be computed from."""


def converted(values: str, also: str = "") -> str:
    """Values with creatinine as eGFR."""
    return f"""
SELECT n, lab, day{also}, lo, hi, lo_open, hi_open FROM {values} WHERE NOT creatinine
UNION ALL
SELECT m.n, m.lab, m.day{also.replace(", ", ", m.")}, e.egfr_lo AS lo, e.egfr_hi AS hi, e.egfr_lo_open AS lo_open,
  e.egfr_hi_open AS hi_open
FROM {values} m JOIN people w ON m.n = w.n JOIN egfr e ON w.kind = e.kind
  AND m.lo = e.lo AND m.hi = e.hi AND m.lo_open = e.lo_open AND m.hi_open = e.hi_open
WHERE m.creatinine"""


def latest(values: str) -> str:
    """The value that counts, for everybody and every test: `person.latest`, by the order of `person._danger`.

    The greatest of the latest day and the greatest without a day, and of the two the greater one. Numbers are taken off
    zero from the left, so that there is no minus zero, which engines do not order alike.
    """
    high = f"lab IN ({', '.join(str(n) for n, code in enumerate(LABS) if DANGER[code] == 'high')})"
    ends = f"""'a': CASE WHEN {high} THEN hi ELSE 0 - lo END,
      'b': CASE WHEN {high} THEN NOT hi_open ELSE NOT lo_open END,
      'c': CASE WHEN {high} THEN lo ELSE 0 - hi END, 'd': CASE WHEN {high} THEN NOT lo_open ELSE hi_open END"""
    of_dated = "{'a': dated.a, 'b': dated.b, 'c': dated.c, 'd': dated.d}"
    return f"""
SELECT n, lab, day, CASE WHEN {high} THEN best.c ELSE 0 - best.a END AS lo,
  CASE WHEN {high} THEN best.a ELSE 0 - best.c END AS hi,
  CASE WHEN {high} THEN NOT best.d ELSE NOT best.b END AS lo_open,
  CASE WHEN {high} THEN NOT best.b ELSE best.d END AS hi_open
FROM (SELECT n, lab, CASE WHEN newer THEN NULL ELSE dated.day END AS day,
    CASE WHEN newer THEN undated ELSE {of_dated} END AS best
  FROM (SELECT *, undated IS NOT NULL AND (dated IS NULL OR undated >= {of_dated}) AS newer
    FROM (SELECT n, lab, max(CASE WHEN day IS NOT NULL THEN {{'day': day, {ends}}} END) AS dated,
        max(CASE WHEN day IS NULL THEN {{{ends}}} END) AS undated
      FROM {values} GROUP BY n, lab)))"""


def decided_labs(layout: Layout, as_of: date) -> str:
    """Which laboratory atoms everybody's numbers and days make true (t) and false (z), and what was found (f)."""
    true: list[tuple[int, str]] = []
    false: list[tuple[int, str]] = []
    for atom, bit in layout.bit.items():
        if isinstance(atom, Lab):
            holds, fails = within("lo", "hi", "lo_inside", "hi_inside", atom.bounds)
            recent = _recent(atom.within_months, as_of)
            whose = f"lab = {LABS.index(atom.code)}{recent}"
            true.append((bit, f"{whose} AND {holds}"))
            false.append((bit, f"{whose} AND {fails}"))
    columns = [
        f"bit_or({bits_where(true, n)}) AS t{n}, bit_or({bits_where(false, n)}) AS z{n}" for n in range(layout.words)
    ]
    found = " ".join(f"WHEN lab = {n} THEN {1 << n}" for n in range(len(LABS)))
    wide = f"CASE WHEN lab = {LABS.index('egfr')} AND lo <> hi THEN {1 << len(LABS)} ELSE 0 END"
    return f"""
SELECT n, {", ".join(columns)}, bit_or((CASE {found} END) | ({wide})) AS f
FROM (SELECT *, hi_open AND lo <> hi AS hi_inside, lo_open AND lo <> hi AS lo_inside FROM latest_values)
GROUP BY n"""


def _recent(months: int | None, as_of: date) -> str:
    """`rules.atoms.is_recent`, without days that do not exist in a month."""
    if months is None:
        return ""
    years, month = divmod(as_of.year * 12 + as_of.month - 1 - months, 12)
    earliest = years * 10_000 + (month + 1) * 100 + as_of.day
    return f" AND day IS NOT NULL AND year(day) * 10000 + month(day) * 100 + day(day) >= {earliest}"


def within(low: str, high: str, low_open: str, high_open: str, bounds: Bounds) -> tuple[str, str]:
    """When every value of an interval lies within bounds, and when none does: `rules.atoms.within`."""
    holds, fails = ["TRUE"], ["FALSE"]
    for limit, upper in ((bounds.below, True), (bounds.at_least, False)):
        if limit is not None:
            under = f"({high} < {real(limit)} OR ({high} = {real(limit)} AND {high_open}))"
            over = f"{low} >= {real(limit)}"
            (holds if upper else fails).append(under)
            (fails if upper else holds).append(f"({over} AND NOT {under})")
    for limit, upper in ((bounds.at_most, True), (bounds.above, False)):
        if limit is not None:
            under = f"{high} <= {real(limit)}"
            over = f"({low} > {real(limit)} OR ({low} = {real(limit)} AND {low_open}))"
            (holds if upper else fails).append(under)
            (fails if upper else holds).append(f"({over} AND NOT {under})")
    return f"({' AND '.join(holds)})", f"({' OR '.join(fails)})"


def bits_where(cases: Iterable[tuple[int, str]], number: int) -> str:
    """The bits, of one word, of the conditions that hold."""
    parts = [f"CASE WHEN {when} THEN {word(bit, number)} ELSE 0 END" for bit, when in cases if word(bit, number)]
    return "(" + " | ".join([*parts, "CAST(0 AS BIGINT)"]) + ")"


def any_of(letter: str, bits: int) -> str:
    """Whether any of these bits is set in a row of words."""
    words = [(n, word(bits, n)) for n in range(-(-bits.bit_length() // WORD))]
    parts = [f"({letter}{n} & {mask})" for n, mask in words if mask]
    return f"(({' | '.join(parts)}) <> 0)" if parts else "FALSE"


def listed(table: str, beside: str) -> str:
    """Who has a record, as one bit a person in blocks of 32: there may be millions of records, in any order."""
    return f"""
SELECT r.n >> 5 AS block, bit_or(CAST(1 AS BIGINT) << CAST(r.n & 31 AS INTEGER)) AS held
FROM {table} r {beside} GROUP BY r.n >> 5"""


def is_listed(table: str) -> str:
    """Whether person `w` has a record."""
    return f"((coalesce({table}_listed.held, 0) >> CAST(w.n & 31 AS INTEGER)) & 1) = 1"
