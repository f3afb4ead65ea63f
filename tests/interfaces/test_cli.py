"""The command as people and scripts use it: what the issue promises, exit statuses, and never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from stilla.interfaces.cli.main import cli
from stilla.interfaces.forms.check import SCHEMAS

ROOT = Path(__file__).parents[2]
HEALTHY = ["--age", "35", "--sex", "male", "--egfr", "95", "--nothing-else"]


def stilla(*words: str, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "stilla.interfaces.cli.main", *words],
        input=given,
        capture_output=True,
        check=False,
        timeout=60,
        env=os.environ | {"LANG": "C.UTF-8", "COLUMNS": "88"} | environment,
    )


def check(*words: str) -> dict:
    done = stilla("check", *words, "--json", "--lang", "en", "--as-of", "2026-11-22")
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def levels(answer: dict) -> dict[str, str]:
    return {finding["rule"]: finding["level"] for finding in answer["findings"]}


def test_weak_kidneys_stop_and_reduced_kidneys_ask():
    assert check("--age", "61", "--sex", "female", "--egfr", "25")["verdict"] == "stop"
    assert check("--age", "61", "--sex", "female", "--egfr", "42")["verdict"] == "ask"


@pytest.mark.parametrize("more", [[], ["--nothing-else"]])
def test_without_kidney_facts_at_61_it_cannot_be_told(more):
    answer = check("--age", "61", "--sex", "female", *more)
    assert answer["verdict"] == "unknown"
    assert "egfr" in {question["fact"] for question in answer["questions"]}


def test_35_and_healthy_may_go_once_the_silence_is_closed():
    closed = check("--age", "35", "--sex", "male", "--nothing-else")
    assert closed["verdict"] == "go"
    assert closed["assumptions"]
    assert check("--age", "35", "--sex", "male")["verdict"] == "unknown"


@pytest.mark.parametrize(("code", "before", "after"), [("J01MA02@08:00", 2, 6), ("J01MA14", 4, 8)])
def test_a_product_has_its_own_hours(code, before, after):
    answer = check(*HEALTHY, "--take", code)
    spaces = [finding["space"] for finding in answer["findings"] if finding["level"] == "space"]
    assert spaces == [{"before_h": before, "after_h": after}]
    assert answer["verdict"] == "go"


@pytest.mark.parametrize("name", ["raltegravir", "Isentress"])
def test_raltegravir_is_asked_about_whatever_it_is_called(name):
    assert check(*HEALTHY, "--take", name)["verdict"] in {"ask", "stop"}


def test_a_misspelt_medicine_is_offered_and_never_accepted():
    answer = check(*HEALTHY, "--take", "gabapentn")
    assert answer["verdict"] == "unknown"
    assert answer["unrecognised"][0]["nearest"][0] == "gabapentin"
    assert "gabapentin" not in levels(answer)


def test_a_medicine_nobody_knows_leaves_the_verdict_unknown():
    answer = check(*HEALTHY, "--take", "blurbol")
    assert answer["verdict"] == "unknown"
    assert [each["text"] for each in answer["unrecognised"]] == ["blurbol"]


def test_alvedon_is_recognised_and_changes_nothing():
    answer = check(*HEALTHY, "--take", "Alvedon")
    assert answer["verdict"] == "go"
    assert answer["unrecognised"] == []
    assert [each["atc"] for each in answer["no_rule_known"]] == ["N02BE01"]
    assert levels(answer) == levels(check(*HEALTHY))


def test_a_creatinine_in_either_unit_means_the_same():
    texts = [
        check("--age", "58", "--sex", "female", "--creatinine", c, "--nothing-else")["assumptions"]
        for c in ("88umol/L", "1.0mg/dL")
    ]
    shown = [
        next(int(word) for line in lines if "CKD-EPI" in line for word in line.split() if word.isdigit())
        for lines in texts
    ]
    assert abs(shown[0] - shown[1]) <= 1


def test_the_article_is_answered_whole_in_swedish():
    text = stilla("article", "--lang", "sv").stdout.decode()
    for number in range(1, 23):
        assert f"\n{number}. " in text
    assert len(json.loads(stilla("article", "--json").stdout)) == 22


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("check", ["check", str(ROOT / "examples" / "anna.toml")]),
        ("check", ["check", "--age", "61"]),
        ("urgent", ["urgent", "--taken", "5g", "--form", "oxide", "--sign", "confusion"]),
        ("rls", ["rls", "--urge", "yes", "--red-flag", "one-sided-leg-swelling"]),
        ("article", ["article"]),
        ("evidence", ["evidence"]),
    ],
)
@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_json_keeps_to_its_published_schema(name, words, language):
    published = json.loads(stilla("schema", name).stdout)
    assert name in SCHEMAS
    answer = json.loads(stilla(*words, "--json", "--lang", language).stdout)
    jsonschema.Draft202012Validator.check_schema(published)
    jsonschema.validate(answer, published)


def test_json_has_the_keys_of_the_contract():
    answer = check(*HEALTHY, "--take", "gabapentin")
    assert {"verdict", "findings", "questions", "unrecognised", "assumptions", "knowledge"} <= set(answer)
    finding = next(each for each in answer["findings"] if each["rule"] == "gabapentin")
    assert {"rule", "level", "urgency", "title", "why", "do", "space", "certainty", "sources"} <= set(finding)
    assert {"id", "title", "url", "read"} <= set(finding["sources"][0])
    assert {"version", "rules"} <= set(answer["knowledge"])


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["--age", "35", "--sex", "male", "--nothing-else"], 0),
        (["--age", "35"], 5),
        (["--age", "16", "--nothing-else"], 10),
        (["--age", "61", "--egfr", "20"], 20),
    ],
)
def test_the_verdict_can_be_the_exit_status(words, status):
    assert stilla("check", *words, "--exit-level").returncode == status
    assert stilla("check", *words).returncode == 0


def test_the_upper_level_shown_follows_the_authority_and_the_answer_does_not():
    answers = {a: check(*HEALTHY, "--authority", a) for a in ("se", "us", "uk")}
    assert [answers[a]["upper_level"]["mg"] for a in ("se", "us", "uk")] == [250, 350, 400]
    assert {answer["upper_level"]["acts_on_mg"] for answer in answers.values()} == {250}


BAD = [
    (["--age", "200"], "--age"),
    (["--age", "-1"], "--age"),
    (["--age", "sixty"], "--age"),
    (["--sex", "x"], "--sex"),
    (["--age", "40", "--egfr", "0"], "--egfr"),
    (["--age", "40", "--egfr", "300"], "--egfr"),
    (["--egfr", "1.000"], "--egfr"),
    (["--egfr", "nan"], "--egfr"),
    (["--age", "40", "--creatinine", "88"], "--creatinine"),
    (["--age", "40", "--creatinine", "1.0umol/L"], "--creatinine"),
    (["--age", "40", "--creatinine", "88mg/dL"], "--creatinine"),
    (["--sex", "male", "--condition", "pregnancy"], "--sex"),
    (["--age", "70", "--sex", "female", "--condition", "pregnancy"], "--age"),
    (["--condition", "dialysis", "--egfr", "90"], "--egfr"),
    (["--take", "Levaxin@07:00", "--take", "levothyroxine@20:00"], "--take"),
    (["--take", "Levaxin@25:00"], "--take"),
    (["--take", "Levaxin@morgon"], "--take"),
    (["--magnesium", "-5mg"], "--magnesium"),
    (["--magnesium", "nan"], "--magnesium"),
    (["--magnesium", "200mg:gold"], "--magnesium"),
    (["--measured", "2030-01-01", "--egfr", "60"], "--measured"),
    (["--condition", "ckd", "--no-condition", "ckd"], "--no-condition"),
]


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize(("words", "place"), BAD, ids=[" ".join(words) for words, _ in BAD])
def test_bad_flags_get_a_place_and_a_remedy(words, place, language):
    done = stilla("check", *words, "--lang", language)
    said = done.stderr.decode()
    assert done.returncode == 2, said
    assert done.stdout == b""
    assert place in said
    assert "Traceback" not in said
    assert len(said) > 30


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"age = 61\negfr = = 3\n", "line 2"),
        (b"age = 200\nsex = 'x'\nweight = 70\n[[medicines]]\ntimes = ['25:00']\n", "line 1"),
        (b"\xff\xfe\x00age", "UTF-8"),
        (b'{"age": 61, "age": 62}', "twice"),
        (b'{"age": 61', "JSON"),
        (b'{"resourceType": "Claim"}', "record of a person"),
        (b"age = nan", "not a number"),
        (b"egfr = inf", "not a number"),
        (b"x" * 10_000_000, "kilobytes"),
        (b'conditions = "ckd\\u0007"', "one line"),
        (b"age = true", "age"),
        (b"medicines = 3", "list"),
        (b'[[medicines]]\nname = ""', "text"),
        (b"[[magnesium]]\nmg = 250\nper_day = 0", "more than 0"),
        (b"measured = 2026-02-30", "TOML"),
    ],
)
def test_bad_files_get_a_sentence(tmp_path, content, says):
    file = tmp_path / "person.toml"
    file.write_bytes(content)
    done = stilla("check", str(file), "--lang", "en")
    said = done.stderr.decode()
    assert done.returncode == 2
    assert done.stdout == b""
    assert says in said
    assert "Traceback" not in said


def test_every_problem_of_a_file_is_shown_at_once_with_its_line(tmp_path):
    file = tmp_path / "p.toml"
    file.write_text(
        "age = 200\nsex = 'x'\nweight = 70\n[[medicines]]\nname = 'Levaxin'\ntimes = ['25:00', 'kl 7']\n",
        encoding="utf-8",
    )
    said = stilla("check", str(file), "--lang", "en").stderr.decode().splitlines()
    assert [line.split(",")[1].strip() for line in said] == ["line 3", "line 1", "line 2", "line 6"]


def test_json_problems_have_lines_too(tmp_path):
    file = tmp_path / "p.json"
    file.write_text(
        '{\n "age": 61,\n "medicines": [\n  {"name": "Levaxin",\n   "times": ["99:00"]}\n ]\n}', encoding="utf-8"
    )
    assert "line 5" in stilla("check", str(file), "--lang", "en").stderr.decode()


@pytest.mark.parametrize("words", [["nowhere.toml"], ["."], ["--nonsense"], [], ["check", "check"]])
def test_what_cannot_be_opened_or_understood_is_said(words):
    done = stilla("check", *words)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert done.stderr


def test_standard_input_and_flags_together():
    done = stilla("check", "-", "--take", "blurbol", "--json", given=(ROOT / "examples" / "bo.toml").read_bytes())
    answer = json.loads(done.stdout)
    assert answer["verdict"] == "unknown"
    assert answer["no_rule_known"]


def test_a_pipe_gets_no_colour_and_a_closed_pipe_no_traceback():
    done = stilla("check", "--age", "61", "--egfr", "20")
    assert b"\x1b[" not in done.stdout
    piped = subprocess.run(
        f"{sys.executable} -m stilla.interfaces.cli.main article | head -1",
        shell=True,
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in piped.stderr


def test_the_language_follows_the_terminal():
    assert b"STOPP" in stilla("check", "--age", "61", "--egfr", "20", LANG="sv_SE.UTF-8", LC_ALL="").stdout
    assert b"STOP " in stilla("check", "--age", "61", "--egfr", "20", LANG="en_GB.UTF-8", LC_ALL="").stdout


@pytest.mark.parametrize("columns", ["20", "40", "200", "x"])
def test_any_width_is_readable(columns):
    text = stilla("check", str(ROOT / "examples" / "anna.toml"), COLUMNS=columns).stdout.decode()
    assert max(len(line) for line in text.splitlines() if "http" not in line) <= 110


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed(shell):
    assert b"_STILLA_COMPLETE" in stilla("completion", shell).stdout


def test_completion_offers_the_commands():
    done = stilla("", _STILLA_COMPLETE="bash_complete", COMP_WORDS="stilla ch", COMP_CWORD="1")
    assert b"check" in done.stdout


def test_an_unexpected_failure_is_a_sentence(tmp_path):
    done = stilla(
        "check", "--age", "61", XDG_CACHE_HOME=str(tmp_path), STILLA_DEBUG="", PYTHONPATH=str(_broken(tmp_path))
    )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert b"Something went wrong" in done.stderr


def _broken(folder: Path) -> Path:
    """A start-up file that breaks the assessment, as a fault of ours would."""
    (folder / "sitecustomize.py").write_text(
        "import stilla.findings as f\ndef broken(*a):\n    raise ZeroDivisionError\nf.assess = broken\n",
        encoding="utf-8",
    )
    return folder


@pytest.mark.parametrize(
    "content",
    [
        "age = " + "9" * 400,
        "age = " + "9" * 6000,
        ".".join("a" * 20_000) + " = 1",
        "x = {" + ".".join("a" * 5000) + " = 1}",
    ],
)
def test_monstrous_numbers_and_keys_are_refused_quickly(tmp_path, content):
    file = tmp_path / "p.toml"
    file.write_text(content, encoding="utf-8")
    done = stilla("check", str(file), "--lang", "sv")
    assert done.returncode == 2
    assert b"p.toml" in done.stderr


def test_a_flag_on_top_of_a_file_is_named_as_the_flag():
    said = stilla("check", str(ROOT / "examples" / "bo.toml"), "--age", "300", "--take", "x@25:00").stderr.decode()
    assert [line.split(":")[0] for line in said.splitlines()] == ["--age", "--take"]


@pytest.mark.parametrize(
    "words",
    [
        ["check", "--age", "\x1b[2Jx"],
        ["knowledge", "show", "\x1b[2Jx"],
        ["urgent", "--form", "\x1b[2J", "--taken", "5g"],
        ["check", "\x1b]0;x\x07.toml"],
    ],
)
def test_nothing_somebody_wrote_can_steer_the_terminal(words):
    done = stilla(*words)
    assert b"\x1b" not in done.stderr + done.stdout


@pytest.mark.parametrize(
    "words", [["check"], ["check", "--as-of", "igår", "--age", "6"], ["check", "--nonsense"], ["rls", "--irls", "41"]]
)
def test_what_the_command_line_lacks_is_said_in_swedish(words):
    done = stilla(*words, "--lang", "sv")
    assert done.returncode == 2
    assert any(word in done.stderr.decode() for word in ("Ange", "inte en dag", "förstår inte"))


def test_without_standard_input_or_a_place_to_write_it_is_a_sentence():
    for command in ("check <&-", "check - <&-", "rls <&-", "check --age 61 >/dev/full"):
        done = subprocess.run(
            f"{sys.executable} -m stilla.interfaces.cli.main {command}", shell=True, capture_output=True, check=False
        )
        assert done.returncode == 2 or command == "rls <&-"
        assert b"Traceback" not in done.stderr
        assert b"AttributeError" not in done.stderr


def test_a_folder_that_cannot_be_looked_into_is_named_and_not_called_unwritable(tmp_path):
    far = str(tmp_path / ("a" * 300))
    done = stilla("report", "--age", "61", "--trial", far, "-o", str(tmp_path / "r.json"), "--lang", "sv")
    assert done.returncode == 2
    assert "går inte att öppna eller skriva" in done.stderr.decode()
    assert far in done.stderr.decode()


def test_colour_can_be_refused():
    runner = CliRunner()
    coloured = runner.invoke(cli, ["check", "--age", "61", "--egfr", "20"], color=True)
    plain = runner.invoke(cli, ["check", "--age", "61", "--egfr", "20"], color=True, env={"NO_COLOR": "1"})
    assert "\x1b[" in coloured.output
    assert "\x1b[" not in plain.output


def test_an_old_terminal_gets_marks_for_letters_it_lacks():
    done = stilla("check", "--age", "61", "--egfr", "20", PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ('[[magnesium]]\nlabel = "Magnesium 400 mg"\nmg = 50', "mg"),
        ('[[magnesium]]\nmg = 200\nper_day = 1\ntimes = ["08:00", "12:00"]', "per_day"),
        ('[[magnesium]]\nmg = "<500 mg"', "mg"),
        ("[[magnesium]]\nmg = 1e9", "mg"),
        ('[[medicines]]\nname = "Isentress"\natc = "N02BE01"', "medicines[1]"),
        ('conditions = ["ckd"]\nunsure = ["ckd"]', "unsure"),
    ],
)
def test_two_facts_that_contradict_each_other_are_sent_back(tmp_path, fields, field):
    file = tmp_path / "p.toml"
    file.write_text(fields, encoding="utf-8")
    done = stilla("check", str(file), "--lang", "en")
    assert done.returncode == 2
    assert field in done.stderr.decode()
