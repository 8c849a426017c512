"""What is known of each block before it is judged, as numbers: its wording, its containers, its place, its neighbours.

The forests know a feature by its place among the rows, so the order is kept.
"""

from collections import Counter
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from archive.extraction.decoding.blocks import PROSE_LENGTH, RawBlock
from archive.extraction.labels.container_features import container_columns, group_columns
from archive.extraction.labels.lexicon import Lexicon
from archive.extraction.labels.page_arrays import SAID, TAG_CODES, Columns, Numbers, PageArrays, Places

Rows = NDArray[np.float32]
"""features × blocks"""

_ENDS = dict.fromkeys(".!?。！？؟।", 1) | dict.fromkeys(":：", 2) | {"…": 3} | dict.fromkeys(",;，；", 4)
_CLOSING = "”’\"'»)]）」』 "
_MARKS = ".,;:!?()[]\"'“”‘’«»„…–—-|/"
_NO_DIGITS = dict.fromkeys(map(ord, "0123456789"))
_LINE = 200
"""Characters of the longest text whose punctuation is remembered."""
_SHORT = 12
"""Words up to which a block's words are looked up: longer ones speak of the story, not of what they are."""
_FAR = 60
"""Blocks from which a distance makes no difference any more."""
_NOWHERE = -999.0


def page_rows(page: PageArrays, lexicon: Lexicon, wording: Columns | None = None) -> Rows:
    """Give the features of a web page.

    One column a block; the rows, one a feature, always the same and in the same order. `wording`: its
    `wording_columns`, if they are known.
    """
    columns = (wording or wording_columns(page, lexicon)) | {"vote": page.vote}
    columns |= container_columns(page, lexicon) | group_columns(page) | _place(page, columns["words mean"])
    columns |= _beside(page, columns) | _whole(page) | _description(page)
    return np.array(list(columns.values()), dtype=np.float32)


def dump_rows(page: PageArrays, lexicon: Lexicon) -> Rows:
    """Give the features of a text dump, where the blocks around a block stand for its containers."""
    columns = wording_columns(page, lexicon) | {"vote": page.vote}
    columns |= _place(page, columns["words mean"]) | _line_by_line(page, columns) | _topic(page) | _whole(page)
    return np.array(list(columns.values()), dtype=np.float32)


def wording_columns(page: PageArrays, lexicon: Lexicon) -> Columns:
    """Give what each block says by itself."""
    names = "count ending capitals digits commas sentences time again small emphasis".split()
    names += ["words least", "words most", "words mean"]
    seen: set[str] = set()
    table = np.array([_worded(block, lexicon, seen) for block in page.blocks], dtype=np.float64)
    columns: Columns = dict(zip(names, table.T, strict=True))
    columns["word length"] = page.size / columns["count"]
    columns["size"] = np.log(page.size)
    return columns | {"links": page.links, "tag": page.tag.astype(np.float64)}


def _worded(block: RawBlock, lexicon: Lexicon, seen: set[str]) -> tuple[float, ...]:
    text = block.text
    size = len(text)
    again = size > 20 and text in seen
    seen.add(text)
    count, ending, capitals, digits, commas, sentences = _punctuation_of(text) if size <= _LINE else _punctuation(text)
    return (
        count,
        ending,
        capitals,
        digits,
        commas,
        sentences,
        "<time>" in block.inline,
        again,
        text[0].islower(),
        block.emphasis / size,
        *(lexicon.of_text(text) if count <= _SHORT else (0.0, 0.0, 0.0)),
    )


def _punctuation(text: str) -> tuple[int, int, float, float, float, int]:
    """Give a text's words, its ending, and the shares of capitals, digits, commas and sentences."""
    count = text.count(" ") + 1
    last = text[-1]
    if last in _CLOSING:
        last = text.rstrip(_CLOSING)[-1:]
    opening = text[:60]
    if text.isascii():
        digits = len(opening) - len(opening.translate(_NO_DIGITS))
        commas, sentences = text.count(","), text.count(". ")
    else:
        digits = sum(map(str.isdigit, opening))
        commas = text.count(",") + text.count("，") + text.count("、")
        sentences = text.count(". ") + text.count("。")
    capitals = sum([word[:1].isupper() for word in text.split(" ", _SHORT)[:_SHORT]])
    ending = _ENDS.get(last, 0)
    return count, ending, capitals / min(count, _SHORT), digits / len(opening), commas / count, sentences


_punctuation_of = lru_cache(maxsize=8192)(_punctuation)
"""The same, remembered: a site repeats its furniture on every page."""


def _place(page: PageArrays, sound: Numbers) -> Columns:
    """Tell where a block stands: from page's top, headline, heading, first and last voted prose.

    It tells how voted its surroundings are, too. `sound`: the mean score of each block's words.
    """
    count = len(page.blocks)
    place = np.arange(count)
    prose, voted = page.size * page.prose, page.size * page.vote
    chosen = np.flatnonzero((page.vote > 0.5) & (page.prose > 0))
    first, last = (chosen[0], chosen[-1]) if len(chosen) else (0, count - 1)
    heads = (page.tag >= TAG_CODES["h1"]) & (page.tag <= TAG_CODES["h6"])
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
    """Give for each block the sum over the blocks up to `reach` before and behind it."""
    total: Numbers = np.convolve(figures, np.ones(2 * reach + 1))[reach : reach + len(figures)]
    return total


def _shifted(figures: Numbers, step: int, missing: float) -> Numbers:
    """Give for each block the figure of the one `step` blocks on."""
    shifted = np.full(len(figures), missing)
    if abs(step) >= len(figures):
        return shifted
    if step > 0:
        shifted[:-step] = figures[step:]
    else:
        shifted[-step:] = figures[:step]
    return shifted


def _beside(page: PageArrays, columns: Columns) -> Columns:
    """Tell what the block before and the block behind look like."""
    path = page.path[page.node]
    beside: Columns = {}
    for name, step in (("before", -1), ("behind", 1)):
        for column in ("parent hints mean", "words mean"):
            beside[f"{column} {name}"] = _shifted(columns[column], step, 0.0)
        beside[f"links {name}"] = _shifted(page.links, step, -1.0)
        beside[f"same path {name}"] = (_shifted(path.astype(np.float64), step, -1.0) == path).astype(np.float64)
    return beside


def _line_by_line(page: PageArrays, columns: Columns) -> Columns:
    """Tell what the blocks before and behind look like, and how much of what stands around is whole sentences."""
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
    """Give the share of a block's longer words that the headline, the first prose chosen and the rest of it say too."""
    said = [_long_words(block.text) if len(block.text) > SAID else frozenset() for block in page.blocks]
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
    """Give what holds for the whole page, in every row."""
    count = len(page.blocks)
    prose, voted = (page.size * page.prose).sum(), (page.size * page.vote).sum()
    heads = (page.tag >= TAG_CODES["h1"]) & (page.tag <= TAG_CODES["h6"])
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
    """Tell whether the block, and one how far from it, says what the page's description says."""
    count = len(page.blocks)
    far = _far(np.arange(count) - page.described.argmax()) if page.described.any() else np.full(count, _NOWHERE)
    return {"described": page.described, "from described": far}


def second_rows(page: PageArrays, first: Rows, chance: Numbers) -> Rows:
    """Give the first rows with what a first judgement says of neighbours and groups. `chance`: 0 to 1, one a block."""
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
    """Give distances to the likely prose before and behind, and to the first and the last."""
    place = np.arange(len(chance))
    likely = np.flatnonzero((chance > 0.5) & (page.size > PROSE_LENGTH))
    if not len(likely):
        return [np.full(len(chance), 99.0)] * 4
    behind = np.searchsorted(likely, place, "right")
    before = np.searchsorted(likely, place, "left") - 1
    ends = likely[np.maximum(before, 0)], likely[np.minimum(behind, len(likely) - 1)]
    return [_far(place - end) for end in (*ends, likely[0], likely[-1])]
