"""Bytes become one tree or one text, or are refused with a reason; nothing raises."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.extraction.decoding.charset import encoding_of_label
from archive.extraction.decoding.decode import HtmlPage, TextPage, decode_page
from archive.model import Reason, Rejected

STORY = (
    "<html><head><title>Hafenblatt</title></head><body><p>Grüße aus Köln: die Brücke öffnet um zehn.</p></body></html>"
)
CHINESE = "<html><head><title>新桥通车</title></head><body><p>镕城消息，新桥昨日通车。</p></body></html>"


def text_of(page: object) -> str:
    """The visible text of a page that must be HTML."""
    assert isinstance(page, HtmlPage)
    return str(page.tree.find("body").text_content())


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_unicode_needs_no_declaration(codec: str) -> None:
    """Every Unicode form is read, with and without a byte order mark."""
    assert text_of(decode_page(STORY.encode(codec))) == "Grüße aus Köln: die Brücke öffnet um zehn."


def test_valid_utf8_beats_a_wrong_declaration() -> None:
    """A page that declares Latin-1 and is UTF-8 is read as UTF-8."""
    page = decode_page(STORY.replace("<head>", '<head><meta charset="iso-8859-1">').encode(), charset="iso-8859-1")
    assert text_of(page) == "Grüße aus Köln: die Brücke öffnet um zehn."


@pytest.mark.parametrize(
    ("declared", "codec", "text"),
    [
        ("iso-8859-1", "cp1252", "“Grüße” – 5 €"),
        ("gb2312", "gb18030", "镕城消息"),
        ("Shift_JIS", "cp932", "①東京で会議"),
        ("euc-kr", "cp949", "똠방각하 서울"),
        ("big5", "big5hkscs", "臺灣消息"),
        ("windows-1251", "cp1251", "Новый мост"),
    ],
)
def test_declared_charsets_are_read_in_their_widest_form(declared: str, codec: str, text: str) -> None:
    """A label means what browsers decode for it, in the meta tag and in the HTTP header alike."""
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    markup = f"<html><head>{meta}</head><p>{text}</p></html>"
    bare = f"<html><p>{text}</p></html>"
    assert text_of(decode_page(markup.encode(codec))) == text
    assert text_of(decode_page(bare.encode(codec), charset=declared)) == text
    assert text_of(decode_page(bare.encode(codec), media_type=f"text/html; charset={declared}")) == text


def test_a_chinese_page_that_declares_utf8_falsely() -> None:
    """Where the declared charset does not fit the bytes, the bytes are asked."""
    lied = CHINESE.replace("<head>", '<head><meta charset="utf-8">').replace("。", "。" * 2)
    page = decode_page(lied.encode("gb18030") * 3)
    assert isinstance(page, HtmlPage)
    assert page.charset == "gb18030"


def test_undeclared_legacy_text_is_guessed() -> None:
    """A text without any declaration is still readable."""
    assert decode_page("Die Straße über die Brücke bleibt für Fußgänger geöffnet.".encode("cp1252")) == TextPage(
        "Die Straße über die Brücke bleibt für Fußgänger geöffnet.", "cp1252"
    )
    japanese = "港の新しい橋が昨日ひらかれました。市長はよろこびをかたりました。"
    assert decode_page(japanese.encode("euc_jp")) == TextPage(japanese, "euc_jp")


def test_labels_that_are_no_charset_of_pages_are_ignored() -> None:
    """A declared codec cannot run what it should not."""
    assert [encoding_of_label(name) for name in ("rot13", "zlib", "idna", "no such", "utf-16")] == [
        None,
        None,
        None,
        None,
        "utf-8",
    ]


def test_gzip_is_taken_off() -> None:
    """One layer, two layers, joined members and a cut end."""
    packed = gzip.compress(STORY.encode())
    assert text_of(decode_page(packed)) == text_of(decode_page(gzip.compress(packed)))
    joined = gzip.compress(STORY.encode()[:60]) + gzip.compress(STORY.encode()[60:])
    assert text_of(decode_page(joined)) == "Grüße aus Köln: die Brücke öffnet um zehn."
    assert isinstance(decode_page(gzip.compress(STORY.encode() * 50)[:-12]), HtmlPage)


@pytest.mark.parametrize(
    ("payload", "reason", "detail"),
    [
        (b"", Reason.EMPTY, "nothing in it"),
        (b" \n\t", Reason.EMPTY, "nothing in it"),
        (b"\xef\xbb\xbf", Reason.EMPTY, "nothing in it"),
        (b"<!-- nothing -->", Reason.EMPTY, "no text between its tags"),
        (b"%PDF-1.7 ...", Reason.BINARY, "a PDF: save the page as HTML or text"),
        (b"\x89PNG\r\n\x1a\n....", Reason.BINARY, "a PNG image: save the page as HTML or text"),
        (bytes(range(256)) * 20, Reason.BINARY, "a binary file: save the page as HTML or text"),
        (b"\x1f\x8b broken", Reason.BINARY, "a damaged gzip file"),
        (gzip.compress(bytes(60_000_000)), Reason.TOO_LARGE, "over 50,000,000 bytes"),
        (b"x" * 50_000_001, Reason.TOO_LARGE, "over 50,000,000 bytes"),
        (b"<p>" * 61_000, Reason.TOO_LARGE, "61,002 tags; at most 60,000 are read"),
        (b"<div>" * 100_000 + b"deep", Reason.TOO_LARGE, "its tags are nested more than 2,000 deep"),
        (b'{"title": "x"}', Reason.NOT_A_PAGE, "a JSON file, not a page"),
        (b'<?xml version="1.0"?><rss><channel/></rss>', Reason.NOT_A_PAGE, "a feed or sitemap, not a page"),
        (b'<?xml version="1.0"?><invoice/>', Reason.NOT_A_PAGE, "an XML file, not a page"),
        (b"(function(){var a=1})();", Reason.NOT_A_PAGE, "a script or style sheet, not a page"),
        (
            b"From: <Saved by Browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n",
            Reason.NOT_A_PAGE,
            "an MHTML or mail file: save the page as HTML or text",
        ),
    ],
)
def test_refusals_say_what_the_file_is(payload: bytes, reason: Reason, detail: str) -> None:
    """What is no page is refused with one clear line."""
    assert decode_page(payload) == Rejected(reason, detail)


def test_content_decides_what_is_html() -> None:
    """Names lie: markup in a .txt is HTML, an .html without markup is text, a stray tag in a dump is nothing."""
    assert isinstance(decode_page(b"<div><p>Bridge opens</p></div>", media_type="text/plain"), HtmlPage)
    assert isinstance(decode_page(b"Bridge opens.\n\nMore soon.", media_type="text/html"), TextPage)
    dump = b'<img src="pixel.gif">\n\nHome\n\nNews\n\n' + b"The bridge opens on Monday, the mayor said.\n\n" * 60
    assert isinstance(decode_page(dump), TextPage)
    assert isinstance(decode_page(b'<?xml version="1.0"?><!DOCTYPE html><html><p>x</p></html>'), HtmlPage)


def test_zeros_and_control_characters_vanish() -> None:
    """Nothing that an XML tree or a database refuses gets through."""
    assert text_of(decode_page(b"<html><p>a\0b&#1;c&#xFFFF;d\x0be</p></html>")) == "abcd\ne"
    assert decode_page(b"One\x01 line\x0cnext") == TextPage("One line\nnext", "utf-8")


def test_deep_markup_is_hung_up_at_256_levels() -> None:
    """A page of unclosed tags keeps all its text, in a tree that no reader can fall through."""
    page = decode_page(b"<html><body>" + b"<font>" * 900 + b"deep" + b"</font>" * 900 + b"<p>after</p>")
    assert text_of(page) == "deepafter"
    assert isinstance(page, HtmlPage)
    assert max(sum(1 for _ in node.iterancestors()) for node in page.tree.iter()) <= 256


@given(
    st.binary(max_size=2000), st.sampled_from([None, "text/html", "text/plain; charset=utf-7"]), st.text(max_size=12)
)
def test_decode_never_raises(payload: bytes, media_type: str | None, charset: str) -> None:
    """Any bytes with any hints give a page or a refusal."""
    assert isinstance(decode_page(payload, media_type=media_type, charset=charset), HtmlPage | TextPage | Rejected)


@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</div>", "<!--", "-->", "&#0;", "<html", "x", "é", "\0", "<?xml", "]]>", "{", "<script>"]
        )
    )
)
def test_decode_never_raises_on_broken_markup(parts: list[str]) -> None:
    """Any soup of markup gives a page or a refusal."""
    assert isinstance(decode_page("".join(parts).encode()), HtmlPage | TextPage | Rejected)
