"""Every revision of every figure comes back as it was delivered."""

from datetime import date, timedelta
from decimal import Decimal

from engine.facts import Figure, Series, Status
from engine.periods import Period
from engine.store import Store
from tests.store.samples import NOON, delivery, figure

WHOLE = Figure(
    series=Series("hemit", "sick_leave", "it-service", "long"),
    period=Period.parse("2023-W12"),
    value=Decimal("4.60"),
    numerator=Decimal(70),
    denominator=Decimal(81),
    n=Decimal(1000),
    status=Status.PRELIMINARY,
    words="4,6 % – «nesten»",
    place="Drift!C5",
)


def test_an_observation_comes_back_as_it_was_delivered(store: Store) -> None:
    sent = delivery("a", extracted_at=date(2023, 4, 13))
    store.receive(sent, [WHOLE])
    assert store.observations() == sent.observations([WHOLE])
    assert store.observations()[0].revision == sent.observations([WHOLE])[0].revision


def test_a_null_stays_a_null(store: Store) -> None:
    store.receive(delivery("a"), [figure("2023-03", None)])
    assert store.observations()[0].content == (None, None, None, None, "final", "")


def test_every_form_of_period_is_kept(store: Store) -> None:
    periods = ["2023", "2023-T1", "2023-Q1", "2023-03", "2023-W12"]
    store.receive(delivery("a"), [figure(period, "1") for period in periods])
    assert [str(each.figure.period) for each in store.observations()] == periods


def test_more_figures_than_one_statement_takes_are_kept_in_order(store: Store) -> None:
    many = [figure(f"{year}-{month:02d}", str(year)) for year in range(1900, 2100) for month in range(1, 13)]
    assert store.receive(delivery("a"), many).new == len(many)
    assert [each.figure for each in store.observations()] == many


def test_a_figure_is_known_since_it_was_drawn() -> None:
    """A correction extracted and sent on the day of the first delivery counts as later than that."""
    first = delivery("a")
    corrected = delivery("b", received_at=NOON + timedelta(hours=1), extracted_at=NOON.date())
    late = delivery("c", received_at=NOON + timedelta(days=9), extracted_at=date(2023, 4, 13))
    assert late.known_at < first.known_at < corrected.known_at
