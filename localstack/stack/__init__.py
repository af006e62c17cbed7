"""Starting, keeping and stopping the local cloud with Holdfast in it; the command is `python -m localstack.stack`."""

from __future__ import annotations

from localstack.stack.errors import StackError
from localstack.stack.stack import Stack

__all__ = ["Stack", "StackError"]
