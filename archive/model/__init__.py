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
    Request,
    Unreadable,
)
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

__all__ = [
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
    "Hit",
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
    "Rejected",
    "Request",
    "Role",
    "Signature",
    "Story",
    "Unreadable",
]
