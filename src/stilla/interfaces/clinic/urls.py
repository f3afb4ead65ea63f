"""Every address of a clinic. Each page but the entrance, the signs of life and the help in danger is for one role."""

from __future__ import annotations

from importlib import import_module

from django import conf
from django.urls import URLPattern, URLResolver, path
from django.urls.resolvers import RoutePattern

from stilla.interfaces.clinic.pages import admin, analyst, clinician, entrance, key_holder, participant, signs

OPEN = [
    path("", entrance.start),
    path("login", entrance.login),
    path("logout", entrance.logout),
    path("password", entrance.password),
    path("language", entrance.language),
    path("healthz", signs.healthz),
    path("readyz", signs.readyz),
    path("metrics", signs.metrics),
    *import_module("stilla.interfaces.web.pages.urgent").urlpatterns,
    *import_module("stilla.interfaces.web.pages.article").urlpatterns,
    *import_module("stilla.interfaces.web.pages.knowledge").urlpatterns,
]
"""For everybody, inside or outside; what is personal there is the own account alone."""

GUARDED = [
    *participant.urlpatterns,
    *clinician.urlpatterns,
    *key_holder.urlpatterns,
    *analyst.urlpatterns,
    *admin.urlpatterns,
]


HOOKS = "stilla.interfaces.cds_hooks.server.urls"
"""The service for record systems. It knows by its own means who asks, and keeps nothing."""

urlpatterns: list[URLPattern | URLResolver] = [*OPEN, *GUARDED]
if conf.settings.configured and getattr(conf.settings, "STILLA_CDS", None) is not None:
    urlpatterns.append(URLResolver(RoutePattern("cds/"), HOOKS))

handler404 = "stilla.interfaces.web.pages.start.missing"
