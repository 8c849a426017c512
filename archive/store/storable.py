"""Text as a database takes it: no NUL characters, no half surrogate pairs. Broken pages and file names hold both."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from archive.model import Article, Intake


def storable(intake: Intake) -> Intake:
    """The same intake; all its text cleaned, if any of it needs that."""
    return intake if _storable(intake) else _mended(intake)


def storable_text(text: str) -> str:
    """The text without NUL; half a surrogate pair becomes its number in ASCII, as a shell shows it in a file name."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "")


def _storable(intake: Intake) -> bool:
    capture, result = intake.capture, intake.result
    texts = [capture.origin, capture.url or "", *(part for header in capture.headers for part in header)]
    if isinstance(result, Article):
        texts += (result.title or "", result.standfirst or "", result.byline or "", result.source or "", result.body)
        texts += (result.site_name or "", result.section or "", result.language or "", *result.authors, *result.tags)
        texts += [
            text for credit in result.credits for text in (credit.organization, credit.credited_as, credit.evidence)
        ]
        texts += [block.text for block in result.blocks]
        texts += [
            text or "" for one in result.signatures for text in (one.author, one.role, one.organization, one.place)
        ]
    else:
        texts.append(result.detail)
    text = "".join(texts)
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def _mended(value: Any) -> Any:
    if type(value) is str:
        return storable_text(value)
    if type(value) is tuple:
        return tuple(map(_mended, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _mended(getattr(value, field.name)) for field in fields(value)})
    return value
