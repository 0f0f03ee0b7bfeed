"""Every address there is. A view without a policy stays closed (access.py), and a test finds it."""

from django.urls import include, path

from engine.web import errors, reader
from engine.web.overview.view import overview

urlpatterns = [
    path("", overview, name="overview"),
    path("reports/", include("engine.web.reports.urls")),
    path("language/", reader.choose, name="language"),
    path("", include("engine.web.sign_in.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_many
handler500 = errors.failed
