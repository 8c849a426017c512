"""Where the steps of the schema are, and which there are."""

from functools import lru_cache
from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).parents[1]
FOLDER: Final = _PACKAGE / "migrations" if (_PACKAGE / "migrations").is_dir() else _PACKAGE.parent / "migrations"
"""In an installed wheel inside the package, in a checkout at the top."""


@lru_cache
def known_revisions(folder: Path) -> tuple[str, ...]:
    """Give the revisions in `folder`, oldest first; a file `0001_first.py` holds the revision `0001`."""
    return tuple(sorted(step.name.partition("_")[0] for step in (folder / "versions").glob("[0-9]*_*.py")))
