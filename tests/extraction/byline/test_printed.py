"""The printed line makes byline, authors and signatures."""

from archive.extraction import extract
from archive.model import Article, Signature


def page(head: str) -> Article:
    """A Chinese page with that line below its headline."""
    text = "望溪市文物局周二宣布，横跨望溪的三孔石桥经过十四个月的修缮，将于本周六重新向行人开放，市民可以免费参观。"
    body = "".join(f"<p>{text}第{number}批石狮已经归位，工程师陆青说。</p>" for number in range(8))
    said = extract(f"<html lang=zh><body><h1>望溪古桥周六开放</h1><p>{head}</p>{body}</body></html>".encode())
    assert isinstance(said, Article)
    return said


def test_an_author_beside_the_source_is_read() -> None:
    """Chinese sites print source and author in one line; a line with the editor alone is no byline."""
    told = page("2026-11-10 08:42 来源：新华网 作者：王小明")
    assert (told.authors, told.reporting) == (("王小明",), "syndicated")
    assert told.signatures == (Signature("王小明", organization="Xinhua News Agency"),)
    edited = page("[责任编辑：陈小满]")
    assert (edited.authors, edited.byline) == ((), None)
