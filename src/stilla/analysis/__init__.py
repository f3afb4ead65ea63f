"""The analysis of a trial of one: plain arrays in, a frozen answer out. It knows nothing of magnesium or of files.

from stilla.analysis import analyse

answer = analyse(scores, active, time=days, mid=1, better="lower")
answer.verdict, answer.effect.mean, answer.p_benefit
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stilla.analysis.answer import Answer
    from stilla.analysis.api import analyse
    from stilla.analysis.design import Design

__all__ = ["Answer", "Design", "analyse"]

_PLACES = {"analyse": "api", "Answer": "answer", "Design": "design"}


def __getattr__(name: str) -> Any:
    """The names above, imported when they are asked for: reading a design must not cost the whole engine."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415  # only when asked

    return getattr(import_module(f"stilla.analysis.{_PLACES[name]}"), name)
