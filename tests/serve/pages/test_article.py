"""The evidence of an article's source, cut out of its text."""

from archive.serve.pages.article import cut_evidence


def test_cut_evidence() -> None:
    """Several pieces in one block, overlapping or not; what is not there is passed over; nothing is lost."""
    text = "LISBON (Reuters) - With files from AP."
    assert cut_evidence(text, ["(Reuters)", "With files from AP", "files from AP.", "AFP", ""]) == [
        ("LISBON ", False), ("(Reuters)", True), (" - ", False), ("With files from AP", True), (".", True),
    ]  # fmt: skip
    assert cut_evidence(text, []) == [(text, False)]
