"""The frozen values that cross floors, in the words of the glossary.

Times are strings: UTC, ISO 8601, only as precise as what the page gave (`2026-11-22` or `2026-11-22T09:30:00Z`).
Unknown is None, never an empty string.
"""

from archive.model.articles import (
    ARTICLE_COLUMNS,
    COMPARED_FIELDS,
    KEPT,
    REMEMBERED_COLUMNS,
    REVISION_COLUMNS,
    Article,
    Block,
    Confidence,
    Credit,
    Draft,
    Label,
    Metadata,
    Reason,
    Rejected,
    Role,
    Signature,
)
from archive.model.captures import (
    Capture,
    Cause,
    Fetched,
    NotModified,
    RecordPlace,
    Request,
    SavedPage,
    Unreadable,
)
from archive.model.flags import Flag
from archive.model.listings import (
    ListedArticle,
    Listing,
    ListingKind,
    ListingRead,
    News,
)
from archive.model.outcomes import (
    Copy,
    Difference,
    Extracted,
    Hit,
    IngestReport,
    Intake,
    Outcome,
    PageResult,
    Story,
)
from archive.model.stored_articles import ARCHIVE_COLUMNS, InferredCredit, StoredArticle

__all__ = [
    "ARCHIVE_COLUMNS",
    "ARTICLE_COLUMNS",
    "COMPARED_FIELDS",
    "KEPT",
    "REMEMBERED_COLUMNS",
    "REVISION_COLUMNS",
    "Article",
    "Block",
    "Capture",
    "Cause",
    "Confidence",
    "Copy",
    "Credit",
    "Difference",
    "Draft",
    "Extracted",
    "Fetched",
    "Flag",
    "Hit",
    "InferredCredit",
    "IngestReport",
    "Intake",
    "Label",
    "ListedArticle",
    "Listing",
    "ListingKind",
    "ListingRead",
    "Metadata",
    "News",
    "NotModified",
    "Outcome",
    "PageResult",
    "Reason",
    "RecordPlace",
    "Rejected",
    "Request",
    "Role",
    "SavedPage",
    "Signature",
    "StoredArticle",
    "Story",
    "Unreadable",
]
