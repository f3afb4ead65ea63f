"""What can go wrong, said so that a tired person can mend it.

```
StillaError            exit 2
├── BadInput           what was typed or written cannot be used; every problem at once
└── KnowledgeInvalid   the knowledge files contradict their own rules
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from stilla.text import Text, printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stilla.text import Language


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong, where it is, and what to write instead."""

    where: Text
    """A place the reader can go to: `anna.toml, line 3, age`, or `--egfr`."""

    says: Text

    def sentence(self, language: Language) -> str:
        """The place and the remedy in one line, without anything that could steer a terminal."""
        where = self.where.to(language)
        return printable(f"{where}: {self.says.to(language)}" if where else self.says.to(language))


class StillaError(Exception):
    """Anything that ends a command with a sentence instead of an answer."""

    exit_status = 2

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.sentence("en") for problem in self.problems))


class BadInput(StillaError):
    """What the person wrote cannot be used as it stands. Nothing was done."""


class KnowledgeInvalid(StillaError):
    """The knowledge base breaks its own rules, so no answer would be worth having."""


def refuse(where: str | Text, en: str, sv: str) -> BadInput:
    """A `BadInput` with a single problem."""
    return BadInput([Problem(where if isinstance(where, Text) else Text(where, where), Text(en, sv))])
