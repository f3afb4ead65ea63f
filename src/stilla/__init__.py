"""Stilla: from "I read that magnesium helps" to an answer a person and their doctor can trust.

The flow: facts about a person become findings, findings a plan, a plan a trial, a trial an answer, an answer a
report. Each arrow is one function over frozen values. Import what you need from the stage that makes it:

- `stilla.person`: what may be known about somebody.
- `stilla.knowledge`: what is known about magnesium and restless legs, as data with sources.
- `stilla.findings`: `assess(person, knowledge)`.
"""

__version__ = "0.1.0"
