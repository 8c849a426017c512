"""Which run taught each model that ships: digest, command, day, commit, versions, in `bench/results/models.json`."""

import hashlib
import json
from importlib.metadata import version
from pathlib import Path

from bench.extraction.record import describe_commit
from bench.tables import packages, today

RECORD = Path(__file__).parents[1] / "results/models.json"
_TAUGHT_BY = ("catboost", "numpy")


def record_model(model: Path, command: str) -> None:
    """Note that a command wrote the file just now."""
    told = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    told[model.name] = {
        "sha256": digest_of(model),
        "command": command,
        "date": today(),
        "commit": describe_commit(),
        "versions": packages() | {name: version(name) for name in _TAUGHT_BY},
    }
    RECORD.parent.mkdir(exist_ok=True)
    RECORD.write_text(json.dumps(told, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def digest_of(model: Path) -> str:
    """Give the SHA-256 of a file."""
    return hashlib.sha256(model.read_bytes()).hexdigest()
