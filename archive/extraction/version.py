"""What pages are extracted with, by name and version; apart from the extractor, which is slow to import."""

from importlib.metadata import version

from archive import __version__

EXTRACTOR = f"archive {__version__}, trafilatura {version('trafilatura')}"
"""What an article was extracted with, as stored in `revisions.extractor`."""
