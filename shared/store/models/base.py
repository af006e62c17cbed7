"""What all items have, and the one place where it is checked that a write is for whom is being worked."""

from __future__ import annotations

from typing import Any, ClassVar

from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from shared.store import scope


class Item(Model):
    """Base of all: `pk` and `sk` are the table's keys.

    An affiliate's item says so in its `affiliate_id`, or by its key: after one of the `OF_AFFILIATE` stands the
    affiliate's id. Every write asks `store.scope`.
    """

    OF_AFFILIATE: ClassVar[tuple[str, ...]] = ()

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @property
    def belongs_to(self) -> str | None:
        """The affiliate, as far as the item says so; None for one that is nobody's, or was made to name a key only."""
        named: str | None = getattr(self, "affiliate_id", None)
        if named:
            return named
        for prefix in self.OF_AFFILIATE:
            if self.pk.startswith(prefix):
                return str(self.pk[len(prefix) :])
        return None

    def guarded(self, condition: Condition | None) -> Condition | None:
        """The condition of a write that may take place; raises `OutOfScope`.

        Whatever this item says, the table looks too: what lies under the key must be theirs for whom is being worked,
        or not be there.
        """
        allowed = scope.check(self.belongs_to)
        owner = getattr(type(self), "affiliate_id", None)
        if not allowed or owner is None:
            return condition
        theirs: Condition = owner.does_not_exist() | owner.is_in(*sorted(allowed))
        return theirs if condition is None else condition & theirs

    def save(self, condition: Condition | None = None, **more: Any) -> dict[str, Any]:
        return super().save(self.guarded(condition), **more)

    def update(self, actions: list[Action], condition: Condition | None = None, **more: Any) -> Any:
        return super().update(actions, self.guarded(condition), **more)

    def delete(self, condition: Condition | None = None, **more: Any) -> Any:
        return super().delete(self.guarded(condition), **more)


def seq_key(letter: str, seq: int) -> str:
    """`F#0000000042`: sorts as numbers do."""
    return f"{letter}#{seq:010d}"
