"""The report as PDF, HTML and JSON: the same content, readable by everyone, the same bytes each time."""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser

import jsonschema
import msgspec
import pypdf
import pytest
import typst

from report.report_examples import NAMES, WELL, finished, known, report_of
from stilla.interfaces.forms.report import ReportForm, report_form
from stilla.interfaces.paper.report_pages import attachments, report_pdf
from stilla.interfaces.report.html import report_html
from stilla.interfaces.report.pages import ROOMS, pages
from stilla.interfaces.words.report import PART_TWO, TITLE

WHO = ("well", "asks", "stops", "nothing", "finished", "everything")
LANGUAGES = ("en", "sv")


@pytest.fixture
def report(request):
    if request.param == "everything":
        return msgspec.structs.replace(known("stops"), trial=finished().trial)
    return finished() if request.param == "finished" else known(request.param)


def _text(page) -> str:
    return " ".join(page.extract_text().split())


def _read(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("report", WHO, indirect=True)
def test_the_first_page_is_one_sheet_and_the_second_begins_what_is_in_full(report, language):
    read = _read(report_pdf(report, language))
    texts = [_text(page) for page in read.pages]
    assert texts[0].startswith(TITLE.to(language))
    assert [n for n, each in enumerate(texts) if each.startswith(PART_TWO.to(language))] == [1]
    assert all(float(page.mediabox.width) == pytest.approx(595.3, abs=0.1) for page in read.pages)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("report", WHO, indirect=True)
def test_the_file_is_tagged_in_its_language_and_says_what_it_is(report, language):
    read = _read(report_pdf(report, language))
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"].startswith(language)
    assert read.metadata.title.startswith(TITLE.to(language))
    described = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfuaid:part[>=\"]+1", described)
    assert re.search(r"pdfaid:part[>=\"]+3", described)
    assert read.metadata.creation_date.date() == report.as_of


@pytest.mark.parametrize("report", WHO, indirect=True)
def test_the_same_report_is_the_same_bytes(report):
    assert report_pdf(report, "sv") == report_pdf(report, "sv")
    assert report_html(report, "sv") == report_html(report, "sv")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("report", WHO, indirect=True)
def test_every_letter_has_a_glyph(report, language):
    for page in _read(report_pdf(report, language)).pages:
        text = page.extract_text()
        assert "\ufffd" not in text
        assert "?ml" not in text  # a no-break space that was taken for a control character
        for font in page["/Resources"]["/Font"].values():
            name = font.get_object()["/BaseFont"]
            assert name.split("+")[-1].startswith(("LibertinusSerif", "NewCM", "DejaVuSansMono")), name
    if language == "sv":
        assert set("åäöÅ") <= set("".join(page.extract_text() for page in _read(report_pdf(report, language)).pages))


def test_the_report_and_the_summary_lie_inside_the_file():
    over = finished()
    inside = _read(report_pdf(over, "sv")).attachments
    assert sorted(inside) == ["report.json", "summary.json"]
    assert inside["summary.json"][0] == over.trial.summary
    assert msgspec.json.decode(inside["report.json"][0], type=ReportForm) == report_form(over, "sv")
    assert list(_read(report_pdf(known("asks"), "sv")).attachments) == ["report.json"]
    assert not _read(report_pdf(known("asks"), "sv", ())).attachments
    assert [each.name for each in attachments(over, "en")] == ["report.json", "summary.json"]


def test_a_picture_without_a_description_does_not_compile(monkeypatch):
    from stilla.interfaces.paper import report_pages  # noqa: PLC0415  # to take the description away

    whole = report_pages._picture
    monkeypatch.setattr(report_pages, "_picture", lambda *words: {**whole(*words), "alt": None})
    with pytest.raises(typst.TypstError, match="alt"):
        report_pdf(finished(), "en")


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_first_page_has_no_room_for_is_counted_and_stands_on_the_second(room, language):
    report = known("stops")
    shown = pages(report, language, room)
    safety = next(each for each in shown.front if each.id == "assessment")
    found = [each for each in safety.points if each.word]
    assert [each.lead for each in found] == [
        each.title.to(language) for each in report.part("assessment")[: room.findings]
    ]
    whole = len(report.part("assessment")) + len(report.unrecognised) + len(report.missing)
    assert int(re.search(r"\d+", safety.more)[0]) == whole - len(safety.points)
    back = {each.id: each for each in shown.back}
    assert [each.lead for each in back["full-findings"].points] == [each.title.to(language) for each in report.findings]
    said = " ".join(each.text for each in back["full-person"].points)
    assert all(name in said for name in NAMES)
    assert all(f"Grunkolin {n} " in said for n in range(150))


@pytest.mark.parametrize("room", ROOMS)
def test_what_could_become_a_stop_is_never_cut_from_the_first_page(room):
    person = {"age": 82, "sex": "female", "conditions": ["ckd"], "medicines": ["gabapentn", "Levaxn", "Litum", "Furx"]}
    report = report_of(**person, magnesium=["Emgesan 250 mg"])
    assert [each.could_become for each in report.missing] == ["stop", "ask"]
    safety = next(each for each in pages(report, "en", room).front if each.id == "assessment")
    assert any("kidney value" in each.text and "stop" in each.note for each in safety.points)


@pytest.mark.parametrize("room", ROOMS)
def test_a_list_that_is_cut_says_how_many_and_whether_it_was_the_whole_list(room):
    open_list = msgspec.structs.replace(
        known("stops"),
        facts=tuple(msgspec.structs.replace(each, open=True) for each in known("stops").facts if len(each.values) > 20),
    )
    for points, ends in (
        (pages(known("stops"), "en", room).front[0].points, " more on page 2"),
        (pages(open_list, "en", room).front[0].points, " more on page 2; others: not said"),
    ):
        long = [each.text for each in points if each.lead in {"Medicines", "Magnesium now"}]
        assert len(long) == 2
        assert all(each.endswith(ends) for each in long), long


def test_nothing_reassuring_is_said_while_something_is_unknown():
    said = [each.text for each in pages(known("nothing"), "en").front[1].points]
    assert said
    assert not any("speaks against" in each for each in said)


def test_the_wide_room_cuts_nothing_from_an_ordinary_person():
    assert not any(each.more for each in pages(known("asks"), "sv").front)


@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown_is_said_as_unknown_on_the_first_page(language):
    text = _text(_read(report_pdf(known("nothing"), language)).pages[0])
    assert text.count({"en": "not said", "sv": "inte angivet"}[language]) >= 5
    assert text.count({"en": "not measured", "sv": "inte mätt"}[language]) == 3


def test_a_line_for_a_name_only_where_it_is_wanted():
    assert "Namn" not in _text(_read(report_pdf(known("well"), "sv")).pages[0])
    assert "Namn, för hand" in _text(_read(report_pdf(known("well"), "sv", name_line=True)).pages[0])
    assert "Namn, för hand" in report_html(known("well"), "sv", name_line=True)


def test_markup_in_a_name_stays_text():
    name = "#import <b>$x$</b> *a* _b_"
    report = report_of(**{**WELL, "medicines": [name]})
    text = _text(_read(report_pdf(report, "en")).pages[0])
    assert "#import <b>$x$</b> *a* _b_" in text
    assert "<b>" not in report_html(report, "en")


class _Seen(HTMLParser):
    """Tags with their attributes, and the words between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for each, attributes in self.tags if each == tag]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("report", WHO, indirect=True)
def test_the_page_needs_nothing_else_and_has_a_name_for_everything(report, language):
    page = report_html(report, language)
    seen = _Seen(page)
    assert seen.named("html") == [{"lang": language}]
    assert len(seen.named("h1")) == 1
    assert not {"script", "link", "img", "iframe", "object", "embed", "base", "form"} & {tag for tag, _ in seen.tags}
    assert not re.search(r"@import|@font-face|url\((?!#)", page)
    loaded = [value for tag, each in seen.tags if tag != "a" for name, value in each.items() if name in {"src", "href"}]
    assert not [each for each in loaded if not str(each).startswith("#")]
    ids = [each["id"] for _, each in seen.tags if "id" in each]
    assert len(ids) == len(set(ids))
    for _, each in seen.tags:
        for name in ("aria-labelledby", "aria-describedby"):
            assert all(word in ids for word in str(each.get(name, "")).split()), each
    assert not [name for _, each in seen.tags for name in each if name.startswith("on")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("report", WHO, indirect=True)
def test_the_json_follows_its_published_schema(report, language):
    schema = msgspec.json.schema(ReportForm)
    value = json.loads(msgspec.json.encode(report_form(report, language)))
    jsonschema.Draft202012Validator(schema).validate(value)
    assert value["version"] == "1.0"
    listed = {each["id"] for each in value["sources"]}
    assert all(set(each["sources"]) <= listed for each in (*value["findings"], *value["discuss"]))
    broken = {**value, "verdict": "fine"}
    assert not jsonschema.Draft202012Validator(schema).is_valid(broken)


def _figures(node) -> list[str]:
    """The alternative texts of all pictures in a structure tree."""
    node = node.get_object()
    if isinstance(node, list):
        return [each for child in node for each in _figures(child)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/Alt"])] if node.get("/S") == "/Figure" else []
    return own + (_figures(node["/K"]) if "/K" in node else [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_says_what_it_shows(language):
    found = _figures(_read(report_pdf(finished(), language)).trailer["/Root"]["/StructTreeRoot"])
    pictures = [picture for _, picture in finished().trial.pictures]
    assert len(found) == len(pictures) == 3
    for alt, picture in zip(found, pictures, strict=True):
        assert picture.reading.to(language) in alt
