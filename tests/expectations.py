"""What a page must give, against what it gave: only the fields that are named are compared, and shown as a diff."""

import difflib
import json
from typing import Any

from archive.model import Article, Credit, Rejected

Fields = dict[str, Any]


def given(result: Article | Rejected, expected: Fields) -> Fields:
    """The fields of `result` that `expected` names, in the same form.

    `rejected` is the reason alone. `body` is a list of paragraphs, or, where the text is long, its measure (number of
    paragraphs, characters without white space, beginning and end). Of credits the keys that are named are compared.
    `stripped` and `absent` name some of what must not be in the body; the rest of what was stripped is not compared.
    """
    if isinstance(result, Rejected):
        return {"rejected": result.reason.value}
    if "rejected" in expected:
        return {"title": result.title, "body": result.body.split("\n\n")}
    return {name: _field(result, name, value) for name, value in expected.items()}


def difference(expected: Fields, actual: Fields) -> str:
    """What differs, line by line: `-` was expected, `+` came out."""
    one, other = (json.dumps(fields, ensure_ascii=False, indent=1, sort_keys=True) for fields in (expected, actual))
    return "\n" + "\n".join(difflib.unified_diff(one.splitlines(), other.splitlines(), lineterm="", n=1))


def _field(article: Article, name: str, expected: Any) -> Any:
    match name:
        case "body":
            return _measure(article.body, expected) if isinstance(expected, dict) else article.body.split("\n\n")
        case "credits":
            return [_credit(credit, expected) for credit in article.credits]
        case "stripped":
            return [_stripped(article, entry) for entry in expected]
        case "absent":
            return [text for text in expected if text not in article.body]
        case "authors" | "tags" | "flags":
            return list(getattr(article, name))
    return getattr(article, name)


def _measure(body: str, expected: Fields) -> Fields:
    starts, ends = len(expected["starts"]), len(expected["ends"])
    paragraphs = body.split("\n\n")
    measure = {"paragraphs": len(paragraphs), "characters": len("".join(body.split()))}
    return measure | {"starts": paragraphs[0][:starts], "ends": paragraphs[-1][-ends:]}


def _credit(credit: Credit, expected: list[Fields]) -> Fields:
    named = [entry for entry in expected if entry["organization"] == credit.organization]
    return {key: getattr(credit, key) for key in (named[0] if named else ("organization", "role", "evidence"))}


def _stripped(article: Article, entry: Fields) -> Fields:
    found = [block for block in article.blocks if block.text == entry["text"]]
    labels = [str(block.label) for block in found if not block.kept]
    if not labels:
        return {"text": f"kept: {entry['text']}" if found else f"no such block: {entry['text']}"}
    return entry if entry.get("label") in [None, *labels] else entry | {"label": labels[0]}
