"""The labeller reads the forest it was given, and judges every page."""

from pathlib import Path

import numpy as np
from lxml.html import document_fromstring

from archive.extraction.decoding.blocks import Layout, blocks_of
from archive.extraction.labels import forest
from archive.extraction.labels.forest import Forest, Judge
from archive.extraction.labels.lexicon import Lexicon

FOREST = Forest(
    features=np.array([[0, 1], [1, 1]], dtype=np.int16),
    borders=np.array([[0.5, 2.0], [7.0, np.inf]], dtype=np.float32),
    leaves=np.array([[-1.0, 1.0, 2.0, 3.0], [0.5, -0.5, 0.0, 0.0]], dtype=np.float32),
    bias=0.25,
)


def test_the_answers_of_a_tree_are_the_number_of_its_leaf() -> None:
    """The first question is the lowest bit; above the border is yes; the leaves of all trees are added to the bias."""
    rows = np.array([[0.0, 1.0, 1.0], [0.0, 0.0, 8.0]], dtype=np.float32)
    odds = np.array([0.25 - 1.0 + 0.5, 0.25 + 1.0 + 0.5, 0.25 + 3.0 - 0.5])
    np.testing.assert_allclose(FOREST.chances(rows), 1 / (1 + np.exp(-odds)), rtol=1e-6)


def test_a_model_file_gives_back_what_was_written(tmp_path: Path) -> None:
    """Lexicon and forests survive, tokens in any script included; figures as precise as a half float."""
    judge = Judge(Lexicon({"related": -2.5, "größe": 0.5}, {"分享": -3.0}), (FOREST, FOREST))
    forest.save_model({"alone": judge, "page": judge, "dump": judge}, tmp_path / "model.npz")
    judges = forest.load_model(tmp_path / "model.npz")
    assert judges["alone"].lexicon is judges["page"].lexicon
    read = judges["dump"]
    assert read.lexicon.hints == judge.lexicon.hints
    assert read.lexicon.words == judge.lexicon.words
    rows = np.zeros((2, 4), dtype=np.float32)
    np.testing.assert_array_equal(read.forests[1].chances(rows), FOREST.chances(rows))


def test_story_is_text_and_menu_is_not() -> None:
    """The model that ships knows paragraphs from links."""
    story = "The tide came over the harbour wall at night, and {} boats were carried into the market square, she said."
    menu = "".join(f'<li><a href="/">{name}</a></li>' for name in ("Home", "News", "Sport"))
    body = "".join(f"<p>{story.format(boats)}</p>" for boats in range(20, 32))
    foot = '<a href="/privacy">Privacy</a>'
    page = f"<body><nav><ul>{menu}</ul></nav><main><h1>Flood</h1>{body}</main><footer>{foot}</footer></body>"
    layout = blocks_of(document_fromstring(page))
    kept = [chance >= 0.5 for chance in forest.chances_of_page(layout, 3, votes=_long)]
    assert kept == [False] * 4 + [True] * 12 + [False]


def test_votes_are_asked_for_where_the_page_leaves_a_doubt() -> None:
    """A lone line under a headline may be text or not: there trafilatura is asked."""
    asked: list[Layout] = []

    def votes(layout: Layout) -> list[float]:
        asked.append(layout)
        return _long(layout)

    layout = blocks_of(document_fromstring("<body><h1>Flood</h1><div>Boats were carried into the square.</div></body>"))
    assert len(forest.chances_of_page(layout, 0, votes=votes)) == 2
    assert asked == [layout]


def _long(layout: Layout) -> list[float]:
    return [float(len(block.text) > 60) for block in layout.blocks]


def test_a_page_without_blocks_has_no_text() -> None:
    """Nothing in, nothing out."""
    assert forest.chances_of_page(Layout([]), None, votes=_long) == []
