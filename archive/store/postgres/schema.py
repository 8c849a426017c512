"""The schema of an archive on PostgreSQL: the tables of `store.tables`, the search index with its triggers, the views.

A new archive is made from these; one of an older schema is brought here by the steps in `migrations/postgres`.
"""

from typing import Final

from sqlalchemy import Boolean, Connection, MetaData, Text, text

from archive.scripts import UNSPACED
from archive.store.postgres.dialect import NAME
from archive.store.postgres.views import CHANGED, VIEWS
from archive.store.tables import Base

LANGUAGES: Final = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
"""Languages that PostgreSQL has a stemmer for; a server of an older version lacks some, which count as the others."""
UNKNOWN: Final = "english"
"""The stemmer for texts of which no language is known; SQLite has it for all."""
PUNCTUATION: Final = "[!-/:-@[-`{-~]+"
"""Of ASCII: it parts words, so that the parser takes none for an address, a path or a number with a sign."""
LONGEST: Final = 400_000
"""Characters of a body that are indexed: a vector holds a megabyte of words."""

LONG: Final = frozenset({"ix_captures_url", "ix_captures_origin"})
"""Indexes of texts that may be longer than a tree holds."""
WORD_KINDS: Final = "asciiword, asciihword, hword_asciipart, word, hword, hword_part"

SEARCH: Final = (
    """
CREATE TABLE articles_fts (
    rowid bigint PRIMARY KEY, configuration regconfig NOT NULL, words tsvector NOT NULL
)
""",
    "CREATE INDEX ix_articles_source_folded ON articles (lower(source))",
    "CREATE INDEX ix_articles_fts_words ON articles_fts USING gin (words)",
    "CREATE TABLE articles_fts_configurations (configuration regconfig PRIMARY KEY)",
    "COMMENT ON TABLE articles_fts IS 'Full-text index of articles, kept in step by triggers; rowid is articles.id.'",
    "COMMENT ON TABLE articles_fts_configurations IS 'By which stemmers the articles are indexed.'",
    """
CREATE FUNCTION group_concat_step(text, text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT CASE WHEN $1 IS NULL THEN $2 WHEN $2 IS NULL THEN $1 ELSE $1 || ',' || $2 END
$$
""",
    "CREATE AGGREGATE group_concat(text) (SFUNC = group_concat_step, STYPE = text)",
    """
CREATE FUNCTION articles_fts_pairs(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT CASE WHEN words !~ '[{unspaced}]' THEN '' ELSE (
    SELECT array_to_tsvector(array_agg(DISTINCT one || CASE WHEN next ~ '[{unspaced}]' THEN next ELSE '' END))
    FROM (SELECT one, lead(one) OVER (ORDER BY place) AS next
          FROM unnest(string_to_array(words, NULL)) WITH ORDINALITY AS each (one, place)) AS pairs
    WHERE one ~ '[{unspaced}]') END
$$
""",
    """
CREATE FUNCTION articles_fts_words(configuration regconfig, title text, standfirst text, body text)
RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT setweight(to_tsvector(configuration, regexp_replace(coalesce(title, ''), '{punctuation}', ' ', 'g')), 'A')
    || setweight(to_tsvector(configuration, regexp_replace(coalesce(standfirst, ''), '{punctuation}', ' ', 'g')), 'B')
    || setweight(to_tsvector(configuration, regexp_replace(left(body, {longest}), '{punctuation}', ' ', 'g')), 'D')
    || {schema}.articles_fts_pairs(concat_ws(' ', title, standfirst, left(body, {longest})))
$$
""",
    """
CREATE FUNCTION articles_fts_configuration(language text)
RETURNS regconfig LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT CASE split_part(coalesce(language, 'unknown'), '-', 1) {cases} ELSE 'pg_catalog.simple'::regconfig END
$$
""",
    """
CREATE FUNCTION articles_fts_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE chosen regconfig;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM {schema}.articles_fts WHERE rowid = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        chosen := {schema}.articles_fts_configuration(NEW.language);
        INSERT INTO {schema}.articles_fts_configurations VALUES (chosen) ON CONFLICT DO NOTHING;
        BEGIN
            INSERT INTO {schema}.articles_fts VALUES
                (NEW.id, chosen, {schema}.articles_fts_words(chosen, NEW.title, NEW.standfirst, NEW.body));
        EXCEPTION WHEN program_limit_exceeded THEN -- each word another one: the vector is full
            INSERT INTO {schema}.articles_fts VALUES (NEW.id, chosen,
                {schema}.articles_fts_words(chosen, left(NEW.title, 1000), NULL, left(NEW.body, 50000)));
        END;
    END IF;
    RETURN NULL;
END
$$
""",
    """
CREATE TRIGGER articles_fts_written AFTER INSERT OR DELETE ON articles
FOR EACH ROW EXECUTE FUNCTION articles_fts_changed()
""",
    """
CREATE TRIGGER articles_fts_updated AFTER UPDATE OF id, title, standfirst, body, language ON articles
FOR EACH ROW WHEN ((OLD.id, OLD.title, OLD.standfirst, OLD.body, OLD.language)
                   IS DISTINCT FROM (NEW.id, NEW.title, NEW.standfirst, NEW.body, NEW.language))
EXECUTE FUNCTION articles_fts_changed()
""",
)


def postgres_metadata() -> MetaData:
    """Give the tables as PostgreSQL has them: text sorts as in SQLite, byte by byte; what is false is no number.

    `store.tables` names the rows of an index for SQLite alone: to name PostgreSQL there loads all its drivers.
    """
    made = MetaData(naming_convention=Base.metadata.naming_convention)
    for table in Base.metadata.tables.values():
        for column in table.to_metadata(made).columns:
            if isinstance(column.type, Text):
                column.type = Text(collation="C")
            if isinstance(column.type, Boolean) and column.server_default is not None:
                column.server_default.arg = text("false")  # type: ignore[attr-defined]  # a DefaultClause
    for index in (index for table in made.tables.values() for index in table.indexes):
        part = index.dialect_options["sqlite"]["where"]
        index.dialect_options[NAME]["where"] = text("lied") if index.name == "ix_visits_lied" else part
        if index.name in LONG:
            index.dialect_options[NAME]["using"] = "hash"
    return made


def create_schema(connection: Connection) -> None:
    """Make all tables, the search index and the views, in the first schema of the search path."""
    schema = connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    postgres_metadata().create_all(connection, checkfirst=False)
    cases = _create_configurations(connection, schema)
    parts = {
        "schema": schema,
        "cases": cases,
        "punctuation": PUNCTUATION,
        "longest": str(LONGEST),
        "unspaced": UNSPACED,
    }
    for statement in (*SEARCH, *VIEWS, *CHANGED):
        for name, part in parts.items():
            statement = statement.replace(f"{{{name}}}", part)
        connection.exec_driver_sql(statement.replace("%", "%%"))


def _create_configurations(connection: Connection, schema: str) -> str:
    """Make a configuration without stop words for each stemmer there is; give the WHENs that choose one."""
    there = set(connection.exec_driver_sql("SELECT dictname FROM pg_catalog.pg_ts_dict").scalars())
    stemmers = sorted({name for name in LANGUAGES.values() if f"{name}_stem" in there})
    for stemmer in stemmers:
        name = f"{schema}.archive_{stemmer}"
        for statement in (
            f"CREATE TEXT SEARCH DICTIONARY {name} (TEMPLATE = pg_catalog.snowball, LANGUAGE = {stemmer})",
            f"CREATE TEXT SEARCH CONFIGURATION {name} (COPY = pg_catalog.simple)",
            f"ALTER TEXT SEARCH CONFIGURATION {name} ALTER MAPPING FOR {WORD_KINDS} WITH {name}",
        ):
            connection.exec_driver_sql(statement)
    chosen = {code: stemmer for code, stemmer in LANGUAGES.items() if stemmer in stemmers} | {"unknown": UNKNOWN}
    literal = schema.replace("'", "''")
    return " ".join(f"WHEN '{code}' THEN '{literal}.archive_{stemmer}'::regconfig" for code, stemmer in chosen.items())
