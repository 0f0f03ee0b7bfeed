"""The guard's health as Prometheus reads it: counts by organisation, never by unit or person."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from engine.facts import Outcome
from engine.health import Health, Watched

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def exposition(health: Health) -> bytes:
    """The text that `/metrics` answers."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Told(health))
    return generate_latest(registry)


def unreachable() -> bytes:
    """What is told when the database does not answer: that, and nothing that could pass for figures."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Down())
    return generate_latest(registry)


class _Down(Collector):
    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("malvakt_up", "1 when the guard can read its database.", value=0)


class _Told(Collector):
    def __init__(self, health: Health) -> None:
        self._health = health

    def collect(self) -> Iterator[Metric]:
        health = self._health
        yield GaugeMetricFamily("malvakt_up", "1 when the guard can read its database.", value=1)
        yield InfoMetricFamily("malvakt_build", "The release.", value={"version": health.version})
        yield GaugeMetricFamily(
            "malvakt_rule_mistakes", "Mistakes that keep rules from being judged.", value=health.broken_rules
        )
        yield GaugeMetricFamily("malvakt_log_entries", "Entries in the log of avvik.", value=health.log_entries)
        yield GaugeMetricFamily("malvakt_decisions", "Decisions in the ledger.", value=health.decisions)
        yield GaugeMetricFamily("malvakt_jobs_failing", "Jobs that failed when they were last tried.", value=health.failing)
        yield from _by_organisation(health)
        yield from _by_kind(health)
        if health.outbox is not None:
            yield GaugeMetricFamily("malvakt_outbox_waiting", "Notices that wait to be sent.", value=health.outbox.waiting)
            yield GaugeMetricFamily("malvakt_outbox_dead", "Notices that were given up.", value=health.outbox.dead)
            oldest = (health.at - health.outbox.oldest).total_seconds() if health.outbox.oldest else 0
            yield GaugeMetricFamily("malvakt_outbox_oldest_seconds", "How long the oldest notice has waited.", value=oldest)


def _by_organisation(health: Health) -> Iterator[Metric]:
    figures = (
        ("malvakt_rules", "Rules in force.", lambda each: each.rules),
        ("malvakt_rules_judged", "Rules that the last round judged without breaking.", lambda each: each.judged),
        ("malvakt_round_held", "1 while a storm waits for a person.", lambda each: int(each.held)),
        ("malvakt_figures_late", "Figures that are past due.", lambda each: each.late),
        ("malvakt_deliveries_refused", "Deliveries in quarantine.", lambda each: each.refused),
    )
    for name, words, of in figures:
        family = GaugeMetricFamily(name, words, labels=["organisation"])
        for each in health.organisations:
            family.add_metric([each.organisation], of(each))
        yield family
    ages = GaugeMetricFamily("malvakt_round_age_seconds", "Since the organisation's last round.", labels=["organisation"])
    for each in health.organisations:
        if each.rounds_end is not None:
            ages.add_metric([each.organisation], (health.at - each.rounds_end).total_seconds())
    yield ages


def _by_kind(health: Health) -> Iterator[Metric]:
    verdicts = GaugeMetricFamily(
        "malvakt_verdicts",
        "Rules, units and dimensions by the outcome of their newest verdict.",
        labels=["organisation", "outcome"],
    )
    avvik = GaugeMetricFamily("malvakt_avvik", "Avvik by state.", labels=["organisation", "state"])
    for each in health.organisations:
        _add(verdicts, each, {outcome.value: each.verdicts.get(outcome.value, 0) for outcome in Outcome})
        _add(avvik, each, dict(each.avvik))
    yield from (verdicts, avvik)


def _add(family: GaugeMetricFamily, watched: Watched, counts: dict[str, int]) -> None:
    for kind, count in counts.items():
        family.add_metric([watched.organisation, kind], count)
