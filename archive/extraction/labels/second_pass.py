"""The second pass: from blocks, and how surely each belongs to the text, to a label and a rule for every block.

It serves HTML and text dumps alike. What the labeller judges to be text is the body, unless the block is furniture by
what it says, by where it stands or because it was said before; what was not kept gets the name of what it is.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from archive.extraction.decoding.blocks import Layout, RawBlock
from archive.extraction.labels import furniture_phrases
from archive.extraction.labels.trafilatura_votes import is_prose
from archive.model import KEPT, Label
from archive.scripts import fold_letters, folds_to, word_tokens

Labelled = tuple[Label, str]
"""A label, and the rule that gave it."""

_SUBHEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_NEAR = 4
"""How many containers outwards a class name still speaks about the block."""
_REPEAT = 40
"""Words from which a block that stands twice is a repeat, not a refrain (issue tracker trial: +.006 F1 on
scrapinghub)."""
_HEADS = 0.25
"""From here on a heading with text right under it is its heading."""
_CERTAIN = 0.99
"""From here on a block is text whatever phrase it looks like."""
_DOUBTFUL = 0.3
"""From here on a block may be rescued."""
_COMPANY = 3
"""Kept paragraphs in containers of one kind for each that was not: from so many on it is thought lost."""
_KIND = 3
"""Containers outwards that make two paragraphs of one kind."""
_DATE_LENGTH = 80
_BYLINE_LENGTH = 160

_HINTS: tuple[tuple[Label, str], ...] = (
    # class and id tokens as themes and page builders print them (WordPress core and news themes, AMP, Arc, Drupal, BEM
    # habits): what a token holds; behind "=" the pattern it must fit, where not every token that holds the word does
    (Label.CAPTION, "caption bildunterschrift credit=(photo|image|media)-?credit"),
    (Label.COMMENT, r"comment=\bcomments?\b|comment- disqus respond=respond\b replies=\breplies"),
    (Label.SHARE, r"share sharing=\bsharing\b social=\bsocial addtoany follow-us"),
    (Label.RELATED, r"related recommend read=read-?(more|next|also) more=more-?(from|on|stories|news) "
     r"most=most-?(read|viewed) trending popular outbrain taboola teaser may=you-?may like=also-?like siehe-auch "
     r"zum-thema yarpp promo=\bpromo-?list carousel"),
    (Label.PROMO, r"newsletter sign=sign-?up subscri promo=\bpromo advert ad=\bads?\b|\bad- banner paywall piano donat "
     r"cta=\bcta\b call-to-action download=app-?download sponsor"),
    (Label.BYLINE, r"byline author=\bauthors?\b|author- contributor writer autor=autor(en|a|es)?\b journalist"),
    (Label.DATE, r"date=\bdate\b|date-|-date|datemodified|pub-?date timestamp published updated posted-on "
     r"time=\btime\b entry-meta post-meta meta=article-?meta"),
    (Label.STANDFIRST, r"standfirst dek=\bdek\b deck=\bdeck\b sub=sub-?(title|head(line|ing)?)\b intro=\bintro\b "
     r"summary=article-?summary lead=\blead\b excerpt"),
    (Label.NAVIGATION, r"breadcrumb nav=\bnav|-nav\b menu tag=\btags?\b|tag- topics link=skip-?link pagination pager "
     r"search header=site-?header masthead footer toolbar widget=\bwidget"),
    (Label.LEGAL, r"copyright cookie consent legal=\blegal disclaimer privacy gdpr"),
)  # fmt: skip
_HINT_WORDS = tuple(
    (rank, word, re.compile(pattern))
    for rank, (_, entries) in enumerate(_HINTS)
    for word, _, pattern in (entry.partition("=") for entry in entries.split())
)
_ANY_HINT = re.compile(
    # by first letter: so a search takes half the time
    "|".join(
        f"{letter}({'|'.join(word[1:] for word in words_of_letter)})"
        for letter, words_of_letter in groupby(sorted({word for _, word, _ in _HINT_WORDS}), key=itemgetter(0))
    )
)
_TAGS = {
    "figcaption": Label.CAPTION,
    "caption": Label.CAPTION,
    "nav": Label.NAVIGATION,
    "button": Label.NAVIGATION,
    "form": Label.PROMO,
    "footer": Label.NAVIGATION,
    "menu": Label.NAVIGATION,
}
_BOX = 600
"""Characters; a container with a form and more text than this is the page, not a box."""
_ALL_LINKS = 0.8
_BIOGRAPHIES = 4
_BIOGRAPHY_LENGTH = 600
_TELLS = re.compile(
    # the verb of a biography in its first sentence, in the languages that the phrase lists know best
    r"\W*\w.{3,160}?\s(is|are|covers|writes|reports|edits|joined|"
    r"has been (?:with|at|an?|the|covering|reporting|writing)|has (?:covered|worked|written)|"
    r"ist|sind|schreibt|berichtet|leitet|est|écrit|couvre|dirige|es|escribe|cubre|è|scrive|é|escreve|cobre|schrijft|skriver|pisze)\s"
)
_TRAILS_OFF = re.compile(r"""(\.\.\.|…|\[…\]|\[\.\.\.\])[”’"'»)\]]*$""")
_HALVES = re.compile(r"\s[|•·—–-]\s|:\s|_|\s?::\s?|\s»\s")
_TITLE_WORDS, _SITE_WORDS = 5, 6
"""A title has at least, the name of a site at most as many words."""


def headline_of(layout: Layout, title: str | None) -> int | None:
    """Where the page prints its title: the block that says the same, headings first; else its only <h1>."""
    wanted = fold_letters(title or "")
    longest = 2 * len(title or "")
    same = [
        index
        for index, block in enumerate(layout.blocks)
        if wanted and len(wanted) <= len(block.text) <= longest and folds_to(block.text, wanted)
    ]
    headings = [index for index in same if layout.blocks[index].tag in ("h1", "h2")]
    if headings or same:
        return (headings or same)[0]
    first = [index for index, block in enumerate(layout.blocks) if block.tag == "h1"]
    return first[0] if len(first) == 1 else None


def parted_title(layout: Layout, title: str | None, address: str | None) -> tuple[str, str] | None:
    """Title and site name, where the page prints a half of its `<title>`: "The Herald | Dam holds", and "Dam holds".

    A colon parts a title from its kicker more often than from the site: then the site's address must say its name.
    """
    text, host = title or "", fold_letters(address or "")
    for half in _HALVES.finditer(text):
        front, back = text[: half.start()].strip(), text[half.end() :].strip()
        for part, site in ((back, front), (front, back)):
            likely = len(word_tokens(part)) >= _TITLE_WORDS and 0 < len(word_tokens(site)) <= _SITE_WORDS
            likely = likely and (half[0] != ": " or fold_letters(site).removeprefix("the") in host)
            if likely and any(
                part in block.text and folds_to(block.text, fold_letters(part)) for block in layout.blocks
            ):
                return part, site
    return None


def label_blocks(
    layout: Layout,
    keep: Sequence[float],
    *,
    headline: int | None,
    standfirst: str | None,
    language: str | None = None,
) -> list[Labelled]:
    """A label and the rule that gave it, for every block. `keep`: for each block how surely it is text, 0 to 1.

    `headline`: index of the headline block, if known; `standfirst`: the standfirst the page's metadata names.
    """
    verdicts = [_first_verdict(layout, keep, index, language) for index in range(len(layout.blocks))]
    _rescue(layout, keep, verdicts)
    _drop_headline(layout, verdicts, headline)
    _drop_above(layout, verdicts, headline)
    _drop_forms(layout, verdicts)
    _drop_repeats(layout, verdicts)
    _drop_teasers(layout, verdicts, language)
    _drop_end(layout, verdicts)
    kept = [index for index, verdict in enumerate(verdicts) if verdict and verdict[0] in KEPT]
    first, last = (kept[0], kept[-1]) if kept else (len(verdicts), len(verdicts))
    for index in range(last + 1, len(verdicts)):
        if verdicts[index] and _TRAILS_OFF.search(layout.blocks[index].text):
            verdicts[index] = (Label.RELATED, "after the text: a teaser")
    _find_standfirst(layout, verdicts, standfirst, headline, first)
    return [verdict or _name(layout, index, headline, first, last) for index, verdict in enumerate(verdicts)]


def _first_verdict(layout: Layout, keep: Sequence[float], index: int, language: str | None) -> Labelled | None:
    """Furniture by its wording, else text if it is likelier than not; None if it is neither.

    A wording does not overrule what is certain, nor a heading right above text ("The latest" over key points).
    """
    block, sure = layout.blocks[index], keep[index]
    under = keep[index + 1] if index + 1 < len(keep) else 0.0
    if block.tag in _SUBHEADINGS and not block.links and sure >= _HEADS and under >= 0.5:
        return Label.SUBHEADING, "text: heading"
    phrase = furniture_phrases.furniture_of(block.text, language) if sure < _CERTAIN else None
    if phrase:
        return phrase.label, phrase.rule
    return _text_label(block) if sure >= 0.5 else None


def _text_label(block: RawBlock) -> Labelled:
    if block.tag in _SUBHEADINGS:
        return Label.SUBHEADING, "text: heading"
    if block.tag in ("li", "dt", "dd"):
        return Label.LIST, "text: list"
    if block.tag == "blockquote":
        return Label.QUOTE, "text: quote"
    return Label.BODY, "text"


def _rescue(layout: Layout, keep: Sequence[float], verdicts: list[Labelled | None]) -> None:
    """Keep doubtful prose that is the exception in containers of its kind, and quotes that stand nowhere else."""
    blocks = layout.blocks
    kinds = {index: _kind(layout, block) for index, block in enumerate(blocks) if block.node >= 0 and is_prose(block)}
    kept = Counter(kind for index, kind in kinds.items() if keep[index] >= 0.5)
    left = Counter(kinds.values()) - kept
    for index, kind in kinds.items():
        block = blocks[index]
        if verdicts[index] is not None or keep[index] < _DOUBTFUL:
            continue
        if kept[kind] >= _COMPANY * left[kind]:
            verdicts[index] = (_text_label(block)[0], "rescued: stands among the text's paragraphs")
        elif _is_quote(layout, block) and sum(block.text in other.text for other in blocks) == 1:
            verdicts[index] = (Label.QUOTE, "rescued: a quote that stands nowhere else")


def _is_quote(layout: Layout, block: RawBlock) -> bool:
    node = layout.nodes[block.node]
    return "blockquote" in (node.tag, layout.nodes[node.parent].tag if node.parent >= 0 else "")


def _kind(layout: Layout, block: RawBlock) -> tuple[str, ...]:
    """Tags and first class names of the block's nearest containers."""
    kind: list[str] = []
    index = block.node
    while index >= 0 and len(kind) < _KIND:
        node = layout.nodes[index]
        kind.append(node.tag + "." + node.hints.partition(" ")[0])
        index = node.parent
    return tuple(kind)


def _drop_headline(layout: Layout, verdicts: list[Labelled | None], headline: int | None) -> None:
    if headline is None:
        return
    title = fold_letters(layout.blocks[headline].text)
    alike = range(len(title) // 2, 2 * len(layout.blocks[headline].text))
    for index, block in enumerate(layout.blocks):
        if index == headline:
            verdicts[index] = (Label.HEADLINE, "headline")
        elif len(block.text) in alike and folds_to(block.text, title):
            verdicts[index] = (Label.HEADLINE, "repeats the headline")


def _drop_above(layout: Layout, verdicts: list[Labelled | None], headline: int | None) -> None:
    """What stands above the headline and is no prose is furniture, unless most of the text stands there."""
    kept = [index for index, verdict in enumerate(verdicts) if verdict and verdict[0] in KEPT]
    above = [index for index in kept if headline is not None and index < headline]
    if 2 * sum(len(layout.blocks[index].text) for index in above) < sum(
        len(layout.blocks[index].text) for index in kept
    ):
        for index in above:
            if not is_prose(layout.blocks[index]):
                verdicts[index] = (Label.NAVIGATION, "above the headline")


def _drop_forms(layout: Layout, verdicts: list[Labelled | None]) -> None:
    """What shares a small box with a form invites to fill it in: a newsletter, a donation, a survey."""
    boxes = {node.parent for node in layout.nodes if node.tag == "form" and node.parent >= 0}
    if not boxes:
        return
    around: list[tuple[int, ...]] = []  # for each node the boxes it is or stands in; parents come before their children
    for index, node in enumerate(layout.nodes):
        outer = around[node.parent] if node.parent >= 0 else ()
        around.append((*outer, index) if index in boxes else outer)
    within: dict[int, list[int]] = {box: [] for box in boxes}
    for index, block in enumerate(layout.blocks):
        for box in around[block.node] if block.node >= 0 else ():
            within[box].append(index)
    for indices in within.values():
        if sum(len(layout.blocks[index].text) for index in indices) < _BOX:
            for index in indices:
                verdict = verdicts[index]
                if verdict and verdict[0] in KEPT:
                    verdicts[index] = (Label.PROMO, "shares a box with a form")


def _drop_repeats(layout: Layout, verdicts: list[Labelled | None]) -> None:
    seen: set[tuple[str, ...]] = set()
    for index, verdict in enumerate(verdicts):
        if verdict and verdict[0] in KEPT and len(layout.blocks[index].text) > _REPEAT * 3:
            said = word_tokens(layout.blocks[index].text)
            if said in seen and len(said) >= _REPEAT:
                verdicts[index] = (Label.RELATED, "repeats a block above")
            seen.add(said)


def _drop_teasers(layout: Layout, verdicts: list[Labelled | None], language: str | None) -> None:
    """At the end, under a heading that names other stories ("More from the Herald"): headings that are links, each with
    a line in its box. Amid the text such a heading says nothing of what follows it."""
    for start, block in enumerate(layout.blocks):
        named = furniture_phrases.furniture_of(block.text, language) if block.tag in _SUBHEADINGS else None
        if named is not None and named.label is Label.RELATED:
            for index in _teasers(layout, verdicts, start + 1):
                verdicts[index] = (Label.RELATED, "a teaser under a heading that names other stories")


def _teasers(layout: Layout, verdicts: Sequence[Labelled | None], start: int) -> list[int]:
    """The teasers from there to the end of the page; none if there is other text among them."""
    teasers: list[int] = []
    boxes: set[int] = set()
    for index in range(start, len(verdicts)):
        verdict, block = verdicts[index], layout.blocks[index]
        parent = layout.nodes[block.node].parent if block.node >= 0 else -1
        if block.tag in _SUBHEADINGS and block.link_density > _ALL_LINKS:
            boxes = {parent, layout.nodes[parent].parent if parent >= 0 else -1}
        elif not verdict or verdict[0] not in KEPT:
            continue
        elif parent not in boxes:
            return []
        else:
            boxes = set()
        teasers.append(index)
    return teasers


def _drop_end(layout: Layout, verdicts: list[Labelled | None]) -> None:
    """A body does not end in a heading with nothing under it, nor in links."""
    for index in range(len(verdicts) - 1, -1, -1):
        verdict = verdicts[index]
        if not verdict or verdict[0] not in KEPT:
            continue
        if verdict[0] is Label.SUBHEADING:
            verdicts[index] = (Label.RELATED, "heading with no text under it")
        elif layout.blocks[index].link_density > _ALL_LINKS:
            verdicts[index] = (Label.RELATED, "links at the end")
        else:
            return


def _find_standfirst(
    layout: Layout, verdicts: list[Labelled | None], standfirst: str | None, headline: int | None, first: int
) -> None:
    """The block between headline and body that says what the metadata give as standfirst, or is marked as one.

    Where the labeller takes it for the first paragraph of the text it stays there: measured on pages of which the body
    is known, that is right more than three times in four (docs/decisions/second-pass.md).
    """
    wanted = fold_letters(standfirst or "")
    start = headline + 1 if headline is not None else max(0, first - 6)
    for index in range(start, min(first, len(verdicts))):
        block = layout.blocks[index]
        if len(wanted) > 40 and folds_to(block.text, wanted):
            verdicts[index] = (Label.STANDFIRST, "standfirst: as in the page's description")
            return
        if len(block.text) > 30 and _hint(layout, block, depth=2) is Label.STANDFIRST:
            verdicts[index] = (Label.STANDFIRST, "standfirst: marked up as one")
            return


def strip_biographies(layout: Layout, verdicts: list[Labelled], authors: Sequence[str]) -> list[Labelled]:
    """Strip from the body's end what tells of the article's authors: a short block with the name of one, and no more or
    what they are and do. ("Jane Doe was rescued at noon." is the story's.)"""
    stripped = list(verdicts)
    names = tuple(fold_letters(author) for author in authors if len(author) > 5)
    for index in [index for index, verdict in enumerate(verdicts) if verdict[0] in KEPT][: -_BIOGRAPHIES - 1 : -1]:
        text = layout.blocks[index].text
        if (
            len(text) < _BIOGRAPHY_LENGTH
            and fold_letters(text).startswith(names)
            and (_TELLS.match(text) or fold_letters(text) in names)
        ):
            stripped[index] = (Label.PROMO, "about the author")
    return stripped


def _name(layout: Layout, index: int, headline: int | None, first: int, last: int) -> Labelled:
    """What a block that is no text is, by its markup, else by where it stands."""
    block = layout.blocks[index]
    if block.tag in _TAGS:
        return _TAGS[block.tag], f"<{block.tag}>"
    hinted = (_hinted(block.inline) if block.inline else None) or _hint(layout, block, depth=_NEAR)
    if hinted is Label.STANDFIRST:
        hinted = Label.RELATED if index > first else None
    if hinted is Label.BYLINE and len(block.text) > _BYLINE_LENGTH:
        return Label.PROMO, "markup: about the author"
    if hinted is Label.DATE and len(block.text) > _DATE_LENGTH:
        hinted = None
    if hinted:
        return hinted, f"markup: {hinted}"
    where = "before" if index < first else "after" if index > last else "amid"
    if headline is not None and headline < index < first:
        if "<time>" in block.inline:
            return Label.DATE, "<time>"
        if "author" in block.inline or "byline" in block.inline:
            return Label.BYLINE, "markup: byline"
    if is_prose(block):
        return Label.RELATED, f"{where} the text: other prose"
    if index > first and block.link_density > 0.5 and len(block.text) > 25:
        return Label.RELATED, "after the text: links"
    return Label.NAVIGATION, f"{where} the text"


def _hint(layout: Layout, block: RawBlock, *, depth: int) -> Label | None:
    """What the class names of the block and its nearest containers call it."""
    index = block.node
    for _ in range(depth):
        if index < 0:
            return None
        node = layout.nodes[index]
        if node.hints:
            found = _hinted(node.hints)
            if found:
                return found
        if node.tag in ("nav", "footer", "figure", "body", "main", "article"):
            return {"nav": Label.NAVIGATION, "footer": Label.NAVIGATION, "figure": Label.CAPTION}.get(node.tag)
        index = node.parent
    return None


@lru_cache(maxsize=4096)
def _hinted(hints: str) -> Label | None:
    """The first label in `_HINTS` that one of the names fits."""
    ranks = [rank for name in hints.split() if (rank := _rank(name)) is not None]
    return _HINTS[min(ranks)][0] if ranks else None


@lru_cache(maxsize=16384)  # the pages of all sites share more names than they share combinations of them
def _rank(name: str) -> int | None:
    if not _ANY_HINT.search(name):
        return None
    return next((rank for rank, word, pattern in _HINT_WORDS if word in name and pattern.search(name)), None)
