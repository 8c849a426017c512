"""What the class names around a block call it: a caption, a comment, a byline."""

import re
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from archive.extraction.decoding.blocks import Layout
from archive.model import Label

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
     r"support=support-?(us|box|banner|bar)\b appeal=\bappeal fundrais "
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


def label_by_markup(layout: Layout, index: int, *, depth: int) -> Label | None:
    """Give the label that the class names of a block's nearest containers call for, `depth` of them outwards."""
    index = layout.blocks[index].node
    for _ in range(depth):
        if index < 0:
            return None
        node = layout.nodes[index]
        if node.hints:
            found = label_by_names(node.hints)
            if found:
                return found
        if node.tag in ("nav", "footer", "figure", "body", "main", "article"):
            return {"nav": Label.NAVIGATION, "footer": Label.NAVIGATION, "figure": Label.CAPTION}.get(node.tag)
        index = node.parent
    return None


@lru_cache(maxsize=4096)
def label_by_names(hints: str) -> Label | None:
    """Give the first label in `_HINTS` that one of the names fits."""
    ranks = [rank for name in hints.split() if (rank := _rank(name)) is not None]
    return _HINTS[min(ranks)][0] if ranks else None


@lru_cache(maxsize=16384)  # the pages of all sites share more names than they share combinations of them
def _rank(name: str) -> int | None:
    """Give the place in `_HINTS` of the first entry that a name fits."""
    if not _ANY_HINT.search(name):
        return None
    return next((rank for rank, word, pattern in _HINT_WORDS if word in name and pattern.search(name)), None)
