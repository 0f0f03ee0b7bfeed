"""Which revision of a figure holds."""

from dataclasses import replace
from itertools import permutations

from engine.current import current
from engine.facts import Observation, Series
from engine.known import Known
from engine.periods import Period
from tests.checks.building import OWN, ROOT, observation


def settled(*observations: Observation) -> Known:
    """The figure of the one cell that they are all about, whichever order they come in."""
    found = {repr(current(order)[Series(ROOT, OWN, ROOT)][Period.parse("2023-03")]) for order in permutations(observations)}
    assert len(found) == 1
    return current(observations)[Series(ROOT, OWN, ROOT)][Period.parse("2023-03")]


def drawn(day: int, value: str | None, **keys: str) -> Observation:
    at = f"2023-04-{day:02d}T12:00:00+00:00"
    return observation("2023-03", value, **{"delivery": f"on-{day}", "received": at, **keys})


def test_the_figure_drawn_last_holds() -> None:
    """Whatever came last: what counts is when the figure was drawn."""
    late_copy = drawn(20, "5.2", known="2023-04-10T00:00:00+00:00")
    assert settled(drawn(15, "4.9"), late_copy).value == observation("2023-03", "4.9").figure.value


def test_the_same_figure_again_is_no_new_revision() -> None:
    """A repeated delivery judges nothing anew, also when it writes 5.20 for 5.2."""
    first = drawn(13, "5.2")
    assert settled(first, drawn(14, "5.20"), drawn(15, "5.2")).revision == first.revision


def test_a_figure_that_comes_back_after_a_correction_is_a_revision_of_its_own() -> None:
    """5.2 → 4.9 → 5.2: the third is not the first."""
    first, second, third = drawn(13, "5.2"), drawn(14, "4.9"), drawn(15, "5.2")
    assert settled(first, second, third).revision == third.revision != first.revision


def test_final_after_preliminary_is_a_revision() -> None:
    """The number is the same; what it is worth is not."""
    first, second = drawn(13, "5.2", status="preliminary"), drawn(14, "5.2")
    held = settled(first, second)
    assert (held.revision, held.provisional) == (second.revision, False)


def test_a_correction_does_not_make_a_figure_late() -> None:
    """Received is the first time that anything was said; a null and an invalid figure say nothing."""
    said = drawn(13, "5.2")
    null, invalid, corrected = drawn(11, None), drawn(12, "9", status="invalid"), drawn(28, "4.9")
    assert settled(null, invalid, said, corrected).received_at == said.received_at


def test_one_delivery_with_two_figures_for_a_cell_is_read_the_same_way_every_time() -> None:
    """Intake refuses such a file; if one comes through, chance must not decide."""
    settled(drawn(13, "5.2"), drawn(13, "4.9"), drawn(13, "5.0"))


def test_a_metrics_sources_go_before_the_day_of_extraction() -> None:
    """A report's figure stands although the records were counted later; where it says nothing, the count does."""
    printed, counted = replace(drawn(13, "7"), source="report"), replace(drawn(14, "9"), source="measured")
    precedence = {(ROOT, OWN): ("report", "measured")}
    series, period = printed.figure.series, printed.figure.period
    for arrived in ([printed, counted], [counted, printed]):
        assert current(arrived, precedence)[series][period].value == 7
        assert current(arrived)[series][period].value == 9
    blank = replace(drawn(15, None), source="report")
    assert current([blank, counted], precedence)[series][period].value == 9
