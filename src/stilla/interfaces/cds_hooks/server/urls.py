"""The addresses of the service. Another server can `include` them wherever it likes."""

from __future__ import annotations

from django.urls import path

from stilla.interfaces.cds_hooks.server import views

urlpatterns = [
    path("cds-services", views.services, name="cds-services"),
    path("cds-services/<slug:name>", views.service, name="cds-service"),
    path("cds-services/<slug:name>/feedback", views.feedback, name="cds-feedback"),
    path("knowledge/<slug:name>", views.knowledge, name="cds-knowledge"),
]
handler404 = "stilla.interfaces.cds_hooks.server.views.missing"
