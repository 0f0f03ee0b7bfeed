"""Names: there, absent, or lost with their file."""

from engine.rulebook.lint.known import repeated
from tests.rulebook.lint.making import known, metric, told

MEMBERS = [{"id": "day", "title": "D"}]


def test_what_is_there_is_silent() -> None:
    """Units, metrics, members; the figure without a dimension is there for every metric."""
    names = known(metric(), metric("d", dimension="type", members=MEMBERS))
    found = [*names.unit((), "org"), *names.metric((), "m"), *names.member((), metric(), "")]
    found += names.member((), names.organisation.metrics["d"], "day")
    assert found == []


def test_what_is_absent_is_unknown_unless_a_file_was_lost() -> None:
    """Then nobody can say whether it is a slip of the pen."""
    assert told(known(metric("metric")).metric(("metric",), "metrik")) == [
        ("metric", "unknown metric 'metrik' (did you mean 'metric'?)")
    ]
    assert told(known(lost=True).unit(("unit",), "orgg")) == [("unit", "'orgg' is not there, because units.yaml did not load")]


def test_a_repetition_is_told_at_its_second_place() -> None:
    """Once for each place after the first."""
    assert [finding.path for finding in repeated(("units",), ["a", "b", "a", "a"])] == [("units", 2), ("units", 3)]
