"""The core stands alone: a check loads nothing heavy, and no YAML."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {
    "yaml",
    "rich",
    "rapidfuzz",
    "numpy",
    "scipy",
    "duckdb",
    "django",
    "hypothesis",
    "jsonschema",
    "pathlib",
    "ssl",
    "socket",
}


def test_a_check_imports_only_what_it_needs():
    code = (
        "import sys\n"
        "from stilla.interfaces.cli.main import cli\n"
        "cli.main(['check', '--age', '61', '--egfr', '72', '--take', 'gabapentin'], standalone_mode=False)\n"
        "print(' '.join(sys.modules), file=sys.stderr)\n"
    )
    subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)  # fills the cache
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    loaded = {name.split(".")[0] for name in done.stderr.split()}
    assert not HEAVY & loaded
