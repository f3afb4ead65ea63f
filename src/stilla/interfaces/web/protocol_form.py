"""The protocol as a form, there and back: what is asked, what was written, and every problem of it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar, cast

from stilla.diary.entry import read_note
from stilla.errors import BadInput, Problem, refuse
from stilla.findings import wishes_of
from stilla.interfaces.trial import planning
from stilla.interfaces.web import words
from stilla.plan import Try, plan_for
from stilla.quantity import Unreadable, read_number
from stilla.text import Text
from stilla.trial.admission import ASKED, Admission, Answers, may_start
from stilla.trial.forecast import DESIGNS, Size
from stilla.trial.lists import items

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from stilla.interfaces.web.desk import Desk
    from stilla.trial.protocol import Protocol
    from stilla.trial.protocol_make import Wishes

MIDS = (
    ("1", Text("1 point", "1 poäng")),
    ("1.25", Text("1.25 points", "1,25 poäng")),
    ("1.5", Text("1.5 points", "1,5 poäng")),
)
"""Least differences that matter, in points of 0 to 10 (design, section 7)."""

SIZES = ("00", "0", "1", "2")
"""Of capsules."""

_CLINICIAN_LONGEST, _ITEM_LONGEST = 100, 2000
"""Characters."""
_Blinding = Literal["helper", "alone", "open"]
_BLINDINGS = ("helper", "alone", "open")
_Read = TypeVar("_Read")


def open_questions(desk: Desk) -> list[tuple[str, Text]]:
    """What the check does not tell and the trial must know: the field, and its question."""
    found = may_start(desk.read.person, desk.found, desk.record, desk.today, desk.knowledge, Answers())
    return [(each.field, each.text) for each in found.questions]


def answers_of(sent: Mapping[str, str]) -> Answers:
    """What was answered beside the check; what was not is unknown, never no.

    Raises:
        BadInput: words that cannot be kept.
    """
    said = {name: sent[name] for name in ASKED if sent.get(name) in {"yes", "no"}}
    return Answers(
        **said,  # type: ignore[arg-type]  # each is "yes" or "no"
        clinician=read_note(sent.get("clinician", ""), "", _CLINICIAN_LONGEST),
        despite_few_symptoms="despite" in sent,
    )


def admission_of(sent: Mapping[str, str], desk: Desk) -> Admission:
    """Whether the trial may start, by the answers of the check and of this form.

    Raises:
        BadInput: nobody said that the answers of the check are true today.
    """
    if "checked" not in sent:
        text = words.word("trial_plan.say_checked")
        raise refuse("", text.en, text.sv)
    return may_start(desk.read.person, desk.found, desk.record, desk.today, desk.knowledge, answers_of(sent))


class _Gather:
    """Reads one field after the other; what cannot be read is gathered."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def __call__(self, read: Callable[[], _Read]) -> _Read | None:
        try:
            return read()
        except BadInput as error:
            self.problems += error.problems
            return None


class Ready(NamedTuple):
    """A protocol that may be made: the work, and how many steps it has."""

    make: Callable[[Callable[[int], object]], Protocol]
    steps: int


def admitted_plan(sent: Mapping[str, str], desk: Desk, size: Size) -> Ready | Admission:
    """The work that makes a protocol of what was sent, or why there may be no trial.

    Args:
        sent: the form.
        desk: whose.
        size: how much is simulated.

    Raises:
        BadInput: what cannot be read or made, and beside it every reason against a trial.
    """
    from stilla.analysis.forecast import Run  # noqa: PLC0415  # SciPy, only here
    from stilla.trial.protocol_make import make, simulated  # noqa: PLC0415  # as above

    gather = _Gather()
    admission = gather(lambda: admission_of(sent, desk))
    plan = plan_for(desk.found, desk.read.person, desk.knowledge, wishes_of(desk.read.person)).plan
    wishes = _wishes(sent, desk, plan.dose_mg if isinstance(plan, Try) else None, gather)
    if gather.problems:
        reasons = () if admission is None else admission.refusals
        raise BadInput([*gather.problems, *(Problem(Text("", ""), each.text) for each in reasons)])
    assert admission is not None  # otherwise there is a problem
    if not admission.admitted:
        return admission
    assert wishes is not None  # as above
    known = planning.known_of(desk.record, desk.today)
    make(wishes, known, desk.knowledge, None)  # whatever can be refused is refused before the long computation
    return Ready(lambda told: make(wishes, known, desk.knowledge, size, Run(0, 2, told)), simulated(size))


def _wishes(sent: Mapping[str, str], desk: Desk, most: float | None, gather: _Gather) -> Wishes | None:
    from stilla.trial.protocol_make import Wishes as Wished  # noqa: PLC0415  # SciPy behind it

    mid = gather(lambda: float(_chosen(sent, "mid", dict(MIDS), "trial_plan.choose_mid")))
    design = gather(lambda: DESIGNS[_chosen(sent, "design", DESIGNS, "trial_plan.choose_design")])
    blinding = gather(lambda: _chosen(sent, "blinding", _BLINDINGS, "trial_plan.choose_blinding"))
    outcome = gather(lambda: planning.outcome_of(None, desk.record))
    why = gather(lambda: read_note(sent.get("mid_why", ""), ""))
    second = gather(lambda: [planning.outcome_of(sent["secondary"], desk.record)] if sent.get("secondary") else [])
    answers = gather(lambda: _spent(sent))
    wished = gather(lambda: _amount(sent.get("dose", "")))
    declared = gather(lambda: _amount(sent.get("declared", "")))
    product = None
    if most is not None:
        product = gather(
            lambda: planning.product_of(
                sent.get("product") or "citrate", wished, most, desk.knowledge,
                declared=declared, size=sent["size"] if sent.get("size") in SIZES else None,
            )
        )  # fmt: skip
    if product is None or mid is None or design is None or outcome is None or gather.problems:
        return None
    return Wished(
        language=desk.language,
        outcome=outcome,
        mid=mid,
        mid_why=why or planning.MID_WHY.to(desk.language),
        design=design,
        product=product,
        blinding=cast("_Blinding", blinding),
        secondary=tuple(second or ()),
        look="look" in sent,
        answers=answers or {},
    )


def _chosen(sent: Mapping[str, str], name: str, among: Any, asked: str) -> str:
    written = sent.get(name, "")
    if written not in among:
        text = words.word(asked)
        raise refuse("", text.en, text.sv)
    return written


def _amount(written: str) -> float | None:
    """A number as people write it; None where nothing is written.

    Raises:
        BadInput: no number.
    """
    if not written.strip():
        return None
    try:
        return read_number(written)
    except Unreadable as error:
        raise BadInput([Problem(Text("", ""), error.says)]) from error


def _spent(sent: Mapping[str, str]) -> dict[str, str]:
    return {
        each.id: read_note(" ".join(sent[f"spent-{each.id}"].split()), "", _ITEM_LONGEST)
        for each in items("spent")
        if sent.get(f"spent-{each.id}", "").strip()
    }


def asked_items(sent: Mapping[str, str]) -> list[dict[str, Any]]:
    """Items of SPENT that a person can say something to."""
    return [
        {"id": each.id, "asks": each.asks, "name": f"spent-{each.id}", "said": sent.get(f"spent-{each.id}", "")}
        for each in items("spent")
        if each.fill in {"ask", "both"}
    ]


def item_rows(plan: Protocol) -> list[dict[str, Any]]:
    """Every item of SPENT, and what the protocol says to it."""
    rows = []
    for each in items("spent"):
        said = plan.spent.get(each.id)
        rows.append(
            {
                "id": each.id,
                "asks": each.asks,
                "starred": each.starred,
                "text": said.text if said is not None else None,
                "because": said.not_applicable if said is not None else None,
            }
        )
    return rows
