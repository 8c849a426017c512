"""No character reference takes text with it, and none stays in the text because it was written twice."""

import html

import pytest

from archive.extraction.decoding.blocks import blocks_of
from archive.extraction.decoding.decode import HtmlPage, decode_page
from archive.extraction.decoding.references import mend_references


def _text(markup: str) -> str:
    page = decode_page(f"<html><body><p>{markup}</p></body></html>".encode(), media_type="text/html")
    assert isinstance(page, HtmlPage)
    return " | ".join(block.text for block in blocks_of(page.tree).blocks)


def _may_stand(code: int) -> bool:
    """Whether XML 1.0 lets the character stand in a document; of surrogates and beyond the parser makes U+FFFD."""
    return code in (9, 10, 13) or (code >= 32 and code not in (0xFFFE, 0xFFFF))


def test_references_of_one_to_six_digits_leave_all_around_them() -> None:
    """Only those to control characters go, and they alone: every decimal one, every hexadecimal one of five digits.

    Of those of six digits every 97th is tried. Each stands before letters that are hexadecimal digits too.
    """
    gone = [code for code in range(0x10000) if not _may_stand(code)]
    for forms in (
        [f"&#{code};" for code in range(1_000_000)],
        [f"&#x{code:x};" for code in range(0x100000)] + [f"&#x{code:x};" for code in range(0x100000, 0x1000000, 97)],
    ):
        whole = "und".join(forms).encode()
        for code in gone:
            forms[code] = ""
        assert mend_references(whole) == "und".join(forms).encode()


def test_references_end_where_they_end() -> None:
    """With and without semicolon, zeros before them or not, whatever follows."""
    codes = [*range(0x300), *range(0xD7F0, 0xD810), *range(0xDFF0, 0xE010), *range(0xFFF0, 0x10010)]
    forms = [(f"&#x{code:x}", code) for code in codes] + [(f"&#X0{code:X}", code) for code in codes]
    for form, code in forms + [(f"&#00{code}", code) for code in codes]:
        for end, after in ((";", "und"), (";", "7e"), ("", " und")):
            bare = f"gro{after}".encode()
            whole = f"gro{form}{end}{after}".encode()
            assert mend_references(whole) == (whole if _may_stand(code) else bare), form


@pytest.mark.parametrize("letter", "ØÙÚÛÜÝÞß")
def test_latin_capitals_as_references_are_read(letter: str) -> None:
    """References D8 to DF were taken for halves of surrogates, with what follows them."""
    for form in (f"&#x{ord(letter):X};", f"&#x{ord(letter):x};", f"&#{ord(letter)};", f"&#x00{ord(letter):X};"):
        assert f"gro{letter} und" == _text(f"gro{form} und")


def test_references_read_as_browsers_read_them() -> None:
    """Windows-1252 quotes and characters beyond the first plane among them."""
    markup = "&#147;Dam holds&#148; &#x1F600; &#8211; caf&eacute; &nbsp;&hellip;"
    assert " ".join(html.unescape(markup).split()) == _text(markup)


def test_references_written_twice_are_read_once() -> None:
    """In text and titles, however often they were escaped; markup that is shown stays."""
    assert (
        _text("&amp;ldquo;The island&amp;#039;s shop&amp;amp;rdquo; &amp;#x2013; R&amp;D")
        == "“The island's shop” – R&D"
    )
    assert _text("Write <code>&amp;amp;</code> for an ampersand") == "Write &amp; for an ampersand"
    assert _text("AT&amp;T; and &lt;b&gt;") == "AT&T; and <b>"
    assert _text("&amp;lt;b&amp;gt;") == "&lt;b&gt;"


def test_styled_lines_are_apart_from_what_they_follow() -> None:
    """A subline in the heading, a label behind a word; but not a letter that is only shown larger."""
    assert _text('<b>Dam holds<span class="subline">Hundreds go home</span></b>') == "Dam holds Hundreds go home"
    assert _text('<h1>Dam holds<span class="subline">Hundreds go home</span></h1>') == "Dam holds | Hundreds go home"
    assert _text('<h1><span class="kicker">Floods</span>Dam holds</h1>') == "Floods | Dam holds"
    assert _text("Rivers rise<small>Live</small>") == "Rivers rise Live"
    assert _text('Mc<span class="n">Donald</span> and <span class="drop">T</span>he end') == "McDonald and The end"
    assert _text('before<img src="x.png">behind') == "before behind"
