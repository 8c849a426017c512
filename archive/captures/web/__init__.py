"""Pages from the web: one polite, guarded, bounded fetcher."""
