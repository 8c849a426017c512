from archive.model import Kind, Listing, Reading, Unreadable
from archive.store.database import Database
from archive.store.follows import Follows

FEED = Listing("https://harbour.example/feed", Kind.FEED)
NOW = "2026-11-22T09:30:00Z"


def test_what_is_followed_is_remembered_once(database: Database) -> None:
    """Following twice changes nothing; what is removed is gone."""
    follows = Follows(database)
    assert [follows.add(FEED, NOW), follows.add(FEED, NOW)] == [True, False]
    assert follows.all() == [FEED]
    assert [follows.remove(FEED.url), follows.remove(FEED.url)] == [True, False]
    assert follows.all() == []


def test_a_reading_is_kept_and_a_failure_loses_nothing(database: Database) -> None:
    """Validators are those of the last reading that worked; a failure is told until one works again."""
    follows = Follows(database)
    follows.add(FEED, NOW)
    read = Listing(FEED.url, Kind.FEED, '"7"', "Sat, 21 Nov 2026 08:00:00 GMT", NOW)
    follows.note(Reading(read, 12))
    assert (follows.all(), follows.readings()) == ([read], [Reading(read, 12)])
    follows.note(Reading(FEED, failure=Unreadable(FEED.url, "no\x00 answer")))
    assert follows.readings() == [Reading(read, 12, Unreadable(FEED.url, "no answer"))]
    follows.note(Reading(read, 3))
    assert follows.readings() == [Reading(read, 3)]


def test_what_is_not_followed_is_not_noted(database: Database) -> None:
    """A reading of something else leaves no trace."""
    follows = Follows(database)
    follows.note(Reading(FEED, 1))
    assert follows.all() == []
