"""The trial as its folder tells it. A finished one is computed once for each state of the diary: that takes seconds."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from stilla.diary.nights import latest_morning

if TYPE_CHECKING:
    from stilla.interfaces.web.desk import Desk
    from stilla.report.of_trial import TrialGiven

_KEPT: dict[str, TrialGiven] = {}
"""By the hash of the diary's last entry, which fixes every entry, the plan and the answer; the last one only."""
_LOCK = threading.Lock()


def trial_given(desk: Desk) -> TrialGiven | None:
    """The trial, as far as the latest morning; None where there is no diary.

    Raises:
        BadInput: its files are damaged or do not fit the diary.
    """
    from stilla.interfaces.report.making import read_trial  # noqa: PLC0415  # numpy behind the trial

    if not desk.events:
        return None
    night = latest_morning(*desk.clock)
    if desk.record.answered is None:
        return read_trial(desk.trial.folder, night)
    with _LOCK:  # whoever asks meanwhile waits for the same answer
        found = _KEPT.get(desk.events[-1].hash)
        if found is None:
            found = read_trial(desk.trial.folder, night)
            _keep(desk.events[-1].hash, found)
    return found._replace(night=night)


def remember(desk: Desk, given: TrialGiven) -> None:
    """Keep what was just computed, so that the next page shows it at once."""
    with _LOCK:
        _keep(desk.trial.events()[-1].hash, given)


def _keep(mark: str, given: TrialGiven) -> None:
    _KEPT.clear()
    _KEPT[mark] = given


def prepare(desk: Desk) -> None:
    """Compute a finished trial and draw its pictures before anybody asks."""
    from stilla.interfaces.web.pictures import SHADES, drawn  # noqa: PLC0415  # only where there is an answer

    if not desk.trial.folder.exists() or desk.record.answered is None:
        return
    given = trial_given(desk)
    if given is None or given.over is None:
        return
    for _, picture in given.over.pictures:
        for shade in SHADES:
            drawn(picture, desk.language, shade)
