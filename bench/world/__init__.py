"""Nights on invented sites that edit, move, break and lie."""
