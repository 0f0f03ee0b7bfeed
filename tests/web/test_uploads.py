"""A request that says it is too large is turned away before it is read."""

from io import BytesIO

from django.test import RequestFactory

from engine.web.uploads import LARGEST_REQUEST, LargestRequest
from tests.web.site import Site


class Unread(BytesIO):
    def read(self, *_: object) -> bytes:
        raise AssertionError("it was read")


def test_what_is_too_large_is_not_read(site: Site) -> None:
    request = RequestFactory().post("/avvik/A-000001/attach/", data={})
    request._stream = Unread()
    request.META["CONTENT_LENGTH"] = str(LARGEST_REQUEST + 1)
    response = LargestRequest(lambda _: 1 / 0)(request)
    assert response.status_code == 413
    assert "Det er for stort" in response.content.decode()
