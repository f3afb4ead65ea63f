"""Documentation is run, not trusted."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from stilla.interfaces.cli.main import COMMANDS
from stilla.knowledge.kinds import KINDS

ROOT = Path(__file__).parents[1]
TRANSCRIPTS = re.findall(
    r"```console\n\$ (.*?)\n(.*?)\n```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
)


@pytest.mark.parametrize(("command", "shown"), TRANSCRIPTS, ids=[command[:40] for command, _ in TRANSCRIPTS])
def test_the_readme_shows_what_the_command_prints(command, shown):
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "COLUMNS": "88", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, shell=True, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    version = re.compile(r"\d{4}-\d{2}-\d{2}\+[0-9a-f]{8}, \d+ ")  # changes with every change of the knowledge
    assert version.sub("", done.stdout.rstrip("\n")) == version.sub("", shown)


def test_every_command_and_kind_has_its_place_in_the_documentation():
    pages = " ".join(
        (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CHANGELOG.md", "docs/knowledge.md")
    )
    for name in COMMANDS:
        assert f"stilla {name}" in pages, name
    for kind in KINDS:
        assert f"**{kind}**" in pages, kind
