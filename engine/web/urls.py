"""Every address there is. A view without a policy stays closed (access.py), and a test finds it."""

from django.urls import include, path

from engine.web import errors, reader
from engine.web.aml import access_log, breaches, cases, counts, what_if
from engine.web.api.docs import docs
from engine.web.api.root import urls as api
from engine.web.deliveries import upload
from engine.web.deliveries import view as deliveries
from engine.web.home import home
from engine.web.log.view import log
from engine.web.overview.view import overview
from engine.web.rules import view as rules
from engine.web.tokens import views as tokens

urlpatterns = [
    path("", overview, name="overview"),
    path("home/", home, name="home"),
    path("reports/", include("engine.web.reports.urls")),
    path("aml/", counts.overview, name="aml"),
    path("aml/counts.<slug:kind>", counts.counts_file, name="aml-counts-file"),
    path("aml/breaches/", breaches.breaches, name="aml-breaches"),
    path("aml/breaches.<slug:kind>", breaches.breaches_file, name="aml-breaches-file"),
    path("aml/cases/", cases.cases, name="aml-cases"),
    path("aml/cases/<slug:name>/", cases.case, name="aml-case"),
    path("aml/what-if/", what_if.what_if, name="aml-what-if"),
    path("aml/access/", access_log.access_log, name="aml-access"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<slug:name>/", rules.rule, name="rule"),
    path("rules/<slug:name>/chart.svg", rules.chart, name="rule-chart"),
    path("rules/<slug:name>/why/", rules.why, name="rule-why"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/new/", upload.upload, name="delivery-new"),
    path("deliveries/<slug:name>/", deliveries.delivery, name="delivery"),
    path("deliveries/<slug:name>/original/", deliveries.original, name="delivery-original"),
    path("", include("engine.web.decisions.urls")),
    path("log/", log, name="log"),
    path("accounts/", include("engine.web.accounts.urls")),
    path("language/", reader.choose, name="language"),
    path("", include("engine.web.review.urls")),
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
