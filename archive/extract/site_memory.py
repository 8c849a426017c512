"""What a site's other articles say about a page: a block that stands on several of them is furniture.

The counts live in the table `site_blocks`; here is what is remembered of a page and what may be concluded from the counts.
"""

from collections.abc import Iterable, Mapping

from archive.fingerprint import block_hash
from archive.model import Block, Draft

LONGEST = 600
"""Characters; furniture is shorter, and long paragraphs that come back are a story told again."""
_SHORT = 40
"""Characters below which two articles may say the same by chance ("Yes.", "Background"): it takes two others to tell."""
_SAME_STORY = 0.5
"""From this share of a page's words on, what it has in common with other pages is its story."""


def remembered(blocks: Iterable[Block]) -> dict[str, str]:
    """The blocks of a page whose coming back would tell something, as hash → text: those that are kept and not too long.

    Credits and bylines are never among them: they are labelled, not kept, and are no furniture however often they come back.
    """
    return {block_hash(block.text): block.text for block in blocks if block.kept and len(block.text) <= LONGEST}


def furniture(draft: Draft, seen: Mapping[str, int]) -> frozenset[str]:
    """The hashes of kept blocks to strip from a page. `seen`: for each hash, on how many other articles of the site it stood.

    A page that shares half of its words with others prints the same story (an update, a syndicated copy): nothing is stripped.
    """
    kept = {block_hash(block.text): len(block.text) for block in draft.blocks if block.kept}
    known = {key: size for key, size in kept.items() if seen.get(key, 0) >= (2 if size < _SHORT else 1)}
    if sum(known.values()) >= _SAME_STORY * max(1, sum(kept.values())):
        return frozenset()
    return frozenset(known)
