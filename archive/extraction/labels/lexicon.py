"""How often what carries a word or a class name is text, as learned from labelled pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

Score = tuple[float, float, float]
"""Least, greatest and mean log-odds of the tokens of a text or container; zeros where none is known."""
_MOST_HINTS = 20_000
"""Containers, names and texts that are remembered: pages of a site share them."""
_LONGEST = 200
"""Characters of the longest text that is remembered."""


@dataclass(slots=True)
class Lexicon:
    """Log-odds that what carries a token is text: of tokens of class names, and of words of short blocks."""

    hints: Mapping[str, float]
    words: Mapping[str, float]
    _seen: dict[str, Score] = field(default_factory=lambda: {"": (0.0, 0.0, 0.0)})
    _names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _texts: dict[str, Score] = field(default_factory=dict)

    def of_hints(self, hints: str) -> Score:
        """Give the score of a container's class, id, role and itemprop, and keep it for the next that has the same."""
        score = self._seen.get(hints)
        if score is None:
            # each once, as `hint_tokens` has them
            known = dict.fromkeys(chain.from_iterable(map(self._known_parts, hints.split())))
            score = _score([self.hints[token] for token in known])
            if len(self._seen) > _MOST_HINTS:
                self._seen.clear()
            self._seen[hints] = score
        return score

    def of_text(self, text: str) -> Score:
        """Give the score of a short block's words."""
        score = self._texts.get(text)
        if score is None:
            score = _score([self.words[word] for word in text.lower().split() if word in self.words])
            if len(text) <= _LONGEST:
                if len(self._texts) > _MOST_HINTS:
                    self._texts.clear()
                self._texts[text] = score
        return score

    def _known_parts(self, name: str) -> tuple[str, ...]:
        """Give the parts of a class name that were learned."""
        parts = self._names.get(name)
        if parts is None:
            parts = tuple(part for part in _parts(name) if part in self.hints)
            if len(self._names) > _MOST_HINTS:
                self._names.clear()
            self._names[name] = parts
        return parts


def hint_tokens(hints: str) -> tuple[str, ...]:
    """Split class names into their parts, without numbers: `related-posts-2` gives related-posts, related and posts.

    Each once, in the order of the page: a mean of floats depends on their order, and that of a set on the process.
    """
    return tuple(dict.fromkeys(chain.from_iterable(map(_parts, hints.split()))))


def _parts(name: str) -> tuple[str, ...]:
    """Give a class name, and what it is made of."""
    name = name.strip("0123456789-_")
    if not 1 < len(name) <= 40:
        return ()
    if "-" not in name and "_" not in name:
        return (name,)
    parts = (part.strip("0123456789") for part in name.replace("_", "-").split("-"))
    return (name, *(part for part in parts if len(part) > 1))


def _score(values: list[float]) -> Score:
    return (min(values), max(values), sum(values) / len(values)) if values else (0.0, 0.0, 0.0)
