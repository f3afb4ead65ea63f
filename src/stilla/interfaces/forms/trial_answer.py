"""`answer.json` of a trial, and the published JSON of `stilla trial answer`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from stilla.interfaces.forms.trial_analysis import TrialForm, trial_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stilla.analysis.missingness import Arm
    from stilla.plan import Sentence
    from stilla.text import Language
    from stilla.trial.answer import Finished
    from stilla.trial.cent import Reported
    from stilla.trial.protocol import Protocol

ANSWER_VERSION = "1.0"


class ArmNightsForm(msgspec.Struct, frozen=True):
    """The nights of one treatment: by answer, and by capsules."""

    expected: int
    in_time: int
    late: int
    cannot: int
    missing: int
    capsules_taken: int
    capsules_late: int
    capsules_not_taken: int
    capsules_unknown: int


class ItemForm(msgspec.Struct, frozen=True):
    """One item of CENT."""

    id: str
    asks: str
    state: Literal["present", "not-applicable", "missing"]
    text: str | None


class TrialAnswerForm(msgspec.Struct, frozen=True):
    """The answer of a sealed trial. `answer` is what `stilla trial analyse` publishes too."""

    version: str
    trial: str
    protocol: str
    """SHA-256 of the protocol."""
    sequence: str
    """A active, P placebo, one letter a period."""
    blinding: str
    nights: int
    counted: int
    last: str
    stopped: str | None
    opened_early: bool
    active: ArmNightsForm
    comparator: ArmNightsForm
    missingness_p: float | None
    answer: TrialForm
    cent: list[ItemForm]


def trial_answer_form(
    finished: Finished,
    protocol: Protocol,
    sequence: str,
    said: tuple[Sequence[Sentence], Sequence[Reported]],
    language: Language,
) -> TrialAnswerForm:
    """The answer as it is published.

    Args:
        finished: the answer.
        protocol: the sealed plan.
        sequence: in letters.
        said: the sentences, and the items of CENT.
        language: of both.
    """
    spoken, items = said
    found = finished.missingness
    return TrialAnswerForm(
        ANSWER_VERSION,
        protocol.id,
        protocol.digest,
        sequence,
        protocol.blinding,
        finished.nights,
        finished.answer.n.rows,
        finished.last.isoformat(),
        finished.stopped,
        finished.opened_early,
        _arm(found.active),
        _arm(found.comparator),
        found.p,
        trial_form(finished.answer, [each.text for each in spoken], (), (), language),
        [
            ItemForm(each.id, each.asks.to(language), each.state, None if each.text is None else each.text.to(language))
            for each in items
        ],
    )


def _arm(arm: Arm) -> ArmNightsForm:
    return ArmNightsForm(
        arm.expected, arm.in_time, arm.late, arm.cannot, arm.missing, arm.taken, arm.taken_late, arm.not_taken,
        arm.taken_unknown,
    )  # fmt: skip
