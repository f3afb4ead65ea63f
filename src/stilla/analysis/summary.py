"""The small file that leaves one person's trial: what the nights say of the effect, and no night."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
import numpy as np
from msgspec import Meta
from scipy.interpolate import CubicSpline

from stilla.analysis.arrays import FloatArray
from stilla.analysis.decision import Better
from stilla.analysis.mixture import Mixture
from stilla.errors import BadInput, Problem, refuse
from stilla.text import Text, printable

SUMMARY_VERSION = "1.0"
REACH = 8.0
"""Scale units on each side of zero within which an effect must lie."""
NODES: FloatArray = np.linspace(-REACH, REACH, 161)
"""Effects, in scale units, at which the likelihood is kept."""
LEAST_SD, MOST_SD = 0.01, 2 * REACH
"""Scale units. No diary measures an effect more sharply; beyond the other it says nothing."""
LARGEST = 65_536
"""Bytes. A summary needs about 2,000."""

_FINER = 8
_KIND = "stilla-trial-summary"
_DIGITS, _KEPT = 6, 12
_FLAT = 1e-9
_AGREES = 0.02

Slug = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Hash = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
Size = Annotated[float, Meta(ge=1e-6, le=1e6)]
LogLikelihood = Annotated[float, Meta(ge=-1e7, le=0)]


class About(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is said of a trial beside its result. Slugs instead of free words, so that nothing personal slips in."""

    trial: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
    """Drawn at random; it leads to nobody."""
    intervention: Slug
    outcome: Slug
    """A label such as `worst-urge`, never the person's own words."""
    unit: Slug
    """Of the outcome: `points-0-10`, `minutes`."""
    s0: Size
    """The scale unit, in units of the outcome: the spread of the run-in, or the width of the scale / 5."""
    mid: Size
    """The minimal important difference that the person chose, in units of the outcome."""
    better: Better
    design: Slug
    """`balanced-8x21`: scheme, periods, nights of each."""
    nights: Annotated[int, Meta(ge=1, le=100_000)]
    """Answered nights behind the result."""
    early_stopped: bool
    blinded: bool
    protocol: Hash
    """SHA-256 of the sealed plan."""
    software: Annotated[str, Meta(pattern=r"^[A-Za-z0-9 .+-]{1,40}$")]


class Summary(About, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One person's trial as it is pooled. `estimate` and `sd`: the likelihood alone, in units of the outcome."""

    kind: Literal["stilla-trial-summary"]
    version: Literal["1.0"]
    estimate: Annotated[float, Meta(ge=-REACH * 1e6, le=REACH * 1e6)]
    """Active minus comparator, with no prior in it."""
    sd: Annotated[float, Meta(ge=LEAST_SD * 1e-6, le=MOST_SD * 1e6)]
    likelihood: Annotated[tuple[LogLikelihood, ...], Meta(min_length=len(NODES), max_length=len(NODES))]
    """Log-likelihood of the effect at each of `NODES` times `s0`, everything else integrated out; its maximum is 0."""


def summarise(posterior: Mixture, prior_mean: float, prior_sd: float, about: About) -> Summary:
    """What one trial says of its effect, freed of the prior it was analysed with.

    The likelihood is posterior density / prior density, taken as a difference of logarithms: both underflow.

    Args:
        posterior: of the effect (active minus comparator) in units of the outcome.
        prior_mean: of the normal prior of that effect, same units.
        prior_sd: as above.
        about: the trial.

    Raises:
        ValueError: the posterior is wider than the prior it is said to come from.
        BadInput: the effect is larger or sharper than a summary can hold.
    """
    if np.any(posterior.sd > prior_sd * (1 + _FLAT)):
        raise ValueError(prior_sd)
    effects = NODES * about.s0
    log_prior = -0.5 * ((effects - prior_mean) / prior_sd) ** 2
    table = posterior.log_density(effects) - log_prior
    table = np.round(table - table.max(), _DIGITS) + 0.0  # no minus zero
    top = int(np.argmax(table))
    if top in {0, len(NODES) - 1} and np.ptp(table) > 1:
        raise refuse(
            "summary",
            f"The effect lies more than {REACH:g} scale units from zero. Choose a larger scale unit.",
            f"Effekten ligger mer än {REACH:g} skalenheter från noll. Välj en större skalenhet.",
        )
    estimate, sd = normal_of(table)
    if sd <= LEAST_SD:
        raise refuse(
            "summary",
            f"The effect is known to within {LEAST_SD:g} scale units, more sharply than a diary can tell. "
            "Choose a smaller scale unit.",
            f"Effekten är känd inom {LEAST_SD:g} skalenheter, skarpare än vad en dagbok kan visa. "
            "Välj en mindre skalenhet.",
        )
    return Summary(
        **msgspec.structs.asdict(about),
        kind="stilla-trial-summary",
        version="1.0",
        estimate=round(estimate * about.s0, _KEPT) + 0.0,
        sd=sd * about.s0,
        likelihood=tuple(table.tolist()),
    )


def normal_of(table: FloatArray) -> tuple[float, float]:
    """The normal likelihood that moves a standard normal as this table does: centre and sd in scale units.

    Matching what the likelihood does to a belief, instead of its own moments, keeps one long tail from speaking
    louder than it does (the "site" of expectation propagation, Minka 2001).

    Args:
        table: (161,) log-likelihood at `NODES`.

    Returns:
        Centre within ±8, sd between 0.01 and 16: where the table says nothing, 0 and 16.
    """
    fine = np.linspace(-REACH, REACH, _FINER * (len(NODES) - 1) + 1)
    log_weight = CubicSpline(NODES, table)(fine) - 0.5 * fine**2
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    mean = float(weight @ fine)
    variance = max(float(weight @ (fine - mean) ** 2), LEAST_SD**2 / 4)
    precision = max(1 / variance - 1, MOST_SD**-2)
    centre = mean / variance / precision if precision > MOST_SD**-2 else 0.0
    return float(np.clip(centre, -REACH, REACH)), max(precision**-0.5, LEAST_SD)


def write_summary(summary: Summary) -> bytes:
    """One line of JSON: many of them make an NDJSON file."""
    return msgspec.json.encode(summary) + b"\n"


_EXPECTED: dict[str, Text] = {
    "kind": Text(f"is not {_KIND}, so this is no summary", f"är inte {_KIND}, så det här är ingen sammanfattning"),
    "version": Text(
        f"this Stilla reads version {SUMMARY_VERSION}", f"den här versionen av Stilla läser version {SUMMARY_VERSION}"
    ),
    "trial": Text("8 to 64 letters and digits", "8 till 64 bokstäver och siffror"),
    "s0": Text("a number above 0, at most 1000000", "ett tal över 0, högst 1000000"),
    "mid": Text("a number above 0, at most 1000000", "ett tal över 0, högst 1000000"),
    "better": Text("lower or higher", "lower eller higher"),
    "nights": Text("a whole number from 1", "ett heltal från 1"),
    "early_stopped": Text("true or false", "true eller false"),
    "blinded": Text("true or false", "true eller false"),
    "protocol": Text("64 hexadecimal digits", "64 hexadecimala siffror"),
    "software": Text("a name and a version", "ett namn och en version"),
    "estimate": Text("a number", "ett tal"),
    "sd": Text("a number above 0", "ett tal över 0"),
    "likelihood": Text(f"{len(NODES)} numbers, none above 0", f"{len(NODES)} tal, inget över 0"),
}
_SLUG = Text("small letters, digits and hyphens", "små bokstäver, siffror och bindestreck")
_MISSING = Text("is missing", "saknas")
_UNKNOWN = Text("does not belong in a summary", "hör inte hemma i en sammanfattning")
_TOO_LARGE = Text(
    f"is larger than {LARGEST} bytes; a summary is small", f"är större än {LARGEST} byte; en sammanfattning är liten"
)
_NOT_JSON = Text("is not a JSON object", "är inte ett JSON-objekt")
_TOP = Text("the largest must be 0", "det största måste vara 0")
_FAR = Text("lies outside what s0 allows", "ligger utanför vad s0 tillåter")
_DISAGREE = Text("does not agree with the likelihood", "stämmer inte med likelihood")


def read_summary(data: bytes, name: str, *, whole: bool = True) -> Summary:
    """A summary that somebody sent, checked strictly.

    Args:
        data: the file.
        name: what to call it in a refusal.
        whole: also whether estimate and sd are those of the likelihood, which takes 0.2 ms; left out only where the
            likelihood will not be used.

    Raises:
        BadInput: with every problem, each with its field. No value of the file is repeated.
    """
    if len(data) > LARGEST:
        raise BadInput([_problem(name, "", _TOO_LARGE)])
    try:
        summary = _DECODER.decode(data)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        raise BadInput(_field_problems(data, name)) from None
    problems = _disagreements(summary, name, whole=whole)
    if problems:
        raise BadInput(problems)
    return summary


_DECODER = msgspec.json.Decoder(Summary)


def _problem(name: str, field: str, says: Text) -> Problem:
    where = printable(f"{name}, {field}" if field else name)
    return Problem(Text(where, where), says)


def _field_problems(data: bytes, name: str) -> list[Problem]:
    """Everything that is wrong with a file that cannot be decoded."""
    try:
        found: Any = msgspec.json.decode(data)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        found = None
    if not isinstance(found, dict):
        return [_problem(name, "", _NOT_JSON)]
    if found.get("kind") != _KIND:
        return [_problem(name, "kind", _EXPECTED["kind"])]
    problems: list[Problem] = []
    fields = {each.name: each.type for each in msgspec.structs.fields(Summary)}
    for field, kind in fields.items():
        if field not in found:
            problems.append(_problem(name, field, _MISSING))
            continue
        try:
            msgspec.convert(found[field], kind)
        except msgspec.ValidationError:
            problems.append(_problem(name, field, _EXPECTED.get(field, _SLUG)))
    if found.keys() - fields.keys():
        problems.append(_problem(name, f"{len(found.keys() - fields.keys())} ×", _UNKNOWN))
    return problems


def _disagreements(summary: Summary, name: str, *, whole: bool) -> list[Problem]:
    """What no single field can show."""
    problems: list[Problem] = []
    if max(summary.likelihood) < -(10.0**-_DIGITS):
        problems.append(_problem(name, "likelihood", _TOP))
    if not within_reach(summary):
        problems.append(_problem(name, "estimate, sd, mid", _FAR))
    elif whole:
        table = np.array(summary.likelihood)
        centre, sd = normal_of(table)
        if abs(summary.estimate / summary.s0 - centre) > _AGREES * sd:
            problems.append(_problem(name, "estimate", _DISAGREE))
        if abs(summary.sd / summary.s0 / sd - 1) > _AGREES:
            problems.append(_problem(name, "sd", _DISAGREE))
    return problems


def within_reach(summary: Summary) -> bool:
    """Whether estimate, sd and minimal important difference are possible with this scale unit."""
    slack = 1 + _FLAT
    return (
        abs(summary.estimate) <= REACH * summary.s0 * slack
        and LEAST_SD / slack <= summary.sd / summary.s0 <= MOST_SD * slack
        and summary.mid <= 2 * REACH * summary.s0
    )
