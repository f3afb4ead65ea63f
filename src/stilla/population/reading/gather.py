"""The SQL that brings what was read of all files together: whose it is, which version counts, which shape it has."""

from __future__ import annotations

INSTANT = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})$"
"""How FHIR writes an instant."""

ROW = {
    "type": "VARCHAR",
    "id": "VARCHAR",
    "person": "VARCHAR",
    "about": "VARCHAR",
    "shape_key": "VARCHAR",
    "product": "VARCHAR",
    "first": "DATE",
    "last": "DATE",
    "ahead": "BOOLEAN",
    "number": "DOUBLE",
    "number_to": "DOUBLE",
    "updated": "VARCHAR",
    "version": "VARCHAR",
    "whole": "VARCHAR",
}
"""The columns of `raw`, beside `key_mark`."""

PASSED_TWICE = """SELECT DISTINCT o.portion, o.id_mark FROM passed o
JOIN (SELECT DISTINCT mark(id) AS id_mark FROM every
  WHERE type = 'Observation' AND id IS NOT NULL) e ON o.id_mark = e.id_mark"""
"""`passed`, `every` → `passed_twice`: observations that were passed over, of which another version was read."""

TWICE = """SELECT type, id_mark FROM (SELECT type, mark(id) AS id_mark FROM raw WHERE id IS NOT NULL)
GROUP BY type, id_mark HAVING count(*) > 1"""
"""`raw` → `twice`: which ids stand there more than once."""

_VERSION = "CASE WHEN regexp_matches(version, '^[0-9]{1,9}$') THEN CAST(version AS BIGINT) ELSE -1 END"

CURRENT = f"""
WITH marked AS (SELECT *, mark(id) AS id_mark FROM raw),
once AS (SELECT m.* FROM marked m LEFT JOIN twice t ON m.type = t.type AND m.id_mark = t.id_mark
  WHERE t.id_mark IS NULL),
versions AS (SELECT DISTINCT m.*, stamp(m.updated) AS stamp, {_VERSION} AS numbered
  FROM marked m JOIN twice t ON m.type = t.type AND m.id_mark = t.id_mark),
ranked AS (SELECT *, rank() OVER (PARTITION BY type, id ORDER BY stamp DESC, numbered DESC) AS place,
  min(CASE WHEN stamp IS NULL THEN 0 ELSE 1 END) OVER (PARTITION BY type, id) AS settled FROM versions)
SELECT COLUMNS FROM once UNION ALL SELECT COLUMNS FROM ranked WHERE place = 1 OR settled = 0"""
"""`raw`, `twice` → `current`: the newest version of each record; all of them where none is said to be the newest."""

PRODUCTS = """SELECT id AS product, min(key_mark) AS product_mark FROM current
WHERE type = 'Medication' AND id IS NOT NULL GROUP BY id HAVING min(key_mark) = max(key_mark)"""
"""`current` → `products`: what the Medication of each id says; nothing where two say different things."""

MEANT = """SELECT r.*, coalesce(p.product_mark, -1) AS product_mark
FROM current r LEFT JOIN products p ON r.product = p.product
WHERE r.type NOT IN ('Medication', 'Patient') AND r.shape_key IS NOT NULL"""
"""`current`, `products` → `meant`: records, with the product that they refer to."""

KEYS = "SELECT key_mark, min(shape_key), max(shape_key) FROM {table} WHERE key_mark IS NOT NULL GROUP BY key_mark"
"""Each distinct key. The least and the greatest text of a mark differ only where two keys share a mark."""

COMBINATIONS = "SELECT DISTINCT key_mark, product_mark FROM meant"

PEOPLE = """
WITH said AS (SELECT r.person AS id, r.first, r.last, nullif(s.sex, '') AS sex, s.dead, s.active, s.opaque
  FROM current r JOIN sexes s ON r.key_mark = s.key_mark WHERE r.type = 'Patient' AND r.person IS NOT NULL),
stated AS (SELECT id,
    CASE WHEN count(first) = count(*) THEN min(first) END AS born_first,
    CASE WHEN count(last) = count(*) THEN max(last) END AS born_last,
    CASE WHEN count(sex) = count(*) AND min(sex) = max(sex) THEN min(sex) END AS sex,
    max(dead) AS dead
  FROM (SELECT id, CASE WHEN opaque = 0 AND last IS NOT NULL THEN first END AS first,
      CASE WHEN opaque = 0 AND first IS NOT NULL THEN last END AS last, sex, dead
    FROM said WHERE active = 1) s GROUP BY id),
retired AS (SELECT DISTINCT id FROM said WHERE active = 0 AND id NOT IN (SELECT id FROM stated)),
everybody AS (SELECT id FROM stated UNION SELECT person AS id FROM meant WHERE person IS NOT NULL)
SELECT row_number() OVER (ORDER BY e.id) - 1 AS n, e.id, s.born_first, s.born_last, s.sex,
  coalesce(s.dead, 0) = 1 AS dead, '' AS closes
FROM everybody e LEFT JOIN stated s ON e.id = s.id LEFT JOIN retired d ON e.id = d.id WHERE d.id IS NULL"""
"""`current`, `meant`, `sexes` → persons. Whom we know only from references is a person, of whom nothing is known."""

_PLACED = """FROM meant r JOIN known k ON r.key_mark = k.key_mark AND r.product_mark = k.product_mark
JOIN persons p ON r.person = p.id"""
_REFERENCE = "r.type || coalesce('/' || r.id, '')"

TABLES = {
    "medicines": f"""SELECT p.n, k.shape, r.first, r.last, {_REFERENCE} AS ref {_PLACED}
WHERE k.place = 'medicines'""",
    # An answer to a question counts from the day as it was written; only values are put in order by their day in UTC.
    "conditions": f"""SELECT p.n, k.shape,
  CASE WHEN r.ahead THEN CAST(r.first - INTERVAL 1 DAY AS DATE) ELSE r.first END AS first, r.last, {_REFERENCE} AS ref
{_PLACED} WHERE k.place = 'conditions'""",
    "labs": f"""SELECT p.n, k.shape, r.first AS day, r.ahead, r.number AS value, r.number_to AS value_to,
  {_REFERENCE} AS ref {_PLACED} WHERE k.place = 'labs'""",
}
"""`meant`, `known`, `persons` → the tables of records."""

USED = """SELECT r.type, CASE WHEN r.person IS NULL AND r.about IS NULL THEN 'nobody'
  WHEN r.person IS NULL THEN 'no-person' WHEN p.id IS NULL THEN 'not-active'
  WHEN k.place = '' THEN 'no-rule' ELSE '' END AS reason, count(*) AS n
FROM meant r LEFT JOIN known k ON r.key_mark = k.key_mark AND r.product_mark = k.product_mark
LEFT JOIN persons p ON r.person = p.id WHERE r.portion >= 0 GROUP BY 1, 2"""
"""How many records are used (no reason), or why they are not."""

FAULTS = """SELECT r.portion, r.type || coalesce('/' || r.id, '') AS record, min(k.fault) FROM meant r
JOIN known k ON r.key_mark = k.key_mark AND r.product_mark = k.product_mark WHERE k.fault <> '' AND r.portion >= 0
GROUP BY 1, 2"""
"""Which records are not made as they should be. Of two of one name the same fault is told every time."""
