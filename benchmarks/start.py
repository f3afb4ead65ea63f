"""How long a person waits for `stilla check`, cold, as a ratio to starting Python itself in the same run."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
STILLA = str(Path(sys.executable).with_name("stilla"))
RUNS = 25
COMMANDS = {
    "check examples/anna.toml": [STILLA, "check", str(ROOT / "examples" / "anna.toml")],
    "check examples/anna.toml --json": [STILLA, "check", str(ROOT / "examples" / "anna.toml"), "--json"],
    "check (flags)": [STILLA, "check", "--age", "61", "--sex", "female", "--egfr", "42", "--take", "gabapentin@21:00"],
    "urgent": [STILLA, "urgent", "--taken", "5g", "--form", "oxide", "--sign", "confusion"],
    "rls": [STILLA, "rls", "--urge", "yes", "--rest", "yes"],
}
BARE = [sys.executable, "-c", "pass"]


def once(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> None:
    for command in COMMANDS.values():
        once(command)  # fills the compiled cache
    times: dict[str, list[float]] = {name: [] for name in ("bare python -c pass", *COMMANDS)}
    for _ in range(RUNS):  # in turn, so that a slow moment hits all alike
        times["bare python -c pass"].append(once(BARE))
        for name, command in COMMANDS.items():
            times[name].append(once(command))
    bare = statistics.median(times["bare python -c pass"])
    print(f"{'median of ' + str(RUNS) + ' starts':36} {'ms':>7} {'x bare':>7}")
    for name, found in times.items():
        median = statistics.median(found)
        print(f"{name:36} {1000 * median:7.1f} {median / bare:7.1f}")


if __name__ == "__main__":
    main()
