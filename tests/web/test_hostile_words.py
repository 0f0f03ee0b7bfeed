"""What people and rule files say is shown as they said it, and runs nowhere: in pages, pictures, files and problems."""

import csv
import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings as django
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from engine.language import Language
from engine.people import Role
from engine.web.exports import FORMULA_STARTS, csv_file, xlsx_file
from tests.web.site import AVVIK, Site, role

ROOT = Path(__file__).parents[2]
HOSTILE = '<img src=x onerror=alert(1)>"\'</script><svg onload=alert(2)>{{ 7|add:7 }}{% now "Y" %}{0.__class__}%s'
RAW = re.compile(r"<img src=x|<svg onload|</script><svg|onerror=alert\(1\)>\"'<")
ROLES = [role(each) for each in Role]


@pytest.fixture
def rules(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The rules as somebody wrote them who wants others' browsers to run something."""
    folder = Path(shutil.copytree(ROOT / "rules", tmp_path / "rules"))
    said = HOSTILE.replace("'", "''")
    for file, title in (
        ("hr.yaml", "Sykefravær"),
        ("units.yaml", "Drift"),
        ("units.yaml", "Hemit"),
        ("metrics.yaml", "Turnover"),
    ):
        place = folder / "hemit" / file
        text = place.read_text(encoding="utf-8")
        changed = re.sub(rf"title: {title}\b", f"title: '{title} {said}'".replace("\\", r"\\"), text)
        assert changed != text
        place.write_text(changed, encoding="utf-8")
    (folder / "helse-nord-ikt" / "broken.yaml").write_text(f"- id: '{said}'\n  nonsense: 1\n", encoding="utf-8")
    own = django.MALVAKT.model_copy(update={"rules": folder})
    monkeypatch.setattr(django, "MALVAKT", own)
    return folder


def runs_nothing(answer: HttpResponse) -> str:
    assert answer.status_code == 200, answer
    page = str(answer.content.decode())
    assert not RAW.search(page)
    assert "14{%" not in page
    return page


PAGES = (
    "/?organisation=hemit&period=2015",
    "/rules/?organisation=hemit",
    "/rules/hemit-sick-leave/",
    "/rules/hemit-sick-leave/why/?period=2015",
    "/avvik/?organisation=hemit",
    f"/avvik/{AVVIK}/",
    "/exemptions/new/?organisation=hemit",
    "/deliveries/?organisation=hemit",
    "/reports/hemit/arsrapport/2015/",
    "/reports/hemit/arsrapport/2015/words/",
    "/log/",
    "/aml/",
    "/accounts/",
    "/accounts/new/",
)


@pytest.mark.parametrize("language", Language)
def test_titles_of_rules_units_and_metrics_run_nothing(site: Site, rules: Path, language: Language) -> None:
    client = site.client(*ROLES, language=language)
    assert rules
    pages = "".join(runs_nothing(client.get(address)) for address in PAGES)
    assert "&lt;img src=x onerror=alert(1)&gt;" in pages


def test_a_chart_says_a_hostile_title_and_has_no_part_of_it(site: Site, rules: Path) -> None:
    assert rules
    picture = site.client(*ROLES).get("/rules/hemit-sick-leave/chart.svg?unit=hemit").content
    parts = {each.tag.rpartition("}")[2] for each in ElementTree.fromstring(picture).iter()}
    assert parts <= {"svg", "g", "path", "text", "tspan", "line", "rect", "style", "defs", "clipPath", "title", "desc"}
    assert not re.search(rb"\son[a-z]+\s*=\s*[\"']", picture)


def test_mistakes_of_anothers_files_are_neither_told_nor_counted(site: Site, rules: Path) -> None:
    assert rules
    own = site.client(role(Role.QUALITY)).get("/rules/").content.decode()
    theirs = site.client(role(Role.QUALITY, "helse-nord-ikt")).get("/rules/").content.decode()
    assert "feil i regelfilene" not in own
    assert "feil i regelfilene" in theirs
    assert not RAW.search(theirs)


def test_words_names_and_file_names_of_people_run_nothing(site: Site) -> None:
    client = site.client(*ROLES)
    seen = site.parts.store.one_avvik(AVVIK).entries[-1].seq
    assert client.post(f"/avvik/{AVVIK}/comment/", {"seen": seen, "text": HOSTILE}).status_code == 302
    seen = site.parts.store.one_avvik(AVVIK).entries[-1].seq
    file = SimpleUploadedFile(HOSTILE.replace("/", ""), b"tekst", "text/html")
    assert client.post(f"/avvik/{AVVIK}/attach/", {"seen": seen, "file": file}).status_code == 302
    form = {"email": "x@hemit.no", "name": HOSTILE[:100], "speaks": "nb", "what": "role:reader", "where": "hemit"}
    runs_nothing(client.post("/accounts/new/", form))
    pages = [f"/avvik/{AVVIK}/", "/accounts/", f"/accounts/{site.parts.people.person('x@hemit.no').id}/", "/log/"]
    for address in (*pages, "/avvik/?text=" + "%3Cimg+src%3Dx+onerror%3Dalert%281%29%3E"):
        runs_nothing(client.get(address))


def test_a_delivered_files_name_headings_and_cells_run_nothing(site: Site) -> None:
    client = site.client(*ROLES)
    cell = HOSTILE.replace(";", "").replace('"', "")
    headings = "organisation;unit;metric;dimension;period;value;numerator;denominator;n;status"
    for content in (f"{headings}\nhemit;{cell};{cell};{cell};{cell};{cell};;;;{cell}\n", f"{cell};=1+1\n1;2\n"):
        file = SimpleUploadedFile(f"{cell.replace('/', '')}-tidy.csv", content.encode())
        looked = client.post("/deliveries/new/?organisation=hemit", {"source": "tidy", "file": file})
        runs_nothing(looked)
        where = "/api/deliveries?organisation=hemit&source=tidy&name=%3Cimg%20src%3Dx%3E-tidy.csv"
        answer = client.post(where, content.encode(), "text/csv", headers={"Idempotency-Key": content[:9].replace(" ", "")})
        assert answer.status_code == 422
        assert answer["Content-Type"] == "application/problem+json"
        assert answer["X-Content-Type-Options"] == "nosniff"
        runs_nothing(client.get(f"/deliveries/{answer.json()['delivery']}/"))
    runs_nothing(client.get("/deliveries/?organisation=hemit"))


FORMULAS = [f"{start}cmd|' /C calc'!A0" for start in FORMULA_STARTS] + [
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20SUM(A1)",
    '=HYPERLINK("x";"y")',
]


@pytest.mark.parametrize("language", Language)
def test_no_cell_of_a_csv_begins_like_a_formula(language: Language) -> None:
    rows = list(
        csv.reader(io.StringIO(csv_file("x", FORMULAS, [FORMULAS], language).content.decode("utf-8-sig")), delimiter=";")
    )
    assert [cell[1:] for row in rows for cell in row] == FORMULAS * 2
    assert {cell[0] for row in rows for cell in row} == {"'"}


def test_no_cell_of_a_workbook_is_a_formula_or_a_link() -> None:
    made = xlsx_file("x", FORMULAS, [[*FORMULAS, "https://evil.example", "file:///etc/passwd"]]).content
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert not [name for name in book.namelist() if "rels" in name and b"evil.example" in book.read(name)]
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert set(re.findall(r'<c [^>]*t="(\w+)"', sheet)) == {"s"}
