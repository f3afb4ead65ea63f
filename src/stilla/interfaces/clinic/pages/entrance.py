"""In and out: login, logout, another password, the language; and the first page of each role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stilla.errors import BadInput, refuse
from stilla.interfaces.clinic import figures, passwords
from stilla.interfaces.clinic.door import COOKIE, LANGUAGE, database_of, inside_of, office_of
from stilla.store.clinic.accounts import Door
from stilla.store.clinic.schema import ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from stilla.errors import Problem
    from stilla.store.clinic.accounts import Inside

FIRST = {
    "participant": "/me",
    "clinician": "/people",
    "key-holder": "/keys",
    "analyst": "/pooled",
    "admin": "/accounts",
}
"""The first page of each role."""
assert set(FIRST) == set(ROLES)


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """To the first page of whoever asks."""
    inside = inside_of(request)
    if inside is None:
        return HttpResponseRedirect("/login", status=303)
    return HttpResponseRedirect("/password" if inside.must_change else FIRST[inside.role], status=303)


@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Name and password. Why it failed is not said: neither whether there is such a name."""
    if request.method != "POST":
        return render(request, "entrance/login.html", {"failed": False, "shut": False})
    door = Door(database_of())
    name = request.POST.get("name", "").strip().casefold()[:200]
    password = request.POST.get("password", "")[: passwords.LONGEST + 1]
    if not door.attempt(name, _address(request)):
        door.kept_out(name)
        figures.FAILED_LOGINS.labels("too-many").inc()
        return render(request, "entrance/login.html", {"failed": False, "shut": True}, status=429)
    token = door.enter(name, passwords.shown(password, door.salt(name)), _address(request))
    if token is None:
        figures.FAILED_LOGINS.labels("wrong").inc()
        return render(request, "entrance/login.html", {"failed": True, "shut": False}, status=403)
    if inside_of(request) is not None:
        door.leave(request.COOKIES[COOKIE])
    rotate_token(request)
    response = HttpResponseRedirect("/", status=303)
    response.set_cookie(COOKIE, token, secure=True, httponly=True, samesite="Strict")
    return response


def _address(request: HttpRequest) -> str:
    """Who asks, as far as that is known: behind a proxy the last address that it wrote down itself."""
    told = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
    return told if told and office_of().tls_header else request.META.get("REMOTE_ADDR", "")


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Out, also for whoever has a copy of the cookie."""
    if inside_of(request) is not None:
        Door(database_of()).leave(request.COOKIES[COOKIE])
    response = HttpResponseRedirect("/login", status=303)
    response.delete_cookie(COOKIE, samesite="Strict")
    response.cookies[COOKIE]["secure"] = True
    return response


@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Another password; the first one must be changed."""
    inside = inside_of(request)
    if inside is None:
        return HttpResponseRedirect("/login", status=303)
    problems: Sequence[Problem] = ()
    if request.method == "POST":
        try:
            _change(request, inside)
            return HttpResponseRedirect("/login", status=303)
        except BadInput as error:
            problems = error.problems
    return render(request, "entrance/password.html", {"problems": problems}, status=400 if problems else 200)


def _change(request: HttpRequest, inside: Inside) -> None:
    door, sent = Door(database_of()), request.POST
    if sent.get("new") != sent.get("again"):
        raise refuse("again", "The two new passwords differ.", "De två nya lösenorden är olika.")
    if sent.get("new") == sent.get("old"):
        raise refuse("new", "This is the old password.", "Det här är det gamla lösenordet.")
    passwords.must_be_good(sent.get("new", ""), inside.name)
    if not door.attempt(inside.name, _address(request)):
        raise refuse("", "Too many attempts. Wait a quarter of an hour.", "För många försök. Vänta en kvart.")
    old = passwords.shown(sent.get("old", "")[: passwords.LONGEST + 1], door.salt(inside.name))
    if not door.change_password(request.COOKIES[COOKIE], old, passwords.secret_of(sent["new"])):
        raise refuse("old", "The old password is another one.", "Det gamla lösenordet är ett annat.")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The other language, on the page where it was asked for."""
    to = request.POST.get("to", "/")
    inner = to.startswith("/") and url_has_allowed_host_and_scheme(to, allowed_hosts=None)
    response = HttpResponseRedirect(to if inner else "/", status=303)
    chosen = "sv" if request.POST.get("language") == "sv" else "en"
    response.set_cookie(LANGUAGE, chosen, max_age=31_536_000, secure=True, httponly=True, samesite="Strict")
    return response
