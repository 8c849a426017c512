"""Whether a `--db` names a file or a server, and how that is told without its password."""

import re
from pathlib import Path
from typing import Final

_SERVER: Final = re.compile(r"postgres(ql)?://", re.IGNORECASE)
_WITHIN: Final = re.compile(r"postgres(?:ql)?://[^\n'\"]*", re.IGNORECASE)
_PASSWORDS: Final = (
    re.compile(r"(//[^/:@?]*:)[^/?]*(?=@)"),
    re.compile(r"([?&](?:ssl)?password=)[^&]*", re.IGNORECASE),
)


def is_server(target: str | Path) -> bool:
    """Tell whether a URL of PostgreSQL is meant, not a file."""
    return isinstance(target, str) and _SERVER.match(target) is not None


def without_password(target: str | Path) -> str:
    """Give a target, or a text that holds one, as people may see it."""
    return _WITHIN.sub(lambda found: _masked(found[0]), str(target))


def _masked(url: str) -> str:
    for password in _PASSWORDS:
        url = password.sub(r"\1***", url)
    return url
