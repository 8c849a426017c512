"""Text as a database takes it: no NUL characters, no half surrogate pairs. Broken pages and file names hold both."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from itertools import chain
from typing import Any, get_args

from archive.model import Article, Intake


def storable(intake: Intake) -> Intake:
    """Give the same intake, all its text cleaned if any of it needs that."""
    return intake if _is_storable(intake) else _mended(intake)


def storable_text(text: str) -> str:
    """Strip NUL; turn half a surrogate pair into its number in ASCII, as a shell shows it in a file name."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "")


def _text_expressions(kind: type, name: str) -> Iterator[str]:
    """Write, for each field with text of a dataclass, the Python that reads it from a value called `name`.

    Fields whose words are this program's own are left out (`own` in their metadata).
    """
    for one in fields(kind):
        held, *rest = get_args(one.type) or (one.type,)
        if one.metadata.get("own"):
            continue
        if held is str:
            yield f"*{name}.{one.name}" if rest == [...] else f"{name}.{one.name}" + (" or ''" if rest else "")
        elif rest == [...] and isinstance(held, type) and is_dataclass(held):
            yield from (f"*[{text} for one in {name}.{one.name}]" for text in _text_expressions(held, "one"))


_texts_of: Callable[[Article], list[str]] = eval(f"lambda page: [{', '.join(_text_expressions(Article, 'page'))}]")
"""Gives all texts of an article. Compiled from the fields, as dataclasses compile their own methods: a page has
hundreds of blocks, and getattr takes twice as long; written by hand, it would forget the field that is added next."""


def _is_storable(intake: Intake) -> bool:
    capture, result = intake.capture, intake.result
    texts = [capture.origin, capture.url or "", *chain.from_iterable((*capture.headers, *capture.rights))]
    texts += (capture.place.file, capture.place.record or "") if capture.place else ()
    texts += _texts_of(result) if isinstance(result, Article) else (result.detail,)
    whole = "".join(texts)
    try:
        return "\0" not in whole and (whole.isascii() or bool(whole.encode()))
    except UnicodeEncodeError:
        return False


def _mended(value: Any) -> Any:
    if type(value) is str:
        return storable_text(value)
    if type(value) is tuple:
        return tuple(map(_mended, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _mended(getattr(value, field.name)) for field in fields(value)})
    return value
