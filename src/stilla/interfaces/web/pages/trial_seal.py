"""The seal and the start: the helper's own page, and the page where the person begins."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods

from stilla.diary.nights import night_of
from stilla.diary.record import record_of
from stilla.errors import BadInput, refuse
from stilla.interfaces.paper.trial_pages import card_pdf
from stilla.interfaces.trial.carrying import holder_of
from stilla.interfaces.trial.sealing import FILE_WORDS, STRENGTH, helper_words, sheets
from stilla.interfaces.trial.starting import keep_papers, papers_of
from stilla.interfaces.web import words
from stilla.interfaces.web.desk import desk_of
from stilla.interfaces.web.pages.trial_plan import downloaded
from stilla.interfaces.web.protocol_form import admission_of, answers_of, open_questions
from stilla.interfaces.words.dates import night_words
from stilla.text import Text
from stilla.trial import seal_files as files
from stilla.trial.capsules import capsule_time
from stilla.trial.card import card
from stilla.trial.protocol import read_protocol
from stilla.trial.seal import open_seal, seal, write_commitment, write_key
from stilla.trial.seal_lock import lock, write_locked
from stilla.trial.starting import LATEST, entries, first_night_of, must_be_able_to_start, start_of
from stilla.trial.strict import LARGEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from stilla.diary.events import Body, Event
    from stilla.errors import Problem
    from stilla.interfaces.web.desk import Desk
    from stilla.trial.admission import Admission
    from stilla.trial.protocol import Protocol

BUNDLE = "stilla-sealed.zip"
_OLDEST = (1980, 1, 1, 0, 0, 0)
"""The date in a ZIP: when it was sealed stands in the commitment."""


def uploaded(request: HttpRequest, name: str, missing: str, largest: int = LARGEST) -> bytes:
    """The bytes of a file that was sent.

    Args:
        request: the form.
        name: of the field.
        missing: the key of what is said where no file was chosen.
        largest: bytes.

    Raises:
        BadInput: no file, or one that is too large.
    """
    sent = request.FILES.get(name)
    if sent is None:
        text = words.word(missing)
        raise refuse("", text.en, text.sv)
    if (sent.size or 0) > largest:
        raise refuse("", "This file is too large.", "Filen är för stor.")
    return bytes(sent.read())


@require_http_methods(["GET", "POST"])
def helper(request: HttpRequest) -> HttpResponse:
    """Draw and seal, in memory: the files go to whoever asked, and nothing of them stays here."""
    desk = desk_of(request)
    problems: Sequence[Problem] = ()
    same = False
    if request.method == "POST":
        try:
            plan = read_protocol(uploaded(request, "protocol", "trial_seal.choose_protocol"))
            same = _is_of_this_home(plan, desk) and plan.blinding == "helper"
            if not same or "anyway" in request.POST:
                return downloaded(_sealed(request, plan, desk), BUNDLE, "application/zip")
        except BadInput as error:
            problems = error.problems
    return render(
        request,
        "trial/helper.html",
        {
            "names": FILE_WORDS.items(),
            "sent": request.POST,
            "same": same,
            "mine": (desk.trial.folder / files.PROTOCOL).exists(),
            "strength": [desk.knowledge.advice(each) for each in STRENGTH["helper"]],
            "alone": [desk.knowledge.advice(each) for each in STRENGTH["alone"]],
            "problems": problems,
        },
        status=400 if problems or same else 200,
    )


def _is_of_this_home(plan: Protocol, desk: Desk) -> bool:
    place = desk.trial.folder / files.PROTOCOL
    return place.exists() and read_protocol(files.read_file(place)).id == plan.id


def _sealed(request: HttpRequest, plan: Protocol, desk: Desk) -> bytes:
    """Key, commitment and pages as one ZIP. Without a helper the key is locked, and the pages come only when asked for.

    Raises:
        BadInput: the plan cannot be sealed, or the passphrase is too short or not the same twice.
    """
    sent = request.POST
    made = seal(plan, desk.now, helper=helper_words(sent.get("helper", "")))
    content = {files.COMMITMENT: write_commitment(made.commitment)}
    if plan.blinding == "alone":
        if sent.get("passphrase") != sent.get("again"):
            raise said_of("trial_seal.not_the_same")
        content[files.KEY] = write_locked(lock(made.key, sent.get("passphrase", "")))
    else:
        content[files.KEY] = write_key(made.key)
    if plan.blinding != "alone" or "packing" in sent:
        opened = open_seal(plan, made.commitment, made.key)
        content |= {name: page() for name, page in sheets(plan, opened, desk.knowledge).items()}
    return zipped(content)


def zipped(content: dict[str, bytes]) -> bytes:
    """Files as a ZIP, the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, each in sorted(content.items()):
            opened.writestr(zipfile.ZipInfo(name, _OLDEST), each, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def said_of(key: str) -> BadInput:
    """A refusal in the words of the screen."""
    text = words.word(key)
    return refuse("", text.en, text.sv)


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """The check again, protocol and commitment held together, and the first night."""
    desk = desk_of(request)
    started = desk.record.started
    if started is not None:
        at = capsule_time(desk.read.person, desk.found, desk.knowledge)
        shown: dict[str, Any] = {"night": started.first_night, "said": _started(started.first_night, desk)}
        shown["capsules"] = None if at is None else desk.knowledge.advice("trial-capsules-at").fill(time=at)
        return render(request, "trial/started.html", shown)
    problems: Sequence[Problem] = ()
    admission: Admission | None = None
    if request.method == "POST":
        try:
            admission = _begin(request, desk)
            if admission.admitted:
                return HttpResponseRedirect("/trial/start")
        except BadInput as error:
            problems = error.problems
    return render(
        request,
        "trial/start.html",
        {
            "nights": offered_nights(desk),
            "sent": request.POST,
            "sealed": (desk.trial.folder / files.PROTOCOL).exists(),
            "promised": (desk.trial.folder / files.COMMITMENT).exists(),
            "questions": open_questions(desk),
            "admission": admission,
            "sources": desk.knowledge.sources,
            "problems": problems,
        },
        status=400 if problems or admission is not None else 200,
    )


def offered_nights(desk: Desk) -> list[date]:
    """The nights that can be the first of a trial."""
    earliest = max(night_of(*desk.clock), desk.today + timedelta(days=1))
    return [earliest + timedelta(days=n) for n in range((desk.today + LATEST - earliest).days + 1)]


def _started(first_night: date, desk: Desk) -> Text:
    template = desk.knowledge.advice("trial-started")
    return Text(
        template.en.format(night=night_words(first_night, "en")),
        template.sv.format(night=night_words(first_night, "sv")),
    )


def _begin(request: HttpRequest, desk: Desk) -> Admission:
    """Start, if nothing speaks against it; what does is in the admission.

    Raises:
        BadInput: papers that are missing or do not fit, a night that cannot be the first, a trial that has started.
    """
    sent = request.POST
    folder = desk.trial.folder
    contents = {
        name: files.read_file(folder / name) if (folder / name).exists() else uploaded(request, field, missing)
        for name, field, missing in (
            (files.PROTOCOL, "protocol", "trial_seal.choose_protocol"),
            (files.COMMITMENT, "commitment", "trial_seal.choose_commitment"),
        )
    }
    papers = papers_of(contents)
    first = first_night_of(wished_day(sent.get("night", "")), night_of(*desk.clock), desk.today)
    must_be_able_to_start(desk.record)
    admission, answers = admission_of(sent, desk), answers_of(sent)
    if not admission.admitted:
        return admission
    begun = start_of(papers, first, desk.read.person, desk.found, desk.knowledge)

    def decide(events: tuple[Event, ...]) -> tuple[Body, ...]:
        must_be_able_to_start(record_of(events))
        return entries(admission, answers, begun)

    keep_papers(contents, folder)
    desk.trial.append(decide, *desk.clock)
    return admission


def wished_day(written: str) -> date | None:
    """The day that was written; None where nothing was.

    Raises:
        BadInput: it is no date.
    """
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise refuse("", "Write a date, 2026-11-22.", "Skriv ett datum, 2026-11-22.") from error


@require_GET
def card_page(request: HttpRequest) -> HttpResponse:
    """The card to carry. It tells nothing of the order."""
    desk = desk_of(request)
    place = desk.trial.folder / files.PROTOCOL
    if not place.exists():
        raise Http404
    plan = read_protocol(files.read_file(place))
    made = card(plan, holder_of(plan, desk.trial.folder, request.GET.get("helper", "")), desk.knowledge)
    return downloaded(card_pdf(made, desk.language), "stilla-card.pdf", "application/pdf")


urlpatterns = [
    path("trial/helper", helper),
    path("trial/start", start),
    path("trial/card.pdf", card_page),
]
