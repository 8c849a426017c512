"""Loads, when it is imported, what the first page of a process waits for: models, phrases, organisations, suffixes.

Workers are forked from a process that has done so, and share it: each would take half a second for it, and 30 MB.
"""

from archive import urls
from archive.extraction import organizations
from archive.extraction.labels import forest, furniture_phrases, page_kind

forest.load_model(forest.MODEL)
page_kind.load_kinds(page_kind.MODEL)
furniture_phrases.furniture_of("Read more")
organizations.find("Reuters")
urls.site_of("https://www.harbourtimes.example/")
