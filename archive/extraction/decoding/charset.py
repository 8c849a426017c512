"""Which charset a page's bytes are in, decided as browsers do but with less trust in what the page declares.

The order: byte order mark, UTF-16 and UTF-32 by their zero bytes, UTF-8 if the bytes are valid UTF-8 (chance
agreement is all but impossible), what HTTP or the page declares if the bytes fit it, and only then a guess.
Labels follow https://encoding.spec.whatwg.org/#names-and-labels: a label names the widest charset pages use it for.
"""

import codecs
import re

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# what WHATWG decodes where Python's codec of that name is narrower
WIDER = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "euc_kr": "cp949", "big5": "big5hkscs", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
}  # fmt: skip
ALIASES = {
    "x-sjis": "cp932", "x-gbk": "gb18030", "ks_c_5601-1987": "cp949", "big5-hkscs": "big5hkscs", "x-euc-jp": "euc_jp",
}  # fmt: skip
TEXT_CODEC = re.compile(
    r"cp\d+|iso8859-\d+|koi8-[rut]|mac-\w+|utf-8|gb18030|euc_jp|iso2022_jp\w*|cp949|big5hkscs|hz|johab|ptcp154"
)
SINGLE_BYTE = re.compile(r"cp(?:125\d|866|874|437|850)|iso8859|koi8|mac-|ptcp")
DECLARED = re.compile(
    rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{2,40})""",
    re.I,
)
# of every four bytes, the places that are zero in Latin text and markup
ZEROS = {"utf-32-le": (1, 2, 3), "utf-32-be": (0, 1, 2), "utf-16-le": (1, 3), "utf-16-be": (0, 2)}
# a tag ends at the next one, a script at the end of the page: else each that does not would be tried up to there
TAGS = re.compile(rb"<(?:script|style)\b.*?(?:</|\Z)|<[^<>]*>", re.S | re.I)
KANA = re.compile("[\u3041-\u3093\u30a1-\u30f6]")
HEAD = 16_384
SAMPLE = 16_384
MISFIT = 0.02  # a declared charset is dropped when more than this share of the non-ASCII bytes does not decode


def as_utf8(payload: bytes, declared: str | None = None) -> tuple[bytes, str]:
    """Give the text of `payload` as UTF-8 without byte order mark, and the Python name of the charset it came in.

    `declared` is the charset of the HTTP header. Bytes that do not fit become U+FFFD; nothing raises.
    """
    mark, wide = _marked(payload)
    wide = wide or _by_zero_bytes(payload[:4096])
    bare = payload[len(mark) :]
    if wide in (None, "utf-8") and _is_utf8(bare):
        return bare, "utf-8"
    text, name = (bare.decode(wide, "replace"), wide) if wide else _decoded(payload, declared)
    return text.encode("utf-8", "replace"), name


def _is_utf8(payload: bytes) -> bool:
    """Tell whether the bytes are UTF-8.

    With the escapes of ISO-2022-JP they are that, though they would pass for ASCII.
    """
    if b"\x1b" in payload and b"\x1b$" in payload:  # one byte is looked for ten times as fast as two
        return False
    try:
        payload.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(payload: bytes, declared: str | None) -> tuple[str, str]:
    """Give the text of bytes that are not UTF-8 throughout, and the Python name of their charset."""
    candidates = _declared(payload, declared)
    # a multi-byte charset that fits says something; a single-byte one always fits
    for name in sorted(candidates, key=lambda name: bool(SINGLE_BYTE.match(name))):
        text = payload.decode(name, "replace")
        if _misfit(text) <= MISFIT:
            return text, name
    text = payload.decode("utf-8", "replace")
    if _misfit(text) <= (0.2 if "utf-8" in candidates else MISFIT):
        return text, "utf-8"
    name = _guess(payload)
    return payload.decode(name, "replace"), name


def encoding_of_label(name: str) -> str | None:
    """Give the Python codec a page means by the charset label `name`, or None if it is no charset of pages."""
    try:
        codec = codecs.lookup(ALIASES.get(name.strip().lower(), name.strip())).name
    except (LookupError, ValueError):
        return None
    codec = WIDER.get(codec, "utf-8" if codec.startswith("utf-16") else codec)
    return codec if TEXT_CODEC.fullmatch(codec) else None


def _declared(payload: bytes, header: str | None) -> list[str]:
    labels = [header] if header else []
    labels += [(match[1] or match[2]).decode("ascii", "replace") for match in DECLARED.finditer(payload[:HEAD])]
    return list(dict.fromkeys(codec for name in labels if (codec := encoding_of_label(name))))


def _misfit(text: str) -> float:
    """Give the share of characters outside ASCII that did not decode, 0 to 1."""
    bad = text.count("\ufffd")
    return bad / max(1, len(text) - len(text.encode("ascii", "ignore"))) if bad else 0.0


def is_wide(head: bytes) -> bool:
    """Tell whether the bytes are UTF-16 or UTF-32, where zeros and control bytes are nothing strange."""
    return (_marked(head)[1] or _by_zero_bytes(head) or "").startswith(("utf-16", "utf-32"))


def _marked(payload: bytes) -> tuple[bytes, str | None]:
    for mark, name in BOMS:
        if payload.startswith(mark):
            return mark, name
    return b"", None


def _by_zero_bytes(head: bytes) -> str | None:
    """Tell UTF-16 and UTF-32 without a mark.

    Markup and Latin text leave zeros at every second, or three of four, places.
    """
    if len(head) < 8 or head.count(0) * 5 < len(head):
        return None
    zeros = [head[start::4].count(0) * 4 / len(head) for start in range(4)]
    for name, places in ZEROS.items():
        if all(zeros[place] > 0.4 if place in places else zeros[place] < 0.1 for place in range(4)):
            return name
    return None


def _guess(payload: bytes) -> str:
    """Guess the charset of bytes that declare nothing true, from the passages with most non-ASCII bytes."""
    from charset_normalizer import from_bytes  # 40 ms to import, and one page in a thousand needs it

    prose = TAGS.sub(b" ", payload[: 16 * SAMPLE])
    dense = b"\n".join(sorted(re.split(rb"\s{2,}|[\r\n]", prose), key=lambda part: part.isascii())[:400])[:SAMPLE]
    japanese = dense.decode("euc_jp", "replace")  # the one charset the guess never finds
    if _misfit(japanese) <= MISFIT and len(KANA.findall(japanese)) * 5 > len(japanese):
        return "euc_jp"
    best = from_bytes(dense).best()
    if best is None or {"cp1252", "latin_1"} & set(best.could_be_from_charset):
        return "cp1252"
    return encoding_of_label(best.encoding) or "cp1252"
