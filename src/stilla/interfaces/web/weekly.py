"""The weekly backup: at the start of the server, and before the first change of a week that it goes on running."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

from stilla.errors import BadInput
from stilla.store.backup import backup_if_due

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from stilla.errors import Problem

LOOKED = timedelta(hours=1)
"""So often it is looked whether one is due: looking reads the list of each backup."""


class Weekly:
    """Looks after one data folder. A backup that cannot be made stops nobody: `problems` says why, for the pages."""

    def __init__(self) -> None:
        self.problems: tuple[Problem, ...] = ()
        self._lock = threading.Lock()
        self._last: tuple[Path, datetime] | None = None

    def look(self, folder: Path, now: datetime) -> None:
        """Make the backup if it is due and nobody looked lately.

        Args:
            folder: the data folder.
            now: aware.
        """
        with self._lock:
            if self._last is not None and self._last[0] == folder and abs(now - self._last[1]) < LOOKED:
                return
            self._last = (folder, now)
            try:
                backup_if_due(folder, now)
            except BadInput as error:
                self.problems = error.problems
            else:
                self.problems = ()

    def again(self) -> None:
        """Look at the next change, however soon: where backups go was changed."""
        self._last = None


weekly = Weekly()
"""That of this process: one process serves one home."""
