"""An invented trial of one in each of its states, as a data folder of the app: built once a language, then copied.

Nobody's diary. The invented truth: active capsules lower the score by 3 points with a half-life of two days; nights
resemble their neighbours; one night in twelve is not written down. Order, id and secret are fixed, so that a picture
of today is that of tomorrow.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
import numpy as np

from stilla.analysis.decision import Thresholds
from stilla.analysis.exposure import exposures
from stilla.diary.events import Began, Body, Complaint, Dose, Guess, Night, Paused, Resumed, Started
from stilla.diary.record import record_of
from stilla.interfaces.trial.answering import keep_answer, reveal
from stilla.knowledge.store import load
from stilla.store.home import HomeStore, Kept
from stilla.store.trial import TrialStore
from stilla.trial import seal_files as files
from stilla.trial.entering import OUTCOME
from stilla.trial.forecast import DESIGNS, nights_of
from stilla.trial.product import powder
from stilla.trial.protocol import Looks, Outcome, read_protocol, this_software, write_protocol
from stilla.trial.protocol_make import Known, Wishes, make
from stilla.trial.run_in import run_in_scores
from stilla.trial.seal import allocate, read_key, seal, write_commitment, write_key
from stilla.trial.spent import fill

if TYPE_CHECKING:
    from stilla.text import Language
    from stilla.trial.protocol import Protocol
    from stilla.trial.seal import Sealed

State = Literal["run-in", "run-in-done", "protocol", "running", "over", "finished"]
STATES: tuple[State, ...] = ("run-in", "run-in-done", "protocol", "running", "over", "finished")

WHERE = ZoneInfo("Europe/Stockholm")
BEGAN, FIRST = date(2026, 5, 6), date(2026, 5, 20)
LAST = FIRST + timedelta(days=8 * 21 - 1)
SECRET = bytes(range(32))
ID = "5711a0000000000000000000000000aa"
RUN_IN_NIGHTS, RUNNING_NIGHTS = 4, 40
"""Nights that were answered in the two states under way."""
ILL_FROM, ILL_FOR, LOOSE, NOT_TAKEN, CANNOT = 60, 3, 7, (12, 90), 30
GUESSES: tuple[tuple[Literal["active", "comparator", "unsure"], int], ...] = (
    ("unsure", 50), ("active", 60), ("comparator", 55), ("active", 70),
)  # fmt: skip

FACTS: dict[str, Any] = {
    "age": 41,
    "sex": "female",
    "egfr": {"value": "96", "measured": "2026-04-20"},
    "ferritin": {"value": "110 µg/L", "measured": "2026-04-20"},
    "transferrin_saturation": {"value": "28 %", "measured": "2026-04-20"},
    "conditions": ["restless-legs"],
    "medicines": [],
    "magnesium": [],
    "bedtime": "22:30",
    "waketime": "06:30",
}
"""Elin, 41, invented: restless legs, and nothing that speaks against 200 mg of magnesium."""


FORESEEN = {
    "en": "In simulated trials with this design and analysis, a true benefit of 2 points was found to help in 99 % "
    "when it comes at once and in 76 % when it comes over weeks; without any benefit less than 1 % said “helps”.",
    "sv": "I simulerade försök med detta upplägg och denna analys visade sig en verklig nytta på 2 poäng hjälpa i 99 % "
    "när den kommer genast och i 76 % när den kommer över veckor; utan någon nytta sade mindre än 1 % ”hjälper”.",
}
"""What 200 and 100 simulated trials of this plan said, with its thresholds: simulating takes half a minute."""


class Story(NamedTuple):
    """A data folder in a state, what the clock shows then, and what the helper has."""

    folder: Path
    now: datetime
    protocol: bytes
    commitment: bytes
    key: bytes


class _Told(NamedTuple):
    snapshots: dict[State, tuple[Path, datetime]]
    protocol: bytes
    commitment: bytes
    key: bytes


def trial_in(state: State, folder: Path, language: Language = "en") -> Story:
    """Make a data folder in a state.

    Args:
        state: how far the trial has come.
        folder: not there yet, or empty.
        language: of the person, of the words of the outcome, and of the protocol.
    """
    told = _finished(language) if state == "finished" else _told(language)
    source, now = told.snapshots[state]
    shutil.copytree(source, folder, dirs_exist_ok=True)
    return Story(folder, now, told.protocol, told.commitment, told.key)


@lru_cache(maxsize=2)
def _told(language: Language) -> _Told:
    base = Path(tempfile.mkdtemp(prefix="stilla-trial-"))
    atexit.register(shutil.rmtree, base, ignore_errors=True)
    return _Teller(base, language).tell()


@lru_cache(maxsize=2)
def _finished(language: Language) -> _Told:
    """The same, opened and answered: the answer takes seconds, so it is computed only where somebody wants it."""
    told = _told(language)
    folder = told.snapshots["over"][0].parent / "finished"
    shutil.copytree(told.snapshots["over"][0], folder)
    store, knowledge, (guess, sure) = TrialStore(folder / "trial"), load(), GUESSES[0]
    plan, key = read_protocol(told.protocol), read_key(told.key)
    store.append(lambda _: (Guess(8, guess, sure),), at(LAST, "12:40"), WHERE)
    reveal(store, key, "Maria", (at(LAST, "13:00"), WHERE))
    sequence = allocate(plan, SECRET).sequence
    keep_answer(store, (plan, sequence), (at(LAST, "13:00"), WHERE), language, knowledge)
    return told._replace(snapshots={**told.snapshots, "finished": (folder, at(LAST, "13:05"))})


def at(day: date, clock: str = "07:30") -> datetime:
    """A moment on the person's clock."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=WHERE)


class _Teller:
    """Tells the story from the first morning, and keeps a copy of the folder at each state."""

    def __init__(self, base: Path, language: Language) -> None:
        self.base, self.language = base, language
        self.folder = base / "data"
        self.store = TrialStore(self.folder / "trial")
        self.knowledge = load()
        self.snapshots: dict[State, tuple[Path, datetime]] = {}
        self.waiting: list[Body] = []

    def tell(self) -> _Told:
        HomeStore(self.folder).change(self._known, at(BEGAN, "07:00"))
        self._run_in()
        plan, by = self._papers()
        self._trial(plan, by)
        return _Told(self.snapshots, write_protocol(plan), write_commitment(by.commitment), write_key(by.key))

    def _known(self, kept: Kept) -> Kept:
        return msgspec.structs.replace(kept, language=self.language, why="try", facts=FACTS, open_lists=())

    def _keep(self, state: State, now: datetime) -> None:
        copy = self.base / state
        shutil.copytree(self.folder, copy)
        self.snapshots[state] = copy, now

    def _enter(self, moment: datetime, *bodies: Body, wait: bool = False) -> None:
        """Enter them, or keep them until the next ones: each time waits for the disk."""
        self.waiting += bodies
        if not wait:
            self.store.append(lambda _: self.waiting, moment, WHERE)
            self.waiting = []

    def _run_in(self) -> None:
        noise = _noise(14, np.random.default_rng(5))
        words = OUTCOME.to(self.language)
        for n, score in enumerate(noise):
            day = BEGAN + timedelta(days=n)
            began = (Began(words, self.language, day),) if n == 0 else ()
            said = (*began, Night(day, score=_whole(score), tiredness=5, sleep_minutes=390))
            self._enter(at(day), *said, wait=n not in {RUN_IN_NIGHTS - 1, 13})
            if n == RUN_IN_NIGHTS - 1:
                self._keep("run-in", at(day + timedelta(days=1), "06:30"))
        self._keep("run-in-done", at(BEGAN + timedelta(days=13), "09:00"))

    def _papers(self) -> tuple[Protocol, Sealed]:
        made = at(BEGAN + timedelta(days=13), "17:00")
        wishes = Wishes(
            language=self.language,
            outcome=Outcome(words=OUTCOME.to(self.language)),
            mid=1.0,
            mid_why={"en": "what I would notice", "sv": "vad jag skulle märka"}[self.language],
            design=DESIGNS["8x21"],
            product=powder("citrate", 200, self.knowledge),
            blinding="helper",
        )
        known = Known(ID, made.date(), this_software(), nights_of(run_in_scores(record_of(self.store.events()))))
        plan = msgspec.structs.replace(
            make(wishes, known, self.knowledge, None),
            thresholds=Thresholds(helps=0.9949, worse=0.9976),
            calibrated=True,
            looks=Looks((), 0.9998, 0.05),
            forecast={"false_helps": 0.01, "trials": 100, "sentence": FORESEEN[self.language]},
        )
        plan = msgspec.structs.replace(plan, spent=fill(plan, {}, self.knowledge))
        (self.folder / "trial" / files.PROTOCOL).write_bytes(write_protocol(plan))
        self._keep("protocol", made)
        by = seal(plan, made + timedelta(hours=1), helper="Maria", secret=SECRET)
        (self.folder / "trial" / files.COMMITMENT).write_bytes(write_commitment(by.commitment))
        return plan, by

    def _trial(self, plan: Protocol, by: Sealed) -> None:
        start = Started(FIRST, plan.digest, by.commitment.commitment, plan.made, "go", 8, 21, fluid_medicine=False)
        self._enter(at(FIRST - timedelta(days=1), "19:00"), start)
        sequence = allocate(plan, SECRET).sequence
        active = np.repeat(np.array(sequence, float), 21)[:, None]
        effect = -3 * exposures(active, np.arange(168.0), 2.0)[:, 0]
        stream = np.random.default_rng(8)
        scores, there = effect + _noise(168, stream), stream.random(168) >= 1 / 12
        for n, score in enumerate(scores):
            day = FIRST + timedelta(days=n)
            if n == RUNNING_NIGHTS:
                self._keep("running", at(day, "06:30"))
            now = n + 1 == RUNNING_NIGHTS or n in {ILL_FROM - 1, ILL_FROM, ILL_FROM + ILL_FOR} or (n + 1) % 21 == 0
            self._enter(at(day), *_morning(n, day, _whole(score), answered=bool(there[n])), wait=not now)
            if (n + 1) % 21 == 0 and n < 167:
                self._guess((n + 1) // 21, at(day, "07:35"))
        self._keep("over", at(LAST, "08:00"))

    def _guess(self, period: int, moment: datetime) -> None:
        guess, sure = GUESSES[period % len(GUESSES)]
        self._enter(moment, Guess(period, guess, sure))


def _noise(nights: int, stream: np.random.Generator) -> np.ndarray:
    """Scores without any effect, (nights,)."""
    found = stream.standard_normal(nights)
    for night in range(1, nights):
        found[night] = 0.5 * found[night - 1] + np.sqrt(0.75) * found[night]
    return 6 + 1.4 * found


def _whole(score: float) -> int:
    return int(np.clip(round(score), 0, 10))


def _morning(n: int, day: date, score: int, *, answered: bool) -> tuple[Body, ...]:
    """What is entered on the morning after night `n` of the trial."""
    found: list[Body] = []
    if n == CANNOT:
        found.append(Night(day, cannot=True))
    elif answered:
        found.append(Night(day, score=score, sleep_minutes=400))
        found.append(Dose(day, "no" if n in NOT_TAKEN or ILL_FROM < n <= ILL_FROM + ILL_FOR else "yes"))
    if n == LOOSE:
        found.append(Complaint(day, "loose-stools", 1))
    if n == ILL_FROM:
        found += [Complaint(day, "fever", 2), Paused("ill", by="rule")]
    if n == ILL_FROM + ILL_FOR:
        found.append(Resumed("normal"))
    return tuple(found)
