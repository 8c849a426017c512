"""Tell by its name what stands beside saved pages and is none: pictures, styles, what the archive itself leaves."""

from collections.abc import Container
from pathlib import PurePosixPath

_KINDS = {
    "pictures": (".jpg", ".jpeg", ".png", ".gif", ".svg", ".webp", ".avif", ".ico", ".bmp", ".tif", ".tiff"),
    "styles and scripts": (".css", ".js", ".mjs", ".map"),
    "fonts": (".woff", ".woff2", ".ttf", ".otf", ".eot"),
    "sound and film": (".mp3", ".m4a", ".ogg", ".wav", ".mp4", ".webm", ".mov", ".avi"),
    "notes and tables (name them to read them)": (".md", ".csv", ".json", ".jsonl"),
    "databases": (".db", ".db-wal", ".db-shm", ".db-journal", ".sqlite", ".sqlite3"),
}
_BY_SUFFIX = {suffix: kind for kind, suffixes in _KINDS.items() for suffix in suffixes}

_PAGES = (".html", ".htm", ".xhtml", ".shtml")
# how browsers name the folder of a page that they save whole, by their language
_FOLDERS = (
    "_files .files -files _file _archivos _arquivos _ficheiros _fitxers _fichiers -Dateien _bestanden -filer "
    "_tiedostot -tiedostot _pliki _soubory _subory _elemei _fajlok _dosyalar _datoteke _fajlovi _failid _fails _bylos "
    "_fitxategiak"
).split()
PARTS = "parts of saved pages"


def is_folder_of_page(name: str, beside: Container[str]) -> bool:
    """Tell whether a folder holds the parts of a saved page (pictures, frames, advertisements) that is beside it."""
    stems = (name.removesuffix(end) for end in _FOLDERS if name.endswith(end))
    return any(stem + page in beside for stem in stems for page in _PAGES)


def companion_kind(name: str) -> str | None:
    """Give what a file of that name is, in the plural; None for one that may be a page."""
    path = PurePosixPath(name)
    if path.name.startswith("."):
        return "hidden files"
    return _BY_SUFFIX.get(path.suffix.lower())


def printable_text(text: str) -> str:
    """Give a name on one line, as it can be printed and stored: what is no visible character is escaped."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
