"""The administrator: accounts, who is assigned to whom, and the log. Nothing about anybody's health."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stilla.errors import BadInput, refuse
from stilla.interfaces.clinic import passwords
from stilla.interfaces.clinic.desk import clinic_desk
from stilla.interfaces.clinic.door import database_of, only
from stilla.store.clinic import audit
from stilla.store.clinic.accounts import Administration
from stilla.store.clinic.database import Deed
from stilla.store.clinic.schema import ROLES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest, HttpResponse

    from stilla.errors import Problem

ONLY = only("admin")
NEWEST = 200
"""Rows of the log on its page."""


def _administration(request: HttpRequest) -> Administration:
    return Administration(database_of(), clinic_desk(request).actor)


@ONLY
@require_http_methods(["GET", "POST"])
def accounts(request: HttpRequest) -> HttpResponse:
    """Every account; a new one gets a first password, shown once."""
    sent = request.POST
    if request.method != "POST":
        return _accounts(request)
    if sent.get("role") not in ROLES:
        return _accounts(request, _no_role().problems)
    password = passwords.first()
    try:
        _administration(request).add(sent.get("name", ""), sent["role"], passwords.secret_of(password))
    except BadInput as error:
        return _accounts(request, error.problems)
    return _accounts(request, made=(sent.get("name", "").strip().casefold(), password))


def _no_role() -> BadInput:
    return refuse("role", "Choose a role.", "Välj en roll.")


def _accounts(request: HttpRequest, problems: Sequence[Problem] = (), **more: Any) -> HttpResponse:
    shown = {"accounts": _administration(request).accounts(), "roles": ROLES, "problems": problems, **more}
    return render(request, "admin/accounts.html", shown, status=400 if problems else 200)


def _done(request: HttpRequest, work: Callable[[Administration], object], to: str) -> HttpResponse:
    work(_administration(request))
    return HttpResponseRedirect(to, status=303)


@ONLY
@require_POST
def disable(request: HttpRequest, account: int) -> HttpResponse:
    """Shut an account out."""
    return _done(request, lambda work: work.disable(account), "/accounts")


@ONLY
@require_POST
def enable(request: HttpRequest, account: int) -> HttpResponse:
    """Let an account in again."""
    return _done(request, lambda work: work.enable(account), "/accounts")


@ONLY
@require_POST
def reset(request: HttpRequest, account: int) -> HttpResponse:
    """Another first password, shown once."""
    password = passwords.first()
    _administration(request).reset(account, passwords.secret_of(password))
    return _accounts(request, made=(str(account), password))


@ONLY
@require_GET
def assignments(request: HttpRequest) -> HttpResponse:
    """Who meets whom."""
    return _assignments(request)


def _assignments(request: HttpRequest, problems: Sequence[Problem] = ()) -> HttpResponse:
    work = _administration(request)
    meeting = [each for each in work.accounts() if each.disabled is None and each.role not in {"admin", "analyst"}]
    shown = {
        "assignments": work.assignments(),
        "people": work.people(),
        "accounts": meeting,
        "problems": problems,
    }
    return render(request, "admin/assignments.html", shown, status=400 if problems else 200)


@ONLY
@require_POST
def add_person(request: HttpRequest) -> HttpResponse:
    """A new person: a code, and nothing else."""
    return _done(request, lambda work: work.add_person(), "/assignments")


@ONLY
@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Let an account meet a person."""
    return _assigned(request, _administration(request).assign)


@ONLY
@require_POST
def release(request: HttpRequest) -> HttpResponse:
    """End an assignment."""
    return _assigned(request, _administration(request).release)


def _assigned(request: HttpRequest, change: Callable[[int, str], None]) -> HttpResponse:
    written = request.POST.get("account", "")
    account = int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0
    try:
        change(account, request.POST.get("code", "")[:40])
    except BadInput as error:
        return _assignments(request, error.problems)
    return HttpResponseRedirect("/assignments", status=303)


@ONLY
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """The newest rows of the log."""
    with database_of().acting(clinic_desk(request).actor, Deed("read", "audit")) as connection:
        rows = list(audit.rows(connection, newest=NEWEST))
    return render(request, "admin/audit.html", {"rows": rows[::-1]})


urlpatterns = [
    path("accounts", accounts),
    path("accounts/<int:account>/disable", disable),
    path("accounts/<int:account>/enable", enable),
    path("accounts/<int:account>/reset", reset),
    path("assignments", assignments),
    path("assignments/person", add_person),
    path("assignments/add", assign),
    path("assignments/end", release),
    path("audit", log),
]
