"""What is no news: what two loads of a page have otherwise, and what was read otherwise."""

from typing import Any

import pytest

from archive.fingerprint import block_hash
from archive.judge.change import Holding, says_otherwise
from archive.judge.noise import without_noise
from archive.model import Article, Block, Label
from tests.build import bare_article

URL = "https://harbour.example/ships/1"
STORY = ("The coaster came in on Tuesday.", "Her crew of nine is well.", "She carries slate and roof tiles.")


def blocks(*texts: str, stripped: tuple[str, ...] = ()) -> tuple[Block, ...]:
    return tuple(
        Block(place, text, *((Label.PROMO, "test") if text in stripped else (Label.BODY, "text")))
        for place, text in enumerate(texts)
    )


def article(*texts: str, stripped: tuple[str, ...] = (), **fields: Any) -> Article:
    body = "\n\n".join(text for text in texts if text not in stripped)
    return bare_article(body, url=URL, blocks=blocks(*texts, stripped=stripped), **{"title": "In"} | fields)


def changed(then: Article, page: Article, again: Article | None = None, *, site: tuple[str, ...] = ()) -> bool:
    """Whether `page` is news of the article that said `then`. `site`: other pages' furniture."""
    held = Holding(
        1, URL, then.site, then.title, then.standfirst, then.body, then.byline, then.digest, 1, "", "",
        authors=then.authors,
    )  # fmt: skip
    held, said = without_noise(held, then.blocks, page, again, frozenset(map(block_hash, site)))
    return says_otherwise(said, held)


def test_what_two_loads_have_otherwise_is_no_news() -> None:
    """A promotion that is another at each load, wherever it stands; a headline or an author that comes and goes."""
    assert not changed(
        article(*STORY, "Tea, 3 crowns"), article(*STORY, "Tea, 4 crowns"), article(*STORY, "Rum, 9 crowns")
    )
    assert not changed(article(*STORY), article("Only tonight!", *STORY), article("Hurry up!", *STORY))
    assert not changed(article(*STORY), article(*STORY, title="Ship in"), article(*STORY, title="Ahoy"))
    assert not changed(article(*STORY), article(*STORY, authors=("Ana Kestrel",)), article(*STORY))


def test_what_both_loads_say_is_news() -> None:
    """An edit, a paragraph more or less, another headline or author: seen, though a promotion changes beside them."""
    old = article(*STORY, "Share", "Tea, 3 crowns", stripped=("Share",))

    def page(*texts: str, promo: str, **fields: Any) -> Article:
        return article(*texts, "Share", promo, stripped=("Share",), **fields)

    for texts in (STORY[:2], (*STORY, "A tug was sent."), ("The coaster came in on Monday.", *STORY[1:])):
        assert changed(old, page(*texts, promo="Tea, 4 crowns"), page(*texts, promo="Rum, 9 crowns"))
    for fields in ({"title": "Out"}, {"authors": ("Ana Kestrel",)}, {"standfirst": "A long night"}):
        assert changed(
            old, page(*STORY, promo="Tea, 4 crowns", **fields), page(*STORY, promo="Rum, 9 crowns", **fields)
        )
    assert not changed(old, page(*STORY, promo="Tea, 4 crowns"), page(*STORY, promo="Rum, 9 crowns"))


def test_a_paragraph_gone_beside_an_advertisement_is_news() -> None:
    """Where each load has one other advertisement, a paragraph less is seen for all that."""
    old, page, again = (
        article(STORY[0], ad, *texts, stripped=(ad,))
        for ad, texts in (("Tea", STORY[1:]), ("Rum", STORY[2:]), ("Ale", STORY[2:]))
    )
    assert changed(old, page, again)
    links = [("Who pays?", "The mill burns"), ("A bear", "No bear"), ("Ice at last", "The ferry is late")]
    old, page, again = (
        article(STORY[0], *some, *texts, stripped=some)
        for some, texts in zip(links, (STORY[1:], STORY[2:], STORY[2:]), strict=True)
    )
    assert changed(old, page, again)


def test_what_was_taken_for_text_at_a_noisy_place_is_no_news_once_it_is_gone() -> None:
    """A teaser that an earlier reading took for text, where each load has other teasers: its absence says nothing."""
    old = article(*STORY, "Read also", "The mill burns", stripped=("Read also",))
    page, again = (
        article(*STORY, "Read also", teaser, stripped=("Read also", teaser)) for teaser in ("Ice at last", "A bear")
    )
    assert not changed(old, page, again)


def test_a_block_that_was_read_otherwise_is_no_news() -> None:
    """What stood on the page before and stands there now is no change, if it was kept then and is not now, or not."""
    plain, less = article(*STORY), article(*STORY, stripped=STORY[:1])
    assert not changed(plain, less)
    assert not changed(less, plain)
    assert changed(less, article(*STORY[1:], "A tug was sent."))


def test_what_other_pages_have_as_furniture_is_no_news() -> None:
    """A promotion that was taken for text once, and is gone from a page of another template: its absence says nothing,
    nor would its return; an edit beside it is seen."""
    old, new = article(*STORY, "Tea, 3 crowns"), article(*STORY)
    for again in (None, new):
        assert changed(old, new, again)
        assert not changed(old, new, again, site=("Tea, 9 crowns",))
        assert not changed(new, old, old if again else None, site=("Tea, 9 crowns",))
        assert changed(old, article(*STORY[:2]), again and article(*STORY[:2]), site=("Tea, 9 crowns",))


def test_half_a_page_tells_nothing() -> None:
    """A second load that shows a part only, as a metered paywall does, takes nothing from the first."""
    long = tuple(f"{text} Paragraph {number}." for number in range(9) for text in STORY)
    page = article(*long, "A tug was sent.")
    assert changed(article(*long), page, article(*long[:3]))


def test_a_headline_that_flips_back_is_no_news() -> None:
    """A site tries two headlines out: the other one was seen, and is no news when it comes back."""
    then, page = article(*STORY), article(*STORY, title="Ahoy")
    held = Holding(1, URL, None, "In", None, then.body, None, then.digest, 2, "", "", titles=frozenset({"In", "Ahoy"}))
    known, said = without_noise(held, then.blocks, page)
    assert not says_otherwise(said, known)
    assert changed(then, page)


def test_what_takes_turns_with_furniture_is_no_news() -> None:
    """An advertisement that is not known yet stands where a known one stood; a paragraph does not."""
    tea, rum = "Tea is 3 crowns today", "Rum is 9 crowns today"
    assert not changed(article(*STORY, tea), article(*STORY, rum, stripped=(rum,)))
    assert not changed(article(*STORY, tea, stripped=(tea,)), article(*STORY, rum))
    assert changed(article(*STORY, tea, stripped=(tea,)), article(*STORY, "A tug was sent out to her. " * 5))


def test_capitals_of_a_byline_are_no_news() -> None:
    """The same names, printed otherwise."""
    then = article(*STORY, authors=("Ana Kestrel",), byline="By Ana Kestrel")
    assert not changed(then, article(*STORY, authors=("ANA KESTREL",), byline="BY ANA KESTREL"))


@pytest.mark.parametrize("heading", ["Most read", "Meistgelesen", "Les plus lus"])
@pytest.mark.parametrize("label", [Label.SUBHEADING, Label.RELATED])
def test_a_list_of_the_most_read_that_rotates(heading: str, label: Label) -> None:
    """Another list every night amid the text is no news, whatever was made of its heading; an edit after it is."""
    texts = [
        f"The coaster {number} reached the harbour on Tuesday with a hundred tonnes of slate." for number in range(4)
    ]

    def page(night: int, last: str = texts[3]) -> Article:
        listed = [(f"Who pays for pier {night}{place}?", Label.LIST) for place in range(5)]
        told = [(text, Label.BODY) for text in (*texts[:3], last)]
        lines = enumerate([*told[:2], (heading, label), *listed, *told[2:]])
        read = tuple(Block(place, text, kind, "") for place, (text, kind) in lines)
        return bare_article("\n\n".join(block.text for block in read if block.kept), title="In", blocks=read)

    assert not changed(page(1), page(2))
    assert changed(page(1), page(2, last="They are still there."))
    before = page(1)
    texts[2] = texts[2].replace("slate", "slates")  # the paragraph behind the list, with which it ends
    assert changed(before, page(2))
