"""A page as one ordered list of visible blocks."""
