"""What holds for every picture as a document: named, described, self-contained, told apart without colour."""

import json
import re
import struct
import xml.etree.ElementTree as ET
from importlib.util import find_spec
from pathlib import Path

import jsonschema
import pytest
from picture_examples import PICTURES

from stilla.pictures.draw import png, svg
from stilla.pictures.forecast import VERDICTS
from stilla.pictures.palette import DARK, LIGHT, contrast
from stilla.pictures.vega.document import PLOTS, spec
from stilla.pictures.vega.pieces import breadth, wrapped

SVG = "{http://www.w3.org/2000/svg}"
EVERY = pytest.mark.parametrize("name", PICTURES)
LANGUAGES = pytest.mark.parametrize("language", ["en", "sv"])


@pytest.fixture(scope="module")
def grammar():
    """Vega-Lite's own schema, which Altair brings along."""
    altair = find_spec("altair")
    assert altair is not None
    assert altair.origin is not None
    (path,) = Path(altair.origin).parent.glob("vegalite/v6/schema/vega-lite-schema.json")
    return jsonschema.Draft7Validator(json.loads(path.read_text(encoding="utf-8")))


def test_every_kind_of_picture_is_among_the_examples():
    assert {type(picture.shown) for picture in PICTURES.values()} == set(PLOTS)


@EVERY
def test_the_specification_keeps_to_the_grammar(name, grammar):
    for width in (360, 800):
        grammar.validate(spec(PICTURES[name], "sv", width=width))


@EVERY
@LANGUAGES
def test_the_document_has_a_name_a_description_and_a_language(name, language):
    picture = PICTURES[name]
    root = ET.fromstring(svg(picture, language))
    assert root.get("role") == "img"
    assert root.get("lang") == language
    title, described = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert described is not None
    assert root.get("aria-labelledby") == title.get("id")
    assert root.get("aria-describedby") == described.get("id")
    assert title.text == picture.title.to(language)
    assert described.text == f"{picture.reading.to(language)} {picture.described.to(language)}"


@EVERY
def test_nothing_is_loaded_from_anywhere_and_nothing_needs_a_style(name):
    drawn = svg(PICTURES[name], "en", dark=True)
    addresses = set(re.findall(r"https?://[^\"'<> ]+", drawn))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}, "namespaces only"
    assert not re.search(r"href|<script|<style| style=|<image|@import| on[a-z]+=", drawn)
    known = set(re.findall(r' id="([^"]+)"', drawn))
    assert set(re.findall(r"url\(#([^)]+)\)", drawn)) <= known


@EVERY
@LANGUAGES
def test_no_word_of_the_drawing_library_and_no_broken_number_is_left(name, language):
    for drawn in (svg(PICTURES[name], language), json.dumps(spec(PICTURES[name], language), allow_nan=False)):
        assert not re.search(r"NaN|Infinity|undefined|\bnull\b(?!,|})|\bNone\b", re.sub(r'"[a-z]+": null', "", drawn))
    assert "roledescription" not in svg(PICTURES[name], language)


@EVERY
def test_the_same_picture_is_the_same_bytes(name):
    picture = PICTURES[name]
    assert svg(picture, "sv") == svg(picture, "sv")
    assert png(picture, "sv", scale=1) == png(picture, "sv", scale=1)


@EVERY
@pytest.mark.parametrize("width", [1, 280, 360, 800])
@LANGUAGES
def test_words_stay_inside_the_picture(name, width, language):
    root = ET.fromstring(svg(PICTURES[name], language, width=width))
    whole = float(root.get("width", "0"))
    assert whole == max(280, width)
    for left, right, text in texts(root):
        assert left >= -1, text
        assert right <= whole + 1, text


def texts(root):
    """Every text with about where it begins and ends."""

    def walk(element, x):
        x += sum(float(m) for m in re.findall(r"translate\((-?[\d.]+)", element.get("transform", "")))
        if element.tag == f"{SVG}text":
            size = float(element.get("font-size", "0").removesuffix("px"))
            for part in [element, *element]:
                wide = 0.93 * breadth(part.text or "", size)
                start = x - {"start": 0, "middle": wide / 2, "end": wide}[element.get("text-anchor", "start")]
                yield start, start + wide, part.text or ""
        for child in element:
            yield from walk(child, x)

    yield from walk(root, 0.0)


def test_a_png_has_the_size_of_the_svg_times_the_scale():
    picture = PICTURES["hundred"]
    root = ET.fromstring(svg(picture, "sv", width=360))
    size = struct.unpack(">II", png(picture, "sv", scale=2, width=360)[16:24])
    assert size == (2 * float(root.get("width", "0")), 2 * float(root.get("height", "0")))


def test_a_caption_can_be_left_to_the_page_but_the_name_stays():
    picture = PICTURES["quantiles"]
    bare = svg(picture, "en", caption=False)
    drawn = [text for _, _, text in texts(ET.fromstring(bare))]
    assert picture.title.en not in drawn
    assert f">{picture.title.en}</title>" in bare


def test_two_pictures_on_one_page_do_not_share_ids():
    ids = [set(re.findall(r' id="([^"]+)"', svg(PICTURES[n], "en"))) for n in ("forecast", "timeline", "nights-open")]
    assert len(set.union(*ids)) == sum(map(len, ids))


@pytest.mark.parametrize("ink", [LIGHT, DARK], ids=["light", "dark"])
def test_words_and_marks_stand_out_from_their_ground(ink):
    for ground in (ink.background, ink.tint):
        for words in (ink.text, ink.muted, ink.strong):
            assert contrast(words, ground) >= 4.5, (words, ground)
        for mark in (ink.line, ink.strong, ink.alarm, ink.text):
            assert contrast(mark, ground) >= 3, (mark, ground)
    assert contrast(ink.text, ink.soft) >= 4.5
    assert contrast(ink.line, ink.soft) >= 3
    assert contrast(ink.on_strong, ink.strong) >= 4.5
    assert contrast(ink.text, ink.background) >= 7


def used(name, **how):
    """The looks of the marks in a drawing as (shape, whether filled), without their colours."""
    drawn = spec(PICTURES[name], "en", **how)
    return [
        (shape, fill in {"none", LIGHT.background})
        for layer in drawn["layer"]
        if "shape" in layer["encoding"]
        for shape, fill in zip(
            layer["encoding"]["shape"]["scale"]["range"], layer["encoding"]["fill"]["scale"]["range"], strict=True
        )
    ]


@pytest.mark.parametrize("name", ["nights-open", "nights-blind", "quantiles", "hundred", "forest"])
def test_kinds_of_marks_differ_without_colour(name):
    looks = used(name)
    assert len(looks) > 1
    assert len(set(looks)) == len(looks)


def test_the_parts_of_a_bar_differ_without_colour():
    (bars,) = [layer for layer in spec(PICTURES["forecast"], "en")["layer"] if "fill" in layer["encoding"]]
    fills = bars["encoding"]["fill"]["scale"]["range"]
    assert len(fills) == len(VERDICTS)
    solid = [fill for fill in fills if not fill.startswith("url")]
    assert len({fill for fill in fills if fill.startswith("url")}) == 2
    assert contrast(*solid) >= 3, "the two plain ones differ as grey levels"


def test_wrapped_words_fit_and_none_is_lost():
    sentence = "Of 100 equally likely sizes, 71 are a benefit that matters (at least 1), and 28 a smaller one."
    lines = wrapped(sentence, 200, 13)
    assert " ".join(lines) == sentence
    assert all(breadth(line, 13) <= 200 for line in lines)


def test_swedish_numbers_have_a_comma_in_words_and_on_axes():
    drawn = [text for _, _, text in texts(ET.fromstring(svg(PICTURES["quantiles"], "sv")))]
    assert any(re.fullmatch(r"−?\d,\d", text) for text in drawn), "on the axis"
    assert not any(re.search(r"\d\.\d", text) for text in drawn)
