"""Where next to nothing was kept, the page's longest run of sentences in containers of one kind is its text."""

from collections import defaultdict

from archive.extraction.labelled import LabelledPage
from archive.model import Label
from archive.scripts import is_east_asian, word_tokens

LITTLE = 25
"""Words kept below which the labeller may have missed the text."""
_LEAST = 50
"""Words of a run that may be an article."""
_SENTENCE = 8
"""Words of a sentence, at least."""
_LINKS = 0.3
_ENDS = tuple(".!?…。！？।؟")
_CLOSING = "”’\"'»)]）」』 "
_GAP = 4
"""Blocks between two paragraphs of one run, at most."""


def rescue_run(page: LabelledPage) -> None:
    """Keep the longest run of paragraphs, if nothing else was kept and it is long enough to be an article."""
    if sum(len(word_tokens(page.blocks[index].text)) for index in page.kept) >= LITTLE:
        return
    runs: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    number = dict.fromkeys((block.node for block in page.blocks), 0)
    last: dict[int, int] = {}
    for index in range(len(page.blocks)):
        if not _is_paragraph(page, index):
            continue
        node = page.blocks[index].node
        group = page.nodes[node].parent if node >= 0 and page.nodes[node].tag == "p" else node
        number.setdefault(group, 0)
        if index - last.get(group, index) > _GAP:
            number[group] += 1
        last[group] = index
        runs[group, number[group]].append(index)
    longest = max(runs.values(), key=lambda run: _words(page, run), default=[])
    if len(longest) > 1 and _words(page, longest) >= _LEAST:
        for index in longest:
            page.relabel(index, Label.BODY, "rescued: the page's only run of sentences")


def _words(page: LabelledPage, run: list[int]) -> int:
    return sum(len(word_tokens(page.blocks[index].text)) for index in run)


def _is_paragraph(page: LabelledPage, index: int) -> bool:
    """Tell whether a block is sentences: ended, with few links, and no furniture by its wording."""
    block = page.blocks[index]
    long = _SENTENCE * (2 if is_east_asian(block.text) else 1)
    ended = block.text.rstrip(_CLOSING).endswith(_ENDS) and not block.text.endswith(("...", "…"))
    plain = block.link_density < _LINKS and not page.rules[index].startswith("phrase")
    return plain and ended and len(word_tokens(block.text)) >= long
