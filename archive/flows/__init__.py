"""The flows: ingest, news, recrawl, reextract. They call the parts in order and decide nothing."""
