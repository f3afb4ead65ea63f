"""The end: guesses first, then the key, then the answer; and whether anything was changed. Blinded, nothing is here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods

from stilla.diary.nights import latest_morning
from stilla.errors import BadInput
from stilla.interfaces.report.making import summary_kept
from stilla.interfaces.trial.answering import keep_answer, reveal
from stilla.interfaces.trial.emergency import ARMS, cannot_be_shown, period_of_now, periods_of, write_opening
from stilla.interfaces.trial.pictures import pictures_of
from stilla.interfaces.web.desk import desk_of
from stilla.interfaces.web.pages.trial_plan import downloaded
from stilla.interfaces.web.pages.trial_seal import said_of, uploaded, zipped
from stilla.interfaces.web.pictures import drawn, shown_picture
from stilla.interfaces.web.trial_kept import remember, trial_given
from stilla.interfaces.words.answer import (
    BLIND_READING,
    alike_words,
    carryover_rows,
    order_words,
    rows_words,
    sensitivity_words,
    told,
)
from stilla.interfaces.words.trial import VERDICT_SYMBOLS, VERDICT_WORDS
from stilla.report.of_trial import Over, TrialGiven
from stilla.text import number
from stilla.trial import seal_files as files
from stilla.trial.exporting import exported
from stilla.trial.key_files import key_from
from stilla.trial.opening import must_be_ready, opener_of
from stilla.trial.protocol import read_protocol
from stilla.trial.report_items import cent_of
from stilla.trial.report_results import harms_short
from stilla.trial.report_words import Case
from stilla.trial.said import sentences
from stilla.trial.seal import open_seal, read_commitment
from stilla.trial.status import guesses_due
from stilla.trial.verify import verify

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from django.http import HttpRequest

    from stilla.diary.record import Pause
    from stilla.errors import Problem
    from stilla.interfaces.web.desk import Desk
    from stilla.pictures.picture import Picture
    from stilla.plan import Sentence
    from stilla.text import Text
    from stilla.trial.cent import Reported
    from stilla.trial.protocol import Protocol
    from stilla.trial.seal import Commitment, Key
    from stilla.trial.seal import Opened as Allocation

ARM_WORDS = ("trial_answer.magnesium", "trial_answer.placebo")
LOOK_FIRST = ("hundred-dots", "quantile-dots", "nights", "timeline")
"""The pictures in the order in which they are looked at."""
IN_TIME = {"nights", "timeline"}
"""Those that run along the calendar."""


class Answer(NamedTuple):
    """An answer as the page needs it, whatever its language."""

    protocol: Protocol
    over: Over
    spoken: tuple[Sentence, ...]
    items: tuple[Reported, ...]
    harms: Text
    pictures: tuple[tuple[str, Picture], ...]


def answer_of(desk: Desk) -> Answer | None:
    """The answer; None until it has been opened and given.

    Raises:
        BadInput: the files do not fit the diary.
    """
    given = trial_given(desk) if desk.record.answered is not None else None
    if given is None or given.over is None or given.protocol is None:
        return None
    protocol, over, record = given.protocol, given.over, given.record
    finished = over.finished
    case = Case(protocol, record, finished, over.sequence, desk.knowledge, over.where)
    items = cent_of(protocol, record, finished, over.sequence, knowledge=desk.knowledge, where=over.where)
    pictures = tuple(sorted(over.pictures, key=lambda each: LOOK_FIRST.index(each[0])))
    return Answer(protocol, over, sentences(finished, protocol, desk.knowledge), items, harms_short(case), pictures)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest) -> HttpResponse:
    """The answer; before it the key, and before that the guesses."""
    desk = desk_of(request)
    problems: Sequence[Problem] = ()
    if request.method == "POST":
        try:
            _open(request, desk)
            return HttpResponseRedirect("/trial/answer")
        except BadInput as error:
            problems = error.problems
    found = answer_of(desk) if not problems else None
    if found is not None:
        return render(request, "trial/answer.html", _shown(found, desk))
    ready: Sequence[Problem] = ()
    try:
        must_be_ready(desk.events, *desk.clock, without_guesses=True)
    except BadInput as error:
        ready = error.problems
    return render(
        request,
        "trial/open.html",
        {
            "not_yet": ready,
            "waiting": guesses_due(desk.record, latest_morning(*desk.clock)),
            "sent": request.POST,
            "key_here": (desk.trial.folder / files.KEY).exists(),
            "lost": desk.knowledge.advice("seal-lost-key"),
            "problems": problems,
        },
        status=400 if problems else 200,
    )


def _open(request: HttpRequest, desk: Desk) -> None:
    """Open and answer: the log first, then the key beside it, then the answer.

    Raises:
        BadInput: nights or guesses are left, or key and seal do not fit.
    """
    sent = request.POST
    must_be_ready(desk.events, *desk.clock, without_guesses="without" in sent)
    protocol, commitment = _papers(desk)
    key = _key(request, desk)
    sequence = open_seal(protocol, commitment, key).sequence
    reveal(desk.trial, key, opener_of(sent.get("who", ""), commitment), desk.clock)
    given = keep_answer(desk.trial, (protocol, sequence), desk.clock, desk.language, desk.knowledge)
    pictures = tuple(pictures_of(given.finished, given.record, sequence, protocol, desk.zone))
    summary = summary_kept(desk.trial.folder / files.SUMMARY, protocol)
    over = Over(given.finished, sequence, desk.zone, pictures, summary)
    remember(desk, TrialGiven(given.record, latest_morning(*desk.clock), protocol, over))


def _papers(desk: Desk) -> tuple[Protocol, Commitment]:
    folder = desk.trial.folder
    return (
        read_protocol(files.read_file(folder / files.PROTOCOL)),
        read_commitment(files.read_file(folder / files.COMMITMENT)),
    )


def _key(request: HttpRequest, desk: Desk) -> Key:
    """The key that was sent; one that was revealed before lies with the diary."""
    place = desk.trial.folder / files.KEY
    sent = "key" in request.FILES or not place.exists()
    content = uploaded(request, "key", "trial_answer.choose_key") if sent else files.read_file(place)
    return key_from(content, lambda: str(request.POST.get("passphrase", "")))


def _pause(each: Pause, where: ZoneInfo) -> tuple[date, date | None]:
    """From which day, and to which; None while it lasts."""
    return each.since.astimezone(where).date(), None if each.until is None else each.until.astimezone(where).date()


def _shown(found: Answer, desk: Desk) -> dict[str, Any]:
    language, finished = desk.language, found.over.finished
    result = finished.answer
    guesses = result.blinding
    missing = finished.missingness
    return {
        "verdict": result.verdict,
        "sign": VERDICT_SYMBOLS[result.verdict],
        "word": VERDICT_WORDS[result.verdict],
        "told": told(finished, found.spoken),
        "too_little": result.too_little,
        "harms": found.harms,
        "pictures": [
            shown_picture(each, f"/trial/answer/{name}", language, wide=name in IN_TIME)
            for name, each in found.pictures
        ],
        "rests_on": (rows_words(result), alike_words(result)),
        "order": order_words(result),
        "wash": [(days, share) for days, _, share in carryover_rows(result, language)],
        "blind": None if guesses is None else BLIND_READING[guesses.reading],
        "guesses": () if guesses is None else tuple(zip(ARM_WORDS, (guesses.active, guesses.comparator), strict=True)),
        "arms": tuple(zip(ARM_WORDS, (missing.active, missing.comparator), strict=True)),
        "others": [sensitivity_words(each, language) for each in result.sensitivity],
        "notes": result.notes,
        "pauses": [_pause(each, found.over.where) for each in desk.record.pauses],
        "items": found.items,
        "sources": [
            desk.knowledge.sources[name] for name in dict.fromkeys(s for each in found.spoken for s in each.sources)
        ],
    }  # fmt: skip


@require_GET
def picture(request: HttpRequest, name: str, shade: str) -> HttpResponse:
    """A picture of the answer; there is none before it."""
    desk = desk_of(request)
    found = answer_of(desk)
    value = None if found is None else dict(found.pictures).get(name)
    if value is None:
        raise Http404
    return drawn(value, desk.language, shade)


@require_GET
def verified(request: HttpRequest) -> HttpResponse:
    """Every file of the trial against every other: what was changed, with file and line."""
    desk = desk_of(request)
    return render(request, "trial/verify.html", {"found": verify(desk.trial.folder), "any": bool(desk.events)})


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The files for somebody else; the key only once it has been revealed."""
    desk = desk_of(request)
    content = exported(desk.trial.folder, desk.language).files
    return downloaded(zipped(content), "stilla-trial.zip", "application/zip")


@require_http_methods(["GET", "POST"])
def emergency(request: HttpRequest) -> HttpResponse:
    """Open the allocation at any hour; written down before anything is shown."""
    desk = desk_of(request)
    problems: Sequence[Problem] = ()
    if request.method == "POST":
        try:
            return _emergency(request, desk)
        except BadInput as error:
            problems = error.problems
    place = desk.trial.folder / files.PROTOCOL
    dose = number(read_protocol(files.read_file(place)).dose_mg, desk.language) if place.exists() else "200"
    return render(
        request,
        "trial/emergency.html",
        {
            "first": desk.knowledge.advice("seal-emergency-first").fill(mg=dose),
            "sent": request.POST,
            "any": bool(desk.events),
            "opened": any(each.emergency for each in desk.record.opened),
            "advice": desk.knowledge.advice("seal-opened-emergency"),
            "problems": problems,
        },
        status=400 if problems else 200,
    )


def _emergency(request: HttpRequest, desk: Desk) -> HttpResponse:
    sent = request.POST
    who, why, how = sent.get("who", ""), sent.get("why", ""), sent.get("how")
    if not who.strip() or not why.strip():
        raise said_of("trial.say_who")
    if how not in {"envelope", "key"}:
        raise said_of("trial.say_how")
    if how == "envelope":
        write_opening(desk.trial, who, why, desk.clock, needed=False)
        return HttpResponseRedirect("/trial/emergency")
    plan, opened = _allocation(request, desk)
    unwritten = write_opening(desk.trial, who, why, desk.clock, needed=True)
    now = period_of_now(desk.trial, desk.clock)
    arms = [each.fill(mg=number(plan.dose_mg, desk.language)) for each in ARMS]
    return render(
        request,
        "trial/emergency_opened.html",
        {
            "rows": [(each, arms[each.active]) for each in periods_of(plan, opened)],
            "now": now,
            "what": None if now is None else arms[opened.sequence[now - 1]],
            "unwritten": unwritten,
            "advice": desk.knowledge.advice("seal-opened-emergency" if unwritten is None else "seal-opened-unwritten"),
        },
    )


def _allocation(request: HttpRequest, desk: Desk) -> tuple[Protocol, Allocation]:
    """What the key opens; where it does not fit, what to do instead stands first."""
    try:
        plan, commitment = _papers(desk)
        return plan, open_seal(plan, commitment, _key(request, desk))
    except BadInput as error:
        raise cannot_be_shown(error) from error


urlpatterns = [
    path("trial/answer", answer),
    path("trial/answer/<slug:name>/<slug:shade>.svg", picture),
    path("trial/verify", verified),
    path("trial/export.zip", export),
    path("trial/emergency", emergency),
]
