"""A lexicon tells how often what carries a word or class name is text."""

from archive.extraction.labels.lexicon import Lexicon, hint_tokens

LEXICON = Lexicon({"related": -2.0, "article": 1.5, "posts": -1.0}, {"share": -3.0})


def test_tokens_are_class_names_and_their_parts() -> None:
    """Numbers at their ends do not count, so that `related-posts-2` is the same as `related-posts-3`."""
    assert hint_tokens("related-posts-2 col_4 x") == ("related-posts", "related", "posts", "col")


def test_a_lexicon_gives_least_greatest_and_mean() -> None:
    """Unknown tokens do not count; where none is known all three are 0."""
    assert LEXICON.of_hints("related-posts-2") == (-2.0, -1.0, -1.5)
    assert LEXICON.of_hints("unknown") == (0.0, 0.0, 0.0)
    assert LEXICON.of_text("Share this") == (-3.0, -3.0, -3.0)
