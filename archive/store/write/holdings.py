"""What the archive already holds of a batch of pages: looked up in a few queries, kept true while the batch goes on."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, func, select

from archive import urls
from archive.copies import original_address
from archive.judge.change import Holding
from archive.judge.repeated_page import is_from_web, is_repeated
from archive.model import Article, Intake
from archive.store.tables import ArticleAuthors, Articles, ArticleUrls, Authors, Captures, Revisions

CANONICAL = "canonical"
REQUESTED = "requested"
DUPLICATE = "duplicate"
"""How a URL leads to an article: it is its own, it was answered with it, or it carries the same text."""

_HOLDINGS = (
    select(
        Articles.id.label("article_id"),
        Articles.url,
        Articles.site,
        Articles.title,
        Articles.standfirst,
        Articles.body,
        Articles.byline,
        Articles.digest,
        Articles.published_at,
        Revisions.seen_at,
        Captures.payload_digest,
        Captures.url.label("fetched"),
    )
    .join(Revisions, Revisions.id == Articles.revision_id)
    .join(Captures, Captures.id == Revisions.capture_id)
)

_AUTHORS = (
    select(ArticleAuthors.article_id, Authors.name)
    .join(Authors, Authors.id == ArticleAuthors.author_id)
    .order_by(ArticleAuthors.article_id, ArticleAuthors.position)
)


@dataclass(slots=True)
class Received:
    """A stored capture. `article_id`: the article it gave, if any."""

    capture_id: int
    origin: str
    captured_at: str
    article_id: int | None


class Holdings:
    """Articles by URL and by text, captures by payload: those that the pages of one batch can meet."""

    def __init__(self, connection: Connection, batch: Sequence[Intake]) -> None:
        self._articles: dict[int, Holding] = {}
        self._urls: dict[str, tuple[int, str]] = {}
        self._texts: defaultdict[str, list[int]] = defaultdict(list)
        self._captures: defaultdict[str, list[Received]] = defaultdict(list)
        articles = [intake.result for intake in batch if isinstance(intake.result, Article)]
        self._look_up_captures(connection, {intake.payload_digest for intake in batch})
        self._look_up_urls(connection, {url for intake in batch for url in addresses_of(intake)})
        self._look_up_articles(connection, {article.digest for article in articles})

    def under(self, url: str) -> Holding | None:
        """Give the article that `url` leads to."""
        found = self._urls.get(url)
        return self._articles[found[0]] if found else None

    def relation(self, url: str) -> tuple[int, str] | None:
        """Give the number of the article that `url` leads to, and how."""
        return self._urls.get(url)

    def twin(self, article: Article) -> Holding | None:
        """Give an article that says the same: one of the same site if there is, else the oldest."""
        twins = [self._articles[number] for number in self._texts.get(article.digest, ())]
        return min(twins, key=lambda twin: (twin.site != article.site, twin.article_id), default=None)

    def has_payload(self, digest: str) -> bool:
        """Tell whether those bytes are stored."""
        return digest in self._captures

    def received(self, intake: Intake) -> Received | None:
        """Give the capture this one repeats: the same bytes from the same file, or from one URL at the same time."""
        capture = intake.capture
        for received in self._captures.get(intake.payload_digest, ()):
            same_time = received.captured_at == capture.captured_at or not is_from_web(capture)
            if received.origin == capture.origin and same_time:
                return received
        return None

    def repeats(self, intake: Intake, holding: Holding) -> bool:
        """Tell whether these bytes were decided on before, as `is_repeated` has it."""
        stored = self.received(intake)
        articles = {received.article_id for received in self._captures.get(intake.payload_digest, ())}
        gave = {number for number in articles if number is not None}
        return is_repeated(intake, holding, gave, again=stored is not None and stored.article_id is not None)

    def put_capture(self, digest: str, received: Received) -> None:
        """Remember a capture that is about to be stored."""
        self._captures[digest].append(received)

    def put_url(self, url: str, article_id: int, relation: str) -> None:
        """Remember where a URL leads."""
        self._urls[url] = article_id, relation

    def put(self, holding: Holding) -> None:
        """Remember what an article says from now on."""
        if before := self._articles.get(holding.article_id):
            self._texts[before.digest].remove(holding.article_id)
        self._articles[holding.article_id] = holding
        self._texts[holding.digest].append(holding.article_id)

    def _look_up_captures(self, connection: Connection, digests: Iterable[str]) -> None:
        columns = Captures.payload_digest, Captures.id, Captures.origin, Captures.captured_at, Captures.article_id
        for row in connection.execute(select(*columns).where(Captures.payload_digest.in_(digests))):
            self._captures[row.payload_digest].append(Received(row.id, row.origin, row.captured_at, row.article_id))

    def _look_up_urls(self, connection: Connection, addresses: Collection[str]) -> None:
        columns = ArticleUrls.url, ArticleUrls.article_id, ArticleUrls.relation
        asked = select(*columns).where(ArticleUrls.url.in_(addresses))
        for url, article_id, relation in connection.execute(asked) if addresses else ():
            self._urls[url] = article_id, relation

    def _look_up_articles(self, connection: Connection, digests: Collection[str]) -> None:
        # of a text that a thousand sites printed, the oldest copy on each site is enough
        oldest = (
            select(func.min(Articles.id)).where(Articles.digest.in_(digests)).group_by(Articles.digest, Articles.site)
        )
        twins = connection.scalars(oldest) if digests else ()
        wanted = {article_id for article_id, _ in self._urls.values()}.union(twins)
        if wanted:
            self._look_up_numbers(connection, wanted)

    def _look_up_numbers(self, connection: Connection, wanted: Collection[int]) -> None:
        earlier: defaultdict[int, set[str]] = defaultdict(set)
        titles: defaultdict[int, set[str]] = defaultdict(set)
        columns = Revisions.article_id, Revisions.digest, Revisions.title
        counts: defaultdict[int, int] = defaultdict(int)
        for article_id, digest, title in connection.execute(select(*columns).where(columns[0].in_(wanted))):
            earlier[article_id].add(digest)
            titles[article_id].update((title,) if title else ())
            counts[article_id] += 1
        authors: defaultdict[int, list[str]] = defaultdict(list)
        for article_id, name in connection.execute(_AUTHORS.where(ArticleAuthors.article_id.in_(wanted))):
            authors[article_id].append(name)
        for row in connection.execute(_HOLDINGS.where(Articles.id.in_(wanted))).mappings():
            number = row["article_id"]
            names, digests, heads = tuple(authors[number]), frozenset(earlier[number]), frozenset(titles[number])
            self.put(Holding(**row, number=counts[number], earlier=digests, authors=names, titles=heads))


def addresses_of(intake: Intake) -> tuple[str, ...]:
    """Give the URLs of a page: the article's own first, then those that led to it."""
    if not isinstance(intake.result, Article):
        return ()
    given = [url for url in (intake.capture.url, intake.capture.origin) if url]
    led = (*map(original_address, given), *map(urls.canonical, given))
    return tuple(dict.fromkeys((intake.result.url, *(url for url in led if url))))


def holding_of(article: Article, article_id: int, number: int, seen_at: str, payload_digest: str = "") -> Holding:
    """Give what is held of an article whose revision `number` says this; `payload_digest`: "" if nobody asks for it."""
    return Holding(
        article_id=article_id,
        url=article.url,
        site=article.site,
        title=article.title,
        standfirst=article.standfirst,
        body=article.body,
        byline=article.byline,
        digest=article.digest,
        number=number,
        seen_at=seen_at,
        payload_digest=payload_digest,
        authors=article.authors,
        published_at=article.published_at,
        titles=frozenset(filter(None, [article.title])),
    )


def first_holding(number: int, article: Article, intake: Intake) -> Holding:
    """Give what is held of an article that is new."""
    held = holding_of(article, number, 1, intake.capture.captured_at, intake.payload_digest)
    return replace(held, earlier=frozenset((article.digest,)), fetched=intake.capture.url)


def next_holding(holding: Holding, article: Article, intake: Intake, *, current: bool) -> Holding:
    """Give what is held of an article after one more revision of it."""
    titles = holding.titles.union(filter(None, [article.title]))
    longer = replace(holding, number=holding.number + 1, earlier=holding.earlier | {article.digest}, titles=titles)
    if not current:
        return longer
    held = holding_of(article, longer.article_id, longer.number, intake.capture.captured_at, intake.payload_digest)
    published_at = article.published_at or longer.published_at
    held = replace(held, url=longer.url, site=longer.site, earlier=longer.earlier, published_at=published_at)
    return replace(held, fetched=intake.capture.url, titles=titles)
