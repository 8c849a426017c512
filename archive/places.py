"""Files on this machine, and at URLs that fsspec knows (s3://, gs://, https://). The only door to fsspec, an extra."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from archive.errors import UnreadableFile, UsageError

BLOCK = 5_000_000
"""Bytes that are asked for at once of a file elsewhere, which is read from its begin to its end."""


def is_remote(place: str) -> bool:
    """Tell whether a place is the URL of a file system, and no path of this machine."""
    return "://" in place


def join_place(folder: str, name: str) -> str:
    """Name a file in a folder."""
    return f"{folder.rstrip('/')}/{name}" if is_remote(folder) else str(Path(folder) / name)


def open_place(place: str) -> BinaryIO:
    """Open a file here or elsewhere to read it. Raises UnreadableFile."""
    if is_remote(place):
        return open_elsewhere(place)
    try:
        return Path(place).open("rb")
    except OSError as error:
        raise failure_at(place, error) from error


def open_elsewhere(url: str) -> BinaryIO:
    """Open a file elsewhere to read it; it can be sought where the file system can. Raises UnreadableFile."""
    system, path = _system(url)
    try:
        stream: BinaryIO = system.open(path, "rb", block_size=BLOCK)
    except Exception as error:  # each file system has errors of its own
        raise failure_at(url, error) from error
    return stream


def find_elsewhere(url: str) -> list[tuple[str, int]]:
    """List the files that a URL names, with their sizes: itself, all below it, or what a pattern matches.

    Raises UnreadableFile.
    """
    system, path = _system(url)
    try:
        if any(sign in path for sign in "*?["):
            found = system.glob(path, detail=True)
        else:
            found = system.find(path, detail=True)
    except Exception as error:
        raise failure_at(url, error) from error
    files = {name: facts for name, facts in found.items() if facts.get("type") != "directory"}
    return [(system.unstrip_protocol(name), int(facts.get("size") or 0)) for name, facts in sorted(files.items())]


def list_names(folder: str) -> set[str]:
    """Give the names in a folder; none where there is no such folder. Raises UnreadableFile."""
    if not is_remote(folder):
        with suppress(FileNotFoundError):
            return {file.name for file in Path(folder).iterdir()}
        return set()
    system, path = _system(folder)
    try:
        system.invalidate_cache()
        return {name.rstrip("/").rpartition("/")[2] for name in system.ls(path, detail=False)}
    except FileNotFoundError:
        return set()
    except Exception as error:
        raise failure_at(folder, error) from error


def make_folder(folder: str) -> None:
    """Make a folder if it is not there. Raises UnreadableFile."""
    try:
        if is_remote(folder):
            system, path = _system(folder)
            system.makedirs(path, exist_ok=True)
        else:
            Path(folder).mkdir(parents=True, exist_ok=True)
    except Exception as error:
        raise failure_at(folder, error) from error


def read_text_at(place: str) -> str:
    """Give the text of a small file. Raises UnreadableFile."""
    try:
        with open_place(place) as stream:
            return stream.read().decode("utf-8")
    except (OSError, ValueError) as error:
        raise failure_at(place, error) from error


def write_text_at(place: str, text: str) -> None:
    """Write a small file whole or not at all. Raises UnreadableFile."""
    if is_remote(place):
        system, path = _system(place)
        try:
            system.pipe_file(path, text.encode())  # what is stored there appears when it is whole
        except Exception as error:
            raise failure_at(place, error) from error
        return
    part = Path(f"{place}.{os.getpid()}.part")
    try:
        part.write_text(text, "utf-8")
        part.replace(place)
    except OSError as error:
        raise failure_at(place, error) from error
    finally:
        part.unlink(missing_ok=True)


def move_to_place(file: Path, place: str) -> None:
    """Move a whole file of this machine to its place, where it appears at once. Raises UnreadableFile."""
    try:
        if is_remote(place):
            system, path = _system(place)
            system.put_file(str(file), path)
            file.unlink()
        else:
            file.replace(place)
    except Exception as error:
        raise failure_at(place, error) from error


def remove_at(place: str) -> None:
    """Remove a file, if it is there. Raises UnreadableFile."""
    try:
        if is_remote(place):
            system, path = _system(place)
            system.rm_file(path)
        else:
            Path(place).unlink()
    except FileNotFoundError:
        pass
    except Exception as error:
        raise failure_at(place, error) from error


def failure_at(place: str, error: Exception) -> UnreadableFile:
    """Say in a line why a file cannot be read or written."""
    if isinstance(error, UnreadableFile):
        return error
    told = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}".removesuffix(": ")
    return UnreadableFile(" ".join(told.split())[:300], where=place)


def _system(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise UsageError("needs fsspec: pip install 'news-archive[bulk]'", where=url) from error
    try:
        system, path = url_to_fs(url)
    except (ImportError, ValueError) as error:  # s3:// needs s3fs, and fsspec says so; or no such file system
        raise UsageError(" ".join(str(error).split()), where=url) from error
    return system, str(path)
