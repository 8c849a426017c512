"""The package's face: `archive.__all__` has all that a user of the library meets, whatever is imported."""

import ast
import inspect
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, get_args, get_type_hints

import archive as package
from archive import Archive, ArchiveError, errors, extract


def project_types(hint: object) -> Iterator[type]:
    """Find the types of this project in an annotation, inside unions, lists and callables too."""
    if isinstance(hint, list | tuple):
        for part in hint:
            yield from project_types(part)
    elif isinstance(hint, type) and not get_args(hint):
        if hint.__module__.partition(".")[0] == "archive":
            yield hint
    else:
        yield from project_types(get_args(hint))


def public_functions() -> Iterator[Callable[..., Any]]:
    """List what a user calls."""
    yield extract
    for name, value in vars(Archive).items():
        if inspect.isfunction(value) and (name == "__init__" or not name.startswith("_")):
            yield value


def test_signatures_name_public_types() -> None:
    """Every type that a signature names, or a field of a result, can be imported from `archive`."""
    public = {name: getattr(package, name) for name in package.__all__}  # some are imported for type checkers alone
    hints = [get_type_hints(call, localns=public) for call in public_functions()]
    waiting = [found for hint in hints for found in project_types(list(hint.values()))]
    met: set[type] = set()
    while waiting:
        found = waiting.pop()
        if found not in met:
            met.add(found)
            waiting += project_types(list(get_type_hints(found).values())) if is_dataclass(found) else ()
    assert len(met) > 30
    assert sorted(one.__name__ for one in met if getattr(package, one.__name__, None) is not one) == []
    assert {one.__name__ for one in met} <= set(package.__all__)


def test_every_error_is_public() -> None:
    """Whatever is raised can be caught by a name of `archive`."""
    kinds = {
        name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, ArchiveError)
    }
    assert kinds <= set(package.__all__)


def test_type_checkers_see_what_is_imported() -> None:
    """The names that type checkers read, those that are announced and those that are imported are the same objects."""
    tree = ast.parse(Path(inspect.getfile(package)).read_text("utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module != "typing"]
    homes = {alias.name: node.module for node in imports for alias in node.names if node.module != "importlib"}
    assert sorted(homes) == sorted(package.__all__)
    for name, home in homes.items():
        assert home is not None
        assert getattr(package, name) is getattr(import_module(home), name)


def test_dir_lists_public_names() -> None:
    """A notebook completes names that are not imported yet."""
    assert set(package.__all__) <= set(dir(package))
