"""Places: of keys, of values, and of what is missing."""

from engine.rulebook.yaml import read

DOCUMENT = read(b"rules:\n  - id: r1\n    targets: [{at_least: 70}]\n    owner:\n  - {}\n", "f.yaml")


def test_a_value_stands_where_it_is_written() -> None:
    """Line and column, from 1, as editors count."""
    assert str(DOCUMENT.place(("rules", 0, "targets", 0, "at_least"))) == "f.yaml:3:26"
    assert str(DOCUMENT.place(("rules", 1))) == "f.yaml:5:5"


def test_a_key_has_a_place_of_its_own() -> None:
    """An unknown key is pointed at itself."""
    assert str(DOCUMENT.place(("rules", 0, "targets", 0, "at_least"), at_key=True)) == "f.yaml:3:16"


def test_what_is_missing_points_at_what_should_hold_it() -> None:
    """The item without an owner, the empty value's key."""
    assert str(DOCUMENT.place(("rules", 0, "severity"))) == "f.yaml:2:5"
    assert str(DOCUMENT.place(("rules", 0, "owner"))) == "f.yaml:4:5"
    assert str(DOCUMENT.place(("units",))) == "f.yaml:1:1"
