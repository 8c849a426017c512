"""Engines: where extraction runs. `local`: the processors of this machine."""
