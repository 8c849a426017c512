"""Which pings are kept, and what they are worth."""

from archive.judge.pings import FIRST, MORE, PingRecord, PingRoom, ping_truth


def test_a_site_is_believed_as_often_as_it_was_right() -> None:
    """One that is not known a little, a liar soon hardly at all, and one that has ceased to lie again."""
    assert ping_truth(0, 0) == 0.25
    assert ping_truth(20, 20) > 0.85
    assert ping_truth(20, 0) < 0.05
    assert ping_truth(40, 20) > 0.4


def test_a_site_has_more_room_the_more_was_true() -> None:
    """What waits already takes of it; a site that is not known has a little."""
    room = PingRoom([PingRecord("harbour.example", 9, 3, 10), PingRecord("liar.example", 500, 0, FIRST)])
    taken = {
        site: sum(room.take(site) for _ in range(200)) for site in ("harbour.example", "liar.example", "new.example")
    }
    assert taken == {"harbour.example": FIRST + 3 * MORE - 10, "liar.example": 0, "new.example": FIRST}
