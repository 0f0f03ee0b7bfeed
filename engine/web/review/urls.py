"""The addresses of the queue and of one avvik, with one for each move: each move has the policy of its own right."""

from django.urls import path

from engine.web.review.forms import FORMS
from engine.web.review.queue_views import assign, waiting
from engine.web.review.views import attachment, avvik, chart, made

urlpatterns = [
    path("avvik/", waiting, name="avvik"),
    path("avvik/assign/", assign, name="avvik-assign-several"),
    path("avvik/<str:name>/", avvik, name="avvik-one"),
    path("avvik/<str:name>/chart.svg", chart, name="avvik-chart"),
    path("avvik/<str:name>/files/<int:number>/", attachment, name="avvik-file"),
    *(path(f"avvik/<str:name>/{move.value}/", made(move), name=f"avvik-{move.value}") for move in FORMS),
]
