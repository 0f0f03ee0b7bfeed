"""Where a right holds is said by the titles in the rules, not by their ids."""

from engine.language import Language
from engine.rulebook.book import Rulebook
from engine.web.tags import part_title
from tests.checks.building import metric, organisation

OWNER = organisation(metric(), units=({"id": "drift", "title": "Drift og utvikling", "title_en": "Operations"},))
BOOK = Rulebook(organisations={OWNER.id: OWNER}, rules=())


def test_a_unit_is_named_with_its_organisation() -> None:
    """In the reader's language where there is a title in it."""
    assert part_title(BOOK, OWNER.id, "drift", Language.NB) == f"{OWNER.title} / Drift og utvikling"
    assert part_title(BOOK, OWNER.id, "drift", Language.EN).endswith(" / Operations")
    assert part_title(BOOK, OWNER.id, "", Language.NB) == OWNER.title


def test_what_the_rules_no_longer_have_keeps_its_name() -> None:
    """A role of before is still read by whoever reviews it."""
    assert part_title(BOOK, "gone", "unit", Language.NB) == "gone / unit"
    assert part_title(BOOK, OWNER.id, "gone", Language.NB) == f"{OWNER.title} / gone"
