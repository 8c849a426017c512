"""Where the steps of the schema are, which there are, and taking them.

Alembic is imported only when there is a step to take: the usual opening compares one string.
"""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from archive.errors import DatabaseTooNew

if TYPE_CHECKING:
    from sqlalchemy import Connection

_PACKAGE: Final = Path(__file__).parents[1]
FOLDER: Final = _PACKAGE / "migrations" if (_PACKAGE / "migrations").is_dir() else _PACKAGE.parent / "migrations"
"""In an installed wheel inside the package, in a checkout at the top."""


@lru_cache
def known_revisions(folder: Path) -> tuple[str, ...]:
    """Give the revisions in `folder`, oldest first; a file `0001_first.py` holds the revision `0001`."""
    return tuple(sorted(step.name.partition("_")[0] for step in (folder / "versions").glob("[0-9]*_*.py")))


def check_known(revision: str, *, where: str, folder: Path) -> str:
    """Give the revision of a database back. Raises DatabaseTooNew if no step is known for it."""
    known = known_revisions(folder)
    if revision not in known:
        raise DatabaseTooNew(
            f"made by a newer archive (schema {revision}, this one knows {known[-1]}); upgrade the program",
            where=where,
        )
    return revision


def upgrade_schema(connection: "Connection", folder: Path) -> None:
    """Take every step the database lacks. The caller's transaction holds them all: done wholly or not at all."""
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, "head")
