"""What is known of the containers around each block: what they hold, how their class names sound, who is like them."""

from collections.abc import Sequence

import numpy as np

from archive.extraction.labels.lexicon import Lexicon, Score
from archive.extraction.labels.page_arrays import OTHER_TAG, TAG_CODES, Columns, Numbers, PageArrays, Places


def container_columns(page: PageArrays, lexicon: Lexicon) -> Columns:
    """Give what a block's element, the three around it, and its branch hold, and how their class names sound.

    Its branch is the outermost container of it that does not hold the centre of the prose.
    """
    known = {hints: lexicon.of_hints(hints) for hints in {node.hints for node in page.nodes}}
    scores = [known[node.hints] for node in page.nodes] or [(0.0, 0.0, 0.0)]
    levels, branches, least, total = _climb(page, scores)
    held = np.concatenate([_held(page), np.array(scores).T])
    names = "prose share,voted share,links,voted,blocks,prose,hints least,hints most,hints mean".split(",")
    around = page.parent[page.node]
    places = {"own": page.node, "parent": around, "grandparent": page.parent[around]}
    places |= {"great": page.parent[places["grandparent"]], "branch": branches[page.node]}
    columns = {
        f"{which} {name}": figures
        for which, place in places.items()
        for name, figures in zip(names, held[:, place], strict=True)
    }
    tags = np.array([float(TAG_CODES.get(node.tag, OTHER_TAG)) for node in page.nodes] or [0.0])
    columns |= {"parent tag": tags[around], "branch tag": tags[branches[page.node]]}
    return columns | {"levels": levels[page.node], "way least": least[page.node], "way total": total[page.node]}


def _climb(page: PageArrays, scores: Sequence[Score]) -> tuple[Numbers, Places, Numbers, Numbers]:
    """Give for each container: levels up to one that holds the centre, its branch, least and total score on the way."""
    count = len(scores)
    levels, branches, least, total = [0] * count, list(range(count)), [0.0] * count, [0.0] * count
    starts, ends, parents = page.start.tolist(), page.end.tolist(), page.parent.tolist()
    for index in range(count):
        low, _, mean = scores[index]
        parent = parents[index]
        if starts[index] <= page.centre < ends[index] or index == 0:
            least[index], total[index] = low, mean
        elif levels[parent] == 0:
            levels[index], least[index], total[index] = 1, low, mean
        else:
            levels[index] = levels[parent] + 1
            branches[index] = branches[parent]
            least[index], total[index] = min(low, least[parent]), mean + total[parent]
    return np.array(levels, dtype=np.float64), np.array(branches), np.array(least), np.array(total)


def _held(page: PageArrays) -> list[Numbers]:
    """Give for each container its shares of the page's prose and votes, links, voted share, blocks, share of prose."""

    def held(figures: Numbers) -> Numbers:
        running = np.concatenate(([0.0], figures.cumsum()))
        total: Numbers = running[page.end] - running[page.start]
        return total

    size, prose, voted = held(page.size), held(page.size * page.prose), held(page.size * page.vote)
    links = held(page.size * page.links)
    return [
        prose / (1 + (page.size * page.prose).sum()),
        voted / (1 + (page.size * page.vote).sum()),
        links / (size + 1),
        voted / (size + 1),
        np.log1p(page.end - page.start),
        prose / (size + 1),
    ]


def group_columns(page: PageArrays) -> Columns:
    """Give what the blocks hold together whose element, parent or grandparent has the same path."""
    columns: Columns = {}
    prose, voted = page.size * page.prose, page.size * page.vote
    around = page.parent[page.node]
    for name, nodes in (("own", page.node), ("parent", around), ("grandparent", page.parent[around])):
        group = page.path[nodes]
        size, count = np.bincount(group, page.size)[group], np.bincount(group)[group]
        in_prose, in_votes = np.bincount(group, prose)[group], np.bincount(group, voted)[group]
        columns |= {
            f"{name} group prose share": in_prose / (1 + prose.sum()),
            f"{name} group voted share": in_votes / (1 + voted.sum()),
            f"{name} group links": np.bincount(group, page.size * page.links)[group] / size,
            f"{name} group voted": in_votes / size,
            f"{name} group blocks": np.log(count),
            f"{name} group size": np.log(size / count),
            f"{name} group prose": np.log1p(in_prose),
        }
    return columns
