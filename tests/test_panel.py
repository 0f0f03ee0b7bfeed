"""What was delivered, what is added up, and what is missing and why."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.checks.case import Reading
from engine.current import current
from engine.facts import Cause, Observation
from engine.panel import OrganisationPanel
from engine.periods import Period
from tests.checks.building import OWN, ROOT, metric, observation, organisation, rule

MARCH = Period.parse("2023-03")
MEMBERS = [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}, {"id": "sum", "title": "Sum", "in_total": False}]


def read(
    observations: list[Observation], definition: dict[str, Any], units: list[Any] | None = None, unit: str = ROOT, **keys: Any
) -> Reading:
    owner = organisation(metric(**definition), units=units or ())
    panel = OrganisationPanel(owner, current(observations), date(2023, 4, 30))
    return panel.read(rule("target", **keys), OWN, unit, "", MARCH)


def march(value: Any = None, **keys: Any) -> Observation:
    return observation("2023-03", value, **keys)


def test_a_total_is_the_sum_of_its_members_without_those_that_are_sums() -> None:
    """in_total: false is not counted twice."""
    figures = [march(2, dimension="a"), march(3, dimension="b"), march(5, dimension="sum")]
    found = read(figures, {"dimension": "x", "members": MEMBERS, "dimension_total": "sum"})
    assert (found.value, found.derived) == (Decimal(5), True)


def test_a_delivered_total_wins_over_its_members() -> None:
    """What was delivered is on record as it was delivered, also when it is null."""
    definition = {"dimension": "x", "members": MEMBERS, "dimension_total": "sum"}
    parts = [march(2, dimension="a"), march(3, dimension="b")]
    assert read([*parts, march(6)], definition).value == Decimal(6)
    assert read([*parts, march()], definition).cause is Cause.REPORTED_NULL


def test_a_hole_in_the_members_is_a_hole_in_the_total() -> None:
    """With the first missing member's cause, in the order in which the metric lists them."""
    definition = {"dimension": "x", "members": MEMBERS, "dimension_total": "sum"}
    assert read([march(2, dimension="a")], definition).cause is Cause.LATE
    assert read([march(2, dimension="b"), march(dimension="a", words="ukjent")], definition).cause is Cause.STATEMENT
    assert read([march(dimension="b", status="invalid")], definition).cause is Cause.LATE


def test_without_dimension_total_nothing_is_added_up() -> None:
    """A total that the metric does not declare is absent."""
    assert read([march(2, dimension="a"), march(3, dimension="b")], {"dimension": "x", "members": MEMBERS}).cause is Cause.LATE


def test_units_add_up_over_the_tree_as_it_was_in_the_period() -> None:
    """Grandchildren through their parent; a unit that did not exist yet is not missed."""
    units = ["north", "south", {"id": "town", "parent": "south"}, {"id": "new", "valid_from": "2023-04"}]
    found = read([march(2, unit="north"), march(3, unit="town")], {"unit_total": "sum"}, units)
    assert found.value == Decimal(5)
    closed = ["north", {"id": "gone", "valid_to": "2023-02"}]
    assert read([march(2, unit="north")], {"unit_total": "sum"}, closed).value == Decimal(2)


def test_a_ratio_of_units_is_sum_over_sum() -> None:
    """Never a mean of percentages: 1 of 2 and 90 of 98 are 91 %, not 71 %."""
    figures = [march(unit="a", numerator=1, denominator=2), march(unit="b", numerator=90, denominator=98)]
    found = read(figures, {"unit_total": "ratio", "unit_of_measure": "%"}, ["a", "b"])
    assert (found.value, found.numerator, found.denominator) == (Decimal(91), Decimal(91), Decimal(100))


def test_a_ratio_needs_what_its_parts_did_not_report() -> None:
    """A bare percentage cannot be added up: its numerator and denominator were not reported."""
    figures = [march(unit="a", numerator=1, denominator=2), march(92, unit="b")]
    definition = {"unit_total": "ratio", "unit_of_measure": "%"}
    assert read(figures, definition, ["a", "b"]).cause is Cause.REPORTED_NULL
    assert read([figures[0]], definition, ["a", "b"]).cause is Cause.LATE
    assert read([figures[0], march(unit="b", words="bra")], definition, ["a", "b"]).cause is Cause.STATEMENT


def test_a_part_of_nothing_is_part_of_a_ratio() -> None:
    """0 of 0 adds nothing; only when all are 0 is there no ratio."""
    definition = {"unit_total": "ratio", "unit_of_measure": "%"}
    nothing = march(unit="a", numerator=0, denominator=0)
    assert read([nothing, march(unit="b", numerator=1, denominator=4)], definition, ["a", "b"]).value == Decimal(25)
    empty = march(unit="b", numerator=0, denominator=0)
    assert read([nothing, empty], definition, ["a", "b"]).cause is Cause.ZERO_DENOMINATOR


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), min_size=1, max_size=6), st.integers(0, 5))
def test_splitting_a_unit_changes_no_ratio_above_it(parts: list[tuple[int, int]], cut: int) -> None:
    """The whole is the same whether a department reports itself or in two halves."""
    names = [f"u{number}" for number in range(len(parts))]
    definition = {"unit_total": "ratio", "unit_of_measure": "%", "decimals": 2}
    pairs = list(zip(names, parts, strict=True))
    whole = [march(unit=name, numerator=above, denominator=below) for name, (above, below) in pairs]
    name, (above, below) = pairs[cut % len(pairs)]
    halves = [{"id": "left", "parent": name}, {"id": "right", "parent": name}]
    split = [each for each in whole if each.figure.series.unit != name]
    split += [march(unit="left", numerator=above // 2, denominator=below // 2)]
    split += [march(unit="right", numerator=above - above // 2, denominator=below - below // 2)]
    one, two = read(whole, definition, names), read(split, definition, [*names, *halves])
    assert (one.value, one.numerator, one.denominator) == (two.value, two.numerator, two.denominator)


def test_members_of_units_below_add_up_both_ways() -> None:
    """The total of the whole: its members over all units, where the units delivered by member."""
    figures = [march(2, unit="n", dimension="a"), march(3, unit="n", dimension="b"), march(4, unit="s", dimension="a")]
    definition = {"dimension": "x", "members": MEMBERS, "dimension_total": "sum", "unit_total": "sum"}
    assert read([*figures, march(5, unit="s", dimension="b")], definition, ["n", "s"]).value == Decimal(14)
    assert read(figures, definition, ["n", "s"]).cause is Cause.LATE
    totals = [march(9, unit="n"), march(9, unit="s")]
    assert read(totals, definition, ["n", "s"]).value == Decimal(18)


def test_where_nothing_adds_up_the_members_say_why() -> None:
    """The hole is looked for where the total is made first: in the members, not in the units below."""
    definition = {"dimension": "x", "members": MEMBERS, "dimension_total": "sum", "unit_total": "sum"}
    figures = [
        march(dimension="a", words="ukjent"),
        march(2, dimension="b", status="preliminary"),
        march(unit="n", status="invalid"),
    ]
    found = read(figures, definition, ["n"])
    assert (found.cause, found.provisional) == (Cause.STATEMENT, False)


def test_a_derived_figure_has_the_revision_provisionality_and_base_of_its_parts() -> None:
    """A correction of one part is a new revision of the sum; n adds up only when every part has one."""
    definition = {"dimension": "x", "members": MEMBERS, "dimension_total": "sum"}
    a, b = march(2, dimension="a", n=40), march(3, dimension="b", n=50, status="preliminary")
    corrected = march(2, dimension="a", n=41, delivery="later")
    before, after = read([a, b], definition), read([corrected, b], definition)
    assert (before.provisional, before.value, after.value) == (True, Decimal(5), Decimal(5))
    assert before.revision != after.revision
    too_few = {"after_due": "no_data", "minimum_n": 91}
    assert read([a, b], definition, missing=too_few).cause is Cause.TOO_FEW
    assert read([corrected, b], definition, missing=too_few).value == Decimal(5)
    assert read([march(2, dimension="a"), b], definition, missing=too_few).value == Decimal(5)


def test_figures_that_no_metric_or_unit_knows_are_passed_over() -> None:
    """What is stored stays stored; it is nobody's here."""
    strangers = [march(1, metric="unknown"), march(1, unit="unknown"), march(1, organisation="other")]
    assert read(strangers, {}).cause is Cause.LATE


def test_a_figure_of_another_grain_is_on_no_spine() -> None:
    """A yearly figure delivered under a monthly metric does not make a spine of mixed periods."""
    owner = organisation(metric())
    panel = OrganisationPanel(owner, current([observation("2023", 5), march(1)]), date(2023, 4, 30))
    assert panel.span(OWN, ROOT, "") == (MARCH, MARCH)
    assert panel.first(OWN, ROOT, "x") is None
