"""Pages as rows of a shard: an article's fields are columns of their names, its credits and blocks lists of structs.

Made from the fields of the dataclasses, so that one that is added is not forgotten; what a shard of an older version
lacks is read as the default.
"""

from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, Final, get_args, get_type_hints

from archive.errors import UnreadableFile
from archive.model import Article, Capture, Intake, Outcome, Reason, RecordPlace, Rejected, Unreadable

Plain = Callable[[Any], Any]
PAIRS: Final = {"headers": ("name", "value"), "rights": ("place", "words")}
"""Fields of pairs, and what the two are called."""
OUTCOMES: Final = ("article", Outcome.REFUSED.value, Outcome.FAILED.value)
ARTICLE, REFUSED, FAILED = OUTCOMES
_LEFT_OUT: Final = ("payload", "place")


def row_of(page: Intake | Unreadable) -> dict[str, Any]:
    """Give the row of a page: an article, a refused page, or what could not be read."""
    if isinstance(page, Unreadable):
        return {"outcome": FAILED, "detail": page.message, "capture": {"origin": page.origin}}
    capture, result = page.capture, page.result
    place = _plain_fields(RecordPlace)(capture.place) if capture.place else None
    row: dict[str, Any] = {
        "capture": _plain_fields(Capture, _LEFT_OUT)(capture) | {"place": place},
        "payload_digest": page.payload_digest,
        "payload_size": page.payload_size,
        "payload_zstd": page.payload_zstd,
        "sketch": page.sketch,
        "names": page.names,
    }
    if isinstance(result, Rejected):
        outcome = FAILED if result.reason.ended_process else REFUSED
        return row | {"outcome": outcome, "reason": result.reason.value, "detail": result.detail}
    row |= _plain_fields(Article)(result)
    return row | {"outcome": ARTICLE}


def page_of_row(row: dict[str, Any], file: str) -> Intake | Unreadable:
    """Give the page of a row. Raises UnreadableFile for what is no row of a shard."""
    try:
        if row["payload_digest"] is None:
            return Unreadable(row["capture"]["origin"], row["detail"])
        given = row["capture"]
        place = given.pop("place")
        capture = _build(Capture, given | {"payload": b"", "place": place})
        is_article = row["outcome"] == ARTICLE
        result = _build(Article, row) if is_article else Rejected(Reason(row["reason"]), row["detail"])
        return Intake(
            capture,
            row["payload_digest"],
            row["payload_size"],
            row["payload_zstd"],
            result,
            tuple(row["sketch"] or ()),
            tuple(row["names"] or ()),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableFile(f"no shard of pages: {error}", where=file) from error


@cache
def columns_of(kind: type, left_out: tuple[str, ...] = ()) -> dict[str, Any]:
    """Give the fields of a dataclass with the kind of each: a type, or a list of one; a dict for a part of its own."""
    hints = get_type_hints(kind)
    return {one.name: _kind(one.name, hints[one.name]) for one in fields(kind) if one.name not in left_out}


def _kind(name: str, hint: Any) -> Any:
    if name in PAIRS:
        return [dict.fromkeys(PAIRS[name], str)]
    if isinstance(hint, UnionType):
        hint = next(one for one in get_args(hint) if one is not type(None))
    held = get_args(hint)
    if held:  # a tuple of any length
        return [_kind("", held[0])]
    if isinstance(hint, type) and is_dataclass(hint):
        return columns_of(hint)
    return str if issubclass(hint, str) else hint


@cache
def _plain_fields(kind: type, left_out: tuple[str, ...] = ()) -> Plain:
    """Give what turns a value into a dict of plain ones. Compiled from the fields: a page has hundreds of blocks."""
    inner: dict[str, Any] = {}
    parts = []
    for one in fields(kind):
        if one.name in left_out:
            continue
        held = get_args(get_type_hints(kind)[one.name])
        if one.name in PAIRS:
            first, second = PAIRS[one.name]
            parts.append(f"{one.name!r}: [{{{first!r}: a, {second!r}: b}} for a, b in value.{one.name}]")
        elif held and isinstance(held[0], type) and is_dataclass(held[0]):
            inner[f"plain_{one.name}"] = _plain_fields(held[0])
            parts.append(f"{one.name!r}: [*map(plain_{one.name}, value.{one.name})]")
        else:
            parts.append(f"{one.name!r}: value.{one.name}")
    plain: Plain = eval(f"lambda value: {{{', '.join(parts)}}}", inner)
    return plain


@cache
def _readers(kind: type) -> dict[str, tuple[Plain | None, Any]]:
    """Give for each field what reads its plain value, if it needs that, and the value where a shard has none."""
    hints = get_type_hints(kind)
    return {one.name: (_reader(one.name, hints[one.name]), one.default) for one in fields(kind)}


def _reader(name: str, hint: Any) -> Plain | None:
    if name in PAIRS:
        first, second = PAIRS[name]
        return lambda found: tuple((pair[first], pair[second]) for pair in found or ())
    if isinstance(hint, UnionType):
        hint = next(one for one in get_args(hint) if one is not type(None))
        inner = _reader(name, hint)
        return inner and (lambda found: None if found is None else inner(found))
    held = get_args(hint)
    if held and is_dataclass(held[0]):
        return lambda found: tuple(_build(held[0], one) for one in found or ())
    if held:
        return lambda found: tuple(found or ())
    if is_dataclass(hint):
        return lambda found: _build(hint, found)
    return hint if issubclass(hint, StrEnum) else None


def _build(kind: Any, row: dict[str, Any]) -> Any:
    """Make a dataclass of a row."""
    given = {}
    for name, (read, default) in _readers(kind).items():
        value = row.get(name, MISSING)
        if value is MISSING:
            if default is MISSING:
                raise KeyError(name)
            value = default
        else:
            value = value if read is None else read(value)
        given[name] = value
    return kind(**given)
