"""Raw news pages in; clean articles, who wrote them and where they come from, out: in a database you can ask.

    from archive import Archive, extract

    article = extract(Path("page.html").read_bytes(), "https://kuestenbote.example/flut")
    with Archive("news.db") as archive:
        archive.ingest("pages/")
        rows = archive.query("select source, count(*) from articles group by source")

`import archive` loads none of the parts; each is loaded when it is first used.
"""

from typing import TYPE_CHECKING, Any, Final

from archive.errors import (
    AlreadyRunning,
    ArchiveClosed,
    ArchiveError,
    CaptureError,
    DamagedPage,
    DatabaseBusy,
    DatabaseFull,
    DatabaseReadOnly,
    DatabaseTooNew,
    FetchFailed,
    NotAnArchive,
    NotFound,
    QueryError,
    StoreError,
    UnreadableFile,
    UsageError,
)

if TYPE_CHECKING:
    from archive.app import Archive
    from archive.extraction import extract
    from archive.judge.owner import OwnerClaim
    from archive.judge.replay import SimulatedArticle, World
    from archive.judge.rereading import BlockSum, Ending, PageReread, RereadingReport
    from archive.judge.visit import Ended, Finding, Findings, Visited
    from archive.model import (
        Article,
        Block,
        Capture,
        Cause,
        ChangedWords,
        Confidence,
        Copy,
        Credit,
        Difference,
        Disclosure,
        Edit,
        HeaderPairs,
        Hit,
        InferredCredit,
        IngestReport,
        Label,
        Listing,
        ListingKind,
        ListingRead,
        News,
        Outcome,
        PageResult,
        Reason,
        RecordPlace,
        Rejected,
        RightsStatements,
        Role,
        SavedPage,
        Signature,
        SiteEdits,
        StoredArticle,
        Story,
        Unreadable,
    )
    from archive.render.export_files import ExportForm
    from archive.settings import Settings
    from archive.store.read.authors import AuthorFigures
    from archive.store.read.catalog import Revision
    from archive.store.read.edits import EditFilter
    from archive.store.read.facets import Facets
    from archive.store.read.filters import Filter
    from archive.store.read.forgettable import ForgetRequest, Forgettable, Forgotten
    from archive.store.read.found_pages import FoldedCopy, FoundPage, FoundRow, PageOf
    from archive.store.read.listed import Listed, ListedLine
    from archive.store.read.organizations import CreditedOrganization
    from archive.store.read.query import QueryResult, QueryStream
    from archive.store.read.remembered_blocks import RememberedBlock
    from archive.store.read.sites import Drift, SiteFigures
    from archive.store.read.soundness import Soundness
    from archive.store.read.stats import Stats
    from archive.store.read.volumes import ArchiveTotals, Arrivals, Volume

__version__: Final = "0.3.0"
__all__ = [
    "AlreadyRunning",
    "Archive",
    "ArchiveClosed",
    "ArchiveError",
    "ArchiveTotals",
    "Arrivals",
    "Article",
    "AuthorFigures",
    "Block",
    "BlockSum",
    "Capture",
    "CaptureError",
    "Cause",
    "ChangedWords",
    "Confidence",
    "Copy",
    "Credit",
    "CreditedOrganization",
    "DamagedPage",
    "DatabaseBusy",
    "DatabaseFull",
    "DatabaseReadOnly",
    "DatabaseTooNew",
    "Difference",
    "Disclosure",
    "Drift",
    "Edit",
    "EditFilter",
    "Ended",
    "Ending",
    "ExportForm",
    "Facets",
    "FetchFailed",
    "Filter",
    "Finding",
    "Findings",
    "FoldedCopy",
    "ForgetRequest",
    "Forgettable",
    "Forgotten",
    "FoundPage",
    "FoundRow",
    "HeaderPairs",
    "Hit",
    "InferredCredit",
    "IngestReport",
    "Label",
    "Listed",
    "ListedLine",
    "Listing",
    "ListingKind",
    "ListingRead",
    "News",
    "NotAnArchive",
    "NotFound",
    "Outcome",
    "OwnerClaim",
    "PageOf",
    "PageReread",
    "PageResult",
    "QueryError",
    "QueryResult",
    "QueryStream",
    "Reason",
    "RecordPlace",
    "Rejected",
    "RememberedBlock",
    "RereadingReport",
    "Revision",
    "RightsStatements",
    "Role",
    "SavedPage",
    "Settings",
    "Signature",
    "SimulatedArticle",
    "SiteEdits",
    "SiteFigures",
    "Soundness",
    "Stats",
    "StoreError",
    "StoredArticle",
    "Story",
    "Unreadable",
    "UnreadableFile",
    "UsageError",
    "Visited",
    "Volume",
    "World",
    "extract",
]

_HOMES: Final = {
    "app": ("Archive",),
    "extraction": ("extract",),
    "judge.owner": ("OwnerClaim",),
    "judge.replay": ("SimulatedArticle", "World"),
    "judge.rereading": ("BlockSum", "Ending", "PageReread", "RereadingReport"),
    "judge.visit": ("Ended", "Finding", "Findings", "Visited"),
    "render.export_files": ("ExportForm",),
    "settings": ("Settings",),
    "store.read.authors": ("AuthorFigures",),
    "store.read.facets": ("Facets",),
    "store.read.found_pages": (
        "FoldedCopy",
        "FoundPage",
        "FoundRow",
        "PageOf",
    ),
    "store.read.remembered_blocks": ("RememberedBlock",),
    "store.read.volumes": (
        "ArchiveTotals",
        "Arrivals",
        "Volume",
    ),
    "store.read.catalog": ("Revision",),
    "store.read.edits": ("EditFilter",),
    "store.read.filters": ("Filter",),
    "store.read.forgettable": ("ForgetRequest", "Forgettable", "Forgotten"),
    "store.read.listed": ("Listed", "ListedLine"),
    "store.read.organizations": ("CreditedOrganization",),
    "store.read.query": ("QueryResult", "QueryStream"),
    "store.read.sites": ("Drift", "SiteFigures"),
    "store.read.soundness": ("Soundness",),
    "store.read.stats": ("Stats",),
}
"""Where the public names are that are not in `model`; a test compares it with what type checkers see above."""


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    home = next((home for home, names in _HOMES.items() if name in names), "model")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names too that are not imported yet."""
    return sorted({*globals(), *__all__})
