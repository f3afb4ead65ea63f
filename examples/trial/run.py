"""A whole trial of one, invented, from the first morning to the check by a third party: `make demo` runs it.

Each command is printed as a person would type it. The clock is set with `--now`; nobody has to wait for half a year.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
STILLA = Path(sys.executable).parent / "stilla"
FIRST_MORNING, FIRST_NIGHT, LAST_NIGHT = "2026-05-05", "2026-05-20", "2026-11-03"
GUESSES = ("--unsure", "--active --sure 60", "--placebo --sure 55", "--active --sure 70")


def step(words: str) -> None:
    """A line that tells what happens and on whose computer."""
    print(f"\n\033[1m{words}\033[0m" if sys.stdout.isatty() else f"\n{words}", flush=True)


def stilla(folder: Path, command: str) -> None:
    """Print a command and run it in the folder of the demo."""
    print(f"$ stilla {command}", flush=True)
    subprocess.run([str(STILLA), *command.split(), "--lang", "en"], cwd=folder, check=True)


def nature(folder: Path, words: str) -> None:
    """Invent nights."""
    subprocess.run([sys.executable, str(HERE / "nature.py"), *words.split()], cwd=folder, check=True)


def run(folder: Path) -> None:
    """The story, in the order in which it happens."""
    shutil.copy(HERE / "person.toml", folder)
    own = "--trial person"
    step("1  The person, fourteen mornings before anything is taken (here from a paper diary)")
    nature(folder, f"run-in {FIRST_MORNING} run-in.csv")
    stilla(folder, f"trial log {own} --file run-in.csv --words worst-urge-in-my-legs --now 2026-05-18T12:30")
    step("2  How likely is a clear answer?")
    stilla(folder, f"trial forecast {own} --design 8x21 --trials 100")
    step("3  The plan, if nothing speaks against it")
    stilla(folder, f"trial protocol person.toml {own} --mid 1 --none-of-these --as-of 2026-05-18 -o protocol.json")
    step("4  The helper, on another computer: draw and seal")
    stilla(folder, "trial seal protocol.json -o helper --helper Maria --now 2026-05-18T18:00")
    step("5  The person again: start")
    stilla(
        folder,
        f"trial start person.toml {own} --protocol protocol.json --commitment helper/commitment.json "
        f"--none-of-these --first-night {FIRST_NIGHT} --now 2026-05-19T12:30",
    )
    stilla(folder, f"trial next {own} --now 2026-05-19T12:40")
    step("6  168 nights (a script plays the body, and alone may look into the key)")
    nature(folder, f"trial {FIRST_NIGHT} diary.csv protocol.json helper/key.json")
    stilla(folder, f"trial log {own} --file diary.csv --now {LAST_NIGHT}T12:30")
    stilla(folder, f"trial status {own} --now {LAST_NIGHT}T12:35")
    for period in range(1, 9):
        guess = GUESSES[period % len(GUESSES)]
        stilla(folder, f"trial guess {own} --period {period} {guess} --now {LAST_NIGHT}T12:40")
    step("7  The helper opens, and the answer")
    stilla(folder, f"trial answer {own} --key helper/key.json --now {LAST_NIGHT}T13:00")
    step("8  One page for the doctor, with its own data inside")
    stilla(folder, f"report person.toml {own} --as-of {LAST_NIGHT} -o report.pdf")
    step("9  Anybody can check it")
    stilla(folder, f"trial export {own} -o for-others")
    stilla(folder, "trial verify for-others")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).mkdir(parents=True)
        run(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            run(Path(temporary))
