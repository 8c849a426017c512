"""Loads, when it is imported, what the first page of a process waits for: models, patterns, phrases, suffixes.

Workers are forked from a process that has done so, and share it: each would take half a second for it, and 30 MB.
"""

from archive.extraction import organizations, page
from archive.extraction.labels import furniture_phrases, trafilatura_votes
from archive.words import patterns

trafilatura_votes.load_trafilatura()
furniture_phrases.furniture_of("Read more")
organizations.find("Reuters")
patterns.compile_all()
page.draft_page(b"<p>Nothing", url="https://www.harbourtimes.example/")
