"""Site memory: what stands on several articles of a site is stripped from the pages of a batch, and from the stored
articles that had it first.

All in the transaction that stores the batch: memory knows exactly the articles that are stored, and a killed run leaves
nothing to catch up on.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, tuple_, update

from archive.extraction.assemble import body_of
from archive.extraction.site_memory import (
    MOST,
    RULE,
    furniture_hashes,
    remembered_blocks,
    strip_furniture,
    stripped_hashes,
    without_furniture,
)
from archive.fingerprint import block_hash, text_digest
from archive.judge.change import Holding
from archive.model import Article, Block, Intake, Label
from archive.store.statements import in_list, in_pairs, insert_bare
from archive.store.tables import Articles, ArticleUrls, Captures, SiteBlocks
from archive.store.write.page_blocks import RevisionPage, pages_of, strip_blocks
from archive.store.write.young_blocks import drop_young, find_young, keep_young

SINGLES = 5_000
"""Blocks seen once that are remembered of a site, the newest: the paragraphs of its last few hundred articles."""
TOLD_ONCE = 40
"""Characters from which an offer on one other page is no chance."""
SAMPLE = 300
"""Characters kept of a block's text."""

Key = tuple[str | None, str]
"""Site and hash."""
MOST_TONIGHT = 100_000
"""Blocks that are kept of a night, of each kind; a page says few new ones, and pages of a site have most in common."""
OFFERS = (Label.PROMO, Label.SHARE, Label.LEGAL)
"""Labels of what no article says, on whatever page it stands. Navigation is none: a teaser may be labelled so."""

HELD = select(*SiteBlocks.__table__.columns).where(
    tuple_(SiteBlocks.site, SiteBlocks.hash).in_(in_pairs(bindparam("wanted")))
)
"""`wanted`: sites, each with its hashes, as JSON."""

_CHANGED = (
    update(SiteBlocks)
    .where(SiteBlocks.site == bindparam("of_site"), SiteBlocks.hash == bindparam("of_hash"))
    .values({name: bindparam(f"new_{name}") for name in ("articles", "next_articles", "last_seen_at", "text")})
)


@dataclass(slots=True)
class Tonight:
    """What the pages of a night said that their articles had not said before, and the addresses of those articles.

    `offers`: what was stripped from pages as an offer, and the addresses of two such pages at most.
    """

    said: dict[Key, set[str]] = field(default_factory=dict)
    offers: dict[Key, set[str]] = field(default_factory=dict)

    def say(self, key: Key, address: str) -> None:
        """Note what a page says for the first time."""
        if len(self.said) < MOST_TONIGHT:
            self.said.setdefault(key, set()).add(address)

    def offer(self, key: Key, address: str) -> None:
        """Note an offer on a page."""
        if key in self.offers or len(self.offers) < MOST_TONIGHT:
            pages = self.offers.setdefault(key, set())
            if len(pages) < 2:
                pages.add(address)


@dataclass(slots=True)
class Seen:
    """On how many articles a block was seen. `listed`: all of them up to `MOST` + 1, then the first at least."""

    articles: int = 0
    listed: list[int] = field(default_factory=list)
    text: str | None = None
    at: str = ""
    stored: bool = False
    young: int | None = None  # the number of its row, if it waits

    @property
    def few(self) -> bool:
        """Tell whether all are listed."""
        return self.articles <= MOST + 1

    def others(self, number: int | None) -> int:
        """Count the articles but that one; where not all are listed it is taken to be among them."""
        return self.articles - self.has(number)

    def has(self, number: int | None) -> bool:
        """Tell whether an article of that number is counted; None: one that is new."""
        return number is not None and (number in self.listed or not self.few)

    def add(self, number: int, at: str, text: str) -> None:
        """Add an article."""
        if self.articles <= MOST:
            self.listed.append(number)
        self.articles, self.at = self.articles + 1, max(self.at, at)
        if self.articles > 1:
            self.text = self.text or text[:SAMPLE]


class Memory:
    """What is remembered of the sites of a batch, in the transaction that stores it."""

    def __init__(self, connection: Connection, tonight: Tonight | None = None) -> None:
        self._connection = connection
        self._tonight = tonight or Tonight()
        self._seen: defaultdict[Key, Seen] = defaultdict(Seen)
        self._grown: dict[Key, int] = {}  # what was counted before
        self._added: set[int] = set()

    def cleaned(self, batch: Sequence[Intake]) -> list[Intake]:
        """Strip from each page what stands on other articles of its site, be they stored or in the batch."""
        articles = [page for intake in batch if isinstance(page := intake.result, Article) and page.site is not None]
        texts = [_remembered(article) for article in articles]
        self._look_up((article.site, key) for article, keys in zip(articles, texts, strict=True) for key in keys)
        held = self._numbers([article.url for article in articles])
        owners = _owners(articles)
        new: defaultdict[Key, set[int]] = defaultdict(set)
        for article, keys, owner in zip(articles, texts, owners, strict=True):
            for key in keys:  # of an article that is held what it did not say before: a line that is new on all pages
                if not self._seen[article.site, key].has(held.get(article.url)):
                    new[article.site, key].add(owner)
                    if article.url in held:
                        self._tonight.say((article.site, key), article.url)
            for block in article.blocks if article.url in held else ():
                if block.label in OFFERS and len(block.text) >= TOLD_ONCE:
                    self._tonight.offer((article.site, block_hash(block.text)), article.url)
        clean: dict[int, Article] = {}
        batch_urls = {article.url for article in articles}
        for article, keys, owner in zip(articles, texts, owners, strict=True):
            site, number = article.site, held.get(article.url)
            before = {key: len(self._tonight.said.get((site, key), set()) - batch_urls) for key in keys}
            now = {key: len(new[site, key] - {owner}) for key in keys}
            others = {key: self._seen[site, key].others(number) + now[key] + before[key] for key in keys}
            clean[id(article)] = without_furniture(article, furniture_hashes(article.blocks, keys, others))
        return [replace(intake, result=clean.get(id(intake.result), intake.result)) for intake in batch]

    def offers(self, article: Article, blocks: Iterable[Block]) -> frozenset[str]:
        """Give which of these blocks another page of the article's site was stripped of tonight, as hashes."""
        keys = {block_hash(block.text) for block in blocks if block.kept and len(block.text) >= TOLD_ONCE}
        shown = self._tonight.offers
        return frozenset(key for key in keys if shown.get((article.site, key), set()) - {article.url})

    def alone(self, number: int, article: Article) -> Article:
        """Strip from a stored article's page, extracted again, what stands on other articles of its site."""
        if article.site is None:
            return article
        texts = _remembered(article)
        self._look_up((article.site, key) for key in texts)
        others = {key: self._seen[article.site, key].others(number) for key in texts}
        return without_furniture(article, furniture_hashes(article.blocks, texts, others))

    def likened(self, article: Article, held: Holding) -> tuple[Article, Holding]:
        """Strip from a page and what is held of its article what memory strips, or once stripped, from either.

        So what memory has learnt in between is no change of the article.
        """
        pages = pages_of(self._connection, [held.article_id])
        page = next((page for page in pages if page.current and page.digest == held.digest), None)
        if page is None:  # a revision of this very batch, clean by the same memory
            return article, held
        found = stripped_hashes(page.blocks) | stripped_hashes(article.blocks)
        strip_blocks(self._connection, [(page, found)])
        body = body_of(strip_furniture(page.blocks, found))
        digest = text_digest(body)
        return without_furniture(article, found), replace(
            held, body=body, digest=digest, earlier=held.earlier | {digest}
        )

    def page(self, held: Holding) -> tuple[Block, ...]:
        """Give the blocks of the page that an article's text is from; () in the batch that stores it."""
        pages = pages_of(self._connection, [held.article_id])
        return next((page.blocks for page in pages if page.current and page.digest == held.digest), ())

    def count(self, number: int, article: Article, at: str, before: Collection[str] | None = None) -> None:
        """Note that an article of that number is stored. `before`: the hashes noted of it earlier, if it is not new."""
        if article.site is None:
            return
        if before is None:
            self._added.add(number)  # clean for what stands on the others of its batch
        texts = _remembered(article)
        self._look_up((article.site, key) for key in texts)  # its site may be another than the page claimed
        for key, text in texts.items():
            seen = self._seen[article.site, key]
            if number not in seen.listed and (seen.few or key not in (before or ())):
                self._grown.setdefault((article.site, key), seen.articles)
                seen.add(number, at, text)

    def count_stripped(self, number: int, article: Article, at: str) -> None:
        """Note what was stripped from a page of a stored article: it is known when another page is alone to show it."""
        stripped = {block_hash(block.text): block.text for block in article.blocks if block.rule == RULE}
        for key, text in stripped.items():
            seen = self._seen[article.site, key]
            if article.site is not None and not seen.has(number):
                self._grown.setdefault((article.site, key), seen.articles)
                seen.add(number, at, text)

    def write(self) -> None:
        """Write what was counted; strip what is furniture by now from the stored articles that had it first."""
        fresh = [(key, self._seen[key]) for key in self._grown if not self._seen[key].stored]
        old = [_change(*key, self._seen[key]) for key in self._grown if self._seen[key].stored]
        drop_young(self._connection, [seen.young for _, seen in fresh if seen.young is not None])
        insert_bare(self._connection, SiteBlocks, [(*key, *_values(seen)) for key, seen in fresh if seen.articles > 1])
        keep_young(self._connection, [(*key, seen.listed[0], seen.at) for key, seen in fresh if seen.articles == 1])
        if old:
            self._connection.execute(_CHANGED, old)
        common = [seen for key in self._grown if (seen := self._seen[key]).articles > 1 and seen.few]
        self._clean({number for seen in common for number in seen.listed} - self._added)

    def _clean(self, numbers: Collection[int]) -> None:
        """Strip from stored articles, from all their revisions, what stands on others."""
        pages = pages_of(self._connection, numbers)
        texts = [remembered_blocks(page.blocks, page.evidence) for page in pages]
        self._look_up((page.site, key) for page, keys in zip(pages, texts, strict=True) for key in keys)
        strip_blocks(
            self._connection, [(page, self._found(page, keys)) for page, keys in zip(pages, texts, strict=True)]
        )

    def _found(self, page: RevisionPage, texts: Mapping[str, str]) -> frozenset[str]:
        others = {key: self._seen[page.site, key].others(page.article_id) for key in texts}
        return furniture_hashes(page.blocks, texts, others)

    def _look_up(self, keys: Iterable[Key]) -> None:
        wanted: defaultdict[str, list[str]] = defaultdict(list)
        for site, key in dict.fromkeys(keys):
            if site is not None and (site, key) not in self._seen:
                wanted[site].append(key)
        if not wanted:
            return
        pairs = {"wanted": json.dumps(wanted)}
        for row in find_young(self._connection, pairs):
            self._seen[row.site, row.hash] = Seen(1, [row.article_id], None, row.seen_at, young=row.id)
        for row in self._connection.execute(HELD, pairs):
            listed = [row.first_article_id, *json.loads(row.next_articles or "[]")]
            self._seen[row.site, row.hash] = Seen(row.articles, listed, row.text, row.last_seen_at, stored=True)

    def _numbers(self, addresses: Collection[str]) -> dict[str, int]:
        """Give the articles that are stored under these addresses."""
        led = select(ArticleUrls.url, ArticleUrls.article_id).where(ArticleUrls.url.in_(addresses))
        return {row.url: row.article_id for row in self._connection.execute(led)} if addresses else {}


def sites_of(connection: Connection, run_id: int) -> list[str]:
    """Give the sites a run brought pages of."""
    sites = select(Articles.site).join(Captures, Captures.article_id == Articles.id).where(Captures.run_id == run_id)
    return [site for site in connection.scalars(sites.distinct()) if site is not None]


def forget_singles(connection: Connection, sites: Iterable[str]) -> None:
    """Bound what is remembered of sites: of the blocks seen once only the newest `SINGLES` stay."""
    once = SiteBlocks.articles == 1
    full = select(SiteBlocks.site).where(once, SiteBlocks.site.in_(in_list(sites))).group_by(SiteBlocks.site)
    for site in connection.scalars(full.having(func.count() > SINGLES)).all():
        single = SiteBlocks.site == site, once
        newest_first = select(SiteBlocks.first_article_id).where(*single).order_by(SiteBlocks.first_article_id.desc())
        last = newest_first.offset(SINGLES).limit(1).scalar_subquery()
        connection.execute(delete(SiteBlocks).where(*single, SiteBlocks.first_article_id <= last))


def _remembered(article: Article) -> dict[str, str]:
    return remembered_blocks(article.blocks, [credit.evidence for credit in article.credits])


def _owners(articles: Sequence[Article]) -> list[int]:
    """Give each page of a batch a number that it shares with those which are the same article: one URL, or one text."""
    numbers: dict[tuple[str | None, str], int] = {}
    owners = []
    for place, article in enumerate(articles):
        names = (None, article.url), (article.site, article.digest)
        owner = next((numbers[name] for name in names if name in numbers), place)
        numbers.update(dict.fromkeys(names, owner))
        owners.append(owner)
    return owners


def _values(seen: Seen) -> tuple[Any, ...]:
    """Give a row's values after its site and hash."""
    first, *others = seen.listed
    return seen.articles, first, json.dumps(others) if others and seen.few else None, seen.at, seen.text


def _change(site: str | None, key: str, seen: Seen) -> dict[str, Any]:
    articles, _, others, at, text = _values(seen)
    new = {"new_articles": articles, "new_next_articles": others, "new_last_seen_at": at, "new_text": text}
    return {"of_site": site, "of_hash": key} | new
