"""`archive serve`: the archive in a browser, and for programs."""

import secrets
import webbrowser

import click

from archive.cli import COMMANDS
from archive.cli.options import common_options, open_archive
from archive.database_url import without_password
from archive.errors import UsageError
from archive.platforms import free_sqlite_threads

HELP = f"""{COMMANDS["serve"]}

It only reads. On this machine alone, unless --host names another address: then a token is asked for.

\b
  archive serve --open
  archive serve --db news.db --port 8123
  archive serve --host 0.0.0.0 --name reader.example.org --token "$TOKEN"
"""
LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")


@click.command(help=HELP)
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="The address to listen at.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8321, show_default=True, help="The port; 0: any.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="A further name by which it may be asked.")
@click.option("--token", metavar="TEXT", help="What each request must carry; beyond this machine one is made.")
@click.option("--open", "opens", is_flag=True, help="Open the browser.")
@common_options
def command(host: str, port: int, names: tuple[str, ...], token: str | None, opens: bool, db: str | None) -> None:
    free_sqlite_threads()
    try:
        from archive.serve.server import bind_socket, serve_archive
    except ImportError as error:
        raise UsageError(
            f"the reader is an extra ({error.name} is missing): pip install 'news-archive[reader]'"
        ) from error
    if not token:  # nor is an empty one, of a variable that is not set, no token
        token = None if host in LOOPBACK else secrets.token_urlsafe(16)
    with open_archive(db) as archive, bind_socket(host, port) as socket:
        address = f"http://{host}:{socket.getsockname()[1]}/" + (f"?token={token}" if token else "")
        click.echo(f"archive: reading {without_password(archive.settings.db)} at {address}  (Ctrl-C ends it)", err=True)
        if opens:
            webbrowser.open(address)
        serve_archive(archive, socket, hosts=(*LOOPBACK, host, *names), token=token)
