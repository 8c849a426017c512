"""The first schema: the tables, the search index with the triggers that keep it in step, and the view."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ZERO = sa.text("0")

TABLES = (
    "authors",
    "follows",
    "organizations",
    "payloads",
    "runs",
    "site_blocks",
    "stories",
    "tags",
    "story_bands",
    "articles",
    "organization_aliases",
    "inferred_credits",
    "article_authors",
    "article_tags",
    "article_urls",
    "captures",
    "credits",
    "visits",
    "checks",
    "revisions",
    "blocks",
)

INDEXES = (
    ("articles", "digest"),
    ("articles", "published_at"),
    ("articles", "site", "published_at"),
    ("articles", "source"),
    ("articles", "story_id"),
    ("article_authors", "author_id"),
    ("article_tags", "tag_id"),
    ("article_urls", "article_id"),
    ("captures", "article_id"),
    ("captures", "payload_digest"),
    ("captures", "run_id"),
    ("captures", "url"),
    ("credits", "article_id"),
    ("credits", "organization_id", "role"),
    ("inferred_credits", "organization_id"),
    ("organization_aliases", "organization_id"),
    ("visits", "article_id"),
    ("visits", "due_at"),
    ("visits", "site", "due_at"),
    ("checks", "article_id"),
    ("checks", "digest"),
    ("checks", "run_id"),
    ("checks", "url", "checked_at"),
    ("revisions", "capture_id"),
)

# The double quotes around articles matter: Datasette looks for exactly content="articles".
SEARCH_INDEX = """
CREATE VIRTUAL TABLE articles_fts USING fts5(
    title, standfirst, body, content="articles", content_rowid="id", tokenize="porter unicode61"
)
"""

# Triggers, not code: a row changed by hand in sqlite3 is found by its new words too.
TRIGGERS = (
    """
    CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN
        INSERT INTO articles_fts (rowid, title, standfirst, body) VALUES (new.id, new.title, new.standfirst, new.body);
    END
    """,
    """
    CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
        INSERT INTO articles_fts (articles_fts, rowid, title, standfirst, body)
        VALUES ('delete', old.id, old.title, old.standfirst, old.body);
    END
    """,
    """
    CREATE TRIGGER articles_fts_update AFTER UPDATE OF id, title, standfirst, body ON articles BEGIN
        INSERT INTO articles_fts (articles_fts, rowid, title, standfirst, body)
        VALUES ('delete', old.id, old.title, old.standfirst, old.body);
        INSERT INTO articles_fts (rowid, title, standfirst, body) VALUES (new.id, new.title, new.standfirst, new.body);
    END
    """,
)

VIEW = """
CREATE VIEW article_credits AS
SELECT articles.id AS article_id, articles.url, articles.site, articles.title, articles.published_at,
       organizations.name AS organization, organizations.kind,
       credits.role, credits.credited_as, credits.evidence, credits.confidence, NULL AS inferred_from
FROM credits
JOIN articles ON articles.id = credits.article_id
JOIN organizations ON organizations.id = credits.organization_id
UNION ALL
SELECT articles.id, articles.url, articles.site, articles.title, articles.published_at,
       organizations.name, organizations.kind,
       'agency', NULL, NULL, 'inferred', inferred_credits.from_article_id
FROM inferred_credits
JOIN articles ON articles.id = inferred_credits.article_id
JOIN organizations ON organizations.id = inferred_credits.organization_id
"""


def upgrade() -> None:
    _create_tables()
    for table, *columns in INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)
    for statement in (SEARCH_INDEX, *TRIGGERS, VIEW):
        op.execute(statement)
    op.execute(f"PRAGMA application_id = {int.from_bytes(b'Arch')}")


def downgrade() -> None:
    op.execute("DROP VIEW article_credits")
    op.execute("DROP TABLE articles_fts")
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute("PRAGMA application_id = 0")


def _create_tables() -> None:
    op.create_table(
        "authors",
        sa.Column("id", sa.Integer, primary_key=True, comment="Number of the author"),
        sa.Column("name", sa.Text, nullable=False, comment="Name as printed; namesakes are one row"),
        sa.UniqueConstraint("name", name="uq_authors_name"),
        comment="Persons named as authors.",
    )
    op.create_table(
        "organizations",
        sa.Column("id", sa.Integer, primary_key=True, comment="Number of the organisation"),
        sa.Column("name", sa.Text, nullable=False, comment="Its one name here"),
        sa.Column("kind", sa.Text, comment="agency, newspaper, broadcaster, distributor or issuer"),
        sa.Column("country", sa.Text, comment="ISO 3166 code of its country"),
        sa.Column("wikidata", sa.Text, comment="Its item in Wikidata, such as Q40469"),
        sa.UniqueConstraint("name", name="uq_organizations_name"),
        comment="Agencies, outlets and issuers named in credits, one row each however printed.",
    )
    op.create_table(
        "payloads",
        sa.Column("digest", sa.Text, primary_key=True, comment="SHA-256 of the bytes, in hex"),
        sa.Column("size", sa.Integer, nullable=False, comment="How many bytes it is"),
        sa.Column("zstd", sa.LargeBinary, nullable=False, comment="The bytes, compressed with Zstandard"),
        comment="The bytes of captures, stored once each, so that all can be extracted again.",
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer, primary_key=True, comment="Number of the run"),
        sa.Column("command", sa.Text, nullable=False, comment="What was asked for"),
        sa.Column("started_at", sa.Text, nullable=False, comment="When it began"),
        sa.Column("finished_at", sa.Text, comment="When it ended"),
        sa.Column("added", sa.Integer, nullable=False, server_default=ZERO, comment="Captures that gave a new article"),
        sa.Column(
            "revised",
            sa.Integer,
            nullable=False,
            server_default=ZERO,
            comment="Captures whose article said something new",
        ),
        sa.Column(
            "unchanged",
            sa.Integer,
            nullable=False,
            server_default=ZERO,
            comment="Captures that said what was known",
        ),
        sa.Column(
            "duplicate",
            sa.Integer,
            nullable=False,
            server_default=ZERO,
            comment="Captures that repeat another article's text",
        ),
        sa.Column("refused", sa.Integer, nullable=False, server_default=ZERO, comment="Captures that hold no article"),
        sa.Column(
            "failed",
            sa.Integer,
            nullable=False,
            server_default=ZERO,
            comment="Targets that could not be read or fetched",
        ),
        sa.Column("report", sa.Text, comment="Of a re-crawl: what it found, as JSON"),
        comment="One ingest or re-crawl, with its counts. One without an end was interrupted.",
    )
    op.create_table(
        "site_blocks",
        sa.Column("site", sa.Text, primary_key=True, comment="Registrable domain"),
        sa.Column("hash", sa.Text, primary_key=True, comment="Hash of the block: case folded, in short ones numbers"),
        sa.Column("articles", sa.Integer, nullable=False, comment="On how many articles it was seen"),
        sa.Column("first_article_id", sa.Integer, nullable=False, comment="The first of them (articles.id)"),
        sa.Column(
            "next_articles",
            sa.Text,
            comment="JSON array of the others, while they are few enough to be looked at again",
        ),
        sa.Column("last_seen_at", sa.Text, nullable=False, comment="When the newest of them was captured"),
        sa.Column("text", sa.Text, comment="Its text; NULL while it was seen once"),
        comment="Site memory: on how many different articles of a site a block was seen. Of those seen once the "
        "oldest are forgotten.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stories",
        sa.Column("id", sa.Integer, primary_key=True, comment="Number of the story"),
        sa.Column(
            "first_article_id",
            sa.Integer,
            nullable=False,
            comment="The copy the archive stored first (articles.id)",
        ),
        sa.Column("first_seen_at", sa.Text, nullable=False, comment="When the earliest copy was captured"),
        sa.Column("copies", sa.Integer, nullable=False, comment="How many articles share the story"),
        comment="One text that several sites printed, word for word or nearly. Its articles have it as story_id.",
    )
    op.create_table(
        "story_bands",
        sa.Column("band", sa.Integer, primary_key=True, comment="The hash"),
        sa.Column(
            "article_id",
            sa.Integer,
            primary_key=True,
            comment="An article that has it (articles.id); of the copies of a story one is enough",
        ),
        comment="Sketches by which copies are found: hashes of what near-identical texts share (MinHash bands).",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tags",
        sa.Column("id", sa.Integer, primary_key=True, comment="Number of the tag"),
        sa.Column("name", sa.Text, nullable=False, comment="The keyword as printed"),
        sa.UniqueConstraint("name", name="uq_tags_name"),
        comment="Keywords that sites give their articles.",
    )
    op.create_table(
        "articles",
        sa.Column("id", sa.Integer, primary_key=True, comment="Number of the article"),
        sa.Column("url", sa.Text, nullable=False, comment="Canonical URL; file:sha256-… where the page has none"),
        sa.Column("site", sa.Text, comment="Registrable domain of the URL"),
        sa.Column("site_name", sa.Text, comment="What the site calls itself"),
        sa.Column("title", sa.Text, comment="Headline, without the site's name"),
        sa.Column("standfirst", sa.Text, comment="The lines under the headline that sum the story up"),
        sa.Column("byline", sa.Text, comment="The line that says who wrote it, as printed"),
        sa.Column(
            "source",
            sa.Text,
            comment="Where the story comes from: agency, else origin, else press release, else the publisher",
        ),
        sa.Column(
            "reporting",
            sa.Text,
            nullable=False,
            comment="own, syndicated, or mixed (own with material from others)",
        ),
        sa.Column("section", sa.Text, comment="Section of the site"),
        sa.Column("language", sa.Text, comment="Language code, such as en or pt-BR"),
        sa.Column("published_at", sa.Text, comment="When the page says it was published"),
        sa.Column("modified_at", sa.Text, comment="When the page says it was last changed"),
        sa.Column("first_seen_at", sa.Text, nullable=False, comment="When the archive first captured it"),
        sa.Column("last_seen_at", sa.Text, nullable=False, comment="When the archive last captured it"),
        sa.Column("last_changed_at", sa.Text, nullable=False, comment="When the newest revision was captured"),
        sa.Column(
            "status",
            sa.Text,
            nullable=False,
            comment="live, moved, gone, blocked or suspect, at the last visit",
        ),
        sa.Column("flags", sa.Text, comment='JSON array of what is odd about it, such as ["paywalled"]'),
        sa.Column(
            "word_count",
            sa.Integer,
            nullable=False,
            comment="Words of the body; characters where a script has no spaces",
        ),
        sa.Column(
            "digest",
            sa.Text,
            nullable=False,
            comment="SHA-256 of the clean text: equal texts have equal digests",
        ),
        sa.Column(
            "story_id",
            sa.Integer,
            sa.ForeignKey("stories.id", name="fk_articles_story_id"),
            comment="Story it shares with copies on other sites",
        ),
        sa.Column(
            "share_changed",
            sa.Float,
            comment="Share of its words that differ from the story's first copy, 0 to 1; NULL: no story",
        ),
        sa.Column("revision_id", sa.Integer, nullable=False, comment="Its newest revision (revisions.id)"),
        sa.Column("body", sa.Text, nullable=False, comment="The clean text: paragraphs, a blank line between them"),
        sa.UniqueConstraint("url", name="uq_articles_url"),
        comment="What one canonical URL says now: the newest revision, its fields and where the story comes from.",
    )
    op.create_table(
        "organization_aliases",
        sa.Column("alias", sa.Text, primary_key=True, comment="The name, as it was"),
        sa.Column(
            "organization_id",
            sa.Integer,
            sa.ForeignKey("organizations.id", name="fk_organization_aliases_organization_id"),
            nullable=False,
            comment="Whose it is",
        ),
        comment="Names that were merged: who is credited so from now on is that organisation.",
    )
    op.create_table(
        "inferred_credits",
        sa.Column(
            "article_id",
            sa.Integer,
            sa.ForeignKey("articles.id", name="fk_inferred_credits_article_id"),
            primary_key=True,
            comment="The article",
        ),
        sa.Column(
            "organization_id",
            sa.Integer,
            sa.ForeignKey("organizations.id", name="fk_inferred_credits_organization_id"),
            primary_key=True,
            comment="The agency",
        ),
        sa.Column(
            "from_article_id",
            sa.Integer,
            nullable=False,
            comment="The first copy that credits it (articles.id)",
        ),
        comment="Agencies whose text an article prints without saying so: another copy of its story names them. "
        "Never among credits.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "article_authors",
        sa.Column(
            "article_id",
            sa.Integer,
            sa.ForeignKey("articles.id", name="fk_article_authors_article_id"),
            primary_key=True,
            comment="The article",
        ),
        sa.Column(
            "author_id",
            sa.Integer,
            sa.ForeignKey("authors.id", name="fk_article_authors_author_id"),
            primary_key=True,
            comment="The author",
        ),
        sa.Column("position", sa.Integer, nullable=False, comment="Place in the byline, from 0"),
        comment="Who wrote which article.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "article_tags",
        sa.Column(
            "article_id",
            sa.Integer,
            sa.ForeignKey("articles.id", name="fk_article_tags_article_id"),
            primary_key=True,
            comment="The article",
        ),
        sa.Column(
            "tag_id",
            sa.Integer,
            sa.ForeignKey("tags.id", name="fk_article_tags_tag_id"),
            primary_key=True,
            comment="The tag",
        ),
        comment="Which article carries which tag.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "article_urls",
        sa.Column("url", sa.Text, primary_key=True, comment="The URL, in its canonical spelling"),
        sa.Column(
            "article_id",
            sa.Integer,
            sa.ForeignKey("articles.id", name="fk_article_urls_article_id"),
            nullable=False,
            comment="The article",
        ),
        sa.Column(
            "relation",
            sa.Text,
            nullable=False,
            comment="canonical; requested (led to it); duplicate (same text, other URL); moved (its former URL)",
        ),
        comment="Every URL that leads to an article.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "captures",
        sa.Column("id", sa.Integer, primary_key=True, comment="Number of the capture"),
        sa.Column(
            "run_id",
            sa.Integer,
            sa.ForeignKey("runs.id", name="fk_captures_run_id"),
            comment="The run that brought it",
        ),
        sa.Column("origin", sa.Text, nullable=False, comment="Where it came from: a path or URL as given"),
        sa.Column("url", sa.Text, comment="Address it was fetched from, if known"),
        sa.Column("captured_at", sa.Text, nullable=False, comment="When it was received"),
        sa.Column("status", sa.Integer, comment="HTTP status"),
        sa.Column("media_type", sa.Text, comment="Content type as declared"),
        sa.Column("charset", sa.Text, comment="Character set as declared"),
        sa.Column("headers", sa.Text, comment="Response headers: JSON array of [name, value]"),
        sa.Column(
            "payload_digest",
            sa.Text,
            sa.ForeignKey("payloads.digest", name="fk_captures_payload_digest"),
            nullable=False,
            comment="Its bytes",
        ),
        sa.Column(
            "article_id",
            sa.Integer,
            sa.ForeignKey("articles.id", name="fk_captures_article_id"),
            comment="The article it gave",
        ),
        sa.Column("refused", sa.Text, comment="Why it gave none, such as index page"),
        sa.Column("detail", sa.Text, comment="The same in a sentence"),
        comment="Files and responses as received; the same bytes from the same place are one.",
    )
    op.create_table(
        "credits",
        sa.Column("id", sa.Integer, primary_key=True, comment="Number of the credit"),
        sa.Column(
            "article_id",
            sa.Integer,
            sa.ForeignKey("articles.id", name="fk_credits_article_id"),
            nullable=False,
            comment="The article",
        ),
        sa.Column(
            "organization_id",
            sa.Integer,
            sa.ForeignKey("organizations.id", name="fk_credits_organization_id"),
            nullable=False,
            comment="The organisation",
        ),
        sa.Column(
            "role",
            sa.Text,
            nullable=False,
            comment="agency, origin (first published there), press_release, contributor",
        ),
        sa.Column("credited_as", sa.Text, nullable=False, comment="The name as printed"),
        sa.Column("evidence", sa.Text, nullable=False, comment="The words on the page that say so"),
        sa.Column("rule", sa.Text, nullable=False, comment="What recognised them"),
        sa.Column("confidence", sa.Text, nullable=False, comment="certain (known name, known form of words) or likely"),
        sa.Column("position", sa.Integer, comment="Block of the evidence (blocks.position); NULL: page metadata"),
        comment="Organisations an article names as where its story, or a part of it, comes from.",
    )
    op.create_table(
        "visits",
        sa.Column("url", sa.Text, primary_key=True, comment="The URL to visit"),
        sa.Column("site", sa.Text, comment="Registrable domain"),
        sa.Column(
            "article_id",
            sa.Integer,
            sa.ForeignKey("articles.id", name="fk_visits_article_id"),
            comment="The article it gave",
        ),
        sa.Column("due_at", sa.Text, comment="Not to be visited before; NULL: no more"),
        sa.Column("last_visit_at", sa.Text, comment="When it was visited last, be it in vain"),
        sa.Column("missing_since", sa.Text, comment="When it first answered 404; NULL: not at the last visit"),
        sa.Column("etag", sa.Text, comment="ETag of the last response"),
        sa.Column("last_modified", sa.Text, comment="Last-Modified of the last response, as sent"),
        sa.Column("changes", sa.Float, nullable=False, server_default=ZERO, comment="Changes seen so far, weighted"),
        sa.Column(
            "expected",
            sa.Float,
            nullable=False,
            server_default=ZERO,
            comment="Changes an average article would have had",
        ),
        sa.Column(
            "failures",
            sa.Integer,
            nullable=False,
            server_default=ZERO,
            comment="Visits in a row that did not see its text",
        ),
        sa.Column(
            "unmodified",
            sa.Integer,
            nullable=False,
            server_default=ZERO,
            comment="Answers in a row that said 304, not modified",
        ),
        sa.Column(
            "lied",
            sa.Boolean,
            nullable=False,
            server_default=ZERO,
            comment="1: its text changed under the same ETag or date, so its site is always asked for whole pages",
        ),
        comment="When the URL of an article is due for a re-crawl, and what its past visits saw.",
    )
    op.create_table(
        "follows",
        sa.Column("url", sa.Text, primary_key=True, comment="Its address"),
        sa.Column(
            "kind",
            sa.Text,
            nullable=False,
            comment="feed, sitemap, or site, which is asked now and then where its feeds are",
        ),
        sa.Column("added_at", sa.Text, nullable=False, comment="When it was first followed"),
        sa.Column("read_at", sa.Text, comment="When it was read last; NULL: never"),
        sa.Column("etag", sa.Text, comment="ETag of that reading"),
        sa.Column("last_modified", sa.Text, comment="Last-Modified of that reading, as sent"),
        sa.Column(
            "found",
            sa.Integer,
            nullable=False,
            server_default=ZERO,
            comment="Articles it listed then, feeds a site named; 0: nothing had changed",
        ),
        sa.Column(
            "failures",
            sa.Integer,
            nullable=False,
            server_default=ZERO,
            comment="Readings in a row that failed since",
        ),
        sa.Column("detail", sa.Text, comment="Why the last one failed, in a sentence"),
        comment="Feeds, sitemaps and sites that a re-crawl reads first, for new articles.",
    )
    op.create_table(
        "checks",
        sa.Column("id", sa.Integer, primary_key=True, comment="Number of the check"),
        sa.Column("run_id", sa.Integer, sa.ForeignKey("runs.id", name="fk_checks_run_id"), comment="The run"),
        sa.Column("url", sa.Text, nullable=False, comment="The URL visited"),
        sa.Column(
            "article_id",
            sa.Integer,
            sa.ForeignKey("articles.id", name="fk_checks_article_id"),
            comment="The article",
        ),
        sa.Column(
            "capture_id",
            sa.Integer,
            sa.ForeignKey("captures.id", name="fk_checks_capture_id"),
            comment="What came back, if stored",
        ),
        sa.Column("checked_at", sa.Text, nullable=False, comment="When"),
        sa.Column("since", sa.Text, nullable=False, comment="When the archive knew before what the article says"),
        sa.Column("outcome", sa.Text, nullable=False, comment="same, changed, moved, gone, blocked, suspect or failed"),
        sa.Column("reason", sa.Text, comment="Kind of change, or why the text is not known, in a word or two"),
        sa.Column("status", sa.Integer, comment="HTTP status"),
        sa.Column("bytes", sa.Integer, nullable=False, server_default=ZERO, comment="Bytes of the body on the wire"),
        sa.Column(
            "multiplier",
            sa.Float,
            nullable=False,
            comment="How much more than an average one it was thought to change",
        ),
        sa.Column("digest", sa.Text, comment="SHA-256 of the text seen, if it was another one"),
        sa.Column("detail", sa.Text, comment="What happened, in a sentence"),
        comment="One observation of a re-crawl, changed or not.",
    )
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer, primary_key=True, comment="Number of the revision in the archive"),
        sa.Column(
            "article_id",
            sa.Integer,
            sa.ForeignKey("articles.id", name="fk_revisions_article_id"),
            nullable=False,
            comment="The article",
        ),
        sa.Column("number", sa.Integer, nullable=False, comment="1 for the first, counted within the article"),
        sa.Column(
            "capture_id",
            sa.Integer,
            sa.ForeignKey("captures.id", name="fk_revisions_capture_id"),
            nullable=False,
            comment="Capture it was read from",
        ),
        sa.Column("seen_at", sa.Text, nullable=False, comment="When that capture was made"),
        sa.Column("extractor", sa.Text, nullable=False, comment="Name and version of what extracted it"),
        sa.Column("title", sa.Text, comment="Headline then"),
        sa.Column("standfirst", sa.Text, comment="Standfirst then"),
        sa.Column("byline", sa.Text, comment="Byline then"),
        sa.Column("digest", sa.Text, nullable=False, comment="SHA-256 of the clean text then"),
        sa.Column(
            "change",
            sa.Text,
            nullable=False,
            comment="first, typo, edit, headline, rewrite, correction or attribution",
        ),
        sa.Column("body", sa.Text, nullable=False, comment="Clean text then"),
        sa.UniqueConstraint("article_id", "number", name="uq_revisions_article_id_number"),
        comment="Every different clean text of an article. Rows are only ever added.",
    )
    op.create_table(
        "blocks",
        sa.Column(
            "revision_id",
            sa.Integer,
            sa.ForeignKey("revisions.id", name="fk_blocks_revision_id"),
            primary_key=True,
            comment="The revision",
        ),
        sa.Column("position", sa.Integer, primary_key=True, comment="Place on the page, from 0"),
        sa.Column("kept", sa.Boolean, nullable=False, comment="1: part of the body; 0: stripped"),
        sa.Column(
            "label",
            sa.Text,
            nullable=False,
            comment="body, subheading, list, quote (kept); headline, standfirst, caption, byline, dateline, date, "
            "credit, related, promo, share, navigation, legal, comment (stripped)",
        ),
        sa.Column("rule", sa.Text, nullable=False, comment="What gave it the label"),
        sa.Column("text", sa.Text, nullable=False, comment="Its text, on one line"),
        comment="The text of the page a revision was read from, in page order: kept or stripped, and why.",
        sqlite_with_rowid=False,
    )
