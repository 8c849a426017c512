"""How WARC files become rows at scale, and what each step of that costs."""
