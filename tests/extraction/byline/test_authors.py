"""Who wrote the story is decided between what the markup states and what the page prints."""

from collections.abc import Sequence

import pytest

from archive.extraction.byline.authors import choose_authors
from archive.extraction.fields.metadata import Stated
from archive.extraction.organizations import find
from archive.model import Signature


def test_markup_and_page_complete_each_other() -> None:
    """A person of the JSON-LD is told with the agency that only the printed line names."""
    stated = Stated(authors=(("Ada Larkin", "person"),))
    assert choose_authors(stated, "By ADA LARKIN, Associated Press", known=find) == (
        Signature("Ada Larkin", organization="Associated Press"),
    )


@pytest.mark.parametrize(
    ("stated", "line", "expected"),
    [
        (Stated(authors=(("Ada Larkin", "person"), ("Reuters", "organization"))), None, ("Ada Larkin",)),
        (Stated(authors=(("Ada Larkin, Tom Quay", "person"),)), None, ("Ada Larkin", "Tom Quay")),
        (Stated(authors=(("Ada Larkin", "person"),)), "By Ada Larkin and Tom Quay", ("Ada Larkin", "Tom Quay")),
        (Stated(authors=(("Ada Larkin", "person"),)), "By Somebody Else", ("Ada Larkin",)),
        (Stated(authors=(("a.larkin", "person"),)), "By Ada Larkin", ("Ada Larkin",)),
        (
            Stated(authors=(("Ada Larkin", "person"), ("Tom Quay", "person"))),
            "By Ada Larkin | Reviewed by Tom Quay",
            ("Ada Larkin",),
        ),
        (Stated(meta_authors=("https://social.example/x", "Ada Larkin")), None, ("Ada Larkin",)),
        (Stated(meta_authors=("Tom Quay",)), "By Ada Larkin", ("Ada Larkin",)),
        (Stated(meta_authors=("User Admin", "Site Editor")), None, ()),
        (Stated(authors=(("ada larkin", "person"),)), None, ("ada larkin",)),
        (
            Stated(authors=(("Harbour Times", "person"),), publisher="Harbour Times"),
            "By Tom Quay",
            ("Tom Quay",),
        ),
        (Stated(), None, ()),
    ],
)
def test_authors_of_markup_and_page(stated: Stated, line: str | None, expected: Sequence[str]) -> None:
    """JSON-LD first, corrected by the printed line where that says more; meta tags last."""
    assert tuple(one.author for one in choose_authors(stated, line, known=find)) == expected
