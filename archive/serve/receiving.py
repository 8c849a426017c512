"""The one thing that may be written over HTTP: a page that a browser shows, with a token that can do nothing else."""

import hashlib
import hmac
import json
import threading
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from archive.app import Archive
from archive.errors import ArchiveError, UsageError
from archive.model import Outcome, PageResult
from archive.serve.responses import as_json, as_page, refuse

PATH: Final = "/api/pages"
FIELDS: Final = ("url", "html", "time")
SPREAD: Final = 3
"""Times as many bytes as its text a form or JSON may have: each byte may be written as three."""
FORM: Final = "application/x-www-form-urlencoded"


def page_token(token: str) -> str:
    """Give the token that may only add pages: a bookmark carries it through pages that are not trusted."""
    return hmac.new(token.encode(), b"archive: add pages", hashlib.sha256).hexdigest()[:32]


def bookmarklet(address: str, token: str) -> str:
    """Write the bookmark that sends the page it is clicked on to the reader at `address`, in a tab of its own."""
    return (
        "javascript:(()=>{const d=document,f=d.createElement('form'),"
        "a=(n,v)=>{const i=d.createElement('textarea');i.name=n;i.value=v;f.append(i)};"
        f"f.method='post';f.action={json.dumps(address.rstrip('/') + PATH)};f.target='_blank';"
        "f.acceptCharset='utf-8';f.hidden=true;"
        f"a('token',{json.dumps(page_token(token))});a('url',location.href);a('time',new Date().toISOString());"
        "a('html','<!doctype html>'+d.documentElement.outerHTML);d.body.append(f);f.submit();f.remove()})()"
    )


@dataclass(frozen=True, slots=True)
class Refusal(Exception):
    """Why no page was taken, and the status of HTTP that says so."""

    status: int
    message: str


class PageReceiver:
    """Takes pages, one at a time. `token`: of the reader; without one none is taken."""

    def __init__(self, archive: Archive, token: str | None) -> None:
        self._archive = archive
        self._token = token
        self._turn = threading.Lock()

    async def receive(self, request: Request) -> Response:
        """Archive the page in a request's body, and tell what became of it."""
        try:
            if self._token is None:
                raise Refusal(403, "this reader takes no pages: start it with --token")
            body = await _body(request, SPREAD * self._archive.settings.max_bytes)
            fields = _fields(request, body)
            self._check(request, fields.pop("token", ""))
            result = await run_in_threadpool(self._add, fields)
        except Refusal as refusal:
            return refuse(request, refusal.message, refusal.status)
        except UsageError as error:
            return refuse(request, str(error), 400)
        except ArchiveError as error:
            return refuse(request, str(error), 503)
        told = {name: getattr(result, name) for name in ("url", "article_id", "title", "source", "detail")}
        told = {"outcome": result.outcome.value} | told
        answer = as_page(request, "added.html", told) if _is_form(request) else as_json(request, told)
        answer.status_code = 422 if result.outcome is Outcome.FAILED else 200
        return answer

    def _check(self, request: Request, given: str) -> None:
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        offered = given or (bearer if scheme.lower() == "bearer" else "")
        token = self._token or ""
        if not any(hmac.compare_digest(offered.encode(), one.encode()) for one in (token, page_token(token))):
            raise Refusal(401, "a token is needed: as a bearer, or as the field `token`")

    def _add(self, fields: dict[str, str]) -> PageResult:
        with self._turn:
            return self._archive.add(
                fields["html"], url=fields["url"], captured_at=fields.get("time") or None, media_type="text/html"
            )


def _is_form(request: Request) -> bool:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == FORM


async def _body(request: Request, most: int) -> bytes:
    """Read the body, as far as it may be long."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > most:
            raise Refusal(413, f"more than {most:,} bytes")
    return bytes(body)


def _fields(request: Request, body: bytes) -> dict[str, str]:
    """Read a form or JSON: url, html and perhaps time and token."""
    try:
        given: Any = (
            dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=10, errors="replace"))
            if _is_form(request)
            else json.loads(body)
        )
    except (ValueError, RecursionError) as error:
        raise Refusal(400, "neither JSON nor a form: send url, html and perhaps time") from error
    if not isinstance(given, dict):
        raise Refusal(400, "send an object: url, html and perhaps time")
    if unknown := given.keys() - {*FIELDS, "token"}:
        raise UsageError.unknown("field", min(unknown), FIELDS)
    if not all(isinstance(value, str) for value in given.values()) or not given.get("url") or not given.get("html"):
        raise Refusal(400, "url and html are needed, as text")
    return given
