"""Features say what stands on the page, whatever the page is."""

import numpy as np
from lxml import html

from archive.extraction.decoding.blocks import Layout, RawBlock, blocks_of
from archive.extraction.labels import features
from archive.extraction.labels.lexicon import Lexicon
from archive.extraction.labels.page_arrays import PageArrays, page_arrays

LEXICON = Lexicon({"related": -2.0, "article": 1.5, "posts": -1.0}, {"share": -3.0})
STORY = "The tide came over the harbour wall at night, and the fishing boats were carried into the market square."
PAGE = f"""<body><h1>Flood in Tidewater</h1><div class="article"><p>{STORY}</p><p>{STORY} Nobody was hurt.</p></div>
<div class="related-posts-2"><a href="/a">Ferry late again</a><a href="/b">Harbour closed</a></div></body>"""


def _page(markup: str) -> PageArrays:
    layout = blocks_of(html.document_fromstring(markup))
    return page_arrays(layout, 0).with_votes([float(len(block.text) > 60) for block in layout.blocks])


def test_rows_have_one_column_a_block_and_are_finite() -> None:
    """First and second rows are numbers everywhere; the second are the first and more."""
    page = _page(PAGE)
    first = features.page_rows(page, LEXICON)
    second = features.second_rows(page, first, np.linspace(0, 1, len(page.blocks)))
    assert first.shape[1] == second.shape[1] == len(page.blocks)
    assert second.shape[0] > first.shape[0]
    assert np.isfinite(second).all()


def test_every_layout_gives_the_same_features() -> None:
    """One block or many, with containers or without: the same number of rows, so that one model reads all."""
    dump = Layout([RawBlock("新华社北京11月22日电"), RawBlock("x")])
    pages = [_page(PAGE), _page("<p>a"), page_arrays(dump, None)]
    for table in (features.page_rows, features.dump_rows):
        shapes = {table(page, LEXICON).shape[0] for page in pages}
        assert len(shapes) == 1
