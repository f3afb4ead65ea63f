"""`stilla simulate` and `stilla sbml` as people and scripts use them: figures, refusals with the range, JSON, CSV."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
from datetime import date
from xml.etree import ElementTree as ET

import jsonschema
import numpy as np
import pytest
from click.testing import CliRunner
from simulating import SBML, USUAL, form, one_line, refused, said

from stilla import mechanism as meaning
from stilla.findings import assess
from stilla.interfaces.asked.urgent import hear
from stilla.interfaces.cli.main import cli
from stilla.interfaces.known.answers import upper_level
from stilla.knowledge.store import load
from stilla.person import Observation
from stilla.person import Person as Somebody
from stilla.physiology.asked import Dose, Person, Plan, forms_of
from stilla.physiology.kinetics import kinetics, repeated
from stilla.physiology.simulate import doses_of, food_of
from stilla.quantity import Interval

# --- the answer


def test_two_hundred_mg_at_healthy_kidneys_changes_little():
    answer = form(*USUAL)
    assert 0.005 < answer["rise"] < 0.06
    assert answer["band"] == "usual"
    assert abs(answer["settled"]["mean"] - answer["closed_form"]) < 0.005
    assert answer["mass_imbalance"] < 1e-6
    shift = answer["nerve_settled"]["gate_shift_mv"] - answer["nerve_before"]["gate_shift_mv"]
    assert 0.01 < shift < 0.2
    assert answer["is_advice"] is False


def test_weak_kidneys_keep_more_and_the_answer_begins_with_no():
    weak = form("--dose", "200", "--form", "citrate", "--egfr", "15")
    assert weak["rise"] > 2 * form(*USUAL)["rise"]
    assert weak["says"][0]["id"] == "mechanism-kidney-stop"
    assert form("--dose", "200", "--egfr", "45")["says"][0]["id"] == "mechanism-kidney-ask"
    assert "kidney" not in form(*USUAL)["says"][0]["id"]


def test_food_alone_is_an_answer():
    answer = form("--dose", "0", "--egfr", "90")
    assert answer["rise"] == 0
    assert answer["doses"] == []
    assert answer["share_taken_up"] is None
    assert answer["half_way_hours"] is None
    assert "Bara mat: 0\xa0mg" in said("--dose", "0", "--egfr", "90", language="sv")


def test_the_days_amount_is_split_and_said_to_be_all():
    two = form(*USUAL, "--times", "20:00,08:30")
    assert two["doses"] == [
        {"mg": 100, "form": "citrate", "at": "08:30"},
        {"mg": 100, "form": "citrate", "at": "20:00"},
    ]
    assert [dose["at"] for dose in form(*USUAL, "--doses", "3")["doses"]] == ["08:00", "14:00", "20:00"]
    assert "200\xa0mg of elemental magnesium a day in all" in said(*USUAL)


@pytest.mark.parametrize("written", ["200", "200 mg", "0,2 g", "0.2g", "8,2288 mmol"])
def test_an_amount_may_be_written_in_several_units(written):
    answer = form("--dose", written, "--form", "citrate", "--egfr", "90")
    assert answer["magnesium_mg"] == pytest.approx(200, rel=1e-3)


@pytest.mark.parametrize("written", ["citrate", "Citrat", "magnesiumcitrat"])
def test_a_form_may_have_any_of_its_names(written):
    assert form("--dose", "200", "--form", written, "--egfr", "90")["doses"][0]["form"] == "citrate"


def test_what_was_not_said_is_told_and_what_was_is_not():
    text = one_line(said("--dose", "200", "--egfr", "90"))
    for assumed in ("at 20:00", "Taken as citrate", "Weight 70 kg", "usual diet"):
        assert assumed in text
    full = ("--form", "oxide", "--times", "07:00", "--weight", "82,5", "--diet", "300mg")
    text = one_line(said("--dose", "200", "--egfr", "90", *full))
    assert "Assumed - Not pregnant, not on dialysis. Level before" in text


@pytest.mark.parametrize("switch", ["stasis", "thiazide", "obstruction"])
def test_beside_every_switch_stands_that_it_is_not_calibrated(switch):
    answer = form(*USUAL, f"--{switch}")
    assert answer["not_calibrated"] == [switch]
    assert any(each["id"] == "mechanism-switch" and "not calibrated" in each["text"] for each in answer["says"])
    assert "inte kalibrerat" in said(*USUAL, f"--{switch}", language="sv")


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_limits_are_always_in_view(language):
    for asked in (USUAL, ("--dose", "0", "--egfr", "5"), ("--dose", "5000", "--egfr", "5")):
        text = one_line(said(*asked, language=language))
        for limit in {"en": ("no measurement, no advice", "nothing about the urge to move", "dialysis"),
                      "sv": ("inget råd", "inget om behovet att röra sig", "dialys")}[language]:  # fmt: skip
            assert limit in text


def test_low_calcium_is_said_to_be_the_calcium():
    text = one_line(said(*USUAL, "--calcium", "0,6"))
    assert "fires by itself" in text or "may fire by itself" in text
    assert "gives no support in numbers" in one_line(said(*USUAL))


def test_a_nerve_that_stands_elsewhere_than_usual_is_told_so():
    alone = one_line(said("--dose", "0", "--egfr", "90", "--calcium", "0.8"))
    assert "Compared with usual levels" in alone
    assert "that start a signal move by" not in alone
    assert "need a doctor" in alone
    both = one_line(said(*USUAL, "--calcium", "0.8", language="sv"))
    assert "Portarna i nerven som startar en signal flyttas" in both
    assert "Jämfört med vanliga halter" in both
    assert "Compared with usual levels" not in one_line(said(*USUAL))


@pytest.mark.parametrize(
    ("calcium", "expected"),
    [("1.12", "small"), ("1.32", "usual"), ("1.4", "calcium"), ("1.0", "livelier")],
)
def test_calcium_that_is_usual_raises_no_alarm_and_much_of_it_is_not_blamed_on_magnesium(calcium, expected):
    ids = [each["id"] for each in form("--dose", "0", "--egfr", "90", "--calcium", calcium)["says"]]
    assert [each for each in ids if each.startswith("mechanism-nerve-")] == [f"mechanism-nerve-{expected}"]


def test_the_amount_is_of_magnesium_as_a_salt_never_of_the_salt():
    assert "200 mg as citrate at 20:00; for 1 day." in one_line(said(*USUAL, "--days", "1")).replace("\xa0", " ")
    swedish = one_line(said(*USUAL, "--days", "1", language="sv")).replace("\xa0", " ")
    assert "200 mg som citrat klockan 20:00; i 1 dag." in swedish


def test_the_form_that_is_assumed_is_not_said_to_give_more_than_it_does():
    def rise(form_name):
        return form("--dose", "200", "--egfr", "20", "--form", form_name)["rise"]

    others = {name: rise(name) for name in forms_of(load())}
    assert [name for name, each in others.items() if each > others["citrate"]] == ["hydroxide"]


def test_an_amount_above_the_upper_level_says_so():
    ids = [each["id"] for each in form("--dose", "400", "--egfr", "90")["says"]]
    assert "mechanism-above-upper" in ids
    assert "mechanism-much" not in ids
    assert "mechanism-much" in [each["id"] for each in form("--dose", "3000", "--egfr", "90")["says"]]


@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_transcript_is_the_same_every_time(language):
    assert said(*USUAL, language=language) == said(*USUAL, language=language)


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("columns", ["40", "88"])
def test_no_line_is_wider_than_the_terminal(language, columns):
    done = CliRunner().invoke(
        cli,
        ["simulate", "--dose", "400", "--egfr", "12", "--stasis", "--observed", "2.1mmol/L", "--lang", language],
        env={"COLUMNS": columns},
    )
    assert max(len(line) for line in done.stdout.splitlines() if "http" not in line) <= int(columns)


# --- many people, and a measured level


def test_a_chance_is_never_nothing():
    answer = form(*USUAL, "--population", "500")
    many = answer["population"]
    assert many["count"] == 500
    assert many["low"] < many["median"] < many["high"]
    assert [each["level"] for each in many["chances"]] == [0.75, 1.03, 1.23, 2.0, 4.0]
    assert many["chances"][-1]["probability"] is None
    assert many["chances"][-1]["less_than"] == pytest.approx(0.006)
    text = one_line(said(*USUAL, "--population", "500")).replace("\N{NO-BREAK SPACE}", " ")
    assert "less than 0.6 % in this model" in text
    assert not re.search(r"(?<![\d.,])0 %", text)


def test_followed_day_by_day_they_end_where_they_settle():
    settled, followed = (form(*USUAL, "--population", "100", *more)["population"] for more in ((), ("--dynamic",)))
    assert followed["dynamic"]
    assert abs(settled["median"] - followed["median"]) < 0.05


def test_a_level_that_dose_and_kidneys_cannot_explain_is_followed_by_what_to_look_for():
    words = (*USUAL, "--observed", "2.1mmol/L")
    answer = form(*words)
    assert answer["explained"]["explained"] is False
    assert "now" in {each["urgency"] for each in answer["urgent"]["advice"]}
    text = one_line(said(*words))
    for cause in ("muscle mass", "failed in the last days", "blocked bowel", "nobody has counted"):
        assert cause in text
    assert text.index("112") < text.index("Model output"), "help stands before any figure"
    sv = one_line(said(*words, language="sv"))
    for cause in ("muskelmassa", "senaste dagarna", "stoppad tarm", "ingen har räknat med"):
        assert cause in sv


def test_a_usual_level_is_explained_and_nobody_is_sent_anywhere():
    answer = form(*USUAL, "--observed", "0,87 mmol/L")
    assert answer["explained"]["explained"] is True
    assert answer["urgent"]["advice"] == []
    assert "does not make the level harmless" in one_line(said(*USUAL, "--observed", "0,87 mmol/L"))


def test_more_than_a_level_is_a_level_where_help_is_concerned():
    assert "Ring 112 now" in refused(*USUAL, "--observed", ">5 mmol/L").splitlines()[0]


@pytest.mark.parametrize(("language", "hospital"), [("en", "for the hospital"), ("sv", "en sak för sjukhuset")])
def test_a_very_low_level_is_for_the_hospital(language, hospital):
    text = one_line(said(*USUAL, "--observed", "0.3 mmol/L", language=language))
    assert text.index(hospital) < text.index("0.30" if language == "en" else "0,30")
    assert "112" in text
    assert hospital in refused("--dose", "200", "--observed", "0.3 mmol/L", language=language)
    assert hospital not in one_line(said(*USUAL, "--observed", "0.6 mmol/L", language=language))


def test_a_dangerous_level_is_helped_even_where_the_model_refuses(tmp_path):
    first = refused("--dose", "200", "--observed", "3mmol/L").splitlines()[0]
    assert "Ring 112 now" in first
    assert "Ring 112 nu" in refused("--dose", "200", "--observed", "3mmol/L", language="sv").splitlines()[0]
    assert "Ring 112 at once at any of these" in refused(*USUAL, "--observed", "3")
    path = tmp_path / "person.toml"
    path.write_text('age = 50\negfr = 8\nconditions = ["dialysis"]')
    assert "Ring 112 now" in refused(str(path), "--dose", "200", "--observed", "3mmol/L")


# --- forms and files


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize(
    "words",
    [USUAL, ("--dose", "0", "--egfr", "6"), (*USUAL, "--population", "100", "--observed", "4mmol/L", "--stasis")],
)
def test_the_json_keeps_to_its_published_schema(words, language):
    published = json.loads(CliRunner().invoke(cli, ["schema", "simulate"]).stdout)
    jsonschema.Draft202012Validator.check_schema(published)
    answer = form(*words, language=language)
    jsonschema.validate(answer, published)
    cited = {name for each in answer["says"] for name in each["sources"]}
    assert cited == {each["id"] for each in answer["sources"]}


def test_the_csv_has_a_line_for_every_hour():
    rows = list(csv.DictReader(io.StringIO(said(*USUAL, "--days", "2", "--csv", "-"))))
    assert [float(row["hour"]) for row in rows] == list(range(49))
    for row in rows:
        assert float(row["serum_mg_per_dl"]) == pytest.approx(2.4305 * float(row["serum_mmol_per_l"]), rel=1e-4)
    urine = [float(row["urine_mmol_since_start"]) for row in rows]
    assert urine == sorted(urine)
    assert urine[0] == 0


def test_a_table_on_standard_output_leaves_the_warnings_to_standard_error():
    words = ("--dose", "200", "--egfr", "15", "--lang", "en")
    table = CliRunner().invoke(cli, ["simulate", *words, "--observed", "4.5 mmol/L", "--csv", "-"])
    assert table.stdout.startswith("hour,")
    first = one_line(table.stderr)
    assert first.index("Ring 112 now") < first.index("output of a model") < first.index("on your own is no")
    assert "on your own is no" in one_line(CliRunner().invoke(cli, ["sbml", *words]).stderr)


def test_files_are_written_and_the_answer_is_still_said(tmp_path):
    table, picture = tmp_path / "a.csv", tmp_path / "a.svg"
    assert "Model output" in said(*USUAL, "--csv", str(table), "--plot", str(picture))
    assert table.read_text().startswith("hour,")
    drawn = picture.read_text()
    ET.fromstring(drawn)
    assert "above the usual" in drawn
    assert "--csv" in refused(*USUAL, "--json", "--csv", "-")
    assert "cannot be written" in refused(*USUAL, "--csv", str(tmp_path / "no" / "a.csv"))
    assert ".svg or .png" in refused(*USUAL, "--plot", str(tmp_path / "a.pdf"))


def test_sbml_holds_the_doses_as_events(tmp_path):
    done = CliRunner().invoke(
        cli, ["sbml", *USUAL, "--times", "08:00,20:00", "--days", "5", "--lang", "en"], catch_exceptions=False
    )
    model = ET.fromstring(done.stdout)
    assert model.tag == f"{SBML}sbml"
    assert (model.get("level"), model.get("version")) == ("3", "2")
    assert len(list(model.iter(f"{SBML}event"))) == 5 * (3 + 2)
    assert "research model" in one_line(done.stderr)
    out = tmp_path / "a.xml"
    written = CliRunner().invoke(cli, ["sbml", *USUAL, "-o", str(out), "--lang", "sv"], catch_exceptions=False)
    assert written.stdout == ""
    assert "forskningsmodell" in one_line(written.stderr)
    assert len(list(ET.fromstring(out.read_text()).iter(f"{SBML}event"))) == 30 * (3 + 1)


def test_sbml_refuses_what_the_model_refuses(tmp_path):
    assert "5 to 150" in refused("--dose", "200", "--egfr", "300", command="sbml")
    assert "cannot be written" in refused(*USUAL, "-o", str(tmp_path / "no" / "a.xml"), command="sbml")


def test_the_other_commands_do_not_pay_for_the_model():
    code = (
        "import sys\n"
        "from stilla.interfaces.cli.main import cli\n"
        "for words in (['check', '--age', '35', '--lang', 'en'], ['simulate', '--help'], ['sbml', '--help']):\n"
        "    cli.main(words, standalone_mode=False)\n"
        "print([name for name in ('numpy', 'numba', 'scipy') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, timeout=60, env=os.environ | {"LANG": "C.UTF-8"}
    )
    assert done.stdout.decode().splitlines()[-1] == "[]", done.stderr.decode()


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (("--dose", "0", "--egfr", "15"), "mechanism-kidney-stop"),
        ((*USUAL, "--obstruction"), "mechanism-obstruction-stop"),
        ((*USUAL, "--stasis"), "mechanism-stasis-ask"),
    ],
)
def test_what_the_rules_say_of_kidneys_and_bowel_comes_first(words, first):
    assert form(*words)["says"][0]["id"] == first


def test_a_rise_too_small_to_show_is_not_nothing():
    text = one_line(said("--dose", "5", "--form", "citrate", "--egfr", "90"))
    assert "less than 0.01 mmol/L higher than before" in text.replace("\u00a0", " ")


def test_a_kidney_value_of_a_file_is_told_with_its_date(tmp_path):
    path = tmp_path / "person.toml"
    path.write_text("age = 50\negfr = 90\nmeasured = 2015-01-01\nconditions = []")
    assert "measured 2015-01-01, still holds" in one_line(said(str(path), "--dose", "200"))
    assert "2015" not in said(str(path), "--dose", "200", "--egfr", "60")


def test_the_warning_of_weak_kidneys_stands_before_every_figure():
    text = one_line(said("--dose", "200", "--form", "citrate", "--egfr", "15"))
    assert text.index("the answer to magnesium on your own is no") < text.index("Where it settles")
    sv = one_line(said("--dose", "200", "--form", "citrate", "--egfr", "15", language="sv"))
    assert sv.index("är svaret nej till magnesium på egen hand") < sv.index("Där den stannar")


def test_at_a_terminal_a_bar_runs_on_standard_error_only():
    ours, theirs = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "stilla.interfaces.cli.main", "simulate", *USUAL, "--population", "200", "--lang", "en"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=theirs,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "88"},
    )  # fmt: skip
    os.close(theirs)
    answer, _ = done.communicate(timeout=120)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.returncode == 0
    assert "invented people" in shown
    assert b"\x1b" not in answer
    assert b"200 invented people" in answer


def test_another_program_reads_the_document_and_gets_the_same_level():
    roadrunner = pytest.importorskip("roadrunner")
    words = (
        "--dose",
        "400",
        "--form",
        "oxide",
        "--egfr",
        "20",
        "--times",
        "08:00,20:00",
        "--days",
        "10",
        "--lang",
        "en",
    )
    document = CliRunner().invoke(cli, ["sbml", *words], catch_exceptions=False).stdout
    theirs = roadrunner.RoadRunner(document)
    theirs.integrator.relative_tolerance, theirs.integrator.absolute_tolerance = 1e-10, 1e-12
    found = theirs.simulate(0, 240, 241, ["time", "Ac", "Vc"])
    level = found[:, 1] / found[:, 2]
    answer = form(*words[:-2])
    assert level[0] == pytest.approx(answer["before"]["mean"], abs=0.01)
    # They begin with an empty bowel, the answer with that of an ordinary midnight: alike after some days.
    assert level[-1] == pytest.approx(answer["serum"][-1], abs=0.005)
    model = kinetics(load())
    v = model.person(egfr=20.0, weight=70.0)
    day = [*food_of(Person(egfr=20.0), load())]
    day += doses_of(Plan((Dose(200, "oxide", 8.0), Dose(200, "oxide", 20.0))), load())
    y = model.start(v, float(level[0]))
    ours = model.serum(v, model.run(v, y, repeated(day, 10), np.arange(241.0)))
    assert np.max(np.abs(ours / level - 1)) < 1e-5


def test_what_chooses_a_warning_is_what_the_rules_act_on():
    knowledge, today = load(), date(2026, 11, 22)
    assert upper_level(knowledge, "se", 50).acts_on_mg == meaning.UPPER
    for egfr, expected in ((29.9, "stop"), (30.0, "ask"), (59.9, "ask"), (60.0, None)):
        measured = Observation("egfr", Interval(egfr, egfr), today)
        found = assess(Somebody(age=40, observations=(measured,)), knowledge, today).findings
        level = next((each.rule.level for each in found if "egfr" in {fact.fact for fact in each.why}), None)
        assert level == expected
        first = form("--dose", "200", "--egfr", str(egfr))["says"][0]["id"]
        assert first == (f"mechanism-kidney-{expected}" if expected else "mechanism-band-usual")
    said_at_once = hear({**dict.fromkeys(("form", "serum", "age", "egfr")), "taken": f"{meaning.MUCH:g} mg",
                         "sign": (), "condition": (), "take": ()}, knowledge, today)  # fmt: skip
    assert any("1000" in each.rule.id for each in said_at_once.found.advised)
