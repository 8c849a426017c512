"""Raw news pages in; clean articles, who wrote them and where they come from, out: in a database you can ask.

    from archive import Archive, extract

    article = extract(Path("page.html").read_bytes(), "https://kuestenbote.example/flut")
    with Archive("news.db") as archive:
        archive.ingest("pages/")
        rows = archive.query("select source, count(*) from articles group by source")

`import archive` loads none of the parts; each is loaded when it is first used.
"""

from typing import TYPE_CHECKING, Any, Final

from archive.errors import ArchiveError

if TYPE_CHECKING:
    from archive.app import Archive
    from archive.extraction import extract
    from archive.model import Article, Block, Credit, Label, Outcome, PageResult, Reason, Rejected, Role, Signature

__version__: Final = "0.3.0"
__all__ = [
    "Archive",
    "ArchiveError",
    "Article",
    "Block",
    "Credit",
    "Label",
    "Outcome",
    "PageResult",
    "Reason",
    "Rejected",
    "Role",
    "Signature",
    "extract",
]


def __getattr__(name: str) -> Any:
    """The public names, imported when asked for (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    room = {"Archive": "app", "extract": "extraction"}.get(name, "model")
    value = getattr(import_module(f"{__name__}.{room}"), name)
    globals()[name] = value
    return value
