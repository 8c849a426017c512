"""Features say what stands on the page, whatever the page is."""

import numpy as np
from lxml import html

from archive.extraction.decoding.blocks import Layout, RawBlock, blocks_of
from archive.extraction.labels import features
from archive.extraction.labels.features import Lexicon

LEXICON = Lexicon({"related": -2.0, "article": 1.5, "posts": -1.0}, {"share": -3.0})
STORY = "The tide came over the harbour wall at night, and the fishing boats were carried into the market square."
PAGE = f"""<body><h1>Flood in Tidewater</h1><div class="article"><p>{STORY}</p><p>{STORY} Nobody was hurt.</p></div>
<div class="related-posts-2"><a href="/a">Ferry late again</a><a href="/b">Harbour closed</a></div></body>"""


def _page(markup: str) -> features.PageArrays:
    layout = blocks_of(html.document_fromstring(markup))
    return features.page_arrays(layout, [float(len(block.text) > 60) for block in layout.blocks], 0)


def test_tokens_are_class_names_and_their_parts() -> None:
    """Numbers at their ends do not count, so that `related-posts-2` is the same as `related-posts-3`."""
    assert features.hint_tokens("related-posts-2 col_4 x") == {"related-posts", "related", "posts", "col"}


def test_a_lexicon_gives_least_greatest_and_mean() -> None:
    """Unknown tokens do not count; where none is known all three are 0."""
    assert LEXICON.of_hints("related-posts-2") == (-2.0, -1.0, -1.5)
    assert LEXICON.of_hints("unknown") == (0.0, 0.0, 0.0)
    assert LEXICON.of_text("Share this") == (-3.0, -3.0, -3.0)


def test_a_container_holds_the_blocks_under_it() -> None:
    """Containers know the range of their blocks, the outermost all of them."""
    page = _page(PAGE)
    assert (page.start[0], page.end[0]) == (0, len(page.blocks))
    article = next(index for index, node in enumerate(page.nodes) if node.hints == "article")
    assert (page.start[article], page.end[article]) == (1, 3)


def test_rows_have_one_column_a_block_and_are_finite() -> None:
    """First and second rows are numbers everywhere; the second are the first and more."""
    page = _page(PAGE)
    first = features.page_rows(page, LEXICON)
    second = features.second_rows(page, first, np.linspace(0, 1, len(page.blocks)))
    assert first.shape[1] == second.shape[1] == len(page.blocks)
    assert second.shape[0] > first.shape[0]
    assert np.isfinite(second).all()


def test_a_block_may_repeat_what_the_page_says_of_itself() -> None:
    """The description itself, what begins with it, a part of it; short lines are no repeats."""
    said = "The tide came over the harbour wall at night, and three boats were lost."
    layout = Layout([RawBlock(text) for text in (said, f"{said} Nobody was hurt.", said[:40], said[:20], "Sport")])
    assert features.page_arrays(layout, [0.0] * 5, None, said).described.tolist() == [3.0, 2.0, 1.0, 0.0, 0.0]


def test_every_layout_gives_the_same_features() -> None:
    """One block or many, with containers or without: the same number of rows, so that one model reads all."""
    dump = Layout([RawBlock("新华社北京11月22日电"), RawBlock("x")])
    pages = [_page(PAGE), _page("<p>a"), features.page_arrays(dump, [0.0, 0.0], None)]
    for table in (features.page_rows, features.dump_rows):
        shapes = {table(page, LEXICON).shape[0] for page in pages}
        assert len(shapes) == 1
