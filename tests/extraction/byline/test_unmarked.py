"""A byline that neither markup nor words in the head show is found where nothing else names the author."""

import pytest

from archive import extract
from archive.model import Article

TEXT = "".join(
    f"<p>The ferry to Skell will get two battery engines in spring, the board decided at its meeting number {n}.</p>"
    for n in range(6)
)


@pytest.mark.parametrize(
    ("head", "tail", "authors"),
    [
        ("<p>Written by</p><p>Ada Larkin</p><p>14 April 2026</p>", "", ("Ada Larkin",)),
        ("<ul><li>Ada Larkin</li><li>14 April 2026</li></ul>", "", ("Ada Larkin",)),
        ("<div>14 April 2026</div><div>Ada Larkin, Tom Quay</div>", "", ("Ada Larkin", "Tom Quay")),
        ("<div>14 April 2026</div><div>Local Sports News</div>", "", ()),
        ("<div>14 April 2026</div><div>Tarn Bay</div>", "<footer><a href=/t>Tarn Bay</a></footer>", ()),
        ("", "<p>Written by Ada Larkin and Tom Quay</p>", ("Ada Larkin", "Tom Quay")),
        (
            "",
            "<div><h4>Ada Larkin</h4><p>Ada Larkin is a writer who covers harbours and ferries.</p></div>",
            ("Ada Larkin",),
        ),
        ("", "<p>Skell Ferry is a company in the province that runs eleven boats on the strait.</p>", ()),
        ("", "<p style='text-align:right'><strong>Lê Phương</strong></p>", ("Lê Phương",)),
        ("", "<p><b>Key Points</b></p><p>The ferry sails on.</p>", ()),
        ("", "<h3>Ada Larkin</h3>", ()),
        ("", "<p>Ada Larkin</p>", ()),
        ("<p class=byline>By Tom Quay</p>", "<p>Written by Ada Larkin</p>", ("Tom Quay",)),
    ],
)
def test_unmarked_bylines(head: str, tail: str, authors: tuple[str, ...]) -> None:
    """Under the text, in a biography, or alone beside the date; sections and places in menus are nobody."""
    page = f"<html lang=en><body><h1>Ferry gets battery engines</h1>{head}<div>{TEXT}{tail}</div></body></html>"
    article = extract(page, "https://www.harbourtimes.example/ferry")
    assert isinstance(article, Article)
    assert article.authors == authors


def test_two_authors_in_two_lines() -> None:
    """Where the data state one of them, the other is read from the page."""
    data = (
        '{"@type": "NewsArticle", "headline": "Ferry gets engines", "author": {"@type": "Person", "name": "Tom Quay"}}'
    )
    names = "<div class=byline><div>Ada Larkin</div><div>Tom Quay</div></div>"
    page = f'<script type="application/ld+json">{data}</script><h1>Ferry gets battery engines</h1>{names}{TEXT}'
    article = extract(f"<html lang=en><body>{page}</body></html>", "https://www.harbourtimes.example/ferry")
    assert isinstance(article, Article)
    assert article.authors == ("Ada Larkin", "Tom Quay")
