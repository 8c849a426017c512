"""The schema that holds the queue of an archive's workers, beside that of its tables: `public` has `public_queue`.

Its tables are the queue's own, made when they are first needed; no step of the archive's schema knows them.
"""

from contextlib import closing

from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from archive.store.postgres.connection import as_store_errors, connect

ENDING = "_queue"
_LOCK = int.from_bytes(b"ArcQ")
_PREPARED = f"SELECT pg_advisory_xact_lock({_LOCK}, 0)"


def open_queue_schema(target: str, where: str, tables: str, mark: str) -> str:
    """Make the queue's `tables`, SQL, unless `mark`, one of them, is there; give how to connect to their schema.

    Raises StoreError: this user may make no schema.
    """
    with as_store_errors(where), closing(connect(target, 30.0)) as connection, connection:
        row = connection.execute("SELECT current_schema()").fetchone()
        name = f"{row[0] if row else 'public'}{ENDING}"
        connection.execute(_PREPARED.encode())
        there = connection.execute("SELECT to_regnamespace(%s)", [f'"{name}"']).fetchone()
        if there is None or there[0] is None:
            connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
        connection.execute("SELECT set_config('search_path', %s, true)", [f'"{name}"'])
        found = connection.execute("SELECT to_regclass(%s)", [mark]).fetchone()
        if found is None or found[0] is None:
            connection.execute(tables.encode())
    options = f'{conninfo_to_dict(target).get("options") or ""} -csearch_path="{name}"'.strip()
    return make_conninfo(target, options=options, application_name="archive worker")
