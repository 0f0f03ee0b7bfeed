"""The addresses of the reports, below `/reports/`."""

from django.urls import path

from engine.web.reports import files, final, view, words

urlpatterns = [
    path("", view.reports, name="reports"),
    path("editions/<int:seq>/", view.edition, name="reports-edition"),
    path("editions/<int:seq>/<slug:kind>/", files.edition_file, name="reports-edition-file"),
    path("<slug:organisation>/<slug:report>/<str:period>/", view.read, name="reports-read"),
    path("<slug:organisation>/<slug:report>/<str:period>/words/", words.words, name="reports-words"),
    path("<slug:organisation>/<slug:report>/<str:period>/final/", final.final, name="reports-final"),
    path("<slug:organisation>/<slug:report>/<str:period>/file/<slug:kind>/", files.draft_file, name="reports-draft-file"),
]
