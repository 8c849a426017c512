"""Judgements, pure: what a page or a visit means for what is held, and whom to visit next."""
