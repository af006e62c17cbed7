"""What DynamoDB would charge, by its published rules of item size."""

from __future__ import annotations

import base64
import math
from typing import Any


def item_size(item: dict[str, Any]) -> int:
    """Bytes: names and values in UTF-8, numbers two digits a byte, three bytes around a list or map."""
    return sum(len(name.encode()) + _value_size(value) for name, value in item.items())


def _value_size(value: dict[str, Any]) -> int:
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return math.ceil(len(content.lstrip("-").replace(".", "").strip("0")) / 2) + 1
        case "B":
            return len(base64.b64decode(content))
        case "L":
            return 3 + sum(1 + _value_size(one) for one in content)
        case "M":
            return 3 + sum(1 + len(name.encode()) + _value_size(one) for name, one in content.items())
        case "SS":
            return sum(len(one.encode()) for one in content)
        case _:
            return 1


def transaction_units(request: dict[str, Any]) -> int:
    """Write units of a TransactWriteItems of puts: one per KB begun and item, twice because of the transaction."""
    return sum(2 * math.ceil(item_size(one["Put"]["Item"]) / 1024) for one in request["TransactItems"])
