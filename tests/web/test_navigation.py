"""The menu says where one is: on a page itself, and on every page below it."""

import re

import pytest

from engine.people import Role
from tests.web.site import AVVIK, Site, role

MARKED = re.compile(r'<nav aria-label="Sider">.*?</nav>', re.DOTALL)


@pytest.mark.parametrize(
    ("address", "entry", "said"),
    [
        ("/?organisation=hemit", "/", "page"),
        ("/avvik/?organisation=hemit", "/avvik/", "page"),
        (f"/avvik/{AVVIK}/", "/avvik/", "true"),
        ("/rules/hemit-sick-leave/", "/rules/", "true"),
        ("/rules/hemit-sick-leave/why/?period=2015&unit=hemit", "/rules/", "true"),
        ("/deliveries/new/?organisation=hemit", "/deliveries/", "true"),
        ("/reports/hemit/arsrapport/2015/words/", "/reports/", "true"),
        ("/aml/what-if/?organisation=hemit", "/aml/", "true"),
    ],
)
def test_exactly_one_entry_is_marked_on_a_page_and_on_those_below_it(site: Site, address: str, entry: str, said: str) -> None:
    client = site.client(role(Role.QUALITY), role(Role.LEADER))
    menu = MARKED.search(client.get(address).content.decode())
    assert menu is not None
    assert re.findall(r'href="([^"]+)" aria-current="([^"]+)"', menu[0]) == [(entry, said)]


def test_the_own_name_is_marked_on_the_pages_of_the_account(site: Site) -> None:
    page = site.client(role(Role.QUALITY)).get("/account/tokens/").content.decode()
    assert 'class="me" href="/account/" aria-current="true"' in page
