"""What all items have."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model


class Item(Model):
    """Base of all: `pk` and `sk` are the table's keys."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


def seq_key(letter: str, seq: int) -> str:
    """`F#0000000042`: sorts as numbers do."""
    return f"{letter}#{seq:010d}"
