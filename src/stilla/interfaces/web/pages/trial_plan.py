"""Before the seal: how likely a clear answer is, and the protocol with everything that is decided beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods

from stilla.errors import BadInput, refuse
from stilla.interfaces.web import words
from stilla.interfaces.web.desk import desk_of
from stilla.interfaces.web.pictures import drawn, shown_picture
from stilla.interfaces.web.protocol_form import (
    MIDS,
    SIZES,
    Ready,
    admitted_plan,
    asked_items,
    item_rows,
    open_questions,
)
from stilla.interfaces.web.work import BENCH, Work
from stilla.interfaces.words.forecast import (
    COLUMNS,
    DESIGN_NAMES,
    basis,
    chance_cells,
    design_words,
    forecast_picture,
    forecast_says,
    give_or_take,
)
from stilla.trial import seal_files as files
from stilla.trial.forecast import DESIGNS, PACES, Size, asked_for, nights_of, work
from stilla.trial.protocol import read_protocol, write_protocol
from stilla.trial.run_in import run_in_scores

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest

    from stilla.errors import Problem
    from stilla.interfaces.web.desk import Desk
    from stilla.trial.admission import Admission
    from stilla.trial.forecast import Nights, Prospect

FORECAST = Size(100, 100)
"""Invented trials for each figure: a tenth either way, in well under a minute."""
SEALED = Size(1000, 250)
"""Invented trials for the thresholds, and for the figures of the sealed forecast; as `stilla trial protocol`."""
SEED = 1


@require_http_methods(["GET", "POST"])
def forecast(request: HttpRequest) -> HttpResponse:
    """How likely a clear answer is, for several designs; computed beside the requests."""
    desk = desk_of(request)
    key = "forecast", str(desk.folder)
    problems: Sequence[Problem] = ()
    if request.method == "POST":
        try:
            mid = _mid(request.POST.get("mid", ""))
            BENCH.begin(key, _foresee(desk, mid))
            return HttpResponseRedirect("/trial/forecast")
        except BadInput as error:
            problems = error.problems
    piece = BENCH.piece(key)
    if _over_since(request, piece):
        return _load_anew()
    shown: dict[str, Any] = {"piece": piece, "mids": MIDS, "problems": problems, "basis": basis(_nights(desk))}
    if piece is not None and piece.over and piece.result is not None:
        shown |= _foreseen(desk, *piece.result)
    return render(request, "trial/forecast.html", shown, status=400 if problems else 200)


def _over_since(request: HttpRequest, piece: Work | None) -> bool:
    """Whether the page asks how far the work has come, and it is over."""
    return request.headers.get("HX-Request") == "true" and (piece is None or piece.over)


def _load_anew() -> HttpResponse:
    """What makes a page that waits for work load itself; until then only its progress changes, and nobody is moved."""
    return HttpResponse(headers={"HX-Refresh": "true"})


def _mid(written: str) -> float:
    if written not in dict(MIDS):
        raise refuse("", *_both("trial_plan.choose_mid"))
    return float(written)


def _both(key: str) -> tuple[str, str]:
    text = words.word(key)
    return text.en, text.sv


def _nights(desk: Desk) -> Nights:
    return nights_of(run_in_scores(desk.record))


def _foresee(desk: Desk, mid: float) -> Work:
    from stilla.analysis.forecast import Run  # noqa: PLC0415  # SciPy, only where it is computed
    from stilla.trial.forecast import forecast as one  # noqa: PLC0415  # as above

    nights = _nights(desk)
    asked = asked_for(nights, mid)

    def do(told: Callable[[int], object]) -> tuple[list[Prospect], Nights, float]:
        return [one(name, asked, nights, FORECAST, Run(0, SEED, told)) for name in DESIGNS], nights, mid

    return Work(work(tuple(DESIGNS), FORECAST), do)


def _foreseen(desk: Desk, prospects: list[Prospect], nights: Nights, mid: float) -> dict[str, Any]:
    language = desk.language
    return {
        "picture": shown_picture(forecast_picture(prospects, mid), "/trial/forecast", language),
        "says": forecast_says(prospects, desk.knowledge),
        "basis": basis(nights),
        "columns": COLUMNS,
        "prospects": [
            {
                "name": DESIGN_NAMES[each.name],
                "words": design_words(each),
                "paces": [
                    (
                        pace.title,
                        [(chance_cells(row, language), give_or_take(row)) for row in each.outlooks[pace.id].chances],
                    )
                    for pace in PACES
                ],
            }
            for each in prospects
        ],
    }


@require_GET
def forecast_svg(request: HttpRequest, shade: str) -> HttpResponse:
    """The picture of the forecast."""
    desk = desk_of(request)
    piece = BENCH.piece(("forecast", str(desk.folder)))
    if piece is None or piece.result is None:
        raise Http404
    prospects, _, mid = piece.result
    return drawn(forecast_picture(prospects, mid), desk.language, shade)


@require_http_methods(["GET", "POST"])
def protocol(request: HttpRequest) -> HttpResponse:
    """The protocol: the form, the wait, and then every item of it."""
    desk = desk_of(request)
    key = "protocol", str(desk.folder)
    place = desk.trial.folder / files.PROTOCOL
    piece = BENCH.piece(key)
    if _over_since(request, piece):
        return _load_anew()
    if place.exists():
        return _read(request, desk)
    problems: Sequence[Problem] = ()
    admission: Admission | None = None
    if request.method == "POST":
        try:
            found = admitted_plan(request.POST, desk, SEALED)
            if isinstance(found, Ready):
                BENCH.begin(key, _making(desk, found))
                return HttpResponseRedirect("/trial/protocol")
            admission = found
        except BadInput as error:
            problems = error.problems
    piece = BENCH.piece(key)
    if piece is not None and not piece.over:
        return render(request, "trial/working.html", {"piece": piece, "title": "trial_plan.protocol_title"})
    if piece is not None and not problems and admission is None:
        problems = piece.problems
    return render(
        request,
        "trial/protocol_form.html",
        {
            "sent": request.POST,
            "mids": MIDS,
            "sizes": SIZES,
            "designs": DESIGN_NAMES.items(),
            "questions": open_questions(desk),
            "items": asked_items(request.POST),
            "words": desk.record.began.words if desk.record.began is not None else "",
            "strengths": {name: desk.knowledge.advice(asked) for name, asked in STRENGTHS},
            "problems": problems,
            "sources": desk.knowledge.sources,
            "admission": admission,
        },
        status=400 if problems or admission is not None else 200,
    )


STRENGTHS = (("helper", "seal-helper"), ("alone", "seal-alone"), ("open", "seal-open-label"))


def _making(desk: Desk, ready: Ready) -> Work:
    """The protocol computed and written; on the disk only when it is whole."""
    folder = desk.trial.folder

    def do(told: Callable[[int], object]) -> str:
        plan = ready.make(told)
        folder.mkdir(parents=True, exist_ok=True)
        files.write_new(folder / files.PROTOCOL, write_protocol(plan))
        return plan.id

    return Work(ready.steps, do)


def _read(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The protocol as a page."""
    plan = read_protocol(files.read_file(desk.trial.folder / files.PROTOCOL))
    return render(
        request,
        "trial/protocol.html",
        {"plan": plan, "items": item_rows(plan), "started": desk.record.started is not None,
         "strength": desk.knowledge.advice(dict(STRENGTHS)[plan.blinding])},
    )  # fmt: skip


@require_GET
def protocol_json(request: HttpRequest) -> HttpResponse:
    """The protocol's file, for the helper."""
    place = desk_of(request).trial.folder / files.PROTOCOL
    if not place.exists():
        raise Http404
    return downloaded(files.read_file(place), files.PROTOCOL, "application/json")


def downloaded(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to keep."""
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


urlpatterns = [
    path("trial/forecast", forecast),
    path("trial/forecast/<slug:shade>.svg", forecast_svg),
    path("trial/protocol", protocol),
    path("trial/protocol.json", protocol_json),
]
