"""Pages that say nothing because their bytes were decided on before. Pure."""

from collections.abc import Collection

from archive import urls
from archive.judge.change import Holding
from archive.model import Capture, Intake


def is_repeated(intake: Intake, holding: Holding, gave: Collection[int], *, again: bool) -> bool:
    """Tell whether a page's bytes were decided on before. A site that serves old bytes again later says something.

    `gave`: the articles that captures of these bytes gave; `again`: this very capture is stored, and gave one.
    """
    if again or intake.payload_digest == holding.payload_digest:
        return True
    if is_from_web(intake.capture):
        return holding.article_id in gave and intake.capture.captured_at <= holding.seen_at
    return bool(gave)


def is_from_web(capture: Capture) -> bool:
    """Tell whether it is a response, from the web or a web archive, and not a file, which stays what it is."""
    return urls.canonical(capture.origin) is not None


def is_live(capture: Capture) -> bool:
    """Tell whether it was fetched just now, so that nothing which is held can be newer."""
    return capture.received is not None
