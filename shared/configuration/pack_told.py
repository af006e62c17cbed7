"""Telling people what a pack would change."""

from __future__ import annotations

from shared.configuration.documents import Document
from shared.configuration.packs import Step

#: By which of its fields people know a document of a kind.
_NAMED_BY = {
    "affiliate": "name",
    "program": "name",
    "provider_account": "account",
    "line": "number",
    "keyword": "keyword",
    "user": "name",
    "text": "key",
    "survey": "title",
    "tag": "name",
    "canned_response": "title",
    "template": "name",
    "webhook": "url",
}


def named(document: Document) -> str:
    """What people call it; its id where it has no name, as the settings."""
    field = _NAMED_BY.get(document.kind)
    return str(document.fields[field]) if field is not None else document.id


def as_json(step: Step) -> dict[str, object]:
    """A step for programs: what is done to what, and the fields that differ by their wire names."""
    return {
        "what": step.what,
        "kind": step.after.kind,
        "id": step.after.id,
        "name": named(step.after),
        "fields": {name: {"before": old, "after": new} for name, old, new in step.fields()},
    }
