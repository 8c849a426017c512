"""No page costs more than its length: shapes that once did, each at eight times its size (docs/limits.md)."""

import pytest

from archive import extract
from archive.extraction.decoding.blocks import MOST_BLOCKS, MOST_TEXT, blocks_of
from archive.extraction.decoding.decode import HtmlPage, decode_page
from archive.extraction.decoding.tag_bounds import MOST_ATTRIBUTES, MOST_TAGS, without_excess_attributes
from archive.extraction.labels.dump import layout_of
from archive.model import Article, Reason, Rejected
from bench.hostile.shapes import SHAPES, in_page
from tests.cost import LONGER_THAN_EIGHTFOLD, eightfold_cost

SIZES = {
    "title": 200_000,
    "title-unclosed": 200_000,
    "json-headline": 200_000,
    "attributes": 300_000,
    "attributes-quoted": 300_000,
    "attribute-remarks": 100_000,
    "comments": 200_000,
    "instructions": 200_000,
    "combining-classes": 200_000,
    "divs-deep-wide": 200_000,
    "credit-lines-deep": 40_000,
    "credit-run-helped": 40_000,
    "id-bylines": 80_000,
    "cells-row": 20_000,
    "br-lines": 20_000,
    "lines": 60_000,
    "bytes-meta": 120_000,
}
"""Shapes, and the larger of the sizes that are compared."""


@pytest.mark.parametrize("name", SIZES)
def test_a_shape_costs_its_length(name: str) -> None:
    """Processor time grows with the size; before, these took the square of it."""
    extract(SHAPES[name](5_000))

    def work(size: int) -> None:
        extract(SHAPES[name](size))

    assert eightfold_cost(work, SIZES[name]) < LONGER_THAN_EIGHTFOLD


def test_a_tag_keeps_its_first_attributes() -> None:
    """What is too much in one tag is dropped up to its end; the tags around it stay as they are."""
    many = b" ".join(b"a%d='>'" % number for number in range(2 * MOST_ATTRIBUTES))
    few = b"<a href='x' title=\"<b>\">y</a><br/><!-- <p a b c> --><script>if (a<b) c()</script>"
    markup = few + b"<p " + many + b">text</p>" + few
    cut = without_excess_attributes(markup)
    assert cut.count(b"='>'") == MOST_ATTRIBUTES
    assert cut.startswith(few + b"<p a0=") and cut.endswith(b"'>'>text</p>" + few)
    assert few == without_excess_attributes(few)


def test_a_page_of_many_attributes_is_an_article() -> None:
    """The page that cost a minute is read, as a browser shows it."""
    assert isinstance(extract(SHAPES["attributes"](500_000)), Article)
    assert isinstance(extract(SHAPES["comments"](500_000)), Article)


def test_too_many_tags_are_refused_unparsed() -> None:
    """A page of more tags and comments than any is refused by what it is."""
    found = extract(in_page("<!-->" * (MOST_TAGS + 1)))
    assert isinstance(found, Rejected)
    assert (found.reason, "tags and comments; at most 500,000" in found.detail) == (Reason.TOO_LARGE, True)


def test_blocks_and_text_are_cut() -> None:
    """A page has at most so many blocks, and so much text; the article that stands first is read."""
    page = decode_page(in_page("<p>a</p>" * (2 * MOST_BLOCKS)))
    assert isinstance(page, HtmlPage)
    assert len(blocks_of(page.tree).blocks) == MOST_BLOCKS
    long = decode_page(in_page("<p>" + "word " * MOST_TEXT + "</p>"))
    assert isinstance(long, HtmlPage)
    assert sum(len(block.text) for block in blocks_of(long.tree).blocks) <= MOST_TEXT
    assert isinstance(extract(in_page("<p>a</p>" * (2 * MOST_BLOCKS))), Article)


def test_a_dump_is_cut_at_any_line() -> None:
    """Lines are counted where no empty line parts them, too."""
    assert len(layout_of("a\n" * (3 * MOST_BLOCKS)).blocks) == MOST_BLOCKS
    assert len(layout_of("a\n\n" * (3 * MOST_BLOCKS)).blocks) == MOST_BLOCKS
    assert [block.text for block in layout_of("a" + "\n" * 1_000_000 + "b").blocks] == ["a"]
