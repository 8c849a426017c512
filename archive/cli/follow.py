"""`archive follow`: feeds, sitemaps and sites that are read each night."""

import click

from archive.cli import COMMANDS
from archive.cli.options import common_options, format_option, open_archive
from archive.cli.output import current_screen, print_lines, print_pieces
from archive.errors import UsageError
from archive.render.rows import ROW_FORMS, RowForm, draw_rows
from archive.render.terminal import one_safe_line

HELP = f"""{COMMANDS["follow"]}

A URL is a feed (RSS, Atom, JSON Feed), a sitemap, or any page of a site, whose feeds and news sitemaps are then found,
and looked for again each month, or when one of them fails. Without a URL it prints what is followed.

\b
  archive follow https://example.com
  archive follow
  archive follow --remove https://example.com/rss.xml
"""


@click.command(help=HELP)
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option("--remove", is_flag=True, help="Follow these no more; with a site, none of its feeds and sitemaps.")
@click.option("--allow-private", multiple=True, metavar="HOST", help="Fetch from this host of an intranet too.")
@format_option(*ROW_FORMS)
@common_options
def command(urls: tuple[str, ...], remove: bool, allow_private: tuple[str, ...], form: RowForm, db: str | None) -> None:
    if remove and not urls:
        raise UsageError("name what to follow no more; `archive follow` lists what is followed")
    with open_archive(db, create=bool(urls) and not remove, allow_private=allow_private or None) as archive:
        changed: set[str] = set()
        for url in urls:
            if remove:
                print_lines(f"no longer followed: {one_safe_line(gone)}" for gone in archive.unfollow(url))
            else:
                changed |= {listing.url for listing in archive.follow(url)}
        if remove:
            return
        readings = [one for one in archive.followed() if not urls or one.listing.url in changed]
    rows = (
        (
            one.listing.url,
            one.listing.kind.value,
            one.listing.read_at,
            one.found,
            one.failure.message if one.failure else one.passed_over,
        )
        for one in readings
    )
    print_pieces(draw_rows(form, ("url", "kind", "read_at", "found", "failure"), rows, current_screen()))
