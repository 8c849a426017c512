"""What the sites of an invented world say of their changes: nothing, the truth, too much, or always the same.

Nobody has published how true it is. Assumed: half of the sites have sitemaps with times of change, of all their
articles. Half of these tell each change and nothing else. Three in ten tell each change and as many that are none,
as where comments or a related story count: these are as old as the site's changes, and of any of its articles. Two in
ten say each night that all changed a minute ago.
"""

from dataclasses import replace
from random import Random

from archive.judge.replay import DAY, SimulatedArticle, World

TRUE, NOISY, STAMPED = 0.25, 0.15, 0.1
"""Of all sites; the others are silent."""
MINUTE = 1 / 60


def tell_changes(world: World, seed: int) -> World:
    """Give the world with what its sites say; its articles and their changes stay."""
    random = Random(f"{seed} pings")
    sites = sorted({page.site for page in world.pages})
    random.shuffle(sites)
    kinds = [round(share * len(sites)) for share in (TRUE, NOISY, STAMPED)]
    true, noisy = set(sites[: kinds[0]]), set(sites[kinds[0] : kinds[0] + kinds[1]])
    stamped = set(sites[kinds[0] + kinds[1] : sum(kinds)])
    false = _invent_changes([page for page in world.pages if page.site in noisy], random)
    nights = [world.begin + night * DAY - MINUTE for night in range(world.nights)]
    pages = []
    for page in world.pages:
        pings = tuple(night for night in nights if night > page.born) if page.site in stamped else ()
        if page.site in true | noisy:
            pings = tuple(sorted((*page.changes, *false.get(page.url, ()))))
        pages.append(replace(page, pings=pings))
    return replace(world, pages=tuple(pages))


def _invent_changes(pages: list[SimulatedArticle], random: Random) -> dict[str, list[float]]:
    """Give changes that are none, by article: as many as the changes of each site, and at the same ages."""
    by_site: dict[str, list[SimulatedArticle]] = {}
    for page in pages:
        by_site.setdefault(page.site, []).append(page)
    false: dict[str, list[float]] = {}
    for page in pages:
        for change in page.changes:
            other = random.choice(by_site[page.site])
            false.setdefault(other.url, []).append(other.born + change - page.born)
    return false
