"""The web application: which data, template and form each address answers with."""

from collections.abc import Callable, Collection
from functools import cache
from importlib.resources import files
from typing import Final

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.app import Archive
from archive.database_url import is_server
from archive.errors import UsageError
from archive.serve import downloads
from archive.serve.addresses import PAGES, PageKind
from archive.serve.api import describe_api
from archive.serve.guard import Guard
from archive.serve.kept_answers import KeptAnswers
from archive.serve.mcp_http import PATH as TOOLS
from archive.serve.mcp_http import AssistantTools
from archive.serve.receiving import PATH, PageReceiver, bookmarklet
from archive.serve.responses import (
    JSON,
    answer_or_tell,
    as_bytes,
    as_json,
    as_page,
    json_body,
    page_body,
    path_of,
    refuse,
    wants_json,
)

FILES: Final[dict[str, Callable[[Archive, Request], Response]]] = {
    "/articles/{id:int}/page": downloads.give_page,
    "/articles/{id:int}/bundle.zip": downloads.give_bundle,
    "/articles/{id:int}/cite.bib": downloads.give_bibtex,
    "/articles/{id:int}/cite.csl": downloads.give_csl,
    "/sql.csv": downloads.give_csv,
    "/sql.parquet": downloads.give_parquet,
    "/find": downloads.give_article_of,
}
FAST: Final = 2
SLOW: Final = 8
"""Pages that are made at once, and questions in SQL that are asked."""
SAYINGS: Final = {404: "There is no page at this address.", 405: "This address can only be read."}


def make_application(archive: Archive, *, hosts: Collection[str], token: str | None = None) -> Starlette:
    """Make the application over an open archive. `hosts`, `token`: as for Guard."""
    kept = KeptAnswers(archive.data_version)
    pages = sorted(PAGES, key=lambda page: not page.brief)  # those asked most are compared with addresses first
    routes = [route for page in pages for route in _page_routes(archive, page, kept)]
    routes += [_file_route(archive, path, give) for path, give in FILES.items()]
    routes += [
        Route(PATH, PageReceiver(archive, token).receive, methods=["POST"]),
        Route("/api", lambda request: as_json(request, describe_api())),
        Route("/bookmarklet", lambda request: answer_or_tell(request, lambda: _bookmarklet(request, token))),
        Route("/style.css", lambda request: as_bytes(request, _style(), "text/css")),
    ]
    tools = AssistantTools(archive)
    return Starlette(
        routes=[*routes, Route(TOOLS, tools)],
        middleware=[Middleware(Guard, hosts=hosts, token=token)],
        exception_handlers={HTTPException: _missing},
        lifespan=tools.run,
    )


def _page_routes(archive: Archive, page: PageKind, kept: KeptAnswers) -> list[Route]:
    asks_sql = page.path == "/sql"  # whose answer may be another one each time
    from_file = not is_server(archive.settings.db)  # a server has to be waited for

    def body_for(request: Request, media_type: str) -> bytes:
        def make() -> bytes:
            data = page.give(archive, request)
            return json_body(data) if media_type == JSON else page_body(request, page.template, data)

        return make() if asks_sql else kept.body(_key(request, media_type), make)

    def answer_now(request: Request) -> Response:
        media_type = _media_type(request)
        return answer_or_tell(request, lambda: as_bytes(request, body_for(request, media_type), media_type))

    async def answer(request: Request) -> Response:
        if from_file and (page.brief or kept.has(_key(request, _media_type(request)))):
            return answer_now(request)
        return await run_sync(answer_now, request, limiter=_turns(request, slow=asks_sql))

    def feed(request: Request) -> Response:
        return answer_or_tell(request, lambda: downloads.give_feed(archive, request, page))

    feeds = [Route(page.feed_path, feed)] if page.feed else []
    return [*feeds, Route(page.json_path, answer), Route(page.path, answer)]


def _media_type(request: Request) -> str:
    return JSON if wants_json(request) else "text/html"


def _key(request: Request, media_type: str) -> tuple[str, str, str]:
    return media_type, path_of(request), request.scope["query_string"].decode("latin-1")


def _file_route(archive: Archive, path: str, give: Callable[[Archive, Request], Response]) -> Route:
    return Route(path, lambda request: answer_or_tell(request, lambda: give(archive, request)))


def _turns(request: Request, *, slow: bool) -> CapacityLimiter:
    """Give the turns in which pages are made: more at once would only take each other's time in one process, and a
    question in SQL, which waits for a process of its own, must hold up no page."""
    state = request.app.state
    if not hasattr(state, "turns"):
        state.turns = {False: CapacityLimiter(FAST), True: CapacityLimiter(SLOW)}
    turns: CapacityLimiter = state.turns[slow]
    return turns


def _bookmarklet(request: Request, token: str | None) -> Response:
    if token is None:
        raise UsageError("this reader takes no pages: start it with --token")
    return as_page(request, "bookmarklet.html", {"code": bookmarklet(str(request.base_url), token)})


def _missing(request: Request, error: Exception) -> Response:
    """Say that there is no such address, as a page or as JSON."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    return refuse(request, SAYINGS.get(status, str(error)), status)


@cache
def _style() -> bytes:
    return (files("archive.serve") / "style.css").read_bytes()
