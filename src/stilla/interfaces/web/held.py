"""A file that was sent and is looked at before anything is done with it: on the disk, not for long."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

import msgspec

from stilla.errors import refuse
from stilla.interfaces.web.application import LARGEST_UPLOAD
from stilla.text import printable, unmarked

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST = 4
"""Files held at a time; the oldest goes first."""
LONGEST_NAME = 80


class File(msgspec.Struct, frozen=True):
    """A file that is held: where it lies, and what its owner calls it."""

    path: Path
    name: str


class Held:
    """Files of this process, gone when it ends."""

    def __init__(self) -> None:
        self._files: dict[str, File] = {}
        self._folder: Path | None = None

    def hold(self, sent: UploadedFile[Any] | None) -> str:
        """Keep a file that was sent; nothing of it is read.

        Returns:
            What it is asked for by.

        Raises:
            BadInput: nothing was sent, or more than anybody's export.
        """
        if sent is None or not sent.size:
            raise refuse("", "Choose a file first.", "Välj en fil först.")
        if sent.size > LARGEST_UPLOAD:
            raise refuse("", "This file is larger than any export.", "Filen är större än någon export.")
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="stilla-"))
            atexit.register(shutil.rmtree, self._folder, ignore_errors=True)
        token = token_urlsafe(12)
        name = unmarked(printable(Path(sent.name or "").name))[:LONGEST_NAME] or "?"
        # Whether a file is packed, and what kind of table it is, is told by its content; its ending is only shown.
        path = self._folder / f"{token}{re.sub(r'[^.a-z0-9]', '', Path(name).suffix.casefold())[:8]}"
        shutil.move(sent.temporary_file_path(), path)  # type: ignore[attr-defined]  # every file is sent to the disk
        self._files[token] = File(path, name)
        for old in [*self._files][:-MOST]:
            self.drop(old)
        return token

    def file(self, token: str) -> File | None:
        """A file that is held; None where it is not any more."""
        return self._files.get(token)

    def drop(self, token: str) -> None:
        """Let a file go."""
        gone = self._files.pop(token, None)
        if gone is not None:
            gone.path.unlink(missing_ok=True)


held = Held()
"""That of this process: one process serves one home."""
