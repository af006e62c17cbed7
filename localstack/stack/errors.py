"""What goes wrong for a reason its reader can act on."""

from __future__ import annotations


class StackError(Exception):
    """A message for a person: what happened, and what to do next. Printed without a traceback; exit status 1."""
