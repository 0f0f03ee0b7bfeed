"""What a notice says and how it is built: read as HR would, opened as a mail program would, and written to by an attacker."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from engine.avvik.entries import EntryKind
from engine.notify.compose import MOST_SHOWN
from engine.notify.markup import Markup, tag
from engine.notify.matter import Kind
from engine.notify.notice import Notice
from engine.notify.words import _WHY
from engine.reasons import TOLD
from tests.notify.world import ORGANISATION, UNITS, World, exemption, person, rule

HOSTILE = "<script>alert(1)</script>\r\nBcc: alle@helse.example"


def notices(figures: dict[str, str], day: str = "2023-03-25", **people: dict[str, object]) -> list[Notice]:
    found = World(people=[person(name, given) for name, given in (people or {"ola": {"duties": ["drift", "hr"]}}).items()])
    found.figures(day, figures)
    found.decide(day)
    return found.notices


def test_one_avvik_reads_like_this() -> None:
    """The whole text, as whoever owns it gets it."""
    [notice] = notices({"svartid/drift": "35"})
    assert notice.letter.subject == "A-000001 Svartid – Drift: nytt avvik"
    assert notice.letter.text == (
        "NYE\n"
        "\n"
        "* A-000001 Svartid – Drift (middels)\n"
        "  Nytt avvik.\n"
        "  Svartid, februar 2023: 65\u00a0%; målet er minst 70\u00a0%. Ikke nådd; det skiller 5\u00a0prosentpoeng.\n"
        "  Ikke nådd i 2 perioder, fra januar 2023 til februar 2023.\n"
        "  https://malvakt.example/avvik/A-000001/\n"
        "\n"
        "-- \n"
        "Du får dette etter ruten built-in. Ingen leser svar til denne adressen.\n"
        f"Avviksloggens hode da dette ble skrevet: 7:{'ab' * 32}\n"
    )


def test_in_english_for_who_reads_english() -> None:
    [notice] = notices({"svartid/drift": "3"}, ola={"duties": ["drift"], "language": "en"})
    assert notice.letter.subject == "A-000001 Svartid – Drift: new avvik"
    assert (
        "Svartid, January 2023: 67\u00a0%; the target is at least 70\u00a0%. Missed by 3\u00a0percentage points."
        in notice.letter.text
    )


def test_a_digest_has_its_sections_in_order() -> None:
    """Nye, Vedvarende, Normalisert, Korrigert, and deadlines at the end."""
    found = World(people=[person("ola", {"duties": ["drift"]})])
    found.figures("2023-02-25", {"svartid/drift": "3", "svartid/vakt": "3", "svartid/helse": "3"})
    found.decide("2023-02-25")
    found.figures("2023-03-01", {"svartid/drift": "35", "svartid/vakt": "3.", "svartid/helse": "2", "svartid/service": "4"})
    found.figures("2023-03-25", {"fravaer/helse": ".L"})
    found.people = [person("ola", {"duties": ["drift", "hr"]})]
    found.decide("2023-03-25")
    letter = found.notices[-1].letter
    headings = re.findall(r"^[A-ZÆØÅ]{3,}$", letter.text, re.MULTILINE)
    assert headings == ["NYE", "VEDVARENDE", "NORMALISERT", "KORRIGERT", "FRISTER"]
    assert letter.subject == "Målvakt – nye: 1, vedvarende: 1, normalisert: 1, korrigert: 1, frister: 1 (Helse)"


def test_the_same_letter_is_rendered_for_the_same_notice() -> None:
    """What a retry would render and what was rendered are the same to the last letter, its Message-ID included."""
    assert notices({"svartid/drift": "3"}) == notices({"svartid/drift": "3"})


def test_an_avviks_messages_belong_together() -> None:
    """Each has a Message-ID of its own and refers to the same root, which another recipient's do not."""
    found = World(people=[person("ola", {"duties": ["drift"]}), person("kari", {"duties": ["kvalitet"]})])
    for day, figures in (("2023-02-25", "3"), ("2023-03-25", "35"), ("2023-04-25", "35.")):
        found.figures(day, {"svartid/drift": figures})
        found.decide(day)
    ola = [notice.letter for notice in found.notices if notice.recipient == "ola"]
    kari = [notice.letter for notice in found.notices if notice.recipient == "kari"]
    assert len({letter.message_id for letter in (*ola, *kari)}) == len(ola) + len(kari) >= 6
    shared = {letter.references[-1] for letter in ola}
    assert len(shared) == 1
    assert shared.isdisjoint(reference for letter in kari for reference in letter.references)


def test_nobodys_words_become_markup_or_a_header() -> None:
    """Titles come from files that people write: they are shown as they are, on one line, and never run."""
    found = World(people=[person("ola", {"duties": ["drift"]})])
    hostile = rule("svartid").rule.model_copy(update={"title": HOSTILE})
    found.rules["svartid"] = replace(rule("svartid"), rule=hostile)
    found.figures("2023-02-25", {"svartid/drift": "3"})
    found.decide("2023-02-25")
    letter = found.notices[0].letter
    assert "<script" not in letter.html
    assert "&lt;script&gt;" in letter.html
    assert "\n" not in letter.subject
    assert "\r" not in letter.subject + letter.text


class _Outlook(HTMLParser):
    """Notes whatever Outlook's reader or a privacy-minded one would choke on."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("img", "style", "script", "link", "div", "iframe", "form"):
            self.found.append(tag)
        self.found += [name for name, value in attrs if name in ("class", "src", "srcset") or "url(" in (value or "")]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_html_is_tables_and_inline_styles_and_fetches_nothing() -> None:
    [notice] = notices({"svartid/drift": "35", "svartid/vakt": "3.", "fravaer/helse": "3"})
    reader = _Outlook()
    reader.feed(notice.letter.html)
    assert reader.found == []
    assert reader.open == []
    assert '<html lang="nb">' in notice.letter.html
    assert set(re.findall(r"https?://[^\"<]+", notice.letter.html)) <= {
        f"https://malvakt.example/avvik/A-{number:06d}/" for number in range(1, 9)
    }


def test_without_an_address_there_is_no_link() -> None:
    found = World(people=[person("ola", {"duties": ["drift"]})])
    found.figures("2023-02-25", {"svartid/drift": "3"})
    [bundle] = found.decide("2023-02-25").bundles
    letter = found.notice(bundle, found.time("2023-02-25"), address="").letter
    assert "http" not in letter.text + letter.html


def test_figures_about_peoples_health_in_a_unit_are_told_to_hr_alone() -> None:
    """Everybody else gets a link; of the whole organisation the figure is told."""
    people = {"ola": {"duties": ["hr"]}, "hanne": {"duties": ["hr"], "roles": ["hr"]}}
    by_name = {notice.recipient: notice.letter for notice in notices({"fravaer/drift": "3"}, **people)}
    assert "67" in by_name["hanne"].text
    for written in (by_name["ola"].text, by_name["ola"].html, str(by_name["ola"].data)):
        assert "67" not in written
    whole = notices({"fravaer/helse": "3"}, **people)
    assert all("67" in notice.letter.text for notice in whole)


def test_a_section_shows_so_many_and_counts_the_rest() -> None:
    """Two hundred avvik are one mail that can be read, not two megabytes."""
    found = World(people=[person("ola", {"duties": ["drift"]})])
    for number in range(MOST_SHOWN + 20):
        name = f"u{number}"
        found.figures("2023-02-25", {f"svartid/{name}": "3"})
    [notice] = (found.decide("2023-02-25"), found.notices)[1]
    assert notice.letter.text.count("* A-") == MOST_SHOWN
    assert "Og 20 til." in notice.letter.text
    assert len(notice.heard) == MOST_SHOWN + 20


def test_every_kind_and_reason_that_is_decided_has_words() -> None:
    """All of time's reasons, and all of an avvik's, in a notice each."""
    of_avvik = {reason for kind, reason in _WHY if kind is Kind.AVVIK}
    assert of_avvik | {reason for _, reason in _WHY} == set(TOLD)
    assert {kind for kind, _ in _WHY} == set(Kind)


def test_an_exemption_that_ends_names_what_it_keeps_silent() -> None:
    found = World(
        people=[person("ola", {"duties": ["drift"]})], exemptions=[exemption({"since": "2023-01-01", "until": "2023-04-30"})]
    )
    found.figures("2023-03-01", {"svartid/drift": "3"})
    found.decide("2023-04-20")
    text = found.notices[-1].letter.text
    assert "Unntaket U-0001 går ut 30.04.2023." in text
    assert "Til da får ingen melding om A-000001." in text


def test_markup_escapes_whatever_is_not_markup() -> None:
    assert tag("p", "<b>", tag("b", '"'), title='"><x') == '<p title="&quot;&gt;&lt;x">&lt;b&gt;<b>&quot;</b></p>'
    assert isinstance(tag("p", "x"), Markup)


@pytest.mark.parametrize("kind", [EntryKind.RELAPSED])
def test_a_relapse_says_that_it_is_back(kind: EntryKind) -> None:
    found = World(people=[person("ola", {"duties": ["drift"]})])
    for day, figures in (("2023-02-25", "3"), ("2023-03-25", "3."), ("2023-04-25", "3.4")):
        found.figures(day, {"svartid/drift": figures})
        found.decide(day)
    assert found.log.avvik["A-000001"].entries[-1].kind is kind
    assert "tilbake etter en tid uten avvik" in found.notices[-1].letter.subject


def test_the_world_of_these_tests_is_what_it_says() -> None:
    assert set(UNITS) == set(ORGANISATION.units)
