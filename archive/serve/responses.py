"""The forms of an answer: a page, JSON, a feed, a file; each with a tag, so that what is known is not sent again."""

import hashlib
import json
from collections.abc import Callable
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from archive.errors import ArchiveError, NotFound, QueryError, UsageError
from archive.serve.pages.asked import Data
from archive.serve.signs import visible_signs
from archive.serve.templating import render_page

STATUS: Final[tuple[tuple[type[ArchiveError], int], ...]] = ((NotFound, 404), (UsageError, 400), (QueryError, 400))
ATOM: Final = "application/atom+xml"
JSON: Final = "application/json"


def path_of(request: Request) -> str:
    """Give the path that is asked for; `request.url` is put together anew for each request."""
    path: str = request.scope["path"]
    return path


def wants_json(request: Request) -> bool:
    """Tell whether an address ends in .json, or its asker takes JSON and no pages."""
    accepted = request.headers.get("accept", "")
    return path_of(request).endswith(".json") or ("application/json" in accepted and "text/html" not in accepted)


def answer_or_tell(request: Request, give: Callable[[], Response]) -> Response:
    """Answer, or say in one line why not."""
    try:
        return give()
    except ArchiveError as error:
        status = next((status for kind, status in STATUS if isinstance(error, kind)), 503)
        return refuse(request, str(error), status)


def refuse(request: Request, message: str, status: int) -> Response:
    """Say in one line why there is no answer, in the form that was asked for."""
    line = " ".join(visible_signs(message).split())
    if wants_json(request) or path_of(request).startswith("/api"):
        return Response(json.dumps({"error": line}), status, media_type=JSON)
    text = render_page("error.html", {"message": line, "status": status, "query": {}})
    return Response(text.encode("utf-8", "replace"), status, media_type="text/html")


def page_body(request: Request, template: str, data: Data) -> bytes:
    """Write a page."""
    query = dict(request.query_params)
    return render_page(template, data | {"query": query, "path": path_of(request)}).encode("utf-8", "replace")


def json_body(data: Data) -> bytes:
    """Write data as JSON."""
    return json.dumps(data, ensure_ascii=False, default=_plain).encode("utf-8", "backslashreplace")


def as_page(request: Request, template: str, data: Data) -> Response:
    """Answer with a page."""
    return as_bytes(request, page_body(request, template, data), "text/html")


def as_json(request: Request, data: Data) -> Response:
    """Answer with JSON."""
    return as_bytes(request, json_body(data), JSON)


def as_file(request: Request, body: bytes, media_type: str, name: str) -> Response:
    """Answer with a file to be saved."""
    answer = as_bytes(request, body, media_type)
    answer.headers["content-disposition"] = f'attachment; filename="{name}"'
    return answer


def as_bytes(request: Request, body: bytes, media_type: str) -> Response:
    """Answer with a tag of the body; with 304 where the asker has it."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {"etag": tag, "vary": "accept"}
    known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if tag in known:
        return Response(None, 304, headers)
    return Response(body, headers=headers, media_type=media_type)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    return {name: getattr(value, name) for name in value.__dataclass_fields__}
