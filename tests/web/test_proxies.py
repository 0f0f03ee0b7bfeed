"""Who the visitor is: what a stranger writes into a header counts for nothing."""

import pytest
from django.conf import settings as django
from django.http import HttpRequest, HttpResponse

from engine.web.proxies import Proxies


def seen(monkeypatch: pytest.MonkeyPatch, trusted: str, **meta: str) -> HttpRequest:
    monkeypatch.setattr(django, "MALVAKT", django.MALVAKT.model_copy(update={"trusted_proxies": trusted}))
    request = HttpRequest()
    request.META.update({"REMOTE_ADDR": "10.0.0.1", "wsgi.url_scheme": "http", **meta})
    Proxies(lambda _: HttpResponse())(request)
    return request


@pytest.mark.parametrize(
    ("trusted", "forwarded", "address"),
    [
        ("", "1.2.3.4", "10.0.0.1"),
        ("10.0.0.2", "1.2.3.4", "10.0.0.1"),
        ("10.0.0.1", "1.2.3.4", "1.2.3.4"),
        ("10.0.0.9, 10.0.0.1", "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        ("10.0.0.1", "2001:db8::1", "2001:db8::1"),
        ("10.0.0.1", "<script>", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
    ],
)
def test_only_a_trusted_proxy_says_who_the_visitor_is(
    monkeypatch: pytest.MonkeyPatch, trusted: str, forwarded: str, address: str
) -> None:
    """Of several addresses the last counts: the others are what the visitor wrote."""
    assert seen(monkeypatch, trusted, HTTP_X_FORWARDED_FOR=forwarded).META["REMOTE_ADDR"] == address


@pytest.mark.parametrize(("trusted", "scheme"), [("", "http"), ("10.0.0.1", "https")])
def test_only_a_trusted_proxy_says_that_it_was_https(monkeypatch: pytest.MonkeyPatch, trusted: str, scheme: str) -> None:
    request = seen(monkeypatch, trusted, HTTP_X_FORWARDED_PROTO="https", HTTP_X_FORWARDED_HOST="evil.example")
    assert request.META["wsgi.url_scheme"] == scheme
    assert "HTTP_X_FORWARDED_HOST" not in request.META
