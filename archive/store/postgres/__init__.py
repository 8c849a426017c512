"""An archive on a server of PostgreSQL: the same doors as `store.file`."""
