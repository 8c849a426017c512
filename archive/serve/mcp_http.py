"""The tools for assistants at /mcp of the reader, where the extra `mcp` is installed; loaded when first asked for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from typing import Any, Final

from anyio import create_task_group
from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from archive.app import Archive

PATH: Final = "/mcp"


class AssistantTools:
    """Answers at `PATH`. The SDK takes a second to load, for which no page should wait: its first asker does.

    `run` must last as long as the application does.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._asked, self._ready = asyncio.Event(), asyncio.Event()
        self._application: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if find_spec("mcp") is None:
            missing = PlainTextResponse("this is an extra: pip install 'news-archive[mcp]'\n", 501)
            await missing(scope, receive, send)
            return
        self._asked.set()
        await self._ready.wait()
        assert self._application is not None
        await self._application(scope, receive, send)

    @asynccontextmanager
    async def run(self, _: Starlette) -> AsyncIterator[None]:
        """Keep the tools, once somebody has asked for them."""
        async with create_task_group() as tasks:
            tasks.start_soon(self._serve)
            yield
            tasks.cancel_scope.cancel()

    async def _serve(self) -> None:
        await self._asked.wait()
        server = await run_sync(_load_server, self._archive)
        from mcp.server.transport_security import TransportSecuritySettings

        # the guard has looked at the names already, and it knows more of them
        unchecked = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        self._application = server.streamable_http_app(
            streamable_http_path=PATH, json_response=True, stateless_http=True, transport_security=unchecked
        )
        async with server.session_manager.run():
            self._ready.set()
            await asyncio.Event().wait()


def _load_server(archive: Archive) -> Any:
    from archive.serve.mcp_tools import make_mcp_server

    return make_mcp_server(archive)
