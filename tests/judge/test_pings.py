"""Which pings are kept, and what they are worth."""

import pytest

from archive.judge.pings import FIRST, MORE, PingRecord, PingRoom, ping_truth


@pytest.mark.parametrize(
    ("pings", "least", "most"),
    [
        ((0, 0, 0.0), 0.3, 0.4),  # not known yet
        ((20, 20, 1.0), 0.9, 1.0),  # true
        ((20, 10, 1.0), 0.45, 0.55),  # half of them are
        ((5, 0, 0.2), 0.0, 0.02),  # a liar, by now
        ((2_000, 40, 40.0), 0.0, 0.001),  # one whose articles change as any
        ((600, 90, 55.0), 0.0, 0.01),  # and where more is found than was expected
        ((20, 19, 12.0), 0.0, 0.5),  # what would be found anyway tells little
        ((60, 20, 1.0), 0.3, 0.4),  # one that lied, and has ceased to
        ((10**6, 10**6, 0.0), 0.99, 1.0),
        ((10**6, 0, 10.0**6), 0.0, 0.001),
    ],
)
def test_a_site_is_believed_as_often_as_it_was_right(pings: tuple[int, int, float], least: float, most: float) -> None:
    """Above what is right by chance."""
    assert least <= ping_truth(*pings) <= most


def test_a_site_has_more_room_the_more_was_true() -> None:
    """What waits already takes of it; a site that is not known has a little."""
    room = PingRoom([PingRecord("harbour.example", 9, 3, 1.0, 10), PingRecord("liar.example", 500, 0, 2.0, FIRST)])
    taken = {
        site: sum(room.take(site) for _ in range(200)) for site in ("harbour.example", "liar.example", "new.example")
    }
    assert taken == {"harbour.example": FIRST + 3 * MORE - 10, "liar.example": 0, "new.example": FIRST}
