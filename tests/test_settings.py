"""Settings: where a value comes from, and what is said of a bad one."""

from dataclasses import fields
from pathlib import Path

import pytest

from archive.errors import UsageError
from archive.settings import _CHECKS, Settings, load_settings, usable_cores


def read(tmp_path: Path, toml: str = "", *, flags: dict[str, object] | None = None, **environ: str) -> Settings:
    """The settings of a person whose working folder is `tmp_path`."""
    if toml:
        (tmp_path / "archive.toml").write_text(toml, "utf-8")
    return load_settings(flags, environ={"HOME": str(tmp_path / "home"), **environ}, folder=tmp_path)


def test_settings_default(tmp_path: Path) -> None:
    """Nothing has to be set: ./archive.db and every core."""
    assert read(tmp_path) == Settings(db="archive.db", workers=usable_cores())


def test_settings_every_field_is_checked() -> None:
    """No field can be set to a value that nobody looked at."""
    assert [field.name for field in fields(Settings)] == list(_CHECKS)


def test_settings_order(tmp_path: Path) -> None:
    """A flag goes before the environment, the environment before the file, the file before the default."""
    toml = 'db = "file.db"\nworkers = 3\npage_timeout = 5'
    settings = read(tmp_path, toml, flags={"db": "flag.db", "workers": None}, ARCHIVE_DB="env.db", ARCHIVE_WORKERS="2")
    assert (settings.db, settings.workers, settings.page_timeout) == ("flag.db", 2, 5.0)


def test_settings_home_file(tmp_path: Path) -> None:
    """~/.config/archive/archive.toml is read where the working folder has none."""
    folder = tmp_path / "home" / ".config" / "archive"
    folder.mkdir(parents=True)
    (folder / "archive.toml").write_text('user_agent = "Stadtarchiv (mail@example.org)"', "utf-8")
    assert read(tmp_path).user_agent == "Stadtarchiv (mail@example.org)"
    assert read(tmp_path, "workers = 1").user_agent == Settings().user_agent


def test_settings_hosts(tmp_path: Path) -> None:
    """Hosts are a list in the file, and words or a comma list in the environment."""
    assert read(tmp_path, 'allow_private = ["Intra.example"]').allow_private == ("intra.example",)
    assert read(tmp_path, ARCHIVE_ALLOW_PRIVATE="a.example, b.example").allow_private == ("a.example", "b.example")


def test_settings_empty_variable(tmp_path: Path) -> None:
    """An empty variable counts as not set, and a variable of another program is left alone."""
    assert read(tmp_path, ARCHIVE_DB="", ARCHIVE_NIGHT="x") == Settings()


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("worker = 2", "no setting is called 'worker'; there are db, workers, "),
        ("workers = 0", "workers must be a whole number from 1, not 0"),
        ("workers = true", "workers must be a whole number from 1, not True"),
        ('workers = "many"', "workers must be a whole number from 1, not 'many'"),
        ("workers = 1.5", "workers must be a whole number from 1, not 1.5"),
        ("page_timeout = nan", "page_timeout must be a number of seconds above 0, not nan"),
        ("host_delay = -1", "host_delay must be a number of seconds from 0, not -1"),
        ('user_agent = "a\\r\\nCookie: b"', "user_agent must be one line of text"),
        ("allow_private = [1]", "allow_private must be a list of host names, not [1]"),
        ("db = 3", "db must be one line of text, not 3"),
        ("= =", "cannot be read: "),
    ],
)
def test_settings_bad_file(tmp_path: Path, toml: str, told: str) -> None:
    """A bad value or key is one line that names the file and says what is wanted."""
    with pytest.raises(UsageError) as raised:
        read(tmp_path, toml)
    assert str(raised.value).startswith(f"{tmp_path / 'archive.toml'}: {told}")
    assert "\n" not in str(raised.value)


def test_settings_bad_variable(tmp_path: Path) -> None:
    """A bad variable is named."""
    with pytest.raises(UsageError, match=r"^ARCHIVE_WORKERS: workers must be a whole number from 1, not 'x'$"):
        read(tmp_path, ARCHIVE_WORKERS="x")


def test_settings_bad_flag(tmp_path: Path) -> None:
    """A bad flag is named as it is typed."""
    with pytest.raises(UsageError, match=r"^--page-timeout: page_timeout must be a number of seconds above 0, not 0$"):
        read(tmp_path, flags={"page_timeout": 0})


def test_settings_file_in_wrong_charset(tmp_path: Path) -> None:
    """A file that is not UTF-8 is one clear line."""
    (tmp_path / "archive.toml").write_bytes(b'user_agent = "\xe4"')
    with pytest.raises(UsageError, match=r"archive\.toml: cannot be read: .*utf-8"):
        read(tmp_path)
