"""Pictures as files."""

import subprocess
import sys

import pytest
from picture_examples import PICTURES

from stilla.errors import BadInput
from stilla.pictures.draw import png, save, svg


def test_the_ending_says_which_kind(tmp_path):
    picture = PICTURES["hundred"]
    save(picture, tmp_path / "a.SVG", "sv")
    save(picture, tmp_path / "a.png", "sv", width=360)
    assert (tmp_path / "a.SVG").read_text(encoding="utf-8") == svg(picture, "sv")
    assert (tmp_path / "a.png").read_bytes() == png(picture, "sv", width=360)


@pytest.mark.parametrize("name", ["a.pdf", "a", ".svg", "a.svg.exe"])
def test_another_ending_is_refused_before_anything_is_drawn(tmp_path, name):
    with pytest.raises(BadInput) as wrong:
        save(PICTURES["hundred"], tmp_path / name, "en")
    (problem,) = wrong.value.problems
    assert ".svg or .png" in problem.says.en
    assert ".svg eller .png" in problem.says.sv
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_named_without_its_folders(tmp_path):
    with pytest.raises(BadInput) as wrong:
        save(PICTURES["hundred"], tmp_path / "anna-svensson" / "a.svg", "en")
    (problem,) = wrong.value.problems
    assert problem.where.en == "a.svg"
    assert problem.says.sv != problem.says.en


def test_drawing_in_a_terminal_loads_nothing_heavy():
    heavy = {"vl_convert", "altair", "numpy", "scipy", "rich"}
    code = (
        "import sys; from stilla.pictures.hundred_dots import hundred_dots; from stilla.pictures.draw import terminal\n"
        f"terminal(hundred_dots(0.9, 0.8, 0.1, 1), 'sv'); print(sorted({heavy!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
