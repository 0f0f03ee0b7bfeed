"""Decisions of both organisations of the demo: an exemption, a window and a held round of each, in force when the test runs."""

from datetime import UTC, datetime, timedelta

from engine.avvik.entries import Draft, EntryKind, Opening, Subject
from engine.decisions import exemption, maintenance
from engine.decisions.decision import DecisionDraft
from engine.decisions.storm import hold
from engine.store import open_store
from tests.deliveries import book

RULES = {"hemit": "hemit-sick-leave", "helse-nord-ikt": "hnikt-first-line"}


def keep_decisions(url: str) -> None:
    """U-0001, V-0001 and S-0001 are Hemit's, U-0002, V-0002 and S-0002 the other's."""
    store, at = open_store(url), datetime.now(UTC)
    rules = book()
    for number, (organisation, rule) in enumerate(RULES.items(), start=1):
        store.decide(
            lambda known, rule=rule: exemption.register(
                rules,
                exemption.exemptions(known),
                rule=rule,
                reason="Ny måling på vei",
                approver="Ola Direktør",
                by="kari@hemit.no",
                since=at.date(),
                until=at.date() + timedelta(days=30),
                today=at.date(),
            ),
            at,
        )
        service = maintenance.services_of(rules.organisations[organisation])[0]
        store.decide(
            lambda known, organisation=organisation, service=service: maintenance.announce(
                rules,
                maintenance.windows(known),
                organisation=organisation,
                service=service,
                start=at + timedelta(days=1),
                end=at + timedelta(days=1, hours=2),
                reason="Ny versjon",
                by="kari@hemit.no",
                at=at,
            ),
            at,
        )
        store.decide(lambda _known, number=number, rule=rule, own=organisation: _held(f"S-{number:04d}", own, rule), at)
    store.close()


def _held(name: str, organisation: str, rule: str) -> DecisionDraft:
    """What a round would have held; its rule and unit are real, its basis is none that a round comes to."""
    subject = Subject(organisation=organisation, rule=rule, unit=organisation, dimension="")
    facts = {"period": "2023-03", "rule_version": "r", "data_revision": "d"}
    opening = Opening(subject=subject, drafts=[Draft(kind=EntryKind.OPENED, who="machine", facts=facts)])
    known = frozenset({subject})
    return hold(name, organisation, [opening], {}, round_number=1, as_of=datetime.now(UTC).date(), judged_before=known)
