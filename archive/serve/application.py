"""The web application: addresses, and which data, template and form each answers with."""

import hashlib
import json
from collections.abc import Callable, Collection
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, select_autoescape
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from archive import __version__
from archive.app import Archive
from archive.errors import ArchiveError, NotFound, QueryError, UsageError
from archive.render.article import shown_time
from archive.render.rows import csv_rows
from archive.render.terminal import Screen, one_safe_line
from archive.serve import answers
from archive.serve.atom import atom_feed
from archive.serve.guard import Guard

Answering = Callable[[Archive, Request], answers.Data]

PAGES: Final[dict[str, tuple[str, str, Answering]]] = {
    "/": ("home.html", "What came in lately, and what changed", lambda a, r: answers.home(a)),
    "/search": ("search.html", "Articles by words and filters", lambda a, r: answers.search(a, r.query_params)),
    "/articles/{id:int}": (
        "article.html", "One article, its page block by block", lambda a, r: answers.article(a, r.path_params["id"])
    ),
    "/articles/{id:int}/history": (
        "history.html", "Its revisions, and what two of them say otherwise",
        lambda a, r: answers.history(a, r.path_params["id"], r.query_params),
    ),
    "/site": ("site.html", "A site", lambda a, r: answers.site(a, _named(r), r.query_params)),
    "/source": ("source.html", "A source", lambda a, r: answers.source(a, _named(r), r.query_params)),
    "/author": ("author.html", "An author", lambda a, r: answers.author(a, _named(r), r.query_params)),
    "/stories": ("stories.html", "Texts that several sites printed", lambda a, r: answers.stories(a, r.query_params)),
    "/sql": ("sql.html", "A question in SQL", lambda a, r: answers.sql(a, r.query_params.get("q", ""))),
    "/runs": ("runs.html", "The newest runs", lambda a, r: answers.runs(a)),
}  # fmt: skip
"""Each address, with its template, what it gives, and who gives it; with `.json` the same data comes as JSON."""


def make_application(archive: Archive, *, hosts: Collection[str], token: str | None = None) -> Starlette:
    """Make the application over an open archive. `hosts`, `token`: as for Guard."""
    routes = [route for path, page in PAGES.items() for route in _routes(archive, path, *page)]
    routes += [
        Route("/articles/{id:int}/page", lambda r: _answered(lambda: _raw_page(archive, r))),
        Route("/search.atom", lambda r: _answered(lambda: _atom(archive, r))),
        Route("/sql.csv", lambda r: _answered(lambda: _csv(archive, r))),
        Route("/find", lambda r: _answered(lambda: _found(archive, r))),
        Route("/api", lambda r: _json(describe_api())),
        Route(
            "/style.css", lambda r: Response((files("archive.serve") / "style.css").read_bytes(), media_type="text/css")
        ),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard, hosts=hosts, token=token)])


def describe_api() -> dict[str, Any]:
    """Describe the addresses that give JSON, by OpenAPI 3.1."""
    paths: dict[str, Any] = {}
    for path, (_, meaning, _) in PAGES.items():
        address = _json_path(path).replace(":int", "")
        parameters = (
            [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}] if "{id" in path else []
        )
        paths[address] = {
            "get": {
                "summary": meaning,
                "parameters": parameters,
                "responses": {"200": {"description": meaning, "content": {"application/json": {}}}},
            }
        }
    return {"openapi": "3.1.0", "info": {"title": "archive", "version": __version__}, "paths": paths}


@cache
def _style() -> bytes:
    return (files("archive.serve") / "style.css").read_bytes()


def _routes(archive: Archive, path: str, template: str, meaning: str, give: Answering) -> list[Route]:
    def page(request: Request) -> Response:
        if request.headers.get("accept", "").startswith("application/json"):
            return as_json(request)
        return _answered(lambda: _html(request, template, give(archive, request)))

    def as_json(request: Request) -> Response:
        return _answered(lambda: _json(give(archive, request), request))

    return [Route(_json_path(path), as_json), Route(path, page)]


def _json_path(path: str) -> str:
    return "/index.json" if path == "/" else f"{path}.json"


def _answered(give: Callable[[], Response]) -> Response:
    """Answer, or say in one line why not."""
    try:
        return give()
    except NotFound as error:
        return _told(error, 404)
    except (UsageError, QueryError) as error:
        return _told(error, 400)
    except ArchiveError as error:
        return _told(error, 503)


def _told(error: ArchiveError, status: int) -> Response:
    text = _templates().get_template("error.html").render(message=one_safe_line(str(error)), status=status)
    return Response(text, status, media_type="text/html")


def _html(request: Request, template: str, data: answers.Data) -> Response:
    text = (
        _templates()
        .get_template(template)
        .render(data | {"query": dict(request.query_params), "path": request.url.path})
    )
    return _tagged(request, text.encode(), "text/html")


def _json(data: answers.Data, request: Request | None = None) -> Response:
    text = json.dumps(data, ensure_ascii=False, default=_plain)
    return _tagged(request, text.encode("utf-8", "backslashreplace"), "application/json")


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _tagged(request: Request | None, body: bytes, media_type: str) -> Response:
    """Answer with a tag of the body; with 304 where the asker has it."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    if request is not None and request.headers.get("if-none-match") == tag:
        return Response(None, 304, {"etag": tag})
    return Response(body, headers={"etag": tag}, media_type=media_type)


def _raw_page(archive: Archive, request: Request) -> Response:
    """Give the stored page as text, whatever it is: a browser must not act on it."""
    return PlainTextResponse(archive.payload(request.path_params["id"]).decode("utf-8", "replace"))


def _atom(archive: Archive, request: Request) -> Response:
    data = answers.search(archive, request.query_params)
    ids = [hit["article_id"] for hit in data["hits"]]
    lines = archive.lines(ids=ids) if data["q"] else None
    articles = list(map(asdict, lines)) if lines is not None else data["articles"]
    title = f"archive: {data['q']}" if data["q"] else "archive: what came in lately"
    return Response(atom_feed(title, str(request.url), articles), media_type="application/atom+xml")


def _csv(archive: Archive, request: Request) -> Response:
    data = answers.sql(archive, request.query_params.get("q", ""))
    text = "".join(csv_rows(data["columns"], data["rows"], Screen()))
    return Response(text, media_type="text/csv", headers={"content-disposition": 'attachment; filename="answer.csv"'})


def _found(archive: Archive, request: Request) -> Response:
    """Lead from a page's URL to its article."""
    return RedirectResponse(f"/articles/{archive.saved(request.query_params.get('url', '')).id}", 303)


def _named(request: Request) -> str:
    name = request.query_params.get("name", "").strip()
    if not name:
        raise UsageError("say whom: add ?name=…")
    return name


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("archive.serve", "templates"),
        autoescape=select_autoescape(),
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["when"] = lambda time: shown_time(time) or ""
    return environment


def _harmless(value: Any) -> Any:
    """Show characters that steer the direction or the terminal as signs; unknown is empty."""
    if value is None:
        return ""
    return one_safe_line(value) if type(value) is str and not value.isprintable() else value
