"""The key-holder: seals, packs, and opens. The key lies in the database behind a passphrase that is kept nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from stilla.errors import BadInput, refuse
from stilla.interfaces.clinic.desk import clinic_desk
from stilla.interfaces.clinic.door import database_of, only
from stilla.interfaces.clinic.told import protocol_of
from stilla.interfaces.clinic.words import WORDS
from stilla.interfaces.trial.emergency import ARMS, periods_of
from stilla.interfaces.trial.sealing import helper_words, sheets
from stilla.interfaces.web.pages.trial_plan import downloaded
from stilla.interfaces.web.pages.trial_seal import said_of, zipped
from stilla.store.clinic.people import People
from stilla.text import number
from stilla.trial.emergency import emergency as emergency_entries
from stilla.trial.opening import must_be_ready
from stilla.trial.opening import opened as opening_entries
from stilla.trial.seal import open_seal, read_commitment, seal, write_commitment
from stilla.trial.seal_lock import lock, read_locked, unlock, write_locked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from stilla.errors import Problem
    from stilla.interfaces.clinic.desk import ClinicDesk
    from stilla.trial.protocol import Protocol
    from stilla.trial.seal import Opened

ONLY = only("key-holder")


@ONLY
@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """Whose keys this account holds, by code."""
    return render(request, "key_holder/keys.html", {"codes": People(database_of(), clinic_desk(request).actor).codes()})


@ONLY
@require_GET
def trial(request: HttpRequest, code: str) -> HttpResponse:
    """What can be done with one trial."""
    return _shown(request, clinic_desk(request).about(code))


def _shown(request: HttpRequest, desk: ClinicDesk, problems: Sequence[Problem] = (), **more: Any) -> HttpResponse:
    papers = desk.papers.kept_papers
    shown = {
        "code": desk.whose,
        "planned": papers.protocol is not None,
        "promise": None if papers.commitment is None else read_commitment(papers.commitment),
        "opened": desk.papers.opened(),
        "problems": problems,
        **more,
    }
    return render(request, "key_holder/trial.html", shown, status=400 if problems else 200)


def _plan(desk: ClinicDesk) -> Protocol:
    found = protocol_of(desk)
    if found is None:
        raise refuse("", WORDS["keys.no_plan"].en, WORDS["keys.no_plan"].sv)
    return found


def _unlocked(request: HttpRequest, desk: ClinicDesk) -> tuple[Protocol, Opened]:
    """Plan and order, from the key behind the passphrase that was sent.

    Raises:
        BadInput: nothing is sealed, or the passphrase does not open it.
    """
    plan, locked, promise = _plan(desk), desk.papers.key(), desk.papers.kept_papers.commitment
    if locked is None or promise is None:
        raise refuse("", "This trial is not sealed yet.", "Försöket är inte förseglat än.")
    key = unlock(read_locked(locked), request.POST.get("passphrase", ""))
    return plan, open_seal(plan, read_commitment(promise), key)


@ONLY
@require_POST
def sealed(request: HttpRequest, code: str) -> HttpResponse:
    """Draw the order and seal it; the passphrase is kept nowhere."""
    desk, sent = clinic_desk(request).about(code), request.POST
    try:
        if sent.get("passphrase") != sent.get("again"):
            raise said_of("trial_seal.not_the_same")
        made = seal(_plan(desk), desk.now, helper=helper_words(sent.get("helper", "")))
        locked = write_locked(lock(made.key, sent.get("passphrase", "")))
        desk.papers.keep_seal(write_commitment(made.commitment), locked)
    except BadInput as error:
        return _shown(request, desk, error.problems)
    return HttpResponseRedirect(f"/keys/{code}", status=303)


@ONLY
@require_POST
def packing(request: HttpRequest, code: str) -> HttpResponse:
    """The packing sheet and the page for the envelope."""
    desk = clinic_desk(request).about(code)
    try:
        plan, opened = _unlocked(request, desk)
    except BadInput as error:
        return _shown(request, desk, error.problems)
    content = {name: page() for name, page in sheets(plan, opened, desk.knowledge).items()}
    return downloaded(zipped(content), "stilla-packing.zip", "application/zip")


@ONLY
@require_POST
def opened(request: HttpRequest, code: str) -> HttpResponse:
    """Open the seal at the end, for the answer. The database wants the trial to be over as well."""
    desk, sent = clinic_desk(request).about(code), request.POST
    without, who = "without" in sent, f"key-holder {desk.actor.account}"
    try:
        must_be_ready(desk.events, *desk.clock, without_guesses=without)
        _, order = _unlocked(request, desk)
        desk.papers.open(order.sequence, lambda events: opening_entries(events, who), desk.clock, emergency=False)
    except BadInput as error:
        return _shown(request, desk, error.problems)
    return HttpResponseRedirect(f"/keys/{code}", status=303)


@ONLY
@require_POST
def emergency(request: HttpRequest, code: str) -> HttpResponse:
    """Open the allocation at any hour; written down before anything is shown."""
    desk, why = clinic_desk(request).about(code), request.POST.get("why", "").strip()
    who = f"key-holder {desk.actor.account}"
    try:
        if not why:
            raise refuse("why", "Say why, in a few words.", "Skriv varför, i några ord.")
        plan, order = _unlocked(request, desk)
        desk.papers.open(
            order.sequence,
            lambda events: emergency_entries(events, who, why),
            desk.clock,
            emergency=True,
        )
    except BadInput as error:
        return _shown(request, desk, error.problems)
    arms = [each.fill(mg=number(plan.dose_mg, desk.language)) for each in ARMS]
    rows = [(each, arms[each.active]) for each in periods_of(plan, order)]
    return render(request, "key_holder/opened.html", {"code": code, "rows": rows})


urlpatterns = [
    path("keys", keys),
    path("keys/<slug:code>", trial),
    path("keys/<slug:code>/seal", sealed),
    path("keys/<slug:code>/packing", packing),
    path("keys/<slug:code>/open", opened),
    path("keys/<slug:code>/emergency", emergency),
]
