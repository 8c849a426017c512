"""The tables of an archive: its public interface, since people open the file with sqlite3, Datasette, pandas or DuckDB.

Times are text: UTC, ISO 8601, only as precise as known (`2026-11-22` or `2026-11-22T09:30:00Z`), so they sort as text.
Unknown is NULL, never an empty string. A long column comes last, for SQLite reads a row from its start; columns that
a later version added stand behind it, and an index has them. The search index and the views are in the migrations, in
SQLite's own SQL, and for PostgreSQL in its room.
"""

from typing import Any, ClassVar, Final

from sqlalchemy import (
    BigInteger,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

ZERO = text("0")
FLAGGED = text("flags IS NOT NULL")
EDITED = text("change <> 'first'")
REFUSED = text("refused IS NOT NULL")
PINGED = text("pinged_at IS NOT NULL OR pings > 0")
FIGURES = ("site", "first_seen_at", "id", "word_count", "text_length", "kept_length", "published_at", "source",
           "provenance", "flags")  # fmt: skip
"""What `archive sites` counts of an article: an index of it all, so that texts are not read past."""

TIMES = "id", "first_seen_at", "published_at", "last_seen_at"
"""What a night is planned by, likewise."""

TYPES: Final[dict[Any, Any]] = {
    str: Text(),
    bytes: LargeBinary(),
    float: Float(),
    int: Integer().with_variant(BigInteger(), "postgresql"),
}


class Base(DeclarativeBase):
    """All tables; the order below is the one a reader wants, and that of docs/schema.md."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = TYPES


class View(DeclarativeBase):
    """Views that are read as tables are; what writes names the tables behind them."""

    type_annotation_map: ClassVar[dict[Any, Any]] = TYPES


class Articles(Base):
    __tablename__ = "articles"
    __table_args__ = (
        Index(None, "site", "published_at"),
        Index(None, "flags", sqlite_where=FLAGGED),
        Index("ix_articles_provenance_site", "provenance", "site", "provenance_evidence"),
        Index("ix_articles_source", "source", "reporting", "language"),
        Index("ix_articles_figures", *FIGURES),
        Index("ix_articles_times", *TIMES),
        {"comment": "What one canonical URL says now: the newest revision, its fields and where the story comes from."},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the article")
    url: Mapped[str] = mapped_column(unique=True, comment="Canonical URL; file:sha256-… where the page has none")
    site: Mapped[str | None] = mapped_column(comment="Registrable domain of the URL")
    site_name: Mapped[str | None] = mapped_column(comment="What the site calls itself")
    title: Mapped[str | None] = mapped_column(comment="Headline, without the site's name")
    standfirst: Mapped[str | None] = mapped_column(comment="The lines under the headline that sum the story up")
    byline: Mapped[str | None] = mapped_column(comment="The line that says who wrote it, as printed")
    source: Mapped[str | None] = mapped_column(
        comment="Where the story comes from: agency, else origin, else press release, else the publisher"
    )
    reporting: Mapped[str] = mapped_column(comment="own, syndicated, or mixed (own with material from others)")
    section: Mapped[str | None] = mapped_column(comment="Section of the site")
    language: Mapped[str | None] = mapped_column(comment="Language code, such as en or pt-BR")
    published_at: Mapped[str | None] = mapped_column(index=True, comment="When the page says it was published")
    modified_at: Mapped[str | None] = mapped_column(comment="When the page says it was last changed")
    first_seen_at: Mapped[str] = mapped_column(comment="When the archive first captured it")
    last_seen_at: Mapped[str] = mapped_column(comment="When the archive last captured it")
    last_changed_at: Mapped[str] = mapped_column(comment="When the newest revision was captured")
    status: Mapped[str] = mapped_column(comment="live, moved, gone, blocked or suspect, at the last visit")
    flags: Mapped[str | None] = mapped_column(comment='JSON array of what is odd about it, such as ["paywalled"]')
    word_count: Mapped[int] = mapped_column(comment="Words of the body; characters where a script has no spaces")
    digest: Mapped[str] = mapped_column(index=True, comment="SHA-256 of the clean text: equal texts have equal digests")
    story_id: Mapped[int | None] = mapped_column(
        ForeignKey("stories.id"), index=True, comment="Story it shares with copies on other sites"
    )
    share_changed: Mapped[float | None] = mapped_column(
        comment="Share of its words that differ from the story's first copy, 0 to 1; NULL: no story"
    )
    revision_id: Mapped[int] = mapped_column(comment="Its newest revision (revisions.id)")
    body: Mapped[str] = mapped_column(comment="The clean text: paragraphs, a blank line between them")
    provenance: Mapped[str] = mapped_column(
        server_default=text("'unknown'"),
        comment="own, syndicated, mixed, or unknown (no publisher known): reporting, and what other copies of its "
        "story print",
    )
    provenance_evidence: Mapped[str | None] = mapped_column(
        comment="printed (its page says so) or inferred (another copy credits an agency); NULL: nobody is credited"
    )
    published_day: Mapped[str | None] = mapped_column(
        comment="Day of publication by the outlet's own clock; that of published_at where the page prints no other"
    )
    text_length: Mapped[int] = mapped_column(
        server_default=ZERO, comment="Characters of all blocks of its page, kept or stripped"
    )
    kept_length: Mapped[int] = mapped_column(server_default=ZERO, comment="Characters of those that are kept")


class ArticleUrls(Base):
    __tablename__ = "article_urls"
    __table_args__ = ({"comment": "Every URL that leads to an article.", "sqlite_with_rowid": False},)

    url: Mapped[str] = mapped_column(primary_key=True, comment="The URL, in its canonical spelling")
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True, comment="The article")
    relation: Mapped[str] = mapped_column(
        comment="canonical; requested (led to it); duplicate (same text, other URL); moved (its former URL)"
    )


class _RevisionFacts:
    """What a revision is called, and where it is from: columns of the table and of the view alike."""

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the revision in the archive")
    article_id: Mapped[int] = mapped_column(TYPES[int], ForeignKey("articles.id"), comment="The article")
    number: Mapped[int] = mapped_column(comment="1 for the first, counted within the article")
    capture_id: Mapped[int] = mapped_column(TYPES[int], ForeignKey("captures.id"), comment="Capture it was read from")
    seen_at: Mapped[str] = mapped_column(comment="When that capture was made")
    extractor: Mapped[str] = mapped_column(comment="Name and version of what extracted it")
    title: Mapped[str | None] = mapped_column(comment="Headline then")
    standfirst: Mapped[str | None] = mapped_column(comment="Standfirst then")
    byline: Mapped[str | None] = mapped_column(comment="Byline then")
    digest: Mapped[str] = mapped_column(comment="SHA-256 of the clean text then")
    change: Mapped[str] = mapped_column(comment="first, typo, edit, headline, rewrite, correction or attribution")


_MODIFIED_AT = "When the page said then that it was last changed; NULL: it did not, or 0.3.0 read it"


class Revisions(_RevisionFacts, View):
    __tablename__ = "revisions"
    __table_args__ = ({"comment": "Every different clean text of an article. Rows are only ever added."},)

    body: Mapped[str] = mapped_column(sort_order=1, comment="Clean text then")
    modified_at: Mapped[str | None] = mapped_column(sort_order=1, comment=_MODIFIED_AT)


class StoredRevisions(_RevisionFacts, Base):
    __tablename__ = "stored_revisions"
    __table_args__ = (
        UniqueConstraint("article_id", "number"),
        Index("ix_revisions_edits", "seen_at", sqlite_where=EDITED),
        Index(None, "capture_id"),
        {"comment": "What the view revisions is made of; its texts are those of blocks."},
    )

    modified_at: Mapped[str | None] = mapped_column(sort_order=1, comment=_MODIFIED_AT)
    body: Mapped[str | None] = mapped_column(
        sort_order=1,
        comment="Clean text then, where it is another than the blocks that were kept; NULL: it is theirs",
    )


class Blocks(View):
    __tablename__ = "blocks"
    __table_args__ = (
        {"comment": "The text of the page a revision was read from, in page order: kept or stripped, and why."},
    )

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True, comment="The revision")
    position: Mapped[int] = mapped_column(primary_key=True, comment="Place on the page, from 0")
    kept: Mapped[bool] = mapped_column(comment="1: part of the body; 0: stripped")
    label: Mapped[str] = mapped_column(
        comment="body, subheading, list, quote (kept); headline, standfirst, caption, byline, dateline, date, credit, "
        "related, promo, share, navigation, legal, comment (stripped)"
    )
    rule: Mapped[str] = mapped_column(comment="What gave it the label")
    text: Mapped[str] = mapped_column(comment="Its text, on one line")


class StoredBlocks(Base):
    __tablename__ = "stored_blocks"
    __table_args__ = ({"comment": "What the view blocks is made of.", "sqlite_with_rowid": False},)

    revision_id: Mapped[int] = mapped_column(
        ForeignKey("stored_revisions.id"), primary_key=True, comment="The revision"
    )
    position: Mapped[int] = mapped_column(primary_key=True, comment="Place on the page, from 0")
    rule_id: Mapped[int] = mapped_column(ForeignKey("block_rules.id"), comment="Its label, and what gave it")
    text: Mapped[str] = mapped_column(comment="Its text, on one line")


class BlockRules(Base):
    __tablename__ = "block_rules"
    __table_args__ = (
        UniqueConstraint("rule", "label", "kept"),
        {"comment": "Labels of blocks and what gave them, once each: a page has some two hundred blocks."},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the label with its rule")
    kept: Mapped[bool] = mapped_column(comment="As blocks.kept")
    label: Mapped[str] = mapped_column(comment="As blocks.label")
    rule: Mapped[str] = mapped_column(comment="As blocks.rule")


class Organizations(Base):
    __tablename__ = "organizations"
    __table_args__ = (
        {"comment": "Agencies, outlets and issuers named in credits; one row each, whatever is printed."},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the organisation")
    name: Mapped[str] = mapped_column(unique=True, comment="The one name it has here")
    kind: Mapped[str | None] = mapped_column(comment="agency, newspaper, broadcaster, distributor or issuer")
    country: Mapped[str | None] = mapped_column(comment="ISO 3166 code of its country")
    wikidata: Mapped[str | None] = mapped_column(comment="Its item in Wikidata, such as Q40469")


class Credits(Base):
    __tablename__ = "credits"
    __table_args__ = (
        Index(None, "organization_id", "role"),
        {"comment": "Organisations an article names as where its story, or a part of it, comes from."},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the credit")
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True, comment="The article")
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"), comment="The organisation")
    role: Mapped[str] = mapped_column(comment="agency, origin (first published there), press_release, contributor")
    credited_as: Mapped[str] = mapped_column(comment="The name as printed")
    evidence: Mapped[str] = mapped_column(comment="The words on the page that say so")
    rule: Mapped[str] = mapped_column(comment="What recognised them")
    confidence: Mapped[str] = mapped_column(comment="certain (known name, known form of words) or likely")
    position: Mapped[int | None] = mapped_column(comment="Block of the evidence (blocks.position); NULL: page metadata")


class InferredCredits(Base):
    __tablename__ = "inferred_credits"
    __table_args__ = (
        {
            "comment": "Agencies whose text an article prints without naming them; another copy of its story does. "
            "Never among credits.",
            "sqlite_with_rowid": False,
        },
    )

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True, comment="The article")
    organization_id: Mapped[int] = mapped_column(
        ForeignKey("organizations.id"), primary_key=True, index=True, comment="The agency"
    )
    from_article_id: Mapped[int] = mapped_column(comment="The first copy that credits it (articles.id)")


class OrganizationAliases(Base):
    __tablename__ = "organization_aliases"
    __table_args__ = ({"comment": "Names that were merged: a page that credits one credits that organisation."},)

    alias: Mapped[str] = mapped_column(primary_key=True, comment="The name that was merged")
    organization_id: Mapped[int] = mapped_column(
        ForeignKey("organizations.id"), index=True, comment="What it names now"
    )


class Authors(Base):
    __tablename__ = "authors"
    __table_args__ = ({"comment": "Persons named as authors."},)

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the author")
    name: Mapped[str] = mapped_column(unique=True, comment="Name as printed; namesakes are one row")


class ArticleAuthors(Base):
    __tablename__ = "article_authors"
    __table_args__ = ({"comment": "Who wrote which article.", "sqlite_with_rowid": False},)

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True, comment="The article")
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"), primary_key=True, index=True, comment="The author")
    position: Mapped[int] = mapped_column(comment="Place in the byline, from 0")
    role: Mapped[str | None] = mapped_column(comment="What the byline says the person is, such as Staff Writer")
    organization: Mapped[str | None] = mapped_column(
        comment="The organisation the byline gives the person: organizations.name, or as printed"
    )
    place: Mapped[str | None] = mapped_column(comment="The place the byline says the person reported from")


class Tags(Base):
    __tablename__ = "tags"
    __table_args__ = ({"comment": "Keywords that sites give their articles."},)

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the tag")
    name: Mapped[str] = mapped_column(unique=True, comment="The keyword as printed")


class ArticleTags(Base):
    __tablename__ = "article_tags"
    __table_args__ = ({"comment": "Which article carries which tag.", "sqlite_with_rowid": False},)

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True, comment="The article")
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id"), primary_key=True, index=True, comment="The tag")


class Stories(Base):
    __tablename__ = "stories"
    __table_args__ = (
        {"comment": "One text that several sites printed, word for word or nearly. Its articles have it as story_id."},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the story")
    first_article_id: Mapped[int] = mapped_column(comment="The copy the archive stored first (articles.id)")
    first_seen_at: Mapped[str] = mapped_column(comment="When the earliest copy was captured")
    copies: Mapped[int] = mapped_column(comment="How many articles share the story")


class StoryBands(Base):
    __tablename__ = "story_bands"
    __table_args__ = (
        {
            "comment": "Sketches that find copies: hashes of what near-identical texts share (MinHash bands).",
            "sqlite_with_rowid": False,
        },
    )

    band: Mapped[int] = mapped_column(primary_key=True, comment="The hash")
    article_id: Mapped[int] = mapped_column(
        primary_key=True, comment="An article that has it (articles.id); one copy of a story is enough"
    )


class YoungBands(Base):
    __tablename__ = "young_bands"
    __table_args__ = (
        {
            "comment": "Sketches of the newest articles, as story_bands: many at once go there, in the order of the "
            "hashes.",
            "sqlite_with_rowid": False,
        },
    )

    article_id: Mapped[int] = mapped_column(primary_key=True, comment="The article (articles.id)")
    band: Mapped[int] = mapped_column(primary_key=True, comment="A hash of its text")


class Captures(Base):
    __tablename__ = "captures"
    __table_args__ = (
        Index(None, "refused", sqlite_where=REFUSED),
        {"comment": "Files and responses as received; the same bytes from the same place are one."},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the capture")
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id"), index=True, comment="The run that brought it")
    origin: Mapped[str] = mapped_column(index=True, comment="Where it came from: a path or URL as given")
    url: Mapped[str | None] = mapped_column(index=True, comment="Address it was fetched from, if known")
    captured_at: Mapped[str] = mapped_column(comment="When it was received")
    status: Mapped[int | None] = mapped_column(comment="HTTP status")
    media_type: Mapped[str | None] = mapped_column(comment="Content type as declared")
    charset: Mapped[str | None] = mapped_column(comment="Character set as declared")
    headers: Mapped[str | None] = mapped_column(comment="Response headers: JSON array of [name, value]")
    payload_digest: Mapped[str] = mapped_column(ForeignKey("payloads.digest"), index=True, comment="Its bytes")
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"), index=True, comment="The article it gave")
    refused: Mapped[str | None] = mapped_column(comment="Why it gave none, such as index page")
    detail: Mapped[str | None] = mapped_column(comment="The same in a sentence")
    origin_file: Mapped[str | None] = mapped_column(
        comment="The file that held it among other pages, such as a WARC; NULL: it came alone"
    )
    origin_record: Mapped[str | None] = mapped_column(
        comment="What it is called there: its WARC-Record-ID, line 3, entry 7"
    )
    origin_offset: Mapped[int | None] = mapped_column(
        comment="Byte there at which its record begins, or the gzip member or Zstandard frame that holds it"
    )
    rights: Mapped[str | None] = mapped_column(
        comment="What it and its site state on the use of the text, word for word: JSON array of [place, words]; "
        "NULL: not looked at"
    )
    extractor: Mapped[str | None] = mapped_column(
        comment="What read it last, name and versions; NULL: not known, or it ended the process that read it"
    )


class Payloads(Base):
    __tablename__ = "payloads"
    __table_args__ = ({"comment": "The bytes of captures, stored once each, so that all can be extracted again."},)

    digest: Mapped[str] = mapped_column(primary_key=True, comment="SHA-256 of the bytes, in hex")
    size: Mapped[int] = mapped_column(comment="Number of bytes, before compression")
    zstd: Mapped[bytes] = mapped_column(comment="The bytes, compressed with Zstandard")


class Sites(Base):
    __tablename__ = "sites"
    __table_args__ = (
        {"comment": "Whose a site is: the one name of its publisher, and its owner.", "sqlite_with_rowid": False},
    )

    site: Mapped[str] = mapped_column(primary_key=True, comment="Registrable domain, as articles.site has it")
    publisher: Mapped[str | None] = mapped_column(
        comment="The name that most of its pages agree on, without sections, slogans and addresses; the source of its "
        "own articles. NULL: they do not agree"
    )
    renamed: Mapped[bool] = mapped_column(
        server_default=ZERO, comment="1: a person gave that name (archive sites rename), and no page changes it"
    )
    articles: Mapped[int] = mapped_column(
        server_default=ZERO, comment="How many of its articles have said what it is called"
    )
    owner: Mapped[str | None] = mapped_column(
        index=True, comment="Who owns it, as site_owners tells: a domain or a name; NULL: not known"
    )


class SiteNames(Base):
    __tablename__ = "site_names"
    __table_args__ = ({"comment": "What the pages of a site call it, as stated.", "sqlite_with_rowid": False},)

    site: Mapped[str] = mapped_column(primary_key=True, comment="Registrable domain")
    name: Mapped[str] = mapped_column(primary_key=True, comment="The name as stated")
    articles: Mapped[int] = mapped_column(comment="How many of its articles state it")


class SiteOwners(Base):
    __tablename__ = "site_owners"
    __table_args__ = (
        {"comment": "Who is said to own a site, by whom, and in which words.", "sqlite_with_rowid": False},
    )

    site: Mapped[str] = mapped_column(primary_key=True, comment="Registrable domain")
    relation: Mapped[str] = mapped_column(
        primary_key=True,
        comment="controlled_by, belongs_to (an association: no owner), both as the site's trust.txt says; canonical "
        "(each names the other as the address of pages); listed (a person says so, which outweighs all)",
    )
    owner: Mapped[str] = mapped_column(primary_key=True, comment="A domain, or for listed ones any name")
    evidence: Mapped[str] = mapped_column(comment="The line of trust.txt, a pair of addresses, or the list")
    seen_at: Mapped[str] = mapped_column(comment="When it was read")


class SiteBlocks(Base):
    __tablename__ = "site_blocks"
    __table_args__ = (
        {
            "comment": "Site memory: on how many different articles of a site a block was seen. Of those seen once the "
            "oldest are forgotten.",
            "sqlite_with_rowid": False,
        },
    )

    site: Mapped[str] = mapped_column(primary_key=True, comment="Registrable domain")
    hash: Mapped[str] = mapped_column(
        primary_key=True, comment="Hash of its text, case folded; a short one's numbers as 0"
    )
    articles: Mapped[int] = mapped_column(comment="On how many articles it was seen")
    first_article_id: Mapped[int] = mapped_column(comment="The first of them (articles.id)")
    next_articles: Mapped[str | None] = mapped_column(comment="JSON array of the next ones, while they are few")
    last_seen_at: Mapped[str] = mapped_column(comment="When the newest of them was captured")
    text: Mapped[str | None] = mapped_column(comment="Its text; NULL while it was seen once")


class YoungBlocks(Base):
    __tablename__ = "young_blocks"
    __table_args__ = (
        {
            "comment": "Blocks that were seen on one of the newest articles alone: many at once go to site_blocks, in "
            "the order there."
        },
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the row")
    site: Mapped[str] = mapped_column(comment="Registrable domain")
    hash: Mapped[str] = mapped_column(comment="Hash of its text, as site_blocks.hash")
    article_id: Mapped[int] = mapped_column(comment="The article (articles.id)")
    seen_at: Mapped[str] = mapped_column(comment="When that was captured")


class Visits(Base):
    __tablename__ = "visits"
    __table_args__ = (
        Index("ix_visits_site", "site", "due_at", "changes", "expected"),
        Index("ix_visits_lied", "site", sqlite_where=text("lied = 1")),
        Index("ix_visits_pings", "site", "pings", "pings_true", "pings_expected", "pinged_at", sqlite_where=PINGED),
        {"comment": "When the URL of an article is due for a re-crawl, and what its past visits saw."},
    )

    url: Mapped[str] = mapped_column(primary_key=True, comment="The URL to visit")
    site: Mapped[str | None] = mapped_column(comment="Registrable domain")
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"), index=True, comment="The article it gave")
    due_at: Mapped[str | None] = mapped_column(index=True, comment="Earliest time of the next visit; NULL: none")
    last_visit_at: Mapped[str | None] = mapped_column(comment="When it was last visited, with or without success")
    missing_since: Mapped[str | None] = mapped_column(comment="When it first answered 404; NULL: it does not")
    etag: Mapped[str | None] = mapped_column(comment="ETag of the last response")
    last_modified: Mapped[str | None] = mapped_column(comment="Last-Modified of the last response, as sent")
    changes: Mapped[float] = mapped_column(server_default=ZERO, comment="Changes seen so far, weighted")
    expected: Mapped[float] = mapped_column(server_default=ZERO, comment="Changes an average article would have had")
    failures: Mapped[int] = mapped_column(server_default=ZERO, comment="Visits in a row that did not see its text")
    unmodified: Mapped[int] = mapped_column(server_default=ZERO, comment="Answers in a row that said 304, not modified")
    lied: Mapped[bool] = mapped_column(
        server_default=ZERO,
        comment="1: its text changed under the same ETag or date, so its site is always asked for whole pages",
    )
    pinged_at: Mapped[str | None] = mapped_column(
        comment="When it changed, as its site's feeds or sitemaps say; NULL: none says so, or a visit has looked since"
    )
    pings: Mapped[int] = mapped_column(server_default=ZERO, comment="How often a visit has looked because of that")
    pings_true: Mapped[int] = mapped_column(server_default=ZERO, comment="How often the article had changed then")
    pings_expected: Mapped[float] = mapped_column(
        server_default=ZERO, comment="How often it would have, by what is expected of any article"
    )


class Checks(Base):
    __tablename__ = "checks"
    __table_args__ = (
        Index(None, "url", "checked_at"),
        {"comment": "One observation of a re-crawl, changed or not."},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the check")
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id"), index=True, comment="The run")
    url: Mapped[str] = mapped_column(comment="The URL visited")
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"), index=True, comment="The article")
    capture_id: Mapped[int | None] = mapped_column(ForeignKey("captures.id"), comment="What came back, if stored")
    checked_at: Mapped[str] = mapped_column(comment="When it was visited")
    since: Mapped[str] = mapped_column(comment="When the archive had last known what the article says")
    outcome: Mapped[str] = mapped_column(comment="same, changed, moved, gone, blocked, suspect or failed")
    reason: Mapped[str | None] = mapped_column(comment="Kind of change, or why the text is not known, in a word or two")
    status: Mapped[int | None] = mapped_column(comment="HTTP status")
    bytes: Mapped[int] = mapped_column(server_default=ZERO, comment="Bytes of the body on the wire")
    multiplier: Mapped[float] = mapped_column(comment="Changes expected of it, over an average article's")
    digest: Mapped[str | None] = mapped_column(index=True, comment="SHA-256 of the text seen, if it differed")
    detail: Mapped[str | None] = mapped_column(comment="What happened, in a sentence")


class Follows(Base):
    __tablename__ = "follows"
    __table_args__ = ({"comment": "Feeds, sitemaps and sites that a re-crawl reads first, for new articles."},)

    url: Mapped[str] = mapped_column(primary_key=True, comment="Its address")
    kind: Mapped[str] = mapped_column(comment="feed, sitemap, or site (whose feeds are looked for now and then)")
    added_at: Mapped[str] = mapped_column(comment="When it was first followed")
    read_at: Mapped[str | None] = mapped_column(comment="When it was read last; NULL: never")
    etag: Mapped[str | None] = mapped_column(comment="ETag of that reading")
    last_modified: Mapped[str | None] = mapped_column(comment="Last-Modified of that reading, as sent")
    found: Mapped[int] = mapped_column(
        server_default=ZERO, comment="Articles it listed then, or feeds a site named; 0: nothing had changed"
    )
    failures: Mapped[int] = mapped_column(server_default=ZERO, comment="Readings in a row that have failed since")
    detail: Mapped[str | None] = mapped_column(comment="Why the last one failed, in a sentence")


class ListedItems(Base):
    __tablename__ = "listed_items"
    __table_args__ = (
        {"comment": "Articles by the ids that feeds give them, however links change.", "sqlite_with_rowid": False},
    )

    listing: Mapped[str] = mapped_column(primary_key=True, comment="Address of the feed (follows.url)")
    guid: Mapped[str] = mapped_column(primary_key=True, comment="The guid or id, which is unique in that feed")
    url: Mapped[str] = mapped_column(comment="The link under which it was asked for, in its canonical spelling")


class ForgottenUrls(Base):
    __tablename__ = "forgotten_urls"
    __table_args__ = (
        {
            "comment": "Pages that were forgotten: a re-crawl does not bring them back. An ingest that names one does.",
            "sqlite_with_rowid": False,
        },
    )

    hash: Mapped[str] = mapped_column(primary_key=True, comment="Hash of its address, which stands nowhere any more")
    forgotten_at: Mapped[str] = mapped_column(comment="When it was forgotten")


class Runs(Base):
    __tablename__ = "runs"
    __table_args__ = ({"comment": "One ingest or re-crawl, with its counts. Without finished_at it was interrupted."},)

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the run")
    command: Mapped[str] = mapped_column(comment="What was asked for")
    started_at: Mapped[str] = mapped_column(comment="When it began")
    finished_at: Mapped[str | None] = mapped_column(comment="When it ended")
    added: Mapped[int] = mapped_column(server_default=ZERO, comment="Captures that gave a new article")
    revised: Mapped[int] = mapped_column(server_default=ZERO, comment="Captures whose article said something new")
    unchanged: Mapped[int] = mapped_column(server_default=ZERO, comment="Captures that said what was known")
    duplicate: Mapped[int] = mapped_column(server_default=ZERO, comment="Captures that repeat another article's text")
    refused: Mapped[int] = mapped_column(server_default=ZERO, comment="Captures that hold no article")
    failed: Mapped[int] = mapped_column(server_default=ZERO, comment="Targets that could not be read or fetched")
    report: Mapped[str | None] = mapped_column(comment="What a re-crawl found, as JSON")
