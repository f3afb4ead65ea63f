"""The clinician: the people who are assigned, what is known of each, their check, report and diary."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from stilla.errors import BadInput, refuse
from stilla.findings import assess
from stilla.interfaces.asked.check import LABS, OPEN_LISTS, Said
from stilla.interfaces.clinic.desk import ClinicDesk, clinic_desk
from stilla.interfaces.clinic.door import database_of, only
from stilla.interfaces.clinic.office import LARGEST_RECORD
from stilla.interfaces.clinic.told import answer_of, report_download
from stilla.interfaces.clinic.words import WORDS
from stilla.interfaces.forms.check import check_form
from stilla.interfaces.known.answers import message_of, upper_level
from stilla.interfaces.web.pages.nights import all_rows
from stilla.interfaces.web.pages.trial_plan import downloaded
from stilla.interfaces.web.pages.trial_seal import uploaded
from stilla.interfaces.words.trial import STATE_WORDS
from stilla.reading.document import is_fhir, read_document
from stilla.records.bundle import read_records
from stilla.records.person import Context, person_of
from stilla.store.clinic.people import People
from stilla.trial.bundle import TABLE, nights_csv
from stilla.trial.protocol import read_protocol
from stilla.trial.strict import LARGEST

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest, HttpResponse

    from stilla.errors import Problem
    from stilla.findings import Assessment
    from stilla.interfaces.forms.check import CheckForm
    from stilla.reading.person_file import Read

ONLY = only("clinician")
MEASURED = (*LABS, "creatinine")
"""What a laboratory measures, by the question that it answers; creatinine answers the one on eGFR."""


def _people(request: HttpRequest) -> People:
    return People(database_of(), clinic_desk(request).actor)


@ONLY
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who is assigned."""
    return render(request, "clinician/people.html", {"people": _people(request).mine()})


@ONLY
@require_GET
def person(request: HttpRequest, code: str) -> HttpResponse:
    """One person."""
    return _shown(request, code)


def _shown(request: HttpRequest, code: str, problems: Sequence[Problem] = ()) -> HttpResponse:
    desk = clinic_desk(request).about(code)
    name = _people(request).name_of(code)
    cast("Any", request).desk = desk  # what the parts of the check ask for their words
    shown = {
        "code": code,
        "name": name,
        "problems": problems,
        "changed": desk.kept.changed,
        "measured": MEASURED,
        "sent": request.POST,
        "planned": desk.papers.kept_papers.protocol is not None,
        "promise": desk.papers.kept_papers.commitment is not None,
        "state": STATE_WORDS[desk.record.state(desk.today)],
        "opened": desk.papers.opened(),
        **_check(desk),
    }
    return render(request, "clinician/person.html", shown, status=400 if problems else 200)


def _check(desk: ClinicDesk) -> dict[str, Any]:
    """The answer of the check on what is known today."""
    try:
        return {"form": _form(desk, desk.read, desk.found)}
    except BadInput as error:
        return {"unreadable": error.problems}


def _form(desk: ClinicDesk, read: Read, found: Assessment) -> CheckForm:
    message = message_of(found, desk.knowledge, read.person)
    upper = upper_level(desk.knowledge, "se", read.person.age)
    return check_form(found, message, read.assumptions, upper, desk.language)


def _sent(request: HttpRequest, largest: int) -> bytes:
    """The file of a form.

    Raises:
        BadInput: none was chosen, or it is too large.
    """
    if "file" not in request.FILES:
        raise refuse("file", WORDS["person.choose"].en, WORDS["person.choose"].sv)
    return uploaded(request, "file", "", largest)


def _of_record(request: HttpRequest, code: str, content: bytes) -> HttpResponse:
    """The answer of the check on a FHIR record; nothing of the record is kept.

    Raises:
        BadInput: it cannot be read, or is of several people or of somebody who has died.
        NotAllowed: this account may not meet this person.
    """
    desk = clinic_desk(request).about(code)
    name = _people(request).name_of(code)
    cast("Any", request).desk = desk
    records = read_records(content, "FHIR", desk.knowledge)
    patient = records.only()
    rows = records.rows_by_patient.get(patient.id, ())
    read = person_of(patient, rows, Context(desk.knowledge, desk.today))
    found = assess(read.person, desk.knowledge, desk.today)
    shown = {"code": code, "name": name, "set_aside": records.set_aside_count, "form": _form(desk, read, found)}
    return render(request, "clinician/record.html", shown)


def _changed(request: HttpRequest, code: str, change: Callable[[ClinicDesk], object]) -> HttpResponse:
    """Change something of a person, then show them; where that is refused, with why."""
    try:
        change(clinic_desk(request).about(code))
    except BadInput as error:
        return _shown(request, code, error.problems)
    return HttpResponseRedirect(f"/people/{code}", status=303)


@ONLY
@require_POST
def name(request: HttpRequest, code: str) -> HttpResponse:
    """Write the name."""
    return _changed(request, code, lambda _: _people(request).rename(code, request.POST.get("name", "")))


@ONLY
@require_POST
def facts(request: HttpRequest, code: str) -> HttpResponse:
    """A person file in the place of what was known; the earlier facts stay. A FHIR record is only looked at."""
    try:
        content = _sent(request, LARGEST_RECORD)
        if is_fhir(content, "file"):
            return _of_record(request, code, content)
    except BadInput as error:
        return _shown(request, code, error.problems)

    def change(desk: ClinicDesk) -> None:
        written = read_document(content, "file")
        open_lists = tuple(each for each in OPEN_LISTS if each not in written.values)
        said = Said(_plain(dict(written.values)), open_lists)
        desk.change_said(lambda _: said)

    return _changed(request, code, change)


def _plain(value: Any) -> Any:
    """Dates and times of TOML as text, which is what is kept."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, date | datetime) else value


@ONLY
@require_POST
def lab(request: HttpRequest, code: str) -> HttpResponse:
    """A measured value."""
    sent = request.POST
    what = sent.get("what", "")
    if what not in MEASURED:
        raise Http404
    value = {"value": sent.get("value", "").strip(), "measured": sent.get("measured", "").strip()}
    question = "egfr" if what == "creatinine" else what
    return _changed(
        request,
        code,
        lambda desk: desk.change_said(lambda said: said.with_fields(question, {LABS.get(what, what): value})),
    )


@ONLY
@require_POST
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """The protocol of the trial, as `stilla trial protocol` made it. The key-holder seals it."""

    def change(desk: ClinicDesk) -> None:
        content = _sent(request, LARGEST)
        read_protocol(content)
        desk.papers.keep_plan(content)

    return _changed(request, code, change)


@ONLY
@require_GET
def report(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """The report as a file."""
    return report_download(clinic_desk(request).about(code), ending)


@ONLY
@require_GET
def nights(request: HttpRequest, code: str) -> HttpResponse:
    """The diary, night by night; without the allocation before the opening."""
    desk = clinic_desk(request).about(code)
    cast("Any", request).desk = desk
    return render(request, "clinician/nights.html", {"code": code, "rows": all_rows(desk)})


@ONLY
@require_GET
def nights_file(request: HttpRequest, code: str) -> HttpResponse:
    """The same as a table."""
    desk = clinic_desk(request).about(code)
    opened = desk.papers.opened()
    content = nights_csv(desk.record, None if opened is None else opened.sequence)
    return downloaded(content, TABLE, "text/csv; charset=utf-8")


@ONLY
@require_GET
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """The answer, once the key-holder has opened the seal."""
    desk = clinic_desk(request).about(code)
    return render(request, "clinician/answer.html", {"code": code, "found": answer_of(desk)})


urlpatterns = [
    path("people", people),
    path("people/<slug:code>", person),
    path("people/<slug:code>/name", name),
    path("people/<slug:code>/facts", facts),
    path("people/<slug:code>/lab", lab),
    path("people/<slug:code>/plan", plan),
    path("people/<slug:code>/report.<slug:ending>", report),
    path("people/<slug:code>/nights", nights),
    path("people/<slug:code>/nights.csv", nights_file),
    path("people/<slug:code>/answer", answer),
]
