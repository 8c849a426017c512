"""Engines run the extraction. `local`: on the processors of this machine."""
