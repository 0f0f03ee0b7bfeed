"""The addresses of what people decide about the guard itself."""

from django.urls import path

from engine.decisions.storm import Verb
from engine.web.decisions import exemptions, held, maintenance

urlpatterns = [
    path("exemptions/", exemptions.exemptions, name="exemptions"),
    path("exemptions/new/", exemptions.new, name="exemption-new"),
    path("exemptions/<slug:name>/", exemptions.exemption, name="exemption"),
    path("exemptions/<slug:name>/end/", exemptions.end, name="exemption-end"),
    path("maintenance/", maintenance.maintenance, name="maintenance"),
    path("maintenance/new/", maintenance.new, name="maintenance-new"),
    path("maintenance/<slug:name>/", maintenance.window, name="maintenance-one"),
    path("maintenance/<slug:name>/end/", maintenance.end, name="maintenance-end"),
    path("held/", held.held, name="held"),
    path("held/<slug:name>/", held.one, name="held-one"),
    *(path(f"held/<slug:name>/{verb.value}/", held.answered(verb), name=f"held-{verb.value}") for verb in Verb),
]
