"""What may be concluded from blocks that come back on a site."""

from archive.extraction.site_memory import (
    BARE,
    RULE,
    furniture_hashes,
    remembered_blocks,
    strip_furniture,
    stripped_hashes,
)
from archive.model import Block, Label

LINE = "Every Friday our correspondents talk about the week on Radio Eastmouth."
LONG = "The Harbour Times has been printed in Eastmouth since 1931 and belongs to those who read it. " * 2


def page(*texts: str, label: Label = Label.BODY) -> list[Block]:
    """Kept blocks, in page order, amid seven paragraphs of a story."""
    story = [f"Paragraph {name} of a story of the harbour, which nobody else prints." * 2 for name in "abcdefg"]
    return [Block(place, text, label, "text") for place, text in enumerate([*story[:3], *texts, *story[3:]])]


def found(others: int, *texts: str) -> set[str]:
    """Which of these, amid a story, are furniture if each stands on so many other articles."""
    blocks = page(*texts)
    counted = remembered_blocks(blocks, ())
    seen = {key: others for key, text in counted.items() if text in texts}
    return {counted[key] for key in furniture_hashes(blocks, counted, seen)}


def test_a_correction_is_its_article_s_own() -> None:
    """Two articles that correct a number in the same words share no furniture: hashes of short lines see no numbers."""
    assert found(5, "Correction: An earlier version gave the number of 7 families as 23.") == set()


def test_how_many_articles_it_takes() -> None:
    """One other for a line, two for a short one, five for a paragraph amid the text."""
    short = "Ask the harbour desk"
    assert [found(others, LINE, short, LONG) for others in (0, 1, 2, 5)] == [
        set(),
        {LINE},
        {LINE, short},
        {LINE, short, LONG},
    ]


def test_what_tells_nothing_is_not_counted() -> None:
    """Single words, figures, what stands on the page twice, what is too long, what the extractor stripped."""
    blocks = page("Background", "1,204", "Pros and cons of it", "Pros and cons of it", "a" * 1001, "相关阅读新闻")
    blocks.append(Block(20, LINE, Label.PROMO, "newsletter"))
    story = {block.text for block in page()}
    assert set(remembered_blocks(blocks, ()).values()) - story == {"相关阅读新闻"}
    assert LINE not in remembered_blocks(page(LINE), ["talk about the week"]).values()


def test_stripping_names_its_rule_and_can_be_read_back() -> None:
    """What was stripped by memory says so, and is still counted."""
    blocks = page(LINE)
    counted = remembered_blocks(blocks, ())
    (key,) = (key for key, text in counted.items() if text == LINE)
    clean = strip_furniture(blocks, {key})
    assert [(block.label, block.rule) for block in clean if not block.kept] == [(Label.NAVIGATION, RULE)]
    assert stripped_hashes(clean) == {key}
    assert remembered_blocks(clean, ()) == counted


def test_a_heading_at_the_end_goes_with_what_stood_under_it() -> None:
    """A body does not end in a heading of which memory stripped the text; amid the text a heading stays."""
    poll = Block(20, "Poll", Label.SUBHEADING, "text: heading"), Block(21, LINE, Label.BODY, "text")
    (key,) = remembered_blocks(poll, ())
    blocks = page()
    clean = strip_furniture([*blocks, *poll], {key})
    assert [(block.text, block.rule) for block in clean if not block.kept] == [("Poll", BARE), (LINE, RULE)]
    assert strip_furniture(clean, {key}) == clean
    amid = strip_furniture([*blocks[:3], *poll, *blocks[3:]], {key})
    assert [block.text for block in amid if not block.kept] == [LINE]
    assert strip_furniture([*blocks, poll[0]], {key}) == (*blocks, poll[0])


def test_numbers_count_in_long_blocks_only() -> None:
    """A counter that moves is one block; two reports that differ in a figure are two."""
    counter, other = (
        remembered_blocks(page(f"{number} readers have written to us so far this year"), ()) for number in (3, 12)
    )
    assert counter.keys() == other.keys()
    report, another = (remembered_blocks(page(LONG.replace("1931", year)), ()) for year in ("1931", "1932"))
    assert report.keys() != another.keys()
