"""`archive mcp`: the archive for an assistant, over standard input and output."""

import click

from archive.cli import COMMANDS
from archive.cli.options import common_options, open_archive
from archive.errors import UsageError

HELP = f"""{COMMANDS["mcp"]}

It only reads. An assistant's program starts it; in its settings stands:

\b
  {{"mcpServers": {{"archive": {{"command": "archive", "args": ["mcp", "--db", "/srv/news.db"]}}}}}}

\b
  archive mcp --db news.db
"""


@click.command(help=HELP)
@common_options
def command(db: str | None) -> None:
    try:
        from archive.serve.mcp_tools import make_mcp_server
    except ImportError as error:
        told = f"this is an extra ({error.name} is missing): pip install 'news-archive[mcp]'"
        raise UsageError(told) from error
    with open_archive(db) as archive:
        make_mcp_server(archive).run()
