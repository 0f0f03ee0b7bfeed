"""Accounts become viewers: never more than the grants say, and never in another organisation."""

import pytest

from engine.aml.rights import Viewer
from engine.aml.viewers import viewer_of
from engine.catalogue import Organisation
from engine.people import Grant, Person, Role

ORGANISATION = Organisation.model_validate(
    {
        "id": "hemit",
        "metrics": {},
        "units": {
            "hemit": {"id": "hemit", "title": "Hemit"},
            "drift": {"id": "drift", "title": "Drift", "parent": "hemit"},
            "nett": {"id": "nett", "title": "Nett", "parent": "drift"},
            "adm": {"id": "adm", "title": "Adm", "parent": "hemit"},
        },
    }
)


def _viewer(*grants: tuple[Role, str, str], **more: object) -> Viewer:
    given = frozenset(Grant(role=role, organisation=organisation, unit=unit) for role, organisation, unit in grants)
    person = {"id": "u1", "name": "Kari", "email": "kari@example.org", "employee": "P-1", "grants": given}
    return viewer_of(Person(**person | more), ORGANISATION)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("grants", "role", "units"),
    [
        ([(Role.HR, "hemit", "")], Role.HR, set()),
        ([(Role.HR, "hemit", "drift")], Role.LEADER, {"drift", "nett"}),
        ([(Role.LEADER, "hemit", "drift"), (Role.QUALITY, "hemit", "")], Role.LEADER, {"drift", "nett"}),
        ([(Role.LEADER, "hemit", "")], Role.LEADER, {"hemit", "drift", "nett", "adm"}),
        ([(Role.TILLITSVALGT, "hemit", "")], Role.TILLITSVALGT, set()),
        ([(Role.ADMIN, "hemit", ""), (Role.READER, "hemit", "")], Role.EMPLOYEE, set()),
        ([(Role.HR, "hnikt", ""), (Role.LEADER, "hnikt", "drift")], Role.EMPLOYEE, set()),
        ([], Role.EMPLOYEE, set()),
    ],
)
def test_a_viewer_sees_what_the_grants_say(grants: list[tuple[Role, str, str]], role: Role, units: set[str]) -> None:
    """HR of a unit is no HR of all; a grant elsewhere is none here; whoever runs the system sees no rows."""
    viewer = _viewer(*grants)
    assert (viewer.role, set(viewer.units), viewer.organisation, viewer.pseudonym) == (role, units, "hemit", "P-1")


def test_who_has_left_sees_nothing() -> None:
    """Neither as HR nor the own rows."""
    viewer = _viewer((Role.HR, "hemit", ""), active=False)
    assert (viewer.role, viewer.pseudonym) == (Role.EMPLOYEE, "")
