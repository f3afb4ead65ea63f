"""Every hand-made case, in the order in which the first people of a region are made of them."""

from __future__ import annotations

from stilla.synthetic.cases_medicines import MEDICINES
from stilla.synthetic.cases_values import VALUES

CASES = (*VALUES, *MEDICINES)
