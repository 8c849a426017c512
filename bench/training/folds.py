"""Which fifth of the sites a page belongs to: what is learned from four fifths is judged on the other."""

import zlib
from pathlib import Path

from archive import urls
from bench.sets import LabelledPage

FOLDS = 5
MODELS = Path(".bench-data/labeller")
"""Where the models go that have not seen a part of the pages."""


def site(page: LabelledPage) -> str:
    """What keeps pages together that share their class names: the registrable domain; the page alone without one."""
    return urls.site_of(page.url or "") or page.host or page.id


def fold(page: LabelledPage) -> int:
    """The page's fifth, 0 to 4; the same for a site in every set."""
    return zlib.crc32(site(page).encode()) % FOLDS
