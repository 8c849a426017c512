"""What a page says about itself in JSON-LD, meta tags, links and comments, and the headline it prints.

`read_metadata` gives the fields of the article, and beside them `Stated`: the names behind the page as its markup gives
them, unjudged, for whoever decides on authors and credits.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from lxml import html

from archive import urls
from archive.extraction.fields import dates, json_ld, language, surroundings, titles
from archive.extraction.fields.address import Claims, page_address
from archive.extraction.fields.json_ld import Node, clean_line
from archive.model import Metadata

Meta = dict[str, list[str]]

PUBLISHED = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished",
    "datecreated datepublished", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued",
    "dc.date.created", "dcterms.created", "cxenseparse:recs:publishtime", "article.published",
    "article:publicationdate", "pubdate", "publishdate", "publish-date", "publish_date", "published",
    "publication_date", "citation_publication_date", "citation_online_date", "citation_date", "dc.date",
    "dcterms.date", "date",
)  # fmt: skip
MODIFIED = (
    "article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "article.updated", "lastmod", "revised", "last-modified",
)  # fmt: skip
AUTHOR = (
    "author",
    "article:author",
    "articleauthor",
    "dc.creator",
    "dcterms.creator",
    "dc.author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "citation_author",
)
SOURCE = (
    "source",
    "dc.source",
    "dcterms.source",
    "news_source",
    "original-source",
    "syndication-source",
    "copyright",
    "dcterms.rightsholder",
)
SITE_NAME = ("og:site_name", "application-name", "al:android:app_name", "cre")
DESCRIPTION = ("og:description", "description", "dc.description", "dcterms.abstract", "twitter:description")
SECTION = ("article:section", "section", "parsely-section", "article.section", "dcterms.subject", "category")
NO_NAME = re.compile(r"[\W_]*|(?:https?:)?//\S*|www\.\S+", re.IGNORECASE)
"""An address, or signs alone: what some systems give for the name of a site."""
CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*$")
TAG_JUNK = re.compile(r"^\W*$|://|^[\w-]+[:=]\S|^\d{1,3}$")
NEAR, FAR = 40, 150  # elements around the headline, and after it, where a date is the article's own
MAX_TAGS = 30
MAX_META = 500
VIDEO_STUB = "video_stub"


@dataclass(frozen=True, slots=True)
class Stated:
    """Names in a page's markup, as given. `authors`: (name, JSON-LD type in lower case or None for a plain string).

    `canonical_elsewhere`: a canonical link to another site. `based_on`: names or addresses the page derives from.
    `article`: whether the page says that it is one. `body`: its text as the data about it have it.
    `kinds`: the schema.org types on it, in lower case, and `og:` with its Open Graph type.
    """

    article: bool = False
    authors: tuple[tuple[str, str | None], ...] = ()
    meta_authors: tuple[str, ...] = ()
    meta_source: tuple[str, ...] = ()
    publisher: str | None = None
    provider: str | None = None
    source_organization: str | None = None
    based_on: tuple[str, ...] = ()
    copyright_holder: str | None = None
    credit_text: str | None = None
    canonical_elsewhere: str | None = None
    body: str | None = None
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Described:
    """The article's fields, without byline and authors, and the names they can be read from."""

    metadata: Metadata
    stated: Stated


def read_metadata(tree: html.HtmlElement, *, url: str | None = None) -> Described:
    """Read what the page says about itself. `url`: where it was found, if known. Never raises on any tree."""
    nodes = json_ld.read_nodes(tree)
    article = json_ld.article_node(nodes)
    meta = _meta(tree)
    by_id = json_ld.nodes_by_id(nodes)
    # a blog's publisher is often its author: a person is no house
    named = [name for name, kind in json_ld.names_of(article.get("publisher"), by_id) if kind != "person"]
    publisher = _first_name(named) or _first_name(meta.get("publisher", ()))
    site_name = _first_name(_values(meta, SITE_NAME)) or _first_name(
        name for node in nodes if "website" in json_ld.types_of(node) for name in json_ld.texts_of(node.get("name"))
    )
    tag = _language_tag(tree, meta, article)
    names = tuple(name for name in (*_values(meta, SITE_NAME)[:2], *named[:2], *filter(None, [site_name])) if name)
    claims = Claims(_first(meta.get("og:url", ())), tuple(json_ld.stated_addresses(article)), names)
    canonical, elsewhere = page_address(tree, claims, url)
    sites = _site_names(canonical or url, site_name, publisher)
    printed, crumbs = titles.page_headings(tree)
    stated = _titles(tree, article, meta)
    lesser, lines = titles.lesser_headings(tree), titles.heading_lines(tree)
    title = titles.choose_title(printed, stated, sites, crumbs=crumbs, others=lesser, lines=lines)
    published, modified, doubtful, day = _dates(nodes, article, meta, tag)
    if published is None or doubtful:
        near, far = _around(tree, title)
        seen = dates.printed_date(near, tag) or dates.printed_date(far, tag, listed=dates.PROSE)
        if seen and (published is None or dates.is_earlier(seen, published)):
            published, day = seen, None
        published = published or dates.search_date(tree, canonical or url, tag)
    metadata = Metadata(
        url=canonical,
        site_name=site_name,
        publisher=publisher,
        title=title,
        standfirst=_standfirst(tree, article, meta),
        section=_first([*json_ld.texts_of(article.get("articleSection")), *_values(meta, SECTION)]),
        tags=_tags(tree, article, meta),
        language=language.language_code(tag),
        published_at=published,
        published_day=day,
        modified_at=modified,
        flags=_flags(nodes, article, meta),
    )
    stated_too = replace(_stated(article, meta, by_id, publisher, elsewhere), kinds=_kinds(tree, nodes, meta))
    return Described(metadata, stated_too)


def _meta(tree: html.HtmlElement) -> Meta:
    """Give contents of meta tags, and of `time` elements with an `itemprop` or `pubdate`, by lower-case name."""
    found: Meta = {}
    for count, element in enumerate(tree.iter("meta")):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content and (text := clean_line(content[:5000])):
            found.setdefault(name.strip().lower(), []).append(text)
        if count > MAX_META:
            break
    for element in tree.iter("time"):
        stamp = element.get("datetime")
        name = "pubdate" if element.get("pubdate") is not None else element.get("itemprop")
        if stamp and name:
            found.setdefault(name.lower(), []).append(stamp[:100])
    return found


def _values(meta: Meta, names: Iterable[str]) -> list[str]:
    return [value for name in names for value in meta.get(name, ())]


def _first(values: Iterable[str]) -> str | None:
    return next((value for value in values if value), None)


def _first_name(names: Iterable[str]) -> str | None:
    return _first(name for name in names if not NO_NAME.fullmatch(name))


def _titles(tree: html.HtmlElement, article: Node, meta: Meta) -> list[str]:
    headline = json_ld.texts_of(article.get("headline")) or json_ld.texts_of(article.get("name"))
    alternative = json_ld.texts_of(article.get("alternativeHeadline"))
    title = tree.findtext("./head/title") or tree.findtext(".//title") or ""
    metas = _values(meta, ("og:title", "twitter:title"))
    found = (*headline[:1], *metas[:2], *alternative[:1], clean_line(title[: titles.LONGEST_TITLE]))
    return [text[: titles.LONGEST_TITLE] for text in found if text]


def _site_names(url: str | None, *names: str | None) -> list[str]:
    """Give what the site may be called at the end of a title: its stated names, its host, and the host's parts."""
    host = (urls.host_of(url) or "").removeprefix("www.") if url else ""
    return [name for name in (*names, host, host.rpartition(".")[0], *host.split(".")[:-1]) if name]


def _standfirst(tree: html.HtmlElement, article: Node, meta: Meta) -> str | None:
    """Give the description, unless it is cut or repeats the beginning of a longer paragraph."""
    for text in (*json_ld.texts_of(article.get("description")), *_values(meta, DESCRIPTION)):
        if len(text) >= 20 and not CUT.search(text):
            start = text[:60]
            for paragraph in islice(tree.iter("p"), 40):
                if paragraph.text and start.startswith(paragraph.text.strip()[:20]):
                    printed = clean_line("".join(paragraph.itertext())[:2000])
                    if printed.startswith(start) and len(printed) > len(text) + 20:
                        return None
            return text
    return None


def _tags(tree: html.HtmlElement, article: Node, meta: Meta) -> tuple[str, ...]:
    """Give keywords of the article, each once, from the first source that has any; links marked as tags come last."""
    for source in (
        _values(meta, ("article:tag",)),
        json_ld.texts_of(article.get("keywords")),
        meta.get("news_keywords", []),
        meta.get("keywords", []),
        [link.text or "" for link in tree.iter("a") if link.get("rel") == "tag"],
    ):
        parts = (part.strip(" .;#\"'") for text in source for part in re.split(r"[,;|、，]", text))
        unique = {part.casefold(): part for part in parts if 1 < len(part) <= 60 and not TAG_JUNK.search(part)}
        if unique:
            return tuple(unique.values())[:MAX_TAGS]
    return ()


def _language_tag(tree: html.HtmlElement, meta: Meta, article: Node) -> str | None:
    stated = (tree.get("lang"), tree.get("{http://www.w3.org/XML/1998/namespace}lang"), tree.get("xml:lang"))
    others = (
        *_values(meta, ("content-language", "og:locale", "dc.language", "language")),
        *json_ld.texts_of(article.get("inLanguage")),
    )
    return _first(tag for tag in (*stated, *others) if tag and language.language_code(tag))


def _dates(
    nodes: list[Node], article: Node, meta: Meta, tag: str | None
) -> tuple[str | None, str | None, bool, str | None]:
    """Find published and modified, JSON-LD first, then meta tags; whether they may be one; the day as written.

    Some systems state the day of the last change as that of publication too; then the page prints an earlier one.
    """
    described = [article, *(node for node in nodes if json_ld.describes_page(node))]
    first = _dated(described, "datePublished", "dateCreated", "uploadDate") + _values(meta, PUBLISHED)
    last = _dated(described, "dateModified") + _values(meta, MODIFIED)
    published, modified = dates.stated_date(first, tag), dates.stated_date(last, tag)
    doubtful = published is not None and first[0] == next(iter(last), None)
    if published and modified and modified[:10] < published[:10]:
        modified = None
    day = dates.stated_day(first, tag) if published else None
    return published, modified, doubtful, published if published and len(published) == dates.DAY else day


def _around(tree: html.HtmlElement, title: str | None) -> tuple[list[html.HtmlElement], list[html.HtmlElement]]:
    """Give the elements among which the date is sought: those near the headline on either side, and those further on.

    Further on, a table or list of facts has dates that are not the article's: when a company was founded.
    """
    near = surroundings.elements_beside(tree, title, before=NEAR, after=NEAR)
    return near, surroundings.elements_beside(tree, title, before=0, after=FAR)[NEAR:]


def _dated(nodes: Iterable[Node], *keys: str) -> list[str]:
    listed = list(nodes)
    return [text for key in keys for node in listed for text in json_ld.texts_of(node.get(key))]


def _flags(nodes: list[Node], article: Node, meta: Meta) -> tuple[str, ...]:
    """Give the flags of the markup. A video makes a stub only of a page with little text (`refusal.judge_article`)."""
    free = [
        article.get("isAccessibleForFree"),
        *(node.get("isAccessibleForFree") for node in nodes if json_ld.describes_page(node)),
    ]
    paywalled = any(str(value).rsplit("/", 1)[-1].lower() == "false" for value in free)
    locked = "locked" in meta.get("article:content_tier", ())
    live = any("liveblogposting" in json_ld.types_of(node) for node in nodes)
    video = any("videoobject" in json_ld.types_of(node) for node in nodes)
    video = video or "og:video" in meta or any(kind.startswith("video") for kind in meta.get("og:type", ()))
    up = {"paywalled": paywalled or locked, "live_blog": live, VIDEO_STUB: video}
    return tuple(flag for flag in up if up[flag])


def _kinds(tree: html.HtmlElement, nodes: list[Node], meta: Meta) -> frozenset[str]:
    """Give what the markup says of what is on the page."""
    microdata = (str(kind).rsplit("/", 1)[-1].lower() for kind in islice(tree.xpath("//@itemtype"), MAX_META))
    linked = (kind for node in nodes for kind in json_ld.types_of(node))
    return frozenset((*microdata, *linked, *(f"og:{kind.lower()}" for kind in meta.get("og:type", ()))))


def _stated(article: Node, meta: Meta, by_id: dict[str, Node], publisher: str | None, elsewhere: str | None) -> Stated:
    def names(key: str) -> list[str]:
        return [name for name, _ in json_ld.names_of(article.get(key), by_id)]

    authors = json_ld.names_of(article.get("author"), by_id) or json_ld.names_of(article.get("creator"), by_id)
    based = article.get("isBasedOn") or article.get("isBasedOnUrl")
    return Stated(
        article=json_ld.is_article_node(article) or "article" in map(str.lower, meta.get("og:type", ())),
        authors=tuple(dict.fromkeys(authors)),
        meta_authors=tuple(dict.fromkeys(_values(meta, AUTHOR))),
        meta_source=tuple(dict.fromkeys(_values(meta, SOURCE))),
        publisher=publisher,
        provider=_first(names("provider")),
        source_organization=_first(names("sourceOrganization")),
        based_on=tuple(
            json_ld.texts_of(based) or json_ld.texts_of(based.get("url") if isinstance(based, dict) else None)
        ),
        copyright_holder=_first(names("copyrightHolder")),
        credit_text=_first(names("creditText")),
        canonical_elsewhere=elsewhere,
        body=_first(text for text in map(article.get, ("articleBody", "text")) if isinstance(text, str)),
    )
