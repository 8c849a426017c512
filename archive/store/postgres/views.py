"""The views of an archive on PostgreSQL, as the migrations have them for SQLite."""

from typing import Final

FACTS: Final = """
       articles.provenance, articles.story_id, articles.share_changed, articles.first_seen_at, articles.status,
       (SELECT captures.origin FROM revisions JOIN captures ON captures.id = revisions.capture_id
        WHERE revisions.id = articles.revision_id)"""

VIEWS: Final = (
    """
CREATE VIEW blocks AS
SELECT revision_id, position, kept, label, rule, text
FROM stored_blocks JOIN block_rules ON block_rules.id = stored_blocks.rule_id
""",
    """
CREATE VIEW revisions AS
SELECT id, article_id, number, capture_id, seen_at, extractor, title, standfirst, byline, digest, change,
       coalesce(body, (
           SELECT string_agg(text, E'\\n\\n' ORDER BY position)
           FROM blocks WHERE blocks.revision_id = stored_revisions.id AND kept), '') AS body, modified_at
FROM stored_revisions
""",
    """
CREATE VIEW article_list AS
SELECT id, site, title, source, provenance, provenance_evidence, reporting,
       CASE WHEN length(published_at) >= 10 THEN substr(published_at, 1, 10) END AS published_date,
       CASE WHEN published_at LIKE '%T%' THEN substr(published_at, 1, 19) || 'Z' END AS published_time,
       published_day, byline, section, language, word_count, status, first_seen_at, last_seen_at, last_changed_at,
       story_id, share_changed, flags, site_name, url, revision_id
FROM articles
""",
    """
CREATE VIEW revision_list AS
SELECT revisions.id, revisions.article_id, revisions.number, revisions.change, revisions.seen_at,
       articles.site, revisions.title, revisions.byline, revisions.digest, revisions.extractor, revisions.capture_id
FROM revisions JOIN articles ON articles.id = revisions.article_id
""",
    f"""
CREATE VIEW article_credits AS
SELECT articles.id AS article_id, articles.url, articles.site, articles.title, articles.published_at,
       organizations.name AS organization, organizations.kind,
       credits.role, credits.credited_as, credits.evidence, credits.confidence, NULL AS inferred_from,{FACTS} AS origin
FROM credits
JOIN articles ON articles.id = credits.article_id
JOIN organizations ON organizations.id = credits.organization_id
UNION ALL
SELECT articles.id, articles.url, articles.site, articles.title, articles.published_at,
       organizations.name, organizations.kind,
       'agency', NULL, NULL, 'inferred', inferred_credits.from_article_id,{FACTS}
FROM inferred_credits
JOIN articles ON articles.id = inferred_credits.article_id
JOIN organizations ON organizations.id = inferred_credits.organization_id
""",
)

RULE: Final = "SELECT id FROM {schema}.block_rules WHERE rule = NEW.rule AND label = NEW.label AND kept = NEW.kept"
FACTS_OF_REVISION: Final = (
    *("id", "article_id", "number", "capture_id", "seen_at", "extractor", "title", "standfirst", "byline", "digest"),
    *("change", "modified_at"),
)
CHANGED: Final = (
    f"""
CREATE FUNCTION blocks_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE meant bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.revision_id ELSE OLD.revision_id END;
BEGIN
    UPDATE {{schema}}.stored_revisions SET body = (SELECT body FROM {{schema}}.revisions WHERE id = meant)
    WHERE id = meant AND body IS NULL;
    IF TG_OP = 'DELETE' THEN
        DELETE FROM {{schema}}.stored_blocks WHERE revision_id = OLD.revision_id AND position = OLD.position;
        RETURN OLD;
    END IF;
    INSERT INTO {{schema}}.block_rules (kept, label, rule) VALUES (NEW.kept, NEW.label, NEW.rule)
    ON CONFLICT DO NOTHING;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO {{schema}}.stored_blocks VALUES (NEW.revision_id, NEW.position, ({RULE}), NEW.text);
    ELSE
        UPDATE {{schema}}.stored_blocks
        SET revision_id = NEW.revision_id, position = NEW.position, rule_id = ({RULE}), text = NEW.text
        WHERE revision_id = OLD.revision_id AND position = OLD.position;
    END IF;
    RETURN NEW;
END
$$
""",
    """
CREATE TRIGGER blocks_changed INSTEAD OF INSERT OR UPDATE OR DELETE ON blocks
FOR EACH ROW EXECUTE FUNCTION blocks_changed()
""",
    f"""
CREATE FUNCTION revisions_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM {{schema}}.stored_revisions WHERE id = OLD.id;
        RETURN OLD;
    ELSIF TG_OP = 'INSERT' THEN
        INSERT INTO {{schema}}.stored_revisions ({", ".join(FACTS_OF_REVISION)}, body)
        VALUES ({", ".join(f"NEW.{name}" for name in FACTS_OF_REVISION)}, NEW.body);
    ELSE
        UPDATE {{schema}}.stored_revisions
        SET ({", ".join(FACTS_OF_REVISION)}) = ({", ".join(f"NEW.{name}" for name in FACTS_OF_REVISION)}),
            body = CASE WHEN NEW.body IS NOT DISTINCT FROM OLD.body THEN body ELSE NEW.body END
        WHERE id = OLD.id;
    END IF;
    RETURN NEW;
END
$$
""",
    """
CREATE TRIGGER revisions_changed INSTEAD OF INSERT OR UPDATE OR DELETE ON revisions
FOR EACH ROW EXECUTE FUNCTION revisions_changed()
""",
)
"""What somebody changes by hand in these views is changed in the tables behind; a revision keeps its text meanwhile."""
