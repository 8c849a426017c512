"""What pages are extracted with, by name and version; apart from the extractor, which is slow to import."""

from importlib.metadata import version

EXTRACTOR = f"archive {version('archive')}, trafilatura {version('trafilatura')}"
"""What an article was extracted with, as stored in `revisions.extractor`."""
