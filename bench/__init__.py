"""Measures of this archive beside the best of its peers, run from a checkout: `python -m bench strip|ingest|train`."""
