"""A page's arrays say where its containers are, and what repeats its description."""

from lxml import html

from archive.extraction.decoding.blocks import Layout, RawBlock, blocks_of
from archive.extraction.labels.page_arrays import page_arrays

STORY = "The tide came over the harbour wall at night, and the fishing boats were carried into the market square."
PAGE = f"""<body><h1>Flood in Tidewater</h1><div class="article"><p>{STORY}</p><p>{STORY} Nobody was hurt.</p></div>
<div class="related-posts-2"><a href="/a">Ferry late again</a><a href="/b">Harbour closed</a></div></body>"""


def test_a_container_holds_the_blocks_under_it() -> None:
    """Containers know the range of their blocks, the outermost all of them."""
    layout = blocks_of(html.document_fromstring(PAGE))
    page = page_arrays(layout, 0).with_votes([1.0] * len(layout.blocks))
    assert (page.start[0], page.end[0]) == (0, len(page.blocks))
    article = next(index for index, node in enumerate(page.nodes) if node.hints == "article")
    assert (page.start[article], page.end[article]) == (1, 3)


def test_a_block_may_repeat_what_the_page_says_of_itself() -> None:
    """The description itself, what begins with it, a part of it; short lines are no repeats."""
    said = "The tide came over the harbour wall at night, and three boats were lost."
    layout = Layout([RawBlock(text) for text in (said, f"{said} Nobody was hurt.", said[:40], said[:20], "Sport")])
    assert page_arrays(layout, None, said).described.tolist() == [3.0, 2.0, 1.0, 0.0, 0.0]
