"""What a bulk extraction tells of the files it goes through: where one ends, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FileEnd:
    """The end of a file of pages, behind its last page.

    `passed_over`: why how many things in it gave no page, or none that was wanted. `failure`: why it could not be read
    to its end, so that what came of it does not count.
    """

    file: str
    size: int
    passed_over: tuple[tuple[str, int], ...] = ()
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a file of pages: its shard, and what that holds. It is written once the shard is whole.

    `file`, `size`: as it was given, and its bytes. `digest`: SHA-256 of the shard. `counts`: its rows, by outcome.
    `wanted`: the conditions that the pages met.
    """

    file: str
    size: int
    shard: str
    digest: str
    counts: Mapping[str, int]
    extractor: str
    finished_at: str
    passed_over: Mapping[str, int] = field(default_factory=dict)
    wanted: Mapping[str, object] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Count the rows of the shard."""
        return sum(self.counts.values())
