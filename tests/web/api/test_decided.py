"""Exemptions, windows and held rounds by the API: told as they are, to those alone who may see what they are about."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from engine.avvik.entries import Subject
from engine.decisions.decision import DecisionDraft, DecisionKind
from engine.decisions.storm import hold
from engine.people import Role
from tests.store.samples import opening
from tests.web.api.calls import said, script
from tests.web.site import Site, role

AT = datetime(2023, 4, 3, 6, tzinfo=UTC)
PLAIN, GONE = "hemit-first-line", "hemit-gone"
"""Of a rule that is no longer in force nobody can say whether it was about persons: it is for those who see such figures."""


def exemption(name: str, rule: str, unit: str) -> DecisionDraft:
    facts = {"rule": rule, "unit": unit, "since": "2023-04-01", "until": "2099-04-30"}
    words = {"reason": "Ny telefonløsning", "approver": "Ola"}
    return DecisionDraft(kind=DecisionKind.EXEMPTION, organisation="hemit", about=name, who="Kari", facts=facts, words=words)


def window() -> DecisionDraft:
    facts = {"service": "epj", "start": "2023-04-03T22:00:00+02:00", "end": "2023-04-04T02:00:00+02:00"}
    words = {"reason": "Oppgradering"}
    return DecisionDraft(
        kind=DecisionKind.MAINTENANCE, organisation="hemit", about="V-0001", who="Kari", facts=facts, words=words
    )


@pytest.fixture
def decided(site: Site) -> Site:
    openings = [replace(opening(_about(rule)), subject=_about(rule)) for rule in (PLAIN, GONE)]
    held = hold("S-0001", "hemit", openings, {}, round_number=1, as_of=date(2023, 4, 3), judged_before=frozenset())
    drafts = [exemption("U-0001", PLAIN, ""), exemption("U-0002", PLAIN, "drift"), exemption("U-0003", GONE, "")]
    for draft in (*drafts, window(), held):
        site.parts.store.decide(lambda _, draft=draft: draft, AT)
    return site


def _about(rule: str) -> Subject:
    return Subject(organisation="hemit", rule=rule, unit="hemit", dimension="")


def test_what_is_decided_is_told_as_it_is(decided: Site) -> None:
    quality = script(decided, role(Role.QUALITY))
    one, *_ = found = said(quality.get("exemptions?organisation=hemit"))["items"]
    assert (one["rule"], one["reason"], one["approver"], one["holds"]) == (PLAIN, "Ny telefonløsning", "Ola", True)
    assert [each["id"] for each in found] == ["U-0001", "U-0002", "U-0003"]
    (planned,) = said(quality.get("maintenance?organisation=hemit"))["items"]
    assert (planned["service"], planned["start"], planned["holds"]) == ("epj", "2023-04-03T22:00:00+02:00", False)
    (storm,) = said(quality.get("storms?organisation=hemit"))["items"]
    assert (storm["state"], [each["rule"] for each in storm["openings"]]) == ("held", [PLAIN, GONE])


def test_nobody_learns_of_what_they_may_not_see(decided: Site) -> None:
    """A leader gets the own unit's, a reader nothing about persons, and no role of another organisation anything."""
    leader, reader = script(decided, role(Role.LEADER, unit="drift")), script(decided, role(Role.READER))
    assert [each["id"] for each in said(leader.get("exemptions?organisation=hemit"))["items"]] == ["U-0002"]
    assert leader.get("storms?organisation=hemit").status_code == 404
    assert [each["id"] for each in said(reader.get("exemptions?organisation=hemit"))["items"]] == ["U-0001", "U-0002"]
    (storm,) = said(reader.get("storms?organisation=hemit"))["items"]
    assert [each["rule"] for each in storm["openings"]] == [PLAIN]
    other = script(decided, *(role(each, "helse-nord-ikt") for each in Role))
    for name in ("exemptions", "maintenance", "storms"):
        assert other.get(f"{name}?organisation=hemit").status_code == 404
        own = said(other.get(f"{name}?organisation=helse-nord-ikt"))["items"]
        assert {each["id"] for each in own}.isdisjoint(("U-0001", "U-0002", "U-0003", "V-0001", "S-0001"))


def test_a_rounds_counts_are_for_who_sees_all_that_it_holds(decided: Site) -> None:
    """What is left out could be counted otherwise: as many as the round has, less those that are named."""
    quality, reader = script(decided, role(Role.QUALITY)), script(decided, role(Role.READER))
    (whole,), (part,) = (said(each.get("storms?organisation=hemit"))["items"] for each in (quality, reader))
    assert (whole["sudden"], whole["judged_before"]) != (None, None)
    assert (part["sudden"], part["judged_before"]) == (None, None)
