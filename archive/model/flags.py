"""The flags an article may carry: the one place that names them all (`articles.flags`, a JSON array)."""

from enum import StrEnum


class Flag(StrEnum):
    """Tell what is odd about an article, and what a page is that is none."""

    meaning: str

    def __new__(cls, value: str, meaning: str) -> "Flag":
        """Make a flag with a line that says what it means."""
        flag = str.__new__(cls, value)
        flag._value_ = value
        flag.meaning = meaning
        return flag

    PAYWALLED = "paywalled", "the page says that the rest costs, or an offer stands where the text ends"
    TRUNCATED = "truncated", "the text breaks off"
    LIVE_BLOG = "live_blog", "a live blog: it grows while it runs"
    VIDEO_STUB = "video_stub", "a few words around a video"
    NOT_AN_ARTICLE = (
        "not_an_article",
        "kept, but out of searches, counts and stories; a second flag says what it is",
    )
    PRODUCT = "product", "a thing on sale"
    SERVICE = "service", "an offer, a course, a company's page"
    FORUM = "forum", "a thread, or a question with its answers"
    DOCUMENTATION = "documentation", "a manual, a reference, a glossary"
    ACCOUNT = "account", "a page to log in or sign up"
    PROFILE = "profile", "a person's or company's entry"
    WEATHER = "weather", "a forecast for a place"
    VIDEO = "video", "a page around a video"
