"""What is known of each block before it is judged, as numbers: its wording, its containers, its place, its neighbours.

A container's blocks follow one another on the page, so what it holds is a difference of running sums.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from archive.extraction.decoding.blocks import PROSE_LENGTH, Layout, Node, RawBlock

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
Rows = NDArray[np.float32]
"""features × blocks"""
Columns = dict[str, Numbers]
Score = tuple[float, float, float]
"""Least, greatest and mean log-odds of the tokens of a text or container; zeros where none is known."""

_TAGS = (
    "p blockquote pre h1 h2 h3 h4,h5,h6 li dd,dt td,th figcaption,caption,figure div section,article,main header "
    "footer aside button,form,legend,fieldset nav,menu address"
)
_TAG = {tag: code for code, tags in enumerate(_TAGS.split()) for tag in tags.split(",")}
_OTHER_TAG = 19
_ENDS = dict.fromkeys(".!?。！？؟।", 1) | dict.fromkeys(":：", 2) | {"…": 3} | dict.fromkeys(",;，；", 4)
_CLOSING = "”’\"'»)]）」』 "
_MARKS = ".,;:!?()[]\"'“”‘’«»„…–—-|/"
_SAID = 25
"""Characters from which a block says something that may be said again."""
_SHORT = 12
"""Words up to which a block's words are looked up: longer ones speak of the story, not of what they are."""
_PROSE_LINKS = 0.35
_FAR = 60
"""Blocks from which a distance makes no difference any more."""
_NOWHERE = -999.0
_MOST_HINTS = 20_000


@dataclass(slots=True)
class Lexicon:
    """How often what carries a token is text: log-odds of tokens of class names, and of words of short blocks."""

    hints: Mapping[str, float]
    words: Mapping[str, float]
    _seen: dict[str, Score] = field(default_factory=lambda: {"": (0.0, 0.0, 0.0)})

    def of_hints(self, hints: str) -> Score:
        """The score of a container's class, id, role and itemprop, kept for the next container that has the same."""
        score = self._seen.get(hints)
        if score is None:
            score = _score([self.hints[token] for token in hint_tokens(hints) if token in self.hints])
            if len(self._seen) > _MOST_HINTS:
                self._seen.clear()
            self._seen[hints] = score
        return score

    def of_text(self, text: str) -> Score:
        """The score of a short block's words."""
        return _score([self.words[word] for word in text.lower().split() if word in self.words])


def hint_tokens(hints: str) -> set[str]:
    """Class names and their parts, without numbers: `related-posts-2` gives related-posts, related and posts."""
    return set(chain.from_iterable(map(_parts, hints.split())))


@lru_cache(maxsize=16384)  # sites share more names than combinations of them
def _parts(name: str) -> tuple[str, ...]:
    """A class name, and what it is made of."""
    name = name.strip("0123456789-_")
    if not 1 < len(name) <= 40:
        return ()
    if "-" not in name and "_" not in name:
        return (name,)
    parts = (part.strip("0123456789") for part in name.replace("_", "-").split("-"))
    return (name, *(part for part in parts if len(part) > 1))


def _score(values: list[float]) -> Score:
    return (min(values), max(values), sum(values) / len(values)) if values else (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class PageArrays:
    """A layout as arrays.

    Of its blocks: `size` (characters; those of dense scripts count double), `links` (share of it), `tag` (a code),
    `vote`, `prose` (0 or 1), `node` (its container). Of its containers: `parent` (0 for the outermost), `path`, `start`
    and `end` (the places of its first block and behind its last). `centre`: the block in the middle of the voted prose;
    `headline`: the headline's place, None where it is not known; `described`: how each block repeats the page's
    description of itself (a code). A text dump is one container.
    """

    blocks: Sequence[RawBlock]
    nodes: Sequence[Node]
    size: Numbers
    links: Numbers
    tag: Places
    vote: Numbers
    prose: Numbers
    node: Places
    parent: Places
    path: Places
    start: Places
    end: Places
    centre: int
    headline: int | None
    described: Numbers


def page_arrays(
    layout: Layout, votes: Sequence[float], headline: int | None, description: str | None = None
) -> PageArrays:
    """A layout of at least one block as arrays. `votes`: one a block, trafilatura's or what stands for it in a dump.

    `description`: what the page's metadata give as its standfirst.
    """
    blocks, nodes = layout.blocks, layout.nodes
    size = np.array([_size(block.text) for block in blocks])
    links = np.minimum(1.0, np.array([block.links for block in blocks]) / size)
    tag = np.array([_TAG.get(block.tag, _OTHER_TAG) for block in blocks])
    vote = np.array(votes, dtype=np.float64)
    prose = ((size > PROSE_LENGTH) & (links < _PROSE_LINKS) & (tag != _TAG["td"])).astype(np.float64)
    running = next(mass for mass in (size * vote * prose, size * prose, size) if mass.any()).cumsum()
    start, end = _spans(blocks, nodes)
    return PageArrays(
        blocks=blocks,
        nodes=nodes,
        size=size,
        links=links,
        tag=tag,
        vote=vote,
        prose=prose,
        node=np.array([max(block.node, 0) for block in blocks]),
        parent=np.array([max(node.parent, 0) for node in nodes] or [0]),
        path=np.array([node.path for node in nodes] or [0]),
        start=np.array(start),
        end=np.array(end),
        centre=int(np.searchsorted(running, running[-1] / 2)),
        headline=headline,
        described=np.array([_repeats(block.text, description) for block in blocks]),
    )


def _repeats(text: str, description: str | None) -> float:
    """3: the block is the description, 2: it begins with it, 1: it is a part of it, 0: none of them."""
    if not description or min(len(text), len(description)) <= _SAID:
        return 0.0
    if text == description:
        return 3.0
    return 2.0 if text.startswith(description[:PROSE_LENGTH]) else float(text in description)


def _size(text: str) -> float:
    return len(text) if text.isascii() else (len(text) + len(text.encode("utf-8", "replace"))) / 2


def _spans(blocks: Sequence[RawBlock], nodes: Sequence[Node]) -> tuple[list[int], list[int]]:
    """For each container the places of its first block and behind its last; equal where it has none."""
    start, end = [len(blocks)] * max(1, len(nodes)), [0] * max(1, len(nodes))
    for place, block in enumerate(blocks):
        node = max(block.node, 0)
        if start[node] > place:
            start[node] = place
        end[node] = place + 1
    for index in range(len(nodes) - 1, 0, -1):
        parent = nodes[index].parent
        if start[index] < start[parent]:
            start[parent] = start[index]
        if end[index] > end[parent]:
            end[parent] = end[index]
    return start, [max(first, last) for first, last in zip(start, end, strict=True)]


def page_rows(page: PageArrays, lexicon: Lexicon) -> Rows:
    """One column a block; the rows, one a feature, are always the same and in the same order."""
    columns = _wording(page, lexicon)
    columns |= _containers(page, lexicon) | _groups(page) | _place(page, columns["words mean"])
    columns |= _beside(page, columns) | _whole(page) | _description(page)
    return np.array(list(columns.values()), dtype=np.float32)


def dump_rows(page: PageArrays, lexicon: Lexicon) -> Rows:
    """The same of a text dump, where the blocks around a block stand for its containers."""
    columns = _wording(page, lexicon)
    columns |= _place(page, columns["words mean"]) | _line_by_line(page, columns) | _topic(page) | _whole(page)
    return np.array(list(columns.values()), dtype=np.float32)


def _wording(page: PageArrays, lexicon: Lexicon) -> Columns:
    """What a block says by itself, and what trafilatura says of it."""
    names = "count ending capitals digits commas sentences time again small emphasis".split()
    names += ["words least", "words most", "words mean"]
    seen: set[str] = set()
    table = np.array([_worded(block, lexicon, seen) for block in page.blocks], dtype=np.float64)
    columns: Columns = dict(zip(names, table.T, strict=True))
    columns["word length"] = page.size / columns["count"]
    columns["size"] = np.log(page.size)
    return columns | {"links": page.links, "tag": page.tag.astype(np.float64), "vote": page.vote}


def _worded(block: RawBlock, lexicon: Lexicon, seen: set[str]) -> tuple[float, ...]:
    text = block.text
    size = len(text)
    count = text.count(" ") + 1
    last = text[-1]
    if last in _CLOSING:
        last = text.rstrip(_CLOSING)[-1:]
    opening = text[:60]
    again = size > 20 and text in seen
    seen.add(text)
    return (
        count,
        _ENDS.get(last, 0),
        sum(word[:1].isupper() for word in text.split(" ", _SHORT)[:_SHORT]) / min(count, _SHORT),
        sum(map(str.isdigit, opening)) / len(opening),
        (text.count(",") + text.count("，") + text.count("、")) / count,
        text.count(". ") + text.count("。"),
        "<time>" in block.inline,
        again,
        text[0].islower(),
        block.emphasis / size,
        *(lexicon.of_text(text) if count <= _SHORT else (0.0, 0.0, 0.0)),
    )


def _containers(page: PageArrays, lexicon: Lexicon) -> Columns:
    """What a block's own element, the three around it, and its branch hold, and how their class names sound.

    Its branch is the outermost container of it that does not hold the centre of the prose.
    """
    scores = [lexicon.of_hints(node.hints) for node in page.nodes] or [(0.0, 0.0, 0.0)]
    levels, branches, least, total = _climb(page, scores)
    held = _held(page) + list(np.array(scores).T)
    names = "prose share,voted share,links,voted,blocks,prose,hints least,hints most,hints mean".split(",")
    around = page.parent[page.node]
    places = {"own": page.node, "parent": around, "grandparent": page.parent[around]}
    places |= {"great": page.parent[places["grandparent"]], "branch": branches[page.node]}
    columns = {
        f"{which} {name}": figures[place]
        for which, place in places.items()
        for name, figures in zip(names, held, strict=True)
    }
    tags = np.array([float(_TAG.get(node.tag, _OTHER_TAG)) for node in page.nodes] or [0.0])
    columns |= {"parent tag": tags[around], "branch tag": tags[branches[page.node]]}
    return columns | {"levels": levels[page.node], "way least": least[page.node], "way total": total[page.node]}


def _climb(page: PageArrays, scores: Sequence[Score]) -> tuple[Numbers, Places, Numbers, Numbers]:
    """For each container: levels up to one that holds the centre, its branch, least and total score on the way."""
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
    """For each container its share of the page's prose and votes, link density, voted share, blocks, share of prose."""

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


def _groups(page: PageArrays) -> Columns:
    """What the blocks hold together whose element, parent or grandparent has the same path of tags and class names."""
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


def _place(page: PageArrays, sound: Numbers) -> Columns:
    """Where a block stands: on the page, from headline, heading, first and last voted prose; how voted what is near it.

    `sound`: the mean score of each block's words.
    """
    count = len(page.blocks)
    place = np.arange(count)
    prose, voted = page.size * page.prose, page.size * page.vote
    chosen = np.flatnonzero((page.vote > 0.5) & (page.prose > 0))
    first, last = (chosen[0], chosen[-1]) if len(chosen) else (0, count - 1)
    heads = (page.tag >= _TAG["h1"]) & (page.tag <= _TAG["h6"])
    head = np.maximum.accumulate(np.where(heads, place, -1))
    columns = {
        "place": place / count,
        "prose before": prose.cumsum() / (1 + prose.sum()),
        "votes before": voted.cumsum() / (1 + voted.sum()),
        "from headline": np.full(count, _NOWHERE) if page.headline is None else _far(place - page.headline),
        "from first": _far(place - first),
        "from last": _far(place - last),
        "from centre": _far(place - page.centre),
        "from heading": np.minimum(place - head, 30),
        "heading words": np.where(head < 0, 0.0, sound[head]),
        "heading tag": np.where(head < 0, 0, page.tag[head]),
    }
    for reach in (4, 10):
        size = _window(page.size, reach)
        columns[f"voted within {reach}"] = _window(voted, reach) / size
        columns[f"links within {reach}"] = _window(page.size * page.links, reach) / size
    return columns


def _far(distance: Places) -> Numbers:
    return np.clip(distance, -_FAR, _FAR).astype(np.float64)


def _window(figures: Numbers, reach: int) -> Numbers:
    """For each block the sum over the blocks up to `reach` before and behind it."""
    total: Numbers = np.convolve(figures, np.ones(2 * reach + 1))[reach : reach + len(figures)]
    return total


def _beside(page: PageArrays, columns: Columns) -> Columns:
    """What the block before and the block behind look like."""
    path = page.path[page.node]
    beside: Columns = {}
    for name, step in (("before", -1), ("behind", 1)):
        for column in ("parent hints mean", "words mean"):
            beside[f"{column} {name}"] = _shifted(columns[column], step, 0.0)
        beside[f"links {name}"] = _shifted(page.links, step, -1.0)
        beside[f"same path {name}"] = (_shifted(path.astype(np.float64), step, -1.0) == path).astype(np.float64)
    return beside


def _shifted(figures: Numbers, step: int, missing: float) -> Numbers:
    """For each block the figure of the one `step` blocks on."""
    shifted = np.full(len(figures), missing)
    if abs(step) >= len(figures):
        return shifted
    if step > 0:
        shifted[:-step] = figures[step:]
    else:
        shifted[-step:] = figures[:step]
    return shifted


def _line_by_line(page: PageArrays, columns: Columns) -> Columns:
    """What the blocks before and behind look like, and how much of what stands around is whole sentences."""
    told = "size,links,ending,capitals,digits,vote,words least,words mean".split(",")
    steps = (-4, -3, -2, -1, 1, 2, 3, 4)
    beside = {f"{name} {step:+d}": _shifted(columns[name], step, -1.0) for name in told for step in steps}
    sentences = page.size * (columns["ending"] == 1)
    for reach in (3, 8, 20):
        size = _window(page.size, reach)
        beside[f"sentences within {reach}"] = _window(sentences, reach) / size
        beside[f"size within {reach}"] = np.log(size)
    return beside


def _topic(page: PageArrays) -> Columns:
    """The share of a block's longer words that the headline, the first prose chosen and the rest of it say too."""
    said = [_long_words(block.text) if len(block.text) > _SAID else frozenset() for block in page.blocks]
    chosen = np.flatnonzero((page.vote > 0.5) & (page.prose > 0)).tolist()
    title = said[page.headline] if page.headline is not None else frozenset()
    lead = Counter(chain.from_iterable(said[place] for place in chosen[:4]))
    every = Counter(chain.from_iterable(said[place] for place in chosen))
    in_lead, in_chosen = set(chosen[:4]), set(chosen)
    columns = np.full((3, len(said)), -1.0)
    for place, words in enumerate(said):
        if words:
            columns[0, place] = len(words & title) / len(words)
            columns[1, place] = sum(lead[word] > (place in in_lead) for word in words) / len(words)
            columns[2, place] = sum(every[word] > (place in in_chosen) for word in words) / len(words)
    return dict(zip(("in headline", "in lead", "in prose"), columns, strict=True))


def _long_words(text: str) -> frozenset[str]:
    words = frozenset(word for word in (word.strip(_MARKS) for word in text.lower().split()) if len(word) > 3)
    return words if words or text.isascii() else frozenset(text[at : at + 2] for at in range(len(text) - 1))


def _whole(page: PageArrays) -> Columns:
    """What holds for the whole page, in every row."""
    count = len(page.blocks)
    prose, voted = (page.size * page.prose).sum(), (page.size * page.vote).sum()
    heads = (page.tag >= _TAG["h1"]) & (page.tag <= _TAG["h6"])
    figures = {
        "page prose": np.log1p(prose),
        "page votes": np.log1p(voted),
        "page voted": voted / (1 + prose),
        "page blocks": np.log(count),
        "page headings": heads.mean(),
        "page links": (page.size * page.links).sum() / page.size.sum(),
    }
    return {name: np.full(count, figure) for name, figure in figures.items()}


def _description(page: PageArrays) -> Columns:
    """Whether the block, and one how far from it, says what the page's description says."""
    count = len(page.blocks)
    far = _far(np.arange(count) - page.described.argmax()) if page.described.any() else np.full(count, _NOWHERE)
    return {"described": page.described, "from described": far}


def second_rows(page: PageArrays, first: Rows, chance: Numbers) -> Rows:
    """The first rows with what a first judgement says of the neighbours and groups. `chance`: 0 to 1, one a block."""
    likely = page.size * chance
    total = 1 + likely.sum()
    columns = [chance, *(_shifted(chance, step, -1.0) for step in (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5))]
    around = page.parent[page.node]
    for group in (page.node, around, page.parent[around], page.path[page.node], page.path[around]):
        in_group = np.bincount(group, likely)[group]
        columns += [in_group / np.bincount(group, page.size)[group], in_group / total]
    columns += [_window(likely, reach) / _window(page.size, reach) for reach in (3, 8, 20)]
    columns += [likely.cumsum() / total, np.full(len(chance), np.log(total))]
    columns += [_shifted(np.maximum.accumulate(chance), -1, 0.0)]
    columns += [_shifted(np.maximum.accumulate(chance[::-1])[::-1], 1, 0.0)]
    return np.concatenate([first, np.array([*columns, *_from_likely(page, chance)], dtype=np.float32)])


def _from_likely(page: PageArrays, chance: Numbers) -> list[Numbers]:
    """Distances to the likely prose before and behind, and to the first and the last."""
    place = np.arange(len(chance))
    likely = np.flatnonzero((chance > 0.5) & (page.size > PROSE_LENGTH))
    if not len(likely):
        return [np.full(len(chance), 99.0)] * 4
    behind = np.searchsorted(likely, place, "right")
    before = np.searchsorted(likely, place, "left") - 1
    ends = likely[np.maximum(before, 0)], likely[np.minimum(behind, len(likely) - 1)]
    return [_far(place - end) for end in (*ends, likely[0], likely[-1])]
