"""One person's folder, their clock, and the commands of a trial that they type."""

from __future__ import annotations

from datetime import date, timedelta

from click.testing import CliRunner

from stilla.diary.record import record_of
from stilla.errors import BadInput
from stilla.interfaces.cli.main import cli
from stilla.store.trial import TrialStore

FIRST = date(2026, 11, 1)
WELL = """
age = 44
sex = "male"
conditions = ["restless-legs"]
medicines = ["Alvedon"]
magnesium = []
ferritin = {value = "120 ug/L", measured = 2026-10-01}
bedtime = "22:30"
waketime = "06:30"
"""


class Home:
    """One person's folder, their clock, and the commands they type."""

    def __init__(self, folder):
        self.folder = folder
        self.store = TrialStore(folder / "trial")
        self.now = "2026-11-01T07:30"

    def run(self, command, *words, lang="en", status=0, stdin=None):
        place = ["--trial", str(self.store.folder), "--now", self.now]
        done = CliRunner().invoke(cli, ["trial", command, *words, *place, "--lang", lang], input=stdin)
        if status is not None:
            assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
            assert done.exit_code == status, done.output
        return done

    def log(self, *words, **kwargs):
        return self.run("log", *words, **kwargs)

    def refused(self, command, *words, lang="en") -> str:
        done = self.run(command, *words, lang=lang, status=None)
        assert isinstance(done.exception, BadInput), (done.output, done.exception)
        return " ".join(each.sentence(lang) for each in done.exception.problems)

    def at(self, day: date, clock: str = "07:30"):
        self.now = f"{day}T{clock}"
        return self

    def run_in(self, score=5):
        for n in range(14):
            self.at(FIRST + timedelta(days=n)).log("--score", str(score))
        return self

    def record(self):
        return record_of(self.store.events())

    @property
    def last(self):
        return self.store.events()[-1].body


def chain_bytes(value):
    from stilla.diary.canonical import pretty  # noqa: PLC0415  # only for the papers

    return pretty(value)


def started(home, papers, *words, status=0):
    home.run_in().at(date(2026, 11, 14), "18:00")
    return home.run("start", *papers, "--none-of-these", *words, status=status)
