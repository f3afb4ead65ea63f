"""Where a person's data is kept on this computer."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

FOODS = "foods.sqlite"
SLEEP = "sleep.sqlite"


def data_folder(environment: Mapping[str, str] | Any = os.environ) -> Path:
    """The folder for what a person keeps: `STILLA_DATA`, else what the system sets aside for it.

    >>> data_folder({"STILLA_DATA": "kept"}).name
    'kept'
    """
    if chosen := environment.get("STILLA_DATA"):
        return Path(chosen)
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home()) / "Stilla"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Stilla"
    return Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "stilla"
