"""Sources that a page shows as a picture of their sign: a logo in the source's place, named by its `alt` only."""

import re
from collections.abc import Iterator

from archive.extraction import organizations
from archive.extraction.credits.forms import Form, Mention
from archive.extraction.credits.phrases import phrases_of
from archive.extraction.credits.zones import MEDIA
from archive.extraction.labelled import LabelledPage

_SOURCE = re.compile(r"(?<!re)(?<!data-)source(?!-?set|-?code)|agency")
"""Class names of a source's place."""
_LONGEST, _LABEL = 40, 40
"""Characters of a name; of a block that begins with a source's label."""
_MOST = 3
"""Pictures in a source's place."""


def find_logos(page: LabelledPage, language: str | None) -> Iterator[tuple[Mention, int]]:
    """Give listed organisations whose logo stands in a source's place, each with the block before which it stands."""
    hints = enumerate(node.hints for node in page.nodes)
    called = [index for index, hint in hints if "source" in hint or "agency" in hint]  # the pattern takes ten times
    named = [index for index in called if _SOURCE.search(page.nodes[index].hints)]
    for index in dict.fromkeys((*named, *_labelled(page, language))):
        if not _is_of_picture(page, index):
            for picture in [*page.nodes[index].element.iter("img")][:_MOST]:
                name = " ".join((picture.get("alt") or "").split())
                found = organizations.find(name, language) if 1 < len(name) <= _LONGEST else None
                if found:
                    yield Mention(found, name, Form.LABEL, "logo"), _block_of(page, index)


def _labelled(page: LabelledPage, language: str | None) -> Iterator[int]:
    """Give the containers whose words begin with a source's label."""
    for block in page.blocks:
        text = block.text
        signed = len(text) <= _LABEL and block.node >= 0 and (":" in text or "：" in text)
        if signed and phrases_of(language).label.match(text):
            yield block.node


def _is_of_picture(page: LabelledPage, index: int) -> bool:
    """Tell whether the place is that of a picture's source."""
    for _ in range(3):
        if index >= 0:
            if MEDIA.search(page.nodes[index].hints) or page.nodes[index].tag == "figure":
                return True
            index = page.nodes[index].parent
    return False


def _block_of(page: LabelledPage, node: int) -> int:
    return next((place for place, block in enumerate(page.blocks) if block.node >= node), len(page.blocks) - 1)
