"""What an answer of the model means for a person: which sentences of the knowledge base it calls for, by name.

The doors say them; none decides. What the rules act on (kidneys, bowel, amount) comes before what a level seems to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from stilla.knowledge.models import Parameter
from stilla.physiology.asked import BANDS

if TYPE_CHECKING:
    from stilla.knowledge.store import Knowledge
    from stilla.physiology.asked import Person, Plan
    from stilla.physiology.nerve import Nerve
    from stilla.physiology.population import Explained

Band = Literal["low", "usual", "raised", "high", "danger", "deadly"]
BAND_NAMES: tuple[Band, ...] = ("low", "usual", "raised", "high", "danger", "deadly")
"""What lies below, between and above the levels of `stilla.physiology.asked.BANDS`."""
UPPER, MUCH = 250.0, 1000.0
"""mg a day. These and the next ones are those of the rules, and a test holds them to the rules."""
KIDNEY_STOP, KIDNEY_ASK = 30.0, 60.0
"""eGFR."""
VERY_LOW = 0.4
"""mmol/L measured. Below it everything is left to the hospital (`definition-hospital` of the knowledge base)."""
SMALL_SHIFT = 0.5
"""mV of the gates. Below it nothing is worth a word but that it is small: a sixth of what makes the node fire."""


def cautions(person: Person, plan: Plan) -> tuple[str, ...]:
    """What kidneys, bowel or amount say, whatever the level is."""
    found = []
    if person.egfr < KIDNEY_STOP:
        found.append("mechanism-kidney-stop")
    elif plan.mg and person.egfr < KIDNEY_ASK:
        found.append("mechanism-kidney-ask")
    if "obstruction" in person.switches:
        found.append("mechanism-obstruction-stop")
    elif plan.mg and "stasis" in person.switches:
        found.append("mechanism-stasis-ask")
    if plan.mg > UPPER:
        found.append("mechanism-above-upper")
    if plan.mg >= MUCH:
        found.append("mechanism-much")
    return tuple(found)


def band_of(mmol: float) -> Band:
    """The band that a level lies in.

    >>> band_of(0.7), band_of(0.86), band_of(1.03), band_of(5)
    ('low', 'usual', 'raised', 'deadly')
    """
    return BAND_NAMES[sum(mmol >= each for each in BANDS)]


def watch_for(observed: float, *, sent: bool) -> tuple[str, ...]:
    """What a measured level asks for besides where it sends: the hospital if very low, and the signs to watch for.

    Args:
        observed: mmol/L.
        sent: whether it sends the person anywhere, by the rules for too much.
    """
    low = ("mechanism-measured-very-low",) if observed < VERY_LOW else ()
    return (*low, "urgent-watch") if low or sent else ()


def explained_says(found: Explained) -> str:
    """Whether dose and kidneys explain a measured level, and what to look for where they do not."""
    if found.explained:
        return "mechanism-explained"
    return f"mechanism-unexplained-{'low' if found.observed < found.median else 'high'}"


def nerve_says(before: Nerve, after: Nerve, level: float, calcium: float | None, knowledge: Knowledge) -> str:
    """What the nerve's figures mean.

    Args:
        before: the nerve on food alone.
        after: with the plan.
        level: magnesium once settled, total, mmol/L.
        calcium: ionised, mmol/L; None: the usual.
        knowledge: knows where calcium lies in healthy people.
    """
    if after.fires_by_itself or after.may_fire:
        return "mechanism-nerve-fires"
    if not after.transmits:
        return "mechanism-nerve-fails"
    # Much magnesium with little calcium can leave the gates where they usually are: the change counts as well.
    if after.gate_shift_mv - before.gate_shift_mv >= SMALL_SHIFT:
        return "mechanism-nerve-calmer"
    if abs(after.gate_shift_mv) < SMALL_SHIFT:
        return "mechanism-nerve-small"
    calcium_is_usual = _is_usual(calcium, knowledge)
    if calcium_is_usual and band_of(level) == "usual":
        return "mechanism-nerve-usual"
    if after.gate_shift_mv < 0:
        return "mechanism-nerve-livelier"
    # Magnesium lets less of the signal substance out, calcium more: that tells which of them it is.
    by_calcium = not calcium_is_usual and after.release_ratio > 1
    return f"mechanism-nerve-{'calcium' if by_calcium else 'calmer'}"


def _is_usual(calcium: float | None, knowledge: Knowledge) -> bool:
    """Whether calcium lies where it does in healthy people; no alarm is due for that."""
    usual = knowledge.kind("parameters", Parameter)["excitability-reference-calcium"]
    assert usual.low is not None
    assert usual.high is not None
    return calcium is None or usual.low <= calcium <= usual.high
