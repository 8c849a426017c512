"""What a site's other articles say about a page: a block that stands on several of them is furniture.

Counts come in, from the table `site_blocks`; here is what is counted of a page, and what follows from the counts.
The bounds were chosen on labelled pages (docs/decisions/site-memory.md).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from archive.extraction.assemble import body_of, word_count
from archive.extraction.corrections import count_notices
from archive.fingerprint import block_hash, text_digest
from archive.model import KEPT, Article, Block, Label
from archive.scripts import is_east_asian

RULE = "site memory: stands on other articles of the site"
"""On how many, the table `site_blocks` tells. Not here: the number grows, and the page would seem to change."""
BARE = "heading with no text under it"
"""Of a heading whose text memory stripped: a body does not end in one ("Poll", over the votes of the day)."""
MOST = 5
"""Other articles from which on one more makes no difference."""

_LONGEST = 1000
"""Characters; nothing longer is furniture."""
_SHORT = 40
"""Characters below which two articles may say the same by chance ("Also on the agenda"): two others must have it."""
_LEAST = 12
"""Letters; less than this ("Pros", "Background", figures in a table) comes back in any text. Of Chinese, Japanese and
Korean, where a letter says more, a third."""
_PROSE = 120
"""Characters from which two articles may share a paragraph of background: two others must have it, and amid the text
`MOST`, for there it is seldom furniture. Before and after the text the same length is a house's boilerplate."""
_HEAD, _TAIL = 1, 3
"""Blocks at the beginning and end of the text that are not amid it."""
_SAME_STORY = 0.5
"""From this share of a page's characters on, what it has in common with other pages is its story."""


def remembered_blocks(blocks: Iterable[Block], evidence: Collection[str]) -> dict[str, str]:
    """Give what is counted of a page, as hash → text: blocks that are kept, or were before memory stripped them.

    Not what is too short or too long to tell anything, what stands on the page more than once (a table, a list of
    pros and cons), nor what holds the `evidence` of a credit or corrects the article: that is no furniture however
    often it comes back.
    """
    texts = [block.text for block in _kept(blocks) if _telling(block.text) and not count_notices(block.text)]
    hashed = [(block_hash(text), text) for text in texts if not any(words in text for words in evidence)]
    times = Counter(key for key, _ in hashed)
    return {key: text for key, text in hashed if times[key] == 1}


def furniture_hashes(blocks: Sequence[Block], counted: Mapping[str, str], others: Mapping[str, int]) -> frozenset[str]:
    """Give the blocks of a page to strip, as hashes.

    `counted`: what `remembered_blocks` gives for the page. `others`: for a hash, on how many other articles of the site
    it was seen. A page that shares half of its text with others prints their story (an update, a syndicated copy): of
    that only what stands on more articles than the story itself is furniture.
    """
    shared = {key: text for key, text in counted.items() if others.get(key) and not _names_source(text)}
    if not shared:
        return frozenset()
    kept = _kept(blocks)
    places = {block.text: place for place, block in enumerate(kept)}
    amid = range(_HEAD, len(kept) - _TAIL)
    told = _told(shared, others) if _is_story(shared, kept) else 0
    found = {key for key, text in shared.items() if others[key] >= told + _needed(text, places[text] in amid)}
    return frozenset(key for key in found if not _heads(kept[places[shared[key]] :], found))


def without_furniture(article: Article, found: Collection[str]) -> Article:
    """Give the article less the blocks whose hashes were `found`.

    They stay in its `blocks`, with the rule that says why.
    """
    blocks = strip_furniture(article.blocks, found)
    if blocks == article.blocks:
        return article
    body = body_of(blocks)
    return replace(article, blocks=blocks, body=body, digest=text_digest(body), word_count=word_count(body))


def strip_furniture(blocks: Sequence[Block], found: Collection[str]) -> tuple[Block, ...]:
    """Strip the blocks whose hashes were `found`, and a heading at the end that stood over them."""
    clean = [
        replace(block, label=Label.NAVIGATION, rule=RULE)
        if found and block.kept and block_hash(block.text) in found
        else block
        for block in blocks
    ]
    end = next((place for place in range(len(clean), 0, -1) if clean[place - 1].kept), 0)
    cut = any(block.rule == RULE for block in clean[end:])
    while cut and end and (not clean[end - 1].kept or clean[end - 1].label is Label.SUBHEADING):
        end -= 1
        clean[end] = replace(clean[end], label=Label.RELATED, rule=BARE) if clean[end].kept else clean[end]
    return tuple(clean)


def stripped_hashes(blocks: Iterable[Block]) -> frozenset[str]:
    """Give the hashes of what memory stripped from a page before."""
    return frozenset(block_hash(block.text) for block in blocks if block.rule == RULE)


def _kept(blocks: Iterable[Block]) -> list[Block]:
    """Give the blocks that are kept, or were before memory stripped them."""
    return [block for block in blocks if block.label in KEPT or block.rule == RULE]


def _telling(text: str) -> bool:
    if len(text) >= _SHORT:
        return len(text) <= _LONGEST
    return sum(3 if is_east_asian(letter) else 1 for letter in text if letter.isalpha()) >= _LEAST


@lru_cache(maxsize=4096)
def _names_source(text: str) -> bool:
    """Tell whether it credits somebody, be it in a place where that went unseen."""
    from archive.extraction.credits.lines import parse_credit_line  # its patterns take a quarter of a second to make

    return any(found.organization for found in parse_credit_line(text))


def _needed(text: str, amid: bool) -> int:
    """Give on how many other articles a block must stand to be furniture."""
    if amid and len(text) >= _PROSE:
        return MOST
    return 1 if _SHORT <= len(text) < _PROSE else 2


def _heads(blocks: Sequence[Block], found: Collection[str]) -> bool:
    """Tell whether the first of these is the heading of a paragraph that stays ("What happens next")."""
    return (
        len(blocks) > 1
        and blocks[0].label is Label.SUBHEADING
        and len(blocks[1].text) >= _PROSE
        and block_hash(blocks[1].text) not in found
    )


def _is_story(shared: Mapping[str, str], kept: Sequence[Block]) -> bool:
    return sum(map(len, shared.values())) >= _SAME_STORY * sum(len(block.text) for block in kept)


def _told(shared: Mapping[str, str], others: Mapping[str, int]) -> int:
    """Give on how many other articles most of what is shared stands: the median over its characters."""
    counts = sorted((others[key], len(text)) for key, text in shared.items())
    half, passed = sum(size for _, size in counts) / 2, 0
    for count, size in counts:
        passed += size
        if passed >= half:
            return count
    return 0
