"""One SQLite file: opened, upgraded, locked, and its faults told. What only SQLite needs stands here."""
