"""A slow second opinion: AML's working-time rules in plain loops over minutes, from the definitions and not from the engine.

One employee, one profile. A bytearray holds one byte for each minute, 1 where there is counted work. Nothing here is shared
with engine/worktime; the clock is zoneinfo's, Easter is dateutil's.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import cache, cached_property
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from dateutil.easter import easter

OSLO = ZoneInfo("Europe/Oslo")
ONE = timedelta(days=1)
DAY, WEEK = 1440, 10080
ABSOLUTE = {"day_total": 16, "week_overtime": 20, "four_week_overtime": 50, "year_overtime": 300, "week_total": 69}
DEFAULTS: Mapping[str, Any] = {
    "exempt": "none",
    "ordinary": {"day": 9, "week": 40, "averaging": "none"},
    "overtime": {"week": 10, "four_weeks": 25, "year": 200, "basis": "statutory"},
    "total": {"day": 13, "week": 48, "averaging_weeks": 1, "hard_cap_week": 69, "neutral_absence": False},
    "rest": {"daily": 11, "weekly": 35, "straddle": True},
    "sundays": {"max_consecutive": 1, "window": "statutory", "include_holidays": False, "free_holiday_resets": False},
    "oncall": {"factor": "1/7", "count_in": ["week"], "ignore_callout_min": 0, "standby_class": "off_site"},
    "windows": {"day": "sliding", "week": "iso", "week_start": "monday 00:00", "attribution": "start", "dst": "elapsed"}
    | {"count": "non_overlapping", "report_date": "crossing"},
    "night": {"basis": True, "regular_nights": 4, "special_strain": False},
    "merge_gap_min": 0,
    "sunday_min_minutes": 0,
    "day_cutoff": "00:00",
    "max_record_hours": 36,
    "travel_counts": False,
}


class Work(NamedTuple):
    start: datetime
    """With its zone."""
    end: datetime
    type: str
    planned: bool = False


class Breach(NamedTuple):
    type: str
    status: str
    date: date
    start: str
    """The local start of the window, with its offset."""
    actual: Fraction
    """Hours, or a count."""


def breaches(records: list[Work], own: Mapping[str, Any], first: date, last: date, *, planned: bool = False) -> list[Breach]:
    """Every breach of an employee when it is known what was worked from the first day to the last."""
    return sorted(_Person(records, _filled(own), first, last, planned).breaches())


def _filled(own: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: {**value, **own.get(key, {})} if isinstance(value, dict) else own.get(key, value)
        for key, value in DEFAULTS.items()
    }


@dataclass
class _Person:
    records: list[Work]
    p: dict[str, Any]
    first: date
    last: date
    planned: bool
    zero: int = 0
    busy: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        self.nominal = self.p["windows"]["dst"] == "nominal"
        self.count = self.p["windows"]["count"]
        instants = [self.axis(each.start) for each in self.records] + [self.axis(each.end) for each in self.records]
        self.known = self.midnight(self.first), self.midnight(self.last + ONE)
        self.zero = min([*instants, self.known[0]]) - 3 * WEEK
        self.length = max([*instants, self.known[1]]) + 3 * WEEK - self.zero
        self.factor = Fraction(str(self.p["oncall"]["factor"]))
        counted = {"ordinary", "overtime", "callout", "passive", "course"}
        counted |= {"travel"} if self.p["travel_counts"] else set()
        counted |= {"standby"} if self.p["oncall"]["standby_class"] == "full" else set()
        self.counted = counted
        self.busy = self.painted(lambda each: each.type in counted, self.p["merge_gap_min"])
        standby = self.p["oncall"]["standby_class"] != "full"
        self.standby = self.painted(lambda each: standby and each.type == "standby", 0)
        self.net = bytearray(on and not work for on, work in zip(self.standby, self.busy, strict=True))

    # The axis: minutes of UTC, or of the wall clock.

    def axis(self, moment: datetime) -> int:
        if self.nominal:
            moment = moment.astimezone(OSLO).replace(tzinfo=UTC)
        return int(moment.timestamp()) // 60

    def midnight(self, day: date, minute: int = 0) -> int:
        wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)
        return int(wall.replace(tzinfo=UTC if self.nominal else OSLO).timestamp()) // 60

    def day_of(self, at: int) -> date:
        moment = datetime.fromtimestamp(at * 60, UTC)
        return moment.date() if self.nominal else moment.astimezone(OSLO).date()

    def text(self, at: int) -> str:
        moment = datetime.fromtimestamp(at * 60, UTC)
        return (moment.replace(tzinfo=OSLO) if self.nominal else moment).astimezone(UTC).astimezone(OSLO).isoformat()

    # Minutes.

    def painted(self, wanted: Callable[[Work], bool], gap: int, planned: bool | None = None) -> bytearray:
        minutes = bytearray(self.length)
        for each in self.records:
            too_long = self.axis(each.end) - self.axis(each.start) > self.p["max_record_hours"] * 60 and each.type != "standby"
            if wanted(each) and each.planned == (self.planned if planned is None else planned) and not too_long:
                start, end = self.axis(each.start) - self.zero, self.axis(each.end) - self.zero
                minutes[start:end] = b"\1" * max(end - start, 0)
        runs = list(_runs(minutes))
        for (_, before), (after, _) in zip(runs, runs[1:], strict=False):
            if after - before <= gap:
                minutes[before:after] = b"\1" * (after - before)
        return minutes

    def work(self, start: int, end: int, minutes: bytearray | None = None) -> int:
        chosen = self.busy if minutes is None else minutes
        return chosen[max(start - self.zero, 0) : max(end - self.zero, 0)].count(1)

    def periods(self, minutes: bytearray | None = None) -> list[tuple[int, int]]:
        return [(start + self.zero, end + self.zero) for start, end in _runs(self.busy if minutes is None else minutes)]

    def net_standby(self, start: int, end: int) -> int:
        return self.work(start, end, self.net)

    # The calendar.

    @cached_property
    def _weeks(self) -> list[tuple[int, int]]:
        return list(self.every_week())

    def weeks(self) -> list[tuple[int, int]]:
        return self._weeks

    def every_week(self) -> list[tuple[int, int]]:
        weekday, clock = self.p["windows"]["week_start"].split()
        names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        offset = names.index(weekday) * DAY + int(clock[:2]) * 60 + int(clock[3:])
        monday = self.day_of(self.zero) - timedelta(days=self.day_of(self.zero).weekday() + 7)
        found = []
        while self.midnight(monday, offset) < self.zero + self.length:
            found.append((self.midnight(monday, offset), self.midnight(monday + 7 * ONE, offset)))
            monday += 7 * ONE
        return found

    def by_date(self, minutes: bytearray, week: tuple[int, int]) -> dict[date, int]:
        """Minutes of each date that belong to the week, as attributed."""
        found: dict[date, int] = {}
        for start, end in self.periods(minutes):
            if self.p["windows"]["attribution"] == "start":
                if week[0] <= start < week[1]:
                    found[self.day_of(start)] = found.get(self.day_of(start), 0) + end - start
                continue
            day = self.day_of(start)
            while self.midnight(day) < end:
                low, high = max(start, self.midnight(day), week[0]), min(end, self.midnight(day + ONE), week[1])
                if low < high:
                    found[day] = found.get(day, 0) + high - low
                day += ONE
        return found

    def standby_by_date(self, week: tuple[int, int]) -> dict[date, int]:
        """Standby net of work; a period belongs to the date on which it starts, or is cut."""
        found: dict[date, int] = {}
        for start, end in self.periods(self.standby):
            if self.p["windows"]["attribution"] == "start":
                if week[0] <= start < week[1]:
                    found[self.day_of(start)] = found.get(self.day_of(start), 0) + self.net_standby(start, end)
                continue
            day = self.day_of(start)
            while self.midnight(day) < end:
                low, high = max(start, self.midnight(day), week[0]), min(end, self.midnight(day + ONE), week[1])
                if low < high:
                    found[day] = found.get(day, 0) + self.net_standby(low, high)
                day += ONE
        return found

    # The types.

    def breaches(self) -> Iterator[Breach]:
        yield from self.day_total()
        yield from self.week_types()
        yield from self.weekly_rest()
        yield from self.daily_rest()
        yield from self.sundays()
        yield from self.free_sundays()
        yield from self.night()
        if self.planned:
            yield from self.plans()

    def over(self, kind: str, day: date, start: int, actual: Fraction) -> Breach:
        """`actual` in minutes."""
        absolute = max(Fraction(ABSOLUTE[kind]), self.limit(kind)) if kind in ABSOLUTE else None
        return Breach(kind, self.hard(absolute is not None and actual / 60 > absolute), day, self.text(start), actual / 60)

    def limit(self, kind: str) -> Fraction:
        group, key = {
            "day_total": ("total", "day"),
            "week_total": ("total", "week"),
            "week_overtime": ("overtime", "week"),
            "four_week_overtime": ("overtime", "four_weeks"),
            "year_overtime": ("overtime", "year"),
        }[kind]
        return Fraction(str(self.p[group][key]))

    def hard(self, absolute: bool) -> str:
        if self.p["exempt"] != "none":
            return "unntatt"
        if self.planned:
            return "planlagt"
        return "absolutt" if absolute else "brudd"

    def chosen(self, windows: list[tuple[int, int, Fraction]]) -> list[tuple[int, int, Fraction]]:
        """Windows over the line, in order: which of them are breaches."""
        kept: list[tuple[int, int, Fraction]] = []
        for start, end, actual in windows:
            if self.count == "every_window" or not kept:
                kept.append((start, end, actual))
            elif self.count == "non_overlapping":
                if start >= kept[-1][1]:
                    kept.append((start, end, actual))
            elif start <= kept[-1][1]:
                kept[-1] = kept[-1][0], max(kept[-1][1], end), max(kept[-1][2], actual)
            else:
                kept.append((start, end, actual))
        return kept

    def in_day(self, start: int, end: int) -> Fraction:
        share = self.net_standby(start, end) * self.factor if "day" in self.p["oncall"]["count_in"] else 0
        return Fraction(self.work(start, end)) + share

    def day_total(self) -> Iterator[Breach]:
        limit = self.limit("day_total") * 60
        mode = self.p["windows"]["day"]
        if mode == "sliding":
            for start, end, actual in self.sliding(limit):
                yield self.over("day_total", self.dated(start, end, self.crossed(start, start + DAY, limit)), start, actual)
            return
        cutoff = int(self.p["day_cutoff"][:2]) * 60 + int(self.p["day_cutoff"][3:]) if mode == "fixed" else 0
        day, last = self.day_of(self.zero) + ONE, self.day_of(self.zero + self.length) - 2 * ONE
        while day <= last:
            start, end = self.midnight(day, cutoff), self.midnight(day + ONE, cutoff)
            if mode == "start":
                actual = Fraction(sum(b - a for a, b in self.periods() if start <= a < end))
                if "day" in self.p["oncall"]["count_in"]:
                    actual += self.net_standby(start, end) * self.factor
                crossing = day
            else:
                actual = self.in_day(start, end)
                crossing = self.crossed(start, end, limit)
            if actual > limit and (
                self.work(start, end) if mode == "fixed" else any(start <= a < end for a, _ in self.periods())
            ):
                yield self.over("day_total", self.dated(start, end, crossing), start, actual)
            day += ONE

    def sliding(self, limit: Fraction) -> list[tuple[int, int, Fraction]]:
        starts = [start for start, _ in self.periods()]
        if self.count != "non_overlapping":
            windows = [(start, start + DAY, self.in_day(start, start + DAY)) for start in starts]
            return self.chosen([each for each in windows if each[2] > limit])
        found: list[tuple[int, int, Fraction]] = []
        cursor = self.zero
        while True:
            inside = bool(found) and any(start < cursor < end for start, end in self.periods())
            candidates = ([cursor] if inside else []) + [start for start in starts if start >= cursor]
            hit = next((start for start in candidates if self.in_day(start, start + DAY) > limit), None)
            if hit is None:
                return found
            cursor = hit + DAY
            found.append((hit, cursor, self.in_day(hit, cursor)))

    def crossed(self, start: int, end: int, limit: Fraction) -> date:
        """The date of the first minute with which the work in the window is more than the limit."""
        total = 0
        for minute in range(start, end):
            total += self.busy[minute - self.zero]
            if total > limit:
                return self.day_of(minute)
        return self.day_of(end - 1)

    def dated(self, start: int, end: int, crossing: date) -> date:
        rule = self.p["windows"]["report_date"]
        return {"crossing": crossing, "window_start": self.day_of(start), "window_end": self.day_of(end - 1)}[rule]

    # Weeks.

    def overtime_of(self, week: tuple[int, int], until: date = date.max) -> Fraction:
        """OT(w), counted through a date."""
        ordinary = self.p["ordinary"]
        basis = self.p["overtime"]["basis"]
        if basis == "recorded":
            recorded = self.painted(lambda each: each.type == "overtime", self.p["merge_gap_min"])
            return Fraction(sum(minutes for day, minutes in self.by_date(recorded, week).items() if day <= until))
        day_limit, week_limit = Fraction(str(ordinary["day"])) * 60, Fraction(str(ordinary["week"])) * 60
        if basis == "agreed":
            day_limit, week_limit = Fraction(str(ordinary["agreed_day"])) * 60, Fraction(str(ordinary["agreed_week"])) * 60
        planned = self.by_date(self.painted(lambda each: each.type == "ordinary", self.p["merge_gap_min"], True), week)
        most = {"none": (0, 0), "individual": (600, 3000), "union": (750, 3240)}[ordinary["averaging"]]
        worked = {day: minutes for day, minutes in self.by_date(self.busy, week).items() if day <= until}
        daily = Fraction(0)
        for day, minutes in worked.items():
            bound = min(max(Fraction(planned.get(day, 0)), day_limit), max(day_limit, most[0], _h(ordinary["day"])))
            daily += max(minutes - (bound if ordinary["averaging"] != "none" else day_limit), Fraction(0))
        bound = min(max(Fraction(sum(planned.values())), week_limit), max(week_limit, most[1], _h(ordinary["week"])))
        total = sum(worked.values()) + Fraction(0)
        if "week" in self.p["oncall"]["count_in"]:
            total += self.share(week, until)
        return max(daily, total - (bound if ordinary["averaging"] != "none" else week_limit), Fraction(0))

    def share(self, week: tuple[int, int], until: date = date.max) -> Fraction:
        return self.factor * sum(minutes for day, minutes in self.standby_by_date(week).items() if day <= until)

    def total_of(self, week: tuple[int, int], until: date = date.max) -> Fraction:
        worked = sum(minutes for day, minutes in self.by_date(self.busy, week).items() if day <= until) + Fraction(0)
        counts = {"week", "week_total"} & set(self.p["oncall"]["count_in"])
        return worked + (self.share(week, until) if counts else 0)

    def week_types(self) -> Iterator[Breach]:
        weeks = self.weeks()
        overtime = [self.overtime_of(week) for week in weeks]
        rolling = self.p["windows"]["week"] == "rolling_7_days"
        if rolling:
            yield from self.rolling("week_overtime", weeks)
        else:
            yield from self.runs("week_overtime", weeks, overtime, 1, self.overtime_of)
        yield from self.runs("four_week_overtime", weeks, overtime, 4, self.overtime_of)
        yield from self.runs("year_overtime", weeks, overtime, 52, self.overtime_of)
        length = self.p["total"]["averaging_weeks"]
        totals = [self.total_of(week) for week in weeks]
        if length > 1:
            yield from self.averaged(weeks, totals, length)
        elif rolling:
            yield from self.rolling("week_total", weeks)
        else:
            yield from self.runs("week_total", weeks, totals, 1, self.total_of)

    def sums(
        self, values: list[Fraction], length: int, limits: list[Fraction]
    ) -> list[tuple[int, int, int, Fraction, Fraction]]:
        """(crossing week, last week, first summed week, sum in the crossing week, greatest sum)."""
        found: list[tuple[int, int, int, Fraction, Fraction]] = []
        restart = 0
        for week in range(len(values)):
            since = max(week + 1 - length, 0)
            if self.count == "non_overlapping":
                since = max(since, restart)
            total = sum(values[since : week + 1], Fraction(0))
            low, high = self.weeks()[week]
            if total <= limits[week] or not (values[week] > 0 or (low < self.known[1] and high > self.known[0])):
                continue
            restart = week + 1
            if self.count == "episode" and length > 1 and found and found[-1][1] == week - 1:
                crossing, _, first, at_crossing, worst = found[-1]
                found[-1] = crossing, week, first, at_crossing, max(worst, total)
            else:
                found.append((week, week, since, total, total))
        return found

    def runs(
        self,
        kind: str,
        weeks: list[tuple[int, int]],
        values: list[Fraction],
        length: int,
        through: Callable[[tuple[int, int], date], Fraction],
    ) -> Iterator[Breach]:
        limits = [self.limit(kind) * 60] * len(weeks)
        for week, last, _, total, worst in self.sums(values, length, limits):
            left = limits[week] - (total - values[week])
            yield self.over(kind, self.week_date(weeks, week, last, left, through), weeks[week][0], worst)

    def week_date(
        self,
        weeks: list[tuple[int, int]],
        week: int,
        last: int,
        left: Fraction,
        through: Callable[[tuple[int, int], date], Fraction],
    ) -> date:
        day = self.day_of(weeks[week][0])
        while through(weeks[week], day) <= left:
            day += ONE
        return self.dated(weeks[week][0], weeks[last][1], day)

    def averaged(self, weeks: list[tuple[int, int]], totals: list[Fraction], length: int) -> Iterator[Breach]:
        limit, cap = self.limit("week_total") * 60, _h(self.p["total"]["hard_cap_week"])
        told = set()
        for week, total in enumerate(totals):
            if total > cap:
                told.add(week)
                day = self.week_date(weeks, week, week, cap, self.total_of)
                absolute = total > max(Fraction(69 * 60), limit)
                yield Breach("week_total", self.hard(absolute), day, self.text(weeks[week][0]), total / 60)
        absent = [self.is_neutral(week) for week in weeks]
        divisors = [max(length - sum(absent[max(week + 1 - length, 0) : week + 1]), 1) for week in range(len(weeks))]
        for week, last, _, total, worst in self.sums(totals, length, [limit * divisor for divisor in divisors]):
            if week in told:
                continue
            left = limit * divisors[week] - (total - totals[week])
            day = self.week_date(weeks, week, last, left, self.total_of)
            mean = worst / divisors[week]
            absolute = mean > max(Fraction(69 * 60), limit)
            yield Breach("week_total", self.hard(absolute), day, self.text(weeks[week][0]), mean / 60)

    def is_neutral(self, week: tuple[int, int]) -> bool:
        absence = self.painted(lambda each: each.type == "absence", self.p["merge_gap_min"])
        return self.p["total"]["neutral_absence"] and self.work(*week, absence) > 0 and not self.by_date(self.busy, week)

    def rolling(self, kind: str, weeks: list[tuple[int, int]]) -> Iterator[Breach]:
        """Any seven dates, from a date on which something counts."""
        limit = self.limit(kind) * 60
        values: dict[date, Fraction] = {}
        for week in weeks:
            if kind == "week_overtime":
                if self.p["overtime"]["basis"] == "recorded":
                    recorded = self.painted(lambda each: each.type == "overtime", self.p["merge_gap_min"])
                    per_day = {day: Fraction(minutes) for day, minutes in self.by_date(recorded, week).items()}
                else:
                    per_day = {
                        day: self.daily_overtime(day, minutes, week) for day, minutes in self.by_date(self.busy, week).items()
                    }
            else:
                per_day = {day: Fraction(minutes) for day, minutes in self.by_date(self.busy, week).items()}
                if {"week", "week_total"} & set(self.p["oncall"]["count_in"]):
                    for day, minutes in self.standby_by_date(week).items():
                        per_day[day] = per_day.get(day, Fraction(0)) + minutes * self.factor
            for day, minutes in per_day.items():
                values[day] = values.get(day, Fraction(0)) + minutes
        windows = []
        for day in sorted(values):
            total = sum((values.get(day + step * ONE, Fraction(0)) for step in range(7)), Fraction(0))
            if total > limit:
                windows.append((day.toordinal(), day.toordinal() + 7, total))
        for first, last, worst in self.chosen(windows):
            begins, ends = date.fromordinal(first), date.fromordinal(last)
            passed, day = values.get(begins, Fraction(0)), begins
            while passed <= limit:
                day += ONE
                passed += values.get(day, Fraction(0))
            yield self.over(kind, self.dated(self.midnight(begins), self.midnight(ends), day), self.midnight(begins), worst)

    def daily_overtime(self, day: date, minutes: int, week: tuple[int, int]) -> Fraction:
        ordinary = self.p["ordinary"]
        least = _h(ordinary["agreed_day"] if self.p["overtime"]["basis"] == "agreed" else ordinary["day"])
        if ordinary["averaging"] == "none":
            return max(minutes - least, Fraction(0))
        planned = self.by_date(self.painted(lambda each: each.type == "ordinary", self.p["merge_gap_min"], True), week)
        most = max(least, {"individual": 600, "union": 750}[ordinary["averaging"]], _h(ordinary["day"]))
        return max(minutes - min(max(Fraction(planned.get(day, 0)), least), most), Fraction(0))

    # Rest.

    def rests(self) -> list[tuple[int, int]]:
        shortest = self.p["oncall"]["ignore_callout_min"]

        def breaks(each: Work) -> bool:
            short = each.type == "callout" and each.end - each.start <= timedelta(minutes=shortest)
            return each.type in self.counted and not (shortest and short)

        self.breakers = self.painted(breaks, self.p["merge_gap_min"])
        edges = [self.known[0]]
        for start, end in self.periods(self.breakers):
            edges += [start, end]
        edges.append(self.known[1])
        found = []
        for begins, ends in zip(edges[::2], edges[1::2], strict=True):
            low, high = max(begins, self.known[0]), min(ends, self.known[1])
            if low < high:
                found.append((low, high))
        return found

    def weekly_rest(self) -> Iterator[Breach]:
        rests, least = self.rests(), int(_h(self.p["rest"]["weekly"]))
        if self.p["rest"]["straddle"] == "anchored":
            yield from self.anchored(rests, least)
            return
        spent: tuple[int, int] | None = None
        for low, high in self.weeks():
            if low < self.known[0] or high > self.known[1]:
                spent = None
                continue
            served = None
            for rest in rests:
                inside = min(rest[1], high) - max(rest[0], low)
                whole = self.p["rest"]["straddle"] and rest[1] - rest[0] >= least and rest != spent
                if inside > 0 and (inside >= least or whole):
                    served = rest
                    break
            spent = served
            if served is None and not self.may_still_come(rests, high, least):
                yield self.short(
                    "weekly_rest", self.dated(low, high, self.day_of(high - 1)), low, self.longest(low, high, self.breakers)
                )

    def may_still_come(self, rests: list[tuple[int, int]], high: int, least: int) -> bool:
        """A rest over the week's end has begun and may become long enough in what is not known."""
        return bool(self.p["rest"]["straddle"]) and bool(rests) and rests[-1][0] < high and self.can_become(rests[-1], least)

    def can_become(self, rest: tuple[int, int], least: int) -> bool:
        if rest[1] < self.known[1]:
            return False
        following = [start for start, _ in self.periods(self.breakers) if start >= self.known[1]]
        return not following or following[0] - rest[0] >= least

    def anchored(self, rests: list[tuple[int, int]], least: int) -> Iterator[Breach]:
        """168 hours from the end of one long rest to the moment when the next has lasted long enough."""
        spans = []
        anchor = self.known[0]
        for begins, ends in rests:
            if ends - begins >= least:
                spans.append((anchor, begins + least))
                anchor = ends
        under_way = [rest[0] + least for rest in rests if self.can_become(rest, least)]
        spans.append((anchor, under_way[0] if under_way else self.known[1] + WEEK))
        for begins, completed in spans:
            while begins + WEEK < completed and begins + WEEK <= self.known[1]:
                day = self.dated(begins, begins + WEEK, self.day_of(begins + WEEK - 1))
                yield self.short("weekly_rest", day, begins, self.longest(begins, begins + WEEK, self.breakers))
                begins += WEEK

    def longest(self, low: int, high: int, minutes: bytearray) -> int:
        best = run = 0
        for minute in minutes[low - self.zero : high - self.zero]:
            run = 0 if minute else run + 1
            best = max(best, run)
        return best

    def short(self, kind: str, day: date, start: int, rest: int, *, lifted: bool = False) -> Breach:
        floor = {"weekly_rest": 28, "daily_rest": 8}[kind]
        own = Fraction(str(self.p["rest"]["weekly" if kind == "weekly_rest" else "daily"]))
        absolute = Fraction(rest, 60) < min(Fraction(floor), own) and not lifted
        return Breach(kind, self.hard(absolute), day, self.text(start), Fraction(rest, 60))

    def daily_rest(self) -> Iterator[Breach]:
        least = int(_h(self.p["rest"]["daily"]))
        main = self.painted(lambda each: each.type in self.counted - {"callout"}, self.p["merge_gap_min"])
        steady = self.painted(lambda each: each.type in self.counted - {"callout", "overtime"}, self.p["merge_gap_min"])
        windows = []
        for start, end in self.periods():
            if self.work(start, end, main) and self.longest(start, start + DAY, self.busy) < least:
                windows.append((start, start + DAY, Fraction(-self.longest(start, start + DAY, self.busy))))
        for start, end, worst in self.chosen(windows):
            crossing = next(
                self.day_of(minute) for minute in range(start + DAY - least, start + DAY) if self.busy[minute - self.zero]
            )
            floor = min(8 * 60, least)
            lifted = self.longest(start, end, steady) >= floor
            yield self.short("daily_rest", self.dated(start, end, crossing), start, int(-worst), lifted=lifted)

    # Red days.

    def red(self) -> list[tuple[date, int, int]]:
        """Every red day with its window."""
        found = []
        day, last = self.day_of(self.zero) + ONE, self.day_of(self.zero + self.length) - ONE
        while day < last:
            if is_red(day):
                found.append((day, *self.red_window(day)))
            day += ONE
        return found

    def red_window(self, day: date) -> tuple[int, int]:
        if self.p["sundays"]["window"] == "calendar":
            return self.midnight(day), self.midnight(day + ONE)
        eve = day - ONE
        opens = self.midnight(eve, 18 * 60)
        if is_red(eve) and day.weekday() != 6:
            opens = self.midnight(day)
        elif eve in (date(eve.year, 12, 24), easter(eve.year) - ONE, easter(eve.year) + 48 * ONE):
            opens = self.midnight(eve, 15 * 60)
        elif (day.month, day.day) in ((5, 1), (5, 17)) and eve.weekday() < 5 and day != easter(day.year) + 39 * ONE:
            opens = self.midnight(eve, 22 * 60)
        return opens, self.midnight(day + ONE) if is_red(day + ONE) else self.midnight(day, 22 * 60)

    def worked(self, opens: int, closes: int) -> bool:
        return self.work(opens, closes) > self.p["sunday_min_minutes"]

    def sundays(self) -> Iterator[Breach]:
        limit = self.p["sundays"]["max_consecutive"]
        row = 0
        for day, opens, closes in self.red():
            counts = day.weekday() == 6 or self.p["sundays"]["include_holidays"]
            ends = day.weekday() == 6 or self.p["sundays"]["free_holiday_resets"]
            if self.worked(opens, closes):
                if counts:
                    row += 1
                    if row > limit:
                        start = self.midnight(day)
                        shown = self.dated(start, self.midnight(day + ONE), day)
                        yield Breach("consecutive_sundays", self.hard(False), shown, self.text(start), Fraction(row))
            elif ends and opens >= self.known[0] and closes <= self.known[1]:
                row = 0

    def free_sundays(self) -> Iterator[Breach]:
        if self.p["sundays"]["max_consecutive"] <= 1:
            return
        weeks, red = self.weeks(), self.red()
        worked = [Fraction(sum(self.worked(o, c) for d, o, c in red if low <= self.midnight(d) < high)) for low, high in weeks]
        there = [sum(1 for d, _, _ in red if low <= self.midnight(d) < high) for low, high in weeks]
        of_26 = []
        for _, high in weeks:
            last = self.day_of(high - 1)
            of_26.append(sum(is_red(last - step * ONE) for step in range(26 * 7)))
        told = set()
        for week, last, _, total, _ in self.sums(worked, 26, [Fraction(count // 2) for count in of_26]):
            told.add(week)
            yield self.free_breach(weeks, week, last, of_26[week] - total)
        none_free = [Fraction(there[week] > 0 and worked[week] == there[week]) for week in range(len(weeks))]
        for week, last, _, _, _ in self.sums(none_free, 4, [Fraction(3)] * len(weeks)):
            if week not in told:
                yield self.free_breach(weeks, week, last, Fraction(0))

    def free_breach(self, weeks: list[tuple[int, int]], week: int, last: int, actual: Fraction) -> Breach:
        low, high = weeks[week]
        day = self.dated(low, weeks[last][1], self.day_of(high - 1))
        return Breach("free_sundays_26w", self.hard(False), day, self.text(low), actual)

    # Night, plan.

    def nights(self) -> list[tuple[int, int]]:
        day, last = self.day_of(self.zero) + ONE, self.day_of(self.zero + self.length) - 2 * ONE
        found = []
        while day < last:
            found.append((self.midnight(day, 21 * 60), self.midnight(day + ONE, 6 * 60)))
            day += ONE
        return found

    def night(self) -> Iterator[Breach]:
        weeks, nights = self.weeks(), self.nights()
        totals = [Fraction(sum(self.by_date(self.busy, week).values())) for week in weeks]
        limit = Fraction(10640)
        limits = []
        for week in range(len(weeks)):
            low, high = weeks[max(week - 3, 0)][0], weeks[week][1]
            long = sum(1 for begins, ends in nights if low <= begins < high and self.work(begins, ends) > 180)
            limits.append(limit if long >= self.p["night"]["regular_nights"] else Fraction(10**9))
        told = set()
        for week, last, _, total, worst in self.sums(totals, 4, limits):
            left = limit - (total - totals[week])
            day = self.week_date(weeks, week, last, left, self.worked_through)
            told.add(self.text(weeks[week][0]))
            yield Breach("night_work", self.hard(False), day, self.text(weeks[week][0]), worst / 60)
        if self.p["night"]["special_strain"]:
            windows = []
            for start, _ in self.periods():
                at_night = sum(
                    self.work(max(start, b), min(start + DAY, e)) for b, e in nights if b < start + DAY and e > start
                )
                if self.work(start, start + DAY) > 480 and at_night > 180:
                    windows.append((start, start + DAY, Fraction(self.work(start, start + DAY))))
            for start, end, worst in self.chosen(windows):
                if self.text(start) not in told:
                    told.add(self.text(start))
                    day = self.dated(start, end, self.crossed(start, start + DAY, Fraction(480)))
                    yield Breach("night_work", self.hard(False), day, self.text(start), worst / 60)
        if not self.p["night"]["basis"]:
            for begins, ends in nights:
                if self.work(begins, ends) and self.text(begins) not in told:
                    day = self.dated(begins, ends, self.crossed(begins, ends, Fraction(0)))
                    yield Breach("night_work", self.hard(False), day, self.text(begins), Fraction(self.work(begins, ends), 60))

    def worked_through(self, week: tuple[int, int], until: date) -> Fraction:
        return Fraction(sum(minutes for day, minutes in self.by_date(self.busy, week).items() if day <= until))

    def plans(self) -> Iterator[Breach]:
        ordinary = self.p["ordinary"]
        bound = {"none": (0, 0), "individual": (10, 50), "union": (12.5, 54)}[ordinary["averaging"]]
        day_limit, week_limit = max(_h(ordinary["day"]), _h(bound[0])), max(_h(ordinary["week"]), _h(bound[1]))
        planned = self.painted(lambda each: each.type == "ordinary", self.p["merge_gap_min"], True)
        days: dict[date, int] = {}
        for week in self.weeks():
            found = self.by_date(planned, week)
            for day, minutes in found.items():
                days[day] = days.get(day, 0) + minutes
            if sum(found.values()) > week_limit:
                passed, crossing = 0, None
                for day in sorted(found):
                    passed += found[day]
                    crossing = crossing or (day if passed > week_limit else None)
                shown = self.dated(*week, crossing or date.min)
                yield Breach("planned_week", self.hard(False), shown, self.text(week[0]), Fraction(sum(found.values()), 60))
        for day, minutes in days.items():
            if minutes > day_limit:
                start = self.midnight(day)
                shown = self.dated(start, self.midnight(day + ONE), day)
                yield Breach("planned_day", self.hard(False), shown, self.text(start), Fraction(minutes, 60))


def _h(hours: object) -> Fraction:
    return Fraction(str(hours)) * 60


def _runs(minutes: bytearray) -> Iterator[tuple[int, int]]:
    at = minutes.find(1)
    while at >= 0:
        end = minutes.find(0, at)
        yield at, end
        at = minutes.find(1, end)


@cache
def is_red(day: date) -> bool:
    moved = {easter(day.year) + step * ONE for step in (-3, -2, 0, 1, 39, 49, 50)}
    return day.weekday() == 6 or (day.month, day.day) in {(1, 1), (5, 1), (5, 17), (12, 25), (12, 26)} or day in moved
