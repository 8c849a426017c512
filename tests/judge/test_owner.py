"""Who owns a site, out of what is said of it."""

import pytest

from archive.judge.owner import OwnerClaim, settle_owners


@pytest.mark.parametrize(
    ("said", "owners"),
    [
        ("a.example controlled_by group.example", {"a.example": "group.example", "group.example": "group.example"}),
        (
            "a.example controlled_by b.example, b.example controlled_by c.example",
            {"a.example": "c.example", "b.example": "c.example", "c.example": "c.example"},
        ),
        ("a.example belongs_to press.example", {}),
        (
            "a.example controlled_by group.example, a.example listed Kessel_Press, b.example listed Kessel_Press",
            {"a.example": "Kessel_Press", "b.example": "Kessel_Press"},
        ),
        ("a.example canonical b.example", {"a.example": "a.example", "b.example": "a.example"}),
        (
            "a.example canonical b.example, b.example controlled_by c.example",
            {"a.example": "c.example", "b.example": "c.example", "c.example": "c.example"},
        ),
        (
            "a.example canonical b.example, a.example listed Kessel, b.example listed Tarrow",
            {"a.example": "Kessel", "b.example": "Tarrow"},
        ),
        (
            "b.example controlled_by a.example, a.example controlled_by b.example",
            {"a.example": "a.example", "b.example": "a.example"},
        ),
    ],
)
def test_owners(said: str, owners: dict[str, str]) -> None:
    """The last owner; a person's word first; an association owns nobody; a circle ends."""
    claims = [OwnerClaim(site, owner, relation, "", "") for site, relation, owner in map(str.split, said.split(", "))]
    assert settle_owners(claims) == settle_owners(reversed(claims)) == owners
