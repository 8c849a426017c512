"""Metadata for Datasette (https://docs.datasette.io/en/stable/metadata.html): an archive that is good to look at.

Tables are explained, with facets; inner ones are hidden; long texts come a few rows a page; and questions wait to be
asked. Columns are explained elsewhere (`archive query --schema`): Datasette prints them above the rows, a screen long.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from archive.render.rows import json_text

FACETS: Final = 8
"""Values of a facet that stand above the rows, the most frequent: with thirty the rows begin on the next screen."""
INNER: Final = (
    *("alembic_version", "article_authors", "article_tags", "article_urls", "block_rules", "inferred_credits"),
    *("listed_items", "organization_aliases", "payloads", "site_blocks", "site_names", "stored_blocks"),
    *("stored_revisions", "story_bands", "young_bands", "young_blocks"),
)
"""Tables that views or questions show better, or that hold no words."""
LOOKS: Final[dict[str, dict[str, Any]]] = {
    "article_list": {
        "facets": ["provenance", "source", "site", "language"],
        "size": 50,
        "sort_desc": "id",
        "sortable_columns": ["id", "published_date", "first_seen_at", "last_changed_at", "word_count"],
    },
    "article_credits": {"facets": ["organization", "role", "kind", "confidence"], "size": 50},
    "revision_list": {"facets": ["change", "site"], "size": 50, "sort_desc": "id"},
    "articles": {"label_column": "title", "facets": ["provenance", "site"], "size": 5, "sort_desc": "id"},
    "revisions": {"label_column": "title", "facets": ["change"], "size": 5, "sort_desc": "id"},
    "blocks": {"facets": ["kept", "label"], "size": 50},
    "captures": {"label_column": "origin", "facets": ["status", "refused", "media_type"], "size": 20},
    "checks": {"facets": ["outcome", "reason"], "size": 50, "sort_desc": "id"},
    "organizations": {"label_column": "name", "facets": ["kind", "country"], "size": 100},
    "authors": {"label_column": "name", "size": 100},
    "tags": {"label_column": "name", "size": 100},
    "credits": {"facets": ["role", "confidence"], "size": 50},
    "sites": {"label_column": "publisher", "facets": ["owner"], "size": 100, "sort_desc": "articles"},
    "stories": {"size": 50, "sort_desc": "copies"},
    "runs": {"size": 50, "sort_desc": "id"},
}
"""How tables and views are shown, those without texts in most rows."""

QUESTIONS: Final[dict[str, tuple[str, str]]] = {
    "search": (
        "Which articles have these words?",
        """select a.id, a.title, a.site, a.source, a.published_at,
       snippet(articles_fts, 2, '[', ']', '…', 24) as words
from articles_fts join articles a on a.id = articles_fts.rowid
where articles_fts match escape_fts(:words) order by rank limit 50""",
    ),
    "article": (
        "What does an article say, and who is credited?",
        """select title, byline, source, provenance, published_at, url, body,
       (select group_concat(organization || ' (' || role || ')', '; ')
        from article_credits c where c.article_id = a.id) as credits
from articles a where id = :id""",
    ),
    "own_or_wire": (
        "How much of each site is its own work, and how much the wire's?",
        """select site, count(*) as articles, round(avg(provenance = 'own'), 2) as own,
       round(avg(provenance = 'mixed'), 2) as mixed, round(avg(provenance = 'syndicated'), 2) as syndicated
from articles where site is not null group by site order by articles desc, site""",
    ),
    "silent_copies": (
        "Who prints agency copy without saying so?",
        """select c.site, c.title, c.organization, first.site as credited_by
from article_credits c join articles first on first.id = c.inferred_from order by c.article_id""",
    ),
    "reprinted_most": (
        "Which agency stories were reprinted most?",
        """select c.organization as agency, s.copies, sum(c.inferred_from is not null) as silent, f.title
from stories s join articles f on f.id = s.first_article_id join articles a on a.story_id = s.id
     join article_credits c on c.article_id = a.id and c.kind = 'agency'
group by s.id, c.organization order by s.copies desc, silent desc limit 10""",
    ),
    "one_owner": (
        "Which stories did sites of one owner print, and which went further?",
        """select s.copies, count(distinct a.site) as sites, count(distinct coalesce(w.owner, a.site)) as owners,
       group_concat(distinct w.owner) as who, f.title
from stories s join articles f on f.id = s.first_article_id join articles a on a.story_id = s.id
     left join sites w on w.site = a.site
group by s.id order by owners, s.copies desc limit 10""",
    ),
    "stripped": (
        "What was stripped from an article's page, and why?",
        """select b.position, b.kept, b.label, b.rule, b.text
from articles a join blocks b on b.revision_id = a.revision_id where a.id = :id order by b.position""",
    ),
}
"""Name, title and SQL of each question; `:name` is asked for in a form."""


def datasette_metadata(database: str, schema: Iterable[tuple[str, str, str, str]]) -> str:
    """Give the metadata as JSON. `database`: the name of the file, less its ending; `schema`: as `schema_rows` has it.

    The same for each archive of that name and schema: it holds nothing of the articles.
    """
    tables: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for table, column, _, meaning in schema:
        if not column:
            tables[table]["description"] = meaning
    for table, looks in LOOKS.items():
        tables[table] |= looks | {"facet_size": FACETS}
    for table in INNER:
        tables[table]["hidden"] = True
    told = {
        "title": "News archive",
        "description": "Articles with who wrote them and where they come from. Begin with article_list. "
        "The texts belong to their publishers.",
        "databases": {
            database: {
                "description": "Begin with article_list: articles without their texts. Or ask a question.",
                "tables": {name: tables[name] for name in sorted(tables)},
                "queries": {name: {"title": title, "sql": sql} for name, (title, sql) in QUESTIONS.items()},
            }
        },
    }
    return json_text(told, indent=2) + "\n"
