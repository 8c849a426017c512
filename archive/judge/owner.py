"""Who owns a site, out of what is said of it: by the site itself, by its pages' addresses, by a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

CONTROLLED_BY: Final = "controlled_by"
BELONGS_TO: Final = "belongs_to"
CANONICAL: Final = "canonical"
LISTED: Final = "listed"


@dataclass(frozen=True, slots=True)
class OwnerClaim:
    """One thing said of a site: `relation` is one of the constants above, `owner` a domain, for listed ones any name.

    `evidence`: the words that say so; `seen_at`: when they were read.
    """

    site: str
    owner: str
    relation: str
    evidence: str
    seen_at: str


def settle_owners(claims: Iterable[OwnerClaim]) -> dict[str, str]:
    """Give each site's last owner, of those of which one is known; an owner that is a site itself among them.

    A person's word goes before what the site says, and that before canonical pairs. To belong to an association is no
    ownership. In a circle the first by name is the owner.
    """
    ordered = sorted(claims, key=lambda claim: (claim.relation != LISTED, claim.site, claim.owner))
    parents: dict[str, str] = {}
    pairs: list[tuple[str, str]] = []
    for claim in ordered:
        if claim.relation in (LISTED, CONTROLLED_BY):
            parents.setdefault(claim.site, claim.owner)
        elif claim.relation == CANONICAL:
            pairs.append((claim.site, claim.owner))
    for one, other in pairs:  # both of which are on the same level: neither is the other's owner
        first, second = _top(one, parents), _top(other, parents)
        if first != second and other not in parents:
            parents[other] = first
        elif first != second and one not in parents:
            parents[one] = second
    sites = {claim.site for claim in ordered if claim.relation != BELONGS_TO}
    sites |= {other for _, other in pairs} | {owner for owner in parents.values() if is_domain(owner)}
    return {site: _top(site, parents) for site in sorted(sites) if site in parents or site in parents.values()}


def is_domain(text: str) -> bool:
    """Tell whether an owner is given as a domain, and not as a name."""
    return "." in text.strip(".") and " " not in text


def _top(site: str, parents: dict[str, str]) -> str:
    """Give the owner of the owner, to the last."""
    path = [site]
    while (above := parents.get(path[-1])) is not None:
        if above in path:
            return min(path[path.index(above) :])
        path.append(above)
    return path[-1]
