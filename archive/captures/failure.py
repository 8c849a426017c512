"""The error by which the readers of the web and of archive files say why there is no page."""

from archive.errors import FetchFailed
from archive.model import Cause


class Failure(FetchFailed):
    """Raised where there is no page; turned into an Unreadable.

    `cause`: to count by. `status`: the HTTP status, where one came. `again`: whether a second try may go better and
    does no harm. `rest`: seconds for which the site wants no request.
    """

    def __init__(
        self, message: str, cause: Cause, *, status: int | None = None, again: bool = False, rest: float | None = None
    ) -> None:
        super().__init__(message)
        self.cause = cause
        self.status = status
        self.again = again
        self.rest = rest
