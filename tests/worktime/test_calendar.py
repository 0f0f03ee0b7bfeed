"""Days, weeks and slots of the axis."""

from datetime import date, datetime

import numpy as np
import pytest

from engine.worktime.calendar import calendar_of
from engine.worktime.clock import DAY, HOUR, WEEK, instant_of, oslo


@pytest.mark.parametrize(("first", "hours"), [("2023-03-20", 167), ("2023-10-23", 169), ("2023-06-05", 168)])
def test_a_week_has_the_hours_that_pass_in_it(first: str, hours: int) -> None:
    """167 and 169 where the clock is changed; by the clock's face always 168."""
    start = instant_of(datetime.fromisoformat(first))
    for nominal, expected in ((False, hours), (True, 168)):
        calendar = calendar_of(start, start + WEEK, week_start=0, nominal=nominal)
        week = int(calendar.weeks.of(calendar.place(np.array([start])))[0])
        assert (calendar.weeks.ends - calendar.weeks.starts)[week] == expected * HOUR


def test_weeks_over_new_year_are_iso_weeks() -> None:
    """2020 has a week 53, which ends on 3 January."""
    start = instant_of(datetime(2020, 12, 28))
    calendar = calendar_of(start, start + 3 * WEEK, week_start=0, nominal=False)
    mondays = [oslo(int(each)) for each in calendar.instant(calendar.weeks.starts)]
    assert {day.isocalendar().weekday for day in mondays} == {1}
    assert (2020, 53) in {day.isocalendar()[:2] for day in mondays}


@pytest.mark.parametrize("week_start", [0, 6 * DAY + 22 * HOUR, DAY + 6 * HOUR + 30])
def test_a_slot_lies_in_one_day_and_one_week(week_start: int) -> None:
    """Where weeks begin at midnight, slots are days; elsewhere the day is cut in two."""
    start = instant_of(datetime(2023, 3, 15))
    calendar = calendar_of(start, start + 2 * WEEK, week_start=week_start, nominal=False)
    slots = calendar.slots
    for edges in (calendar.weeks.edges, calendar.days.edges):
        inside = edges[(edges > 0) & (edges < calendar.length)]
        assert np.isin(inside, slots.edges).all()
    assert (calendar.days.starts[calendar.slot_day] <= slots.starts).all()
    assert (calendar.weeks.ends[calendar.slot_week] >= slots.ends).all()
    assert len(slots) == len(calendar.weeks) * (7 if week_start == 0 else 8)


def test_there_is_a_week_to_spare_on_both_sides() -> None:
    """So that windows which reach out of what is known stay on the axis."""
    start = instant_of(datetime(2023, 3, 13))
    calendar = calendar_of(start, start, week_start=6 * DAY + 22 * HOUR, nominal=False)
    assert int(calendar.place(np.array([start]))[0]) >= WEEK
    assert calendar.length - int(calendar.place(np.array([start]))[0]) >= WEEK
    assert calendar.date(0) <= date(2023, 3, 5)
