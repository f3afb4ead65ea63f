"""The person's data: where they lie, backups, everything out and in again, and everything gone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stilla.errors import BadInput
from stilla.interfaces.web.desk import desk_of
from stilla.interfaces.web.held import held
from stilla.interfaces.web.weekly import weekly
from stilla.interfaces.words.data import ERASE, size_of
from stilla.store.backup import REASONS, back_up, backups, choose_destination, settings_of
from stilla.store.erase import CANNOT_REACH, erase
from stilla.store.kept_files import is_empty
from stilla.store.restore import restore

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from stilla.errors import Problem
    from stilla.interfaces.web.desk import Desk
    from stilla.store.backup import Backup

DONE = {
    "backup": "data.done_backup",
    "place": "data.done_place",
    "restored": "data.done_restored",
    "imported": "data.done_imported",
}
"""What the page says was done, by the word that a redirect carries."""


@require_GET
def data(request: HttpRequest) -> HttpResponse:
    """Where everything lies, and what can be done with it."""
    return _page(request)


def _page(request: HttpRequest, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    desk = desk_of(request)
    try:
        place, found = settings_of(desk.folder).destination, backups(desk.folder)
    except BadInput as error:
        place, found, problems = None, (), (*problems, *error.problems)
    done = DONE.get(request.GET.get("done", ""))
    shown: dict[str, Any] = {
        "empty": is_empty(desk.folder),
        "backups": [_shown(each, desk) for each in reversed(found)],
        "place": place,
        "typed_place": request.POST.get("place", ""),
        "done": None if problems else done,
        "problems": problems or weekly.problems,
        "shown_at": "/data",
    }
    return render(request, "data/data.html", shown, status=400 if problems else 200)


def _shown(backup: Backup, desk: Desk) -> dict[str, Any]:
    about = backup.manifest
    return {
        "name": backup.name,
        "made": backup.made.astimezone(_now(desk).tzinfo),
        "size": size_of(backup.bytes, desk.language),
        "why": None if about is None else REASONS[about.reason],
        "sound": about is not None and about.sound,
        "outside": desk.folder not in backup.folder.parents,
    }


def _now(desk: Desk) -> datetime:
    """The clock on the wall; where the zone cannot be read any more, a backup can still be put back."""
    try:
        return desk.now
    except BadInput:
        return desk.home.clock()


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """One backup now."""
    desk = desk_of(request)
    try:
        back_up(desk.folder, _now(desk))
    except BadInput as error:
        return _page(request, error.problems)
    return HttpResponseRedirect("/data?done=backup", status=303)


@require_POST
def place(request: HttpRequest) -> HttpResponse:
    """Another folder for backups; an empty field means the data folder again."""
    typed = request.POST.get("place", "").strip()
    try:
        choose_destination(desk_of(request).folder, Path(typed).expanduser() if typed else None)
    except BadInput as error:
        return _page(request, error.problems)
    weekly.again()
    return HttpResponseRedirect("/data?done=place", status=303)


@require_http_methods(["GET", "POST"])
def put_back(request: HttpRequest, name: str) -> HttpResponse:
    """A backup put back, once that was confirmed."""
    desk = desk_of(request)
    found = next((each for each in backups(desk.folder) if each.name == name), None)
    if found is None:
        raise Http404
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            restore(desk.folder, name, _now(desk))
        except BadInput as error:
            problems = error.problems
        else:
            return HttpResponseRedirect("/data?done=restored", status=303)
    shown = {"backup": _shown(found, desk), "problems": problems}
    return render(request, "data/restore.html", shown, status=400 if problems else 200)


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Everything as one file. A POST, since making it needs a working folder for a moment."""
    from stilla.store.archive import exported  # noqa: PLC0415  # only where it is asked for

    desk = desk_of(request)
    try:
        content = exported(desk.folder, desk.language)
    except BadInput as error:
        return _page(request, error.problems)
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="stilla-{desk.today}.zip"'
    return response


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """An exported file, held until it was looked at."""
    try:
        token = held.hold(request.FILES.get("file"))
    except BadInput as error:
        return _page(request, error.problems)
    return HttpResponseRedirect(f"/data/import/{token}", status=303)


@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest, token: str) -> HttpResponse:
    """What a file holds; and, once confirmed, its content in the place of what is here."""
    from stilla.store.archive_contents import contents_of  # noqa: PLC0415  # only where a file was sent
    from stilla.store.archive_read import import_archive  # noqa: PLC0415  # as above

    desk, file = desk_of(request), held.file(token)
    if file is None:
        return HttpResponseRedirect("/data")
    shown: dict[str, Any] = {"name": file.name, "empty": is_empty(desk.folder)}
    try:
        if request.method == "POST":
            import_archive(file.path, desk.folder, desk.now, replace=request.POST.get("replace") == "yes")
            held.drop(token)
            return HttpResponseRedirect("/data?done=imported", status=303)
        shown["contents"] = contents_of(file.path)
    except BadInput as error:
        return render(request, "data/import.html", {**shown, "problems": error.problems}, status=400)
    return render(request, "data/import.html", shown)


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest) -> HttpResponse:
    """Everything gone, once the word was typed; then what is left and cannot be reached."""
    desk = desk_of(request)
    word, typed = ERASE.to(desk.language), request.POST.get("word", "")
    shown: dict[str, Any] = {"word": word, "typed": typed, "cannot_reach": CANNOT_REACH}
    if request.method == "POST" and typed.strip().casefold() == word:
        # What the page speaks is read before it is gone.
        shown |= {"language": desk.language, "erased": erase(desk.folder)}
        weekly.again()
        return render(request, "data/erased.html", shown)
    wrong = request.method == "POST"
    return render(request, "data/erase.html", {**shown, "wrong": wrong}, status=400 if wrong else 200)


urlpatterns = [
    path("data", data),
    path("data/backup", make),
    path("data/place", place),
    path("data/restore/<slug:name>", put_back),
    path("data/export", export),
    path("data/import", send),
    path("data/import/<slug:token>", take_in),
    path("data/erase", remove),
]
