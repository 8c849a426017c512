"""A value named in one line, for a notebook or a log."""

from typing import Final

SHOWN: Final = 80
"""Characters of a text that a value shows of itself."""


def short_repr(kind: str, *facts: str | None) -> str:
    """Name a value in one line: `<Article Storm surge · harbour.example · Reuters>`."""
    shown = (" ".join(fact[: 2 * SHOWN].split()) for fact in facts if fact)
    return f"<{kind} {' · '.join(text if len(text) <= SHOWN else f'{text[: SHOWN - 1]}…' for text in shown)}>"
