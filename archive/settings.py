"""The settings of a run, read once: flags over environment over file over default."""

import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from archive import __version__
from archive.database_url import without_password
from archive.errors import UsageError

PREFIX: Final = "ARCHIVE_"
FILE: Final = "archive.toml"
_PASSWORD: Final = re.compile(r"(//[^/:@]*:)[^@]*@")
SECRET: Final = frozenset({"smtp"})
"""Settings that may hold a password, and are not shown."""


def usable_cores() -> int:
    """Count the processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Settings:
    """Each field is a key of `archive.toml`, and `ARCHIVE_` with its name in capitals an environment variable.

    db: the database, a path or a URL.
    workers: processes that extract pages, beside the one that writes.
    page_timeout: seconds after which the extraction of one page is given up.
    max_bytes: bytes a page may have, from a file or decoded from the web; larger ones are refused.
    user_agent: the name that sites and their robots.txt see.
    contact: how a site can reach you: a mail address or a page, sent with the name.
    fetch_timeout: seconds for one URL in all, with redirects and body, without the wait for its turn.
    host_delay: seconds a host rests after each request, or its Crawl-delay if that is longer.
    per_host: the most known pages of one host that a re-crawl visits in a night, and the most new ones.
    connections: requests under way at once, to all hosts together.
    retries: how often a failed request is made again, if the reason may pass.
    allow_private: hosts that may be fetched though their address is not public (an intranet).
    query_timeout: seconds one SQL question may take.
    smtp: the server that takes mail, smtp://host:25 or smtps://user:password@host; without one sendmail does.
    mail_from: the sender of that mail; the contact, if that is a mail address, else archive@ this machine.
    tdm_file: whether each host is asked, once a run, for /.well-known/tdmrep.json too, to keep the rights it states.
    """

    db: str = "archive.db"
    workers: int = field(default_factory=usable_cores)
    page_timeout: float = 30.0
    max_bytes: int = 50_000_000
    user_agent: str = f"archive/{__version__}"
    contact: str = ""
    fetch_timeout: float = 60.0
    host_delay: float = 2.0
    per_host: int = 1_000
    connections: int = 64
    retries: int = 2
    allow_private: tuple[str, ...] = ()
    query_timeout: float = 60.0
    smtp: str = field(default="", repr=False)  # may hold a password
    mail_from: str = ""
    tdm_file: bool = False

    def __repr__(self) -> str:
        shown = {one.name: getattr(self, one.name) for one in fields(self) if one.repr}
        shown["db"] = without_password(self.db)
        return f"Settings({', '.join(f'{name}={value!r}' for name, value in shown.items())})"


@dataclass(frozen=True, slots=True)
class TracedSetting:
    """A setting, what counts of it, and where it is from: a flag, a variable, a file, or `default`."""

    name: str
    value: object
    source: str


def load_settings(
    flags: Mapping[str, object] | None = None,
    *,
    environ: Mapping[str, str] = os.environ,
    folder: Path = Path(),
) -> Settings:
    """Read the settings of this run. A flag that is None counts as not given.

    One file is read: `archive.toml` in `folder` (the working folder), else in `~/.config/archive`.
    Raises UsageError, naming the flag, variable or file.
    """
    values = {one.name: one.value for one in _given(flags or {}, environ, folder)}
    return Settings(**values)  # type: ignore[arg-type]  # each value went through the check of its field


def trace_settings(
    flags: Mapping[str, object] | None = None,
    *,
    environ: Mapping[str, str] = os.environ,
    folder: Path = Path(),
) -> list[TracedSetting]:
    """Tell what counts of each setting, and where it is from; a password is not shown. Raises as `load_settings`."""
    settings = load_settings(flags, environ=environ, folder=folder)
    sources = {one.name: one.source for one in _given(flags or {}, environ, folder)}
    told = {name: getattr(settings, name) for name in _CHECKS}
    told |= {"smtp": _PASSWORD.sub(r"\1***@", settings.smtp), "db": without_password(settings.db)}
    return [TracedSetting(name, value, sources.get(name, "default")) for name, value in told.items()]


def _given(flags: Mapping[str, object], environ: Mapping[str, str], folder: Path) -> Iterator[TracedSetting]:
    """Give what is set, the weakest first: file, environment, flags."""
    yield from _from_file(folder, environ)
    # a variable that is empty counts as not set; one we do not know may be another program's
    for name in _CHECKS:
        key = PREFIX + name.upper()
        if environ.get(key):
            yield TracedSetting(name, _checked(name, environ[key], where=key), key)
    for name, value in flags.items():
        if value is not None:
            flag = f"--{name.replace('_', '-')}"
            yield TracedSetting(name, _checked(name, value, where=flag), flag)


def _from_file(folder: Path, environ: Mapping[str, str]) -> Iterator[TracedSetting]:
    config = environ.get("XDG_CONFIG_HOME") or f"{environ.get('HOME', '')}/.config"
    for path in (folder / FILE, Path(config) / "archive" / FILE):
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                raise OSError("it is no file")  # a named pipe would never be read to its end
            text = path.read_text("utf-8")
            import tomllib  # late: most have no such file

            table = tomllib.loads(text)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, ValueError) as error:
            raise UsageError(f"cannot be read: {error}", where=str(path)) from error
        for name, value in table.items():
            yield TracedSetting(name, _checked(name, value, where=str(path)), str(path))
        return


def _checked(name: str, value: object, *, where: str) -> object:
    check = _CHECKS.get(name)
    if check is None:
        raise UsageError.unknown("setting", name, _CHECKS, where=where)
    try:
        return check(value)
    except (TypeError, ValueError) as error:
        told = "what is given" if name in SECRET else without_password(repr(value))
        raise UsageError(f"{name} must be {error}, not {told}", where=where) from None


def _text(value: object) -> str:
    # a line break in the user agent would be a second header
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError("one line of text")
    return value


def _database(value: object) -> str:
    text = _text(str(value) if isinstance(value, Path) else value)
    return text if "://" in text else str(Path(text).expanduser())


def _number(value: object, least: float, meaning: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(meaning)
    try:
        number = float(value)
    except ValueError:
        raise ValueError(meaning) from None
    if not least <= number < 1e15:  # also false for nan
        raise ValueError(meaning)
    return number


def _count(value: object) -> int:
    number = _number(value, 1, "a whole number from 1")
    if number != int(number):
        raise ValueError("a whole number from 1")
    return int(number)


def _count_or_none(value: object) -> int:
    return 0 if value in (0, "0") else _count(value)


def _seconds(value: object) -> float:
    return _number(value, 0, "a number of seconds from 0")


def _limit(value: object) -> float:
    return _number(value, 0.001, "a number of seconds above 0")


def _hosts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.replace(",", " ").split()
    if not isinstance(value, list | tuple) or not all(isinstance(host, str) for host in value):
        raise ValueError("a list of host names")
    return tuple(host.strip().lower() for host in value if host.strip())


def _server(value: object) -> str:
    if value == "":
        return ""
    try:
        parts = urlsplit(_text(value))
        named = parts.scheme in ("smtp", "smtps") and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        named = False
    if not named:
        raise ValueError("smtp://host:port or smtps://user:password@host")
    return str(value)


def _switch(value: object) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    found = words.get(str(value).strip().lower())
    if found is None:
        raise ValueError("true or false")
    return found


_CHECKS: Final[dict[str, Callable[[object], object]]] = {
    "db": _database,
    "workers": _count,
    "page_timeout": _limit,
    "max_bytes": _count,
    "user_agent": _text,
    "contact": _text,
    "fetch_timeout": _limit,
    "host_delay": _seconds,
    "per_host": _count,
    "connections": _count,
    "retries": _count_or_none,
    "allow_private": _hosts,
    "query_timeout": _limit,
    "smtp": _server,
    "mail_from": _text,
    "tdm_file": _switch,
}
