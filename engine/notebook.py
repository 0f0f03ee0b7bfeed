"""What is on record as pandas tables, for notebooks: engine.open(url).verdicts(rule="hnikt-first-line").

Numbers are exact Decimals, periods their text (2023-03), what is not there is None. Nothing is written. What is missing from a
table is missing from the record: a name that nobody has gives an empty table.
"""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from engine.errors import UsageError
from engine.exchange import avvik_json
from engine.facts import Observation, Verdict
from engine.language import mark
from engine.periods import NotAPeriod, Period
from engine.store import Store, open_store

if TYPE_CHECKING:
    from pandas import DataFrame

_T = TypeVar("_T")

_VERDICT = (
    *("organisation", "rule", "unit", "dimension", "period", "outcome", "cause", "value", "raw_value", "numerator"),
    *("denominator", "target", "comparator", "margin", "provisional", "words", "rule_version", "data_revision"),
)
_FIGURE = ("value", "numerator", "denominator", "n", "words", "place")
_OBSERVATION = (
    *("organisation", "metric", "unit", "dimension", "period", *_FIGURE, "status", "holds"),
    *("known_at", "received_at", "delivery", "revision"),
)
_AVVIK = (
    *("id", "organisation", "rule", "unit", "dimension", "first_period", "last_period", "periods"),
    *("state", "condition", "severity", "owner"),
)
_TRUE_OR_FALSE = frozenset({"provisional", "holds"})


def open(url: str | None = None) -> "Notebook":  # noqa: A001 -- it is read as engine.open
    """The record at this address; without one, the database of the settings. Raises StoreError for what is no address."""
    if url is None:
        from engine.settings import load

        url = load().database_url
    return Notebook(open_store(url))


class Notebook:
    """Each table is read when it is asked for, and no connection is kept in between."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def verdicts(
        self,
        organisation: str | None = None,
        *,
        rule: str | None = None,
        unit: str | None = None,
        period: str | None = None,
    ) -> "DataFrame":
        """The verdicts that stand, one a row. `target` is a number, or the two ends of `between`."""
        found = self._read(lambda store: store.verdicts(organisation))
        return _table(map(_verdict, found), _VERDICT, rule=rule, unit=unit, period=_period(period))

    def observations(
        self,
        organisation: str | None = None,
        *,
        metric: str | None = None,
        unit: str | None = None,
        period: str | None = None,
    ) -> "DataFrame":
        """Every revision of every delivered figure, in the order of arrival; `holds` marks the one that is judged."""
        found = self._read(lambda store: store.observations(organisation))
        standing = {(each.figure.series, each.figure.period): each for each in sorted(found, key=_rank)}
        rows = (_observation(each, standing[each.figure.series, each.figure.period] is each) for each in found)
        return _table(rows, _OBSERVATION, metric=metric, unit=unit, period=_period(period))

    def avvik(
        self,
        organisation: str | None = None,
        *,
        rule: str | None = None,
        unit: str | None = None,
        period: str | None = None,
    ) -> "DataFrame":
        """Every avvik, the oldest first; with a period, those that it is one of. `periods` is a list."""
        found = self._read(lambda store: store.avvik(organisation))
        wanted = _period(period)
        rows = (avvik_json(each) for each in found if wanted is None or wanted in map(str, each.periods))
        return _table(rows, _AVVIK, rule=rule, unit=unit)

    def _read(self, ask: Callable[[Store], _T]) -> _T:
        # A notebook's cell runs inside an event loop, in which Django refuses to work; a thread of its own has none.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(self._asked, ask).result()

    def _asked(self, ask: Callable[[Store], _T]) -> _T:
        try:
            return ask(self._store)
        finally:
            self._store.close()


def _table(rows: Iterable[Mapping[str, Any]], columns: Iterable[str], **wanted: str | None) -> "DataFrame":
    from pandas import DataFrame

    asked = {name: value for name, value in wanted.items() if value is not None}
    kept = [row for row in rows if all(row[name] == value for name, value in asked.items())]
    # Without the dtype pandas would make None a NaN in columns of text.
    table = DataFrame({name: [row[name] for row in kept] for name in columns}, dtype=object)
    return table.astype(dict.fromkeys(_TRUE_OR_FALSE.intersection(table.columns), bool))


def _period(text: str | None) -> str | None:
    """The period as it is written in the tables."""
    try:
        return None if text is None else str(Period.parse(text))
    except NotAPeriod:
        message = mark("'{text}' is not a period: 2023, 2023-T1, 2023-Q1, 2023-03 or 2023-W12")
        raise UsageError(message, text=(text or "")[:40]) from None


def _verdict(verdict: Verdict) -> dict[str, Any]:
    texts = {name: None if (value := getattr(verdict, name)) is None else str(value) for name in ("cause", "comparator")}
    given = {name: getattr(verdict, name) for name in _VERDICT}
    return given | texts | {"period": str(verdict.period), "outcome": str(verdict.outcome)}


def _observation(observation: Observation, holds: bool) -> dict[str, Any]:
    figure = observation.figure
    return {
        **figure.series._asdict(),
        "period": str(figure.period),
        **{name: getattr(figure, name) for name in _FIGURE},
        "status": str(figure.status),
        "holds": holds,
        "known_at": observation.known_at,
        "received_at": observation.received_at,
        "delivery": observation.delivery,
        "revision": observation.revision,
    }


def _rank(observation: Observation) -> tuple[object, ...]:
    return (*observation.rank, observation.revision)
