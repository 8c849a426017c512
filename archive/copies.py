"""Addresses of copies: what web archives, caches, AMP and translators made of a page, and the address it has inside.

The address inside is the article's; the copy is how it was reached, and its time is when the page was like that.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from archive import urls

_DEEPEST = 4
"""Copies inside copies that are opened: an archived cache of an AMP page."""

# Replays of web archives: `/web/20260301120000id_/https://...`. Of known hosts alone: anybody could write such a path.
_WEB_ARCHIVES = re.compile(
    r"(?:web|wwwb-\w+|wayback|replay|web-beta|www)\.archive\.org|archive\.org|[\w-]+\.archive-it\.org|arquivo\.pt"
    r"|web\.archive\.bibalex\.org|webarchive\.(?:nationalarchives|parliament)\.(?:gov\.)?uk|webarchive\.loc\.gov"
    r"|(?:www\.)?webarchive\.org\.uk|wayback\.vefsafn\.is|vefsafn\.is|webarchive\.nla\.gov\.au|archive\.wikiwix\.com"
    r"|swap\.stanford\.edu|webarchive\.nrscotland\.gov\.uk"
)
_REPLAY = re.compile(
    r"/(?:[\w.-]+/){0,3}?(?:(?P<at>\d{4,14})\*?|\*|save|newest|oldest)(?:[a-z]{2}_)?/"
    r"(?P<inner>(?:https?:/*|//)?[\w-]+(?:\.[\w-]+)+(?:[:/?].*)?)$"
    r"|/web/(?P<bare>https?:/+.+)",
    re.IGNORECASE,
)
# archive.today: `/2026.03.01-120000/https://...`, `/20260301120000/https://...`, `/newest/...`, `/o/AbCdE/...`
_TODAY = re.compile(r"(?:www\.)?archive\.(?:ph|is|today|fo|li|md|vn|ec)")
_TODAY_PATH = re.compile(
    r"/(?:(?P<at>\d{4}[\d.-]*)|newest|oldest|timegate|timemap|o/\w+|submit/?)/(?P<inner>(?:https?:|www\.)/*.+)",
    re.IGNORECASE,
)
_AMP_CACHE = re.compile(r"(?:[\w-]+\.)?(?:cdn\.ampproject\.org|bing-amp\.com|amp\.cloudflare\.com)")
_AMP_PATH = re.compile(r"/(?:wp/|[a-z]/)(?P<secure>s/)?(?P<inner>[^/]+\..+)")
_AMP_VIEWER = re.compile(r"/amp/(?P<secure>s/)?(?P<inner>[^/]+\..+)")
_CACHED = re.compile(r"cache:(?:[\w-]{12}:)?(?P<inner>(?:https?://)?[^\s+]+\.[^\s+]+)", re.IGNORECASE)
_TURBO = re.compile(r"/proxy_u/[^/]+/(?P<scheme>https?)/(?P<inner>[^/]+\..+)")
_GOOGLE = re.compile(r"(?:www\.|amp\.)?google\.(?:com?\.)?[a-z]{2,3}")
_IN_QUERY = {
    "translate.google.com": "u",
    "translate.googleusercontent.com": "u",
    "www.translatetheweb.com": "a",
    "www.microsofttranslator.com": "a",
    "ssl.microsofttranslator.com": "a",
    "translate.yandex.com": "url",
    "translate.yandex.ru": "url",
    "translate.yandex.net": "url",
    "papago.naver.net": "url",
}
"""Translators that are given a page by its address, and the name of that parameter."""


@dataclass(frozen=True, slots=True)
class Original:
    """The page that a copy is of. `captured_at`: when it was like that, None if the address does not tell.

    `translated`: the copy has other words than the page.
    """

    url: str
    captured_at: str | None = None
    translated: bool = False


def find_original(url: str) -> Original | None:
    """Give the page that an address shows a copy of, its address in canonical spelling; None if it is no copy's."""
    return _found(url, _DEEPEST)


def original_address(url: str) -> str | None:
    """Give the canonical address of a page, be it asked for at its own or at a copy's; None for what is no address."""
    original = find_original(url)
    return original.url if original else urls.canonical(url)


@lru_cache(maxsize=1024)
def _found(url: str, depth: int) -> Original | None:
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not depth:
        return None
    whole = parts.path + (f"?{parts.query}" if parts.query else "")
    for find in _KINDS:
        copied = find(host, whole, parts)
        if copied and (address := urls.canonical(copied.url)) and urls.host_of(address) != host:
            inner = _found(address, depth - 1)
            at = copied.captured_at or (inner.captured_at if inner else None)
            translated = copied.translated or bool(inner and inner.translated)
            return Original(inner.url if inner else address, at, translated)
    return None


def _of_web_archive(host: str, whole: str, parts: SplitResult) -> Original | None:
    found = _REPLAY.match(whole) if _WEB_ARCHIVES.fullmatch(host) else None
    return Original(_with_scheme(found["inner"] or found["bare"]), _time(found["at"])) if found else None


def _of_archive_today(host: str, whole: str, parts: SplitResult) -> Original | None:
    found = _TODAY_PATH.match(whole) if _TODAY.fullmatch(host) else None
    return Original(_with_scheme(found["inner"]), _time(found["at"])) if found else None


def _of_amp(host: str, whole: str, parts: SplitResult) -> Original | None:
    found = None
    if _AMP_CACHE.fullmatch(host):
        found = _AMP_PATH.match(whole)
    elif _GOOGLE.fullmatch(host):
        found = _AMP_VIEWER.match(whole)
    if not found:
        return None
    inner = unquote(found["inner"]) if "/" not in found["inner"] else found["inner"]
    return Original(f"{'https' if found['secure'] else 'http'}://{_without_amp_marks(inner)}")


def _without_amp_marks(inner: str) -> str:
    """Drop the parameters that AMP viewers and caches add to an address."""
    address, _, query = inner.partition("?")
    kept = [pair for pair in query.split("&") if not re.match(r"(?:amp_\w+|usqp|aoh|csi|amp_js_v)(?:=|$)", pair)]
    return f"{address}?{'&'.join(kept)}" if any(kept) else address


def _of_cache(host: str, whole: str, parts: SplitResult) -> Original | None:
    if host not in ("webcache.googleusercontent.com", "cc.bingj.com") and not _GOOGLE.fullmatch(host):
        return None
    asked = _asked(parts)
    found = _CACHED.match(asked.get("q", ""))
    return Original(_with_scheme(found["inner"], "http")) if found else None


def _of_translator(host: str, whole: str, parts: SplitResult) -> Original | None:
    if host.endswith(".translate.goog"):
        asked = parse_qsl(parts.query, keep_blank_values=True)
        scheme = dict(asked).get("_x_tr_sch", "https")
        query = urlencode([(name, value) for name, value in asked if not name.startswith("_x_tr_")])
        inner = _decoded_host(host.removesuffix(".translate.goog")) + parts.path + (f"?{query}" if query else "")
        return Original(f"{scheme}://{inner}", translated=True)
    if host.endswith((".translated.turbopages.org", ".turbopages.org")) and (found := _TURBO.match(whole)):
        return Original(f"{found['scheme']}://{found['inner']}", translated=True)
    named = _asked(parts).get(_IN_QUERY.get(host, ""))
    return Original(_with_scheme(named), translated=True) if named else None


_Kind = Callable[[str, str, SplitResult], Original | None]
_KINDS: tuple[_Kind, ...] = (_of_web_archive, _of_archive_today, _of_amp, _of_cache, _of_translator)


def _asked(parts: SplitResult) -> dict[str, str]:
    """Give the query's parameters, unescaped; of equal names the last."""
    return dict(parse_qsl(parts.query))


def _decoded_host(label: str) -> str:
    """Give the host that translate.goog wrote as one label: its dots are `-`, its hyphens `--`."""
    return label.replace("--", "\0").replace("-", ".").replace("\0", "-")


def _with_scheme(inner: str, scheme: str = "https") -> str:
    """Give an address that archives write after theirs a scheme, and the two slashes that servers may have merged."""
    inner = unquote(inner) if re.match(r"https?%3a", inner, re.IGNORECASE) else inner
    if found := re.match(r"(https?):/*", inner, re.IGNORECASE):
        return f"{found[1].lower()}://{inner[found.end() :]}"
    return f"{scheme}://{inner.lstrip('/')}"


def _time(text: str | None) -> str | None:
    """Give the time in an archive's address, UTC, ISO 8601; None unless it is told to the day at least."""
    digits = re.sub(r"\D", "", text or "")
    if len(digits) < 8:
        return None
    try:
        at = datetime.strptime(digits[:14].ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
