"""The models that ship are what one seeded run wrote, byte for byte."""

import json

from archive.extraction.labels import page_kind
from bench.training import models


def test_shipped_models_are_those_of_the_recorded_run() -> None:
    """A model that is changed by hand, or taught without its record, is told here."""
    told = json.loads(models.RECORD.read_text(encoding="utf-8"))
    assert page_kind.MODEL.name in told
    for name, run in told.items():
        assert models.digest_of(page_kind.MODEL.with_name(name)) == run["sha256"]
        assert run["command"].startswith("python -m bench ")
