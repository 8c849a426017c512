"""A source that stands on the page as a picture of its sign is read from the picture's `alt`."""

import pytest

from archive import extract
from archive.model import Article, Confidence

STORY = "".join(
    f"<p>Most nad rzeką zostanie zamknięty na {number} tygodni w marcu, poinformowała we wtorek komisja, a powiat "
    f"zapłaci za wymianę {number} belek, które pochodzą jeszcze z czasów budowy starej przeprawy.</p>"
    for number in range(3, 11)
)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ('<div class="source"><a href="/pap"><img alt="PAP" src="/p.png"></a></div>', ["Polish Press Agency"]),
        ('<p class="articleSource">Źródło informacji: <img alt="PAP"></p>', ["Polish Press Agency"]),
        ('<div>Źródło materiału: <img alt="Dziennik Zachodni"> Jan Kowalski</div>', ["Dziennik Zachodni"]),
        ('<div class="photo"><div class="source"><img alt="PAP"></div></div>', []),
        ('<div class="resources"><img alt="PAP"></div>', []),
        ('<div class="source"><img alt="Most nad rzeką"></div>', []),
        ('<div><img alt="PAP"></div>', []),
    ],
)
def test_logos(place: str, expected: list[str]) -> None:
    """It is one in a source's place only, and likely; pictures of the story have their agency in their `alt`, too."""
    html = f"<html lang=pl><h1>Most zamknięty na dziewięć tygodni</h1><article>{STORY}{place}</article></html>"
    article = extract(html, url="https://kurier.example/a/1")
    assert isinstance(article, Article)
    assert [credit.organization for credit in article.credits] == expected
    assert all(credit.confidence is Confidence.LIKELY for credit in article.credits)
