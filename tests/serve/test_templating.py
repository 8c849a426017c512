"""Addresses that keep what was asked, and texts in portions."""

from archive.serve.templating import PORTION, address_with, mark_pieces, text_portion, write_block, write_json


def test_address_with() -> None:
    """What was asked stays but for the place in the list and the token; None leaves a filter out."""
    query = {"q": "storm surge", "site": "a.example", "after": "50", "token": "secret", "source": " "}
    assert address_with("/search", query, site=None) == "/search?q=storm+surge"
    assert address_with("/search", {}) == "/search"
    assert (
        address_with("/search", {'"><b&x=': "é\ud800&="}, site="a b")
        == "/search?%22%3E%3Cb%26x%3D=%C3%A9%3F%26%3D&site=a+b"
    )


def test_text_portion() -> None:
    """A text of any length comes in portions, in which nothing is lost and no block is twice."""
    texts = ["a" * 10, "b" * (2 * PORTION + 5), "c" * 7]
    blocks = [{"text": text, "pieces": [(text, False)]} for text in texts]
    start: int | None = 0
    seen, turns = "", 0
    while start is not None:
        shown = list(text_portion(blocks, start))
        start = shown[-1].get("rest")
        portion = "".join(one["text"] for one in shown if "text" in one)
        assert len(portion) <= PORTION
        seen, turns = seen + portion, turns + 1
    assert (seen, turns) == ("".join(texts), 3)


def test_written_in_python() -> None:
    """What is written past the templates is escaped as in them, and shows what nobody sees."""
    assert mark_pieces([("a<b \u202e", False), ("&", True)]) == "a&lt;b ⟨U+202E⟩<mark>&amp;</mark>"
    block = {"label": "list", "proof": True, "position": 3, "pieces": [("<i>", False)]}
    assert write_block(block) == '<p class="item" id="b3">&lt;i&gt;</p>'
    assert write_block(block | {"label": "quote", "proof": False}) == "<blockquote>&lt;i&gt;</blockquote>"
    written = write_json({"title": "</pre> \u202e", "author": [{"family": "O'Hara"}]}).unescape()
    assert written == '{\n  "title": "</pre> ⟨U+202E⟩",\n  "author": [{"family": "O\'Hara"}]\n}'
