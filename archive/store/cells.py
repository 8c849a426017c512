"""What a user's SQL gives: cells and rows, and about how large they are. Nothing is imported here that takes time."""

Cell = str | int | float | bytes | None
Row = tuple[Cell, ...]


def size_of(row: Row) -> int:
    """Give about how many bytes a row takes."""
    return sum(len(cell) if isinstance(cell, str | bytes) else 8 for cell in row) + 8
