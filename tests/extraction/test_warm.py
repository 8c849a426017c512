"""What workers share is loaded before they part."""

import subprocess
import sys


def test_models_are_loaded() -> None:
    """Importing it loads the models and lists, and needs no file of its own."""
    code = (
        "import archive.extraction.warm; from archive.extraction.labels import forest, furniture_phrases, page_kind;"
        "print(*(each.cache_info().currsize for each in"
        " (forest.load_model, page_kind.load_kinds, furniture_phrases._book)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "1", "1"]
