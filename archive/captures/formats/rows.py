"""A row with a page in it, from JSON or CSV: `url` and one of `html`, `text`, `path`; more where it is known."""

from collections.abc import Mapping
from datetime import UTC, datetime

from archive.captures.capture_file import CaptureFile
from archive.captures.content_type import charset_in, media_type_in
from archive.captures.http_message import FULL
from archive.model import Capture, RecordPlace, Unreadable

CONTENT = ("html", "text", "path")
WANTED = "each row needs `url` and one of `html`, `text`, `path`"
TYPES = {"html": "text/html", "text": "text/plain", "path": None}


def has_page(row: Mapping[str, object]) -> bool:
    """Tell whether a row has the columns of a page."""
    return "url" in row and any(name in row for name in CONTENT)


def page_in_row(row: Mapping[str, object], file: CaptureFile, place: str) -> Capture | Unreadable | str:
    """Give the page in a row; a text says why it is passed over. `place`: what the row is called, such as `line 3`."""
    where = f"{file.name}, {place}"
    url = row.get("url")
    kind = next((name for name in CONTENT if isinstance(row.get(name), str) and row[name]), None)
    if not isinstance(url, str) or not url.strip() or kind is None:
        return Unreadable(where, f"no page in it: {WANTED}")
    url = url.strip()
    if not url.lower().startswith(("http://", "https://")):
        return Unreadable(where, f"{url[:100]!r} is no address: write it with https://")
    status = _status(row.get("status"))
    if status is not None and status not in FULL:
        return "status other than 200"
    payload = _payload(kind, str(row[kind]), file)
    if isinstance(payload, str):
        return Unreadable(where, payload)
    headers = _headers(row.get("headers"))
    declared = next((value for name, value in headers if name.lower() == "content-type"), "")
    return Capture(
        origin=url,
        payload=payload,
        captured_at=read_time(row.get("captured_at")) or file.saved_at,
        url=url,
        media_type=TYPES[kind] or media_type_in(declared),
        charset=charset_in(declared) if kind == "path" else "utf-8",
        status=status,
        headers=headers,
        place=RecordPlace(file.name, place),
    )


def read_time(value: object) -> str | None:
    """Give a time in UTC to the second: from ISO 8601, or seconds since 1970; one without a zone is UTC. None: none."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            moment = datetime.fromtimestamp(value, UTC)
        else:
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
    except (ValueError, OverflowError, OSError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except OverflowError:
        return None


def _payload(kind: str, text: str, file: CaptureFile) -> bytes | str:
    """Give the bytes of the page; a text says why there are none."""
    if kind == "path":
        return _beside(text, file)
    return _within(text.encode("utf-8", "replace"), file)


def _within(payload: bytes, file: CaptureFile) -> bytes | str:
    """Give the bytes of a page, or say that they are too many."""
    too_large = f"over {file.max_bytes:,} bytes, the most a page may have (setting max_bytes)"
    return payload if len(payload) <= file.max_bytes else too_large


def _beside(text: str, file: CaptureFile) -> bytes | str:
    """Read the file that a row names: below the folder of its list only, for a stranger may have written the list."""
    if file.folder is None:
        return "a path in a file that is inside another: unpack the outer one first"
    try:
        folder = file.folder.resolve()
        path = (folder / text).resolve()
        if not path.is_relative_to(folder):
            return f"the path {text[:100]!r} leads out of the folder of the list: move the page into it"
        if not path.is_file():
            return f"there is no file {text[:100]!r} beside the list"
        with path.open("rb") as stream:
            payload = stream.read(file.max_bytes + 1)
    except (OSError, ValueError) as error:
        return f"the file {text[:100]!r} cannot be read ({getattr(error, 'strerror', None) or error})"
    return _within(payload, file)


def _status(value: object) -> int | None:
    """Give an HTTP status; None where none is told."""
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) == 3 else None


def _headers(value: object) -> tuple[tuple[str, str], ...]:
    """Give headers from an object, from pairs, or from objects of name and value, as HAR has them."""
    pairs: list[tuple[object, object]] = []
    if isinstance(value, Mapping):
        pairs = list(value.items())
    elif isinstance(value, list):
        for one in value[:1_000]:
            if isinstance(one, Mapping):
                pairs.append((one.get("name"), one.get("value")))
            elif isinstance(one, list | tuple) and len(one) == 2:
                pairs.append((one[0], one[1]))
    return tuple(
        (str(name), str(text)) for name, text in pairs if isinstance(name, str) and isinstance(text, str | int)
    )
