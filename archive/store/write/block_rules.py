"""Blocks as they are stored: what labelled them as a number of the table `block_rules`, which gets what it lacks."""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import Connection, func, select

from archive.model import KEPT, Block, Label
from archive.store.statements import in_list, insert_bare, note_numbers
from archive.store.tables import BlockRules, StoredBlocks

BlockRule = tuple[str, str]
"""The label of a block, and the rule that gave it."""

_KEPT: Final = {label.value: int(label in KEPT) for label in Label}
_KNOWN: Final = select(BlockRules.id, BlockRules.kept, BlockRules.label, BlockRules.rule)


def insert_blocks(connection: Connection, rows: Sequence[tuple[int, Block]]) -> None:
    """Insert blocks of pages, each with the number of its revision: two hundred a page, past SQLAlchemy."""
    numbers = number_rules(connection, ((block.label, block.rule) for _, block in rows))
    insert_bare(
        connection,
        StoredBlocks,
        [(revision, block.position, numbers[block.label, block.rule], block.text) for revision, block in rows],
    )


def number_rules(connection: Connection, rules: Iterable[BlockRule]) -> dict[BlockRule, int]:
    """Give the number of each rule with its label; one that is new gets a row."""
    wanted = dict.fromkeys(rules)
    rows = connection.execute(_KNOWN.where(BlockRules.rule.in_(in_list({rule for _, rule in wanted}))))
    known = {(row.label, row.rule): row.id for row in rows if _KEPT.get(row.label) == row.kept}
    if new := [pair for pair in wanted if pair not in known]:
        highest = connection.scalar(select(func.max(BlockRules.id))) or 0
        known |= {pair: number for number, pair in enumerate(new, highest + 1)}
        named = ((known[label, rule], _KEPT[label], str(label), rule) for label, rule in new)
        insert_bare(connection, BlockRules, list(named))
        note_numbers(connection, {BlockRules: highest + len(new)})
    return known
