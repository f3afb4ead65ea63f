"""Fails unless the rules and the person are covered whole, lines and branches. Run after the tests, by `make test`."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

CORE = ("src/stilla/rules/", "src/stilla/person.py", "src/stilla/findings.py", "src/stilla/kidney.py")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        subprocess.run([sys.executable, "-m", "coverage", "json", "-q", "-o", str(report)], check=True)
        files = json.loads(report.read_text(encoding="utf-8"))["files"]
    missing = {
        name: (found["missing_lines"], found.get("missing_branches", []))
        for name, found in files.items()
        if name.startswith(CORE) and (found["missing_lines"] or found.get("missing_branches"))
    }
    for name, (lines, branches) in missing.items():
        print(f"{name}: not covered: lines {lines}, branches {branches}")
    if not missing:
        print("Coverage of rules, person, findings and kidney: 100 % of lines and branches")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
