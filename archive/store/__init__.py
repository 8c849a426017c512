"""The one room that knows how an archive is kept: database, ledger (writes), catalog, search and query (reads)."""
