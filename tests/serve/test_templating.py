"""Addresses that keep what was asked, and texts in portions."""

from archive.serve.templating import PORTION, address_with, text_portion


def test_address_with() -> None:
    """What was asked stays but for the place in the list and the token; None leaves a filter out."""
    query = {"q": "storm surge", "site": "a.example", "after": "50", "token": "secret", "source": " "}
    assert address_with("/search", query, site=None) == "/search?q=storm+surge"
    assert address_with("/search", {}) == "/search"


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
