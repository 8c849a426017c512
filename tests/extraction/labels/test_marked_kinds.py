"""Pages to log in, of people and of the weather are flagged by signs of two kinds; articles about them are not."""

import pytest

from archive.extraction import extract
from archive.model import Article, Flag

TALK = (
    "<section><p>Members of the Marsh Rowing Club can see their boats, their hours and their bills here, change a name"
    " and the address that the club has of them, and say on which days they want to row.</p>"
    "<p>The club keeps what it needs to send the bills, and forgets it a year after somebody has left. Whoever wants to"
    " know what it has asks its secretary, who answers within a week. What nobody has taken is free.</p></section>"
)


def flags(title: str, main: str, url: str, head: str = "") -> set[str]:
    """Give the flags of a page of an invented site."""
    page = (
        f"<html lang=en><head><title>{title}</title>{head}</head><body><nav><a href=/>Home</a></nav>"
        f"<div><h1>{title.split(' | ')[0]}</h1>{main}</div></body></html>"
    )
    found = extract(page.encode(), url=url)
    assert isinstance(found, Article), found
    return set(found.flags)


FORM = "<div><form><input name=user><input type=password name=word><button>Go</button></form></div>"
PERSON = (
    "<p>Anna Marsden, 54 years old, lives in Lower Marsh, has lived in Upper Marsh and in Tarn Bay too, and is known as"
    " Anna M. Marsden and as Ann Marsden in four of the records that we have found about her.</p>"
    "<ul><li>(555) 010-1234</li><li>555-010-4321</li></ul>"
)
DAYS = "".join(
    f"<div class=day><b>Day {day}</b> <span>{day + 3}°</span> <span>{day - 4} °C</span></div>" for day in range(9)
)
RAIN = (
    "<p>Rain comes over the hills in the night and goes on until noon;"
    " in the valley it stays dry and it is windy, with gusts on the lake that can be strong.</p>"
)


@pytest.mark.parametrize(
    ("title", "main", "url", "kind"),
    [
        ("Log in | Marsh Rowing Club", TALK + FORM, "https://rowing.example/members", Flag.ACCOUNT),
        ("Mein Konto | Ruderverein", TALK + FORM, "https://rudern.example/x", Flag.ACCOUNT),
        ("Welcome back | Marsh Rowing Club", TALK + FORM, "https://rowing.example/my-account/", Flag.ACCOUNT),
        ("Вход | Клуб", TALK + FORM, "https://rowing.example/p/12", Flag.ACCOUNT),
        ("Anna Marsden in Lower Marsh", PERSON, "https://findings.example/people/anna-marsden", Flag.PROFILE),
        ("Marsh Town: 10 days", RAIN + DAYS, "https://sky.example/weather/marsh-town", Flag.WEATHER),
        ("Wetter in Marschstadt", RAIN + DAYS, "https://himmel.example/12345", Flag.WEATHER),
    ],
)
def test_kinds_are_flagged(title: str, main: str, url: str, kind: Flag) -> None:
    """They are kept, and the flags say what they are."""
    assert {Flag.NOT_AN_ARTICLE.value, kind.value} <= flags(title, main, url)


@pytest.mark.parametrize(
    ("title", "main", "url"),
    [
        ("Log in and lose: what the bank's new password costs", TALK + FORM, "https://marshcourier.example/news/bank"),
        ("Bank changes logins", TALK + FORM, "https://marshcourier.example/2026/bank"),
        (
            "Weather: frost ends on Tuesday",
            RAIN + "<p>It was -4° at night.</p>",
            "https://marshcourier.example/weather/x",
        ),
        ("Found at last", TALK + "<p>Call 555-010-4321</p>", "https://marshcourier.example/people/found-at-last"),
    ],
)
def test_articles_about_them_are_not(title: str, main: str, url: str) -> None:
    """One sign alone says nothing."""
    assert Flag.NOT_AN_ARTICLE.value not in flags(title, main, url)


def test_an_article_by_its_own_word_is_none_of_them() -> None:
    """A newspaper's forecast with a table is its article."""
    head = '<meta property="og:type" content="article">'
    assert Flag.WEATHER.value not in flags(
        "Weather for Marsh Town", RAIN + DAYS, "https://marshcourier.example/weather/3", head
    )
