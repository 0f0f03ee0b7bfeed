"""The workplace's addresses, and the demo's links."""

from django.urls import path

from engine.web.demo.enter import enter
from engine.web.urls import handler400, handler403, handler404, handler429, handler500
from engine.web.urls import urlpatterns as of_the_workplace

urlpatterns = [*of_the_workplace, path("demo/<str:code>/", enter, name="demo-enter")]

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]
