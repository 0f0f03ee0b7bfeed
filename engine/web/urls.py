"""Every address there is. A view without a policy stays closed (access.py), and a test finds it."""

from django.urls import include, path

from engine.web import errors, reader
from engine.web.api.docs import docs
from engine.web.api.root import urls as api
from engine.web.overview.view import overview
from engine.web.tokens import views as tokens

urlpatterns = [
    path("", overview, name="overview"),
    path("language/", reader.choose, name="language"),
    path("account/tokens/", tokens.tokens, name="tokens"),
    path("account/tokens/<str:token>/end/", tokens.end, name="token-end"),
    path("api/docs/", docs, name="api-docs"),
    path("api/", api),
    path("", include("engine.web.sign_in.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_many
handler500 = errors.failed
