"""The kinds of files that hold pages, one a module: each tells its own by the first bytes, and reads it."""
