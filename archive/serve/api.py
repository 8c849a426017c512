"""The addresses that give JSON, feeds and files, and the one that takes a page, described by OpenAPI 3.1."""

import re
from typing import Any, Final

from archive import __version__
from archive.serve.addresses import PAGES, PageKind

FILES: Final = {
    "/articles/{id}/page": ("The page as it was received, as text", "text/plain"),
    "/articles/{id}/bundle.zip": ("All that is held of an article, to be checked with sha256sum", "application/zip"),
    "/articles/{id}/cite.bib": ("How to cite it, as BibTeX", "text/x-bibtex"),
    "/articles/{id}/cite.csl": ("How to cite it, as CSL-JSON", "application/vnd.citationstyles.csl+json"),
    "/sql.csv": ("The answer to a question in SQL", "text/csv"),
    "/sql.parquet": ("The answer to a question in SQL", "application/vnd.apache.parquet"),
}
INTEGERS: Final = frozenset(("after", "old", "new"))


def describe_api() -> dict[str, Any]:
    """Describe the API."""
    paths: dict[str, Any] = {}
    for page in PAGES:
        paths[_written(page.json_path)] = _read(page, page.json_path, "application/json")
        if page.feed:
            paths[_written(page.feed_path)] = _read(page, page.feed_path, "application/atom+xml")
    for path, (meaning, media_type) in FILES.items():
        asked = [_parameter("q", "One SELECT", required=True)] if path.startswith("/sql") else []
        paths[path] = {"get": _operation(path, meaning, _numbers(path) + asked, {media_type: {}})}
    paths["/api/pages"] = {"post": _taking()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "archive", "version": __version__,
            "description": "News articles, who wrote them, where they come from, and what they said before.",
        },
        "paths": paths,
        "components": {
            "schemas": {
                "Error": {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}
            },
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }  # fmt: skip


def _read(page: PageKind, path: str, media_type: str) -> dict[str, Any]:
    asked = [_parameter(name, meaning, required=name == "name") for name, meaning in page.asks.items()]
    return {"get": _operation(path, page.meaning, _numbers(path) + asked, {media_type: {"schema": {"type": "object"}}})}


def _operation(path: str, meaning: str, parameters: list[Any], content: dict[str, Any]) -> dict[str, Any]:
    refused = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {
        "operationId": "_".join(re.findall(r"[a-z]+", path.replace(":int", ""))),
        "summary": meaning,
        "parameters": parameters,
        "responses": {
            "200": {
                "description": meaning,
                "headers": {"ETag": {"schema": {"type": "string"}}},
                "content": content,
            },
            "304": {"description": "Nothing changed since the tag in If-None-Match"},
            "400": {"description": "It cannot be meant, in one line", "content": refused},
            "404": {"description": "There is no such thing, in one line", "content": refused},
        },
    }


def _taking() -> dict[str, Any]:
    text = {"type": "string"}
    page = {
        "type": "object",
        "required": ["url", "html"],
        "properties": {
            "url": text,
            "html": text,
            "time": {"type": "string", "description": "ISO 8601; now, if not given"},
        },
    }
    result = {
        "type": "object",
        "properties": {
            "outcome": text,
            "url": text,
            "article_id": {"type": ["integer", "null"]},
            "detail": {"type": ["string", "null"]},
        },
    }
    return {
        "operationId": "add_page",
        "summary": "Archive a page that a browser shows; only where the reader has a token",
        "security": [{"token": []}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": page}}},
        "responses": {
            "200": {"description": "What became of it", "content": {"application/json": {"schema": result}}},
            "401": {"description": "The token is missing or wrong"},
            "403": {"description": "The reader has no token, and takes no pages"},
            "413": {"description": "The page is too large"},
        },
    }


def _numbers(path: str) -> list[dict[str, Any]]:
    if "{id" not in path:
        return []
    return [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}]


def _parameter(name: str, meaning: str, *, required: bool = False) -> dict[str, Any]:
    kind = "integer" if name in INTEGERS else "string"
    return {"name": name, "in": "query", "description": meaning, "required": required, "schema": {"type": kind}}


def _written(path: str) -> str:
    return path.replace(":int", "")
