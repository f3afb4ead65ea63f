"""docs/mechanism.md shows what the commands print and what Python answers.

`python tests/interfaces/test_mechanism_page.py` writes the transcripts anew, after the knowledge base has changed.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "mechanism.md"
TRANSCRIPT = re.compile(r"```console\n\$ (.*?)\n(.*?)```", re.DOTALL)
SHOWN = TRANSCRIPT.findall(PAGE.read_text(encoding="utf-8"))


def printed(command: str) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "COLUMNS": "88", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, shell=True, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stdout, done.stderr
    return f"{done.stdout.rstrip()}\n"


@pytest.mark.parametrize(("command", "shown"), SHOWN, ids=[command[:50] for command, _ in SHOWN])
def test_the_page_shows_what_the_command_prints(command, shown):
    assert printed(command) == shown


def test_the_python_of_the_page_answers_as_it_says():
    assert doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8") == (0, 16)


if __name__ == "__main__":
    text = TRANSCRIPT.sub(
        lambda found: f"```console\n$ {found[1]}\n{printed(found[1])}```", PAGE.read_text(encoding="utf-8")
    )
    PAGE.write_text(text, encoding="utf-8")
