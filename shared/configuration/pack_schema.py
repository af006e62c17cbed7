"""The JSON Schema of tenant packs: made of the same specs that the API checks with, and stricter in one thing.

An unknown field is refused: in a file that somebody writes by hand, a misspelt setting must not be lost.
"""

from __future__ import annotations

import importlib
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from shared.configuration.pack_sections import SECTIONS, Section
from shared.domain.errors import FieldError

_ID = {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_-]*$", "maxLength": 64}


def model_of(section: Section) -> type[BaseModel]:
    """The spec of a section's entries."""
    module, name = section.model
    found: type[BaseModel] = getattr(importlib.import_module(f"shared.contracts.{module}"), name)
    return found


@cache
def schema() -> dict[str, Any]:
    """The whole schema, for editors and for `mistakes`."""
    models = [model_of(section) for section in SECTIONS]
    refs, definitions = models_json_schema([(one, "validation") for one in models], ref_template="#/$defs/{model}")
    defs = definitions["$defs"]
    for one in defs.values():
        if one.get("type") == "object" and "properties" in one:
            one["additionalProperties"] = False
    properties: dict[str, Any] = {
        "holdfast": {"const": 1, "description": "The format's number."},
    }
    for section, model in zip(SECTIONS, models, strict=True):
        entry = {**defs[model.__name__], "properties": {"id": _ID, **defs[model.__name__]["properties"]}}
        if section.natural is None and section.name != "settings":
            entry["required"] = ["id", *entry.get("required", ())]
        defs[model.__name__] = entry
        ref = {"$ref": refs[model, "validation"]["$ref"]}
        properties[section.name] = ref if section.single else {"type": "array", "items": ref}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:holdfast:tenant-pack:1",
        "title": "Holdfast tenant pack",
        "description": "An affiliate's whole configuration. A section that is left out stays as it is.",
        "type": "object",
        "required": ["holdfast", "affiliate"],
        "additionalProperties": False,
        "properties": properties,
        "$defs": dict(sorted(defs.items())),
    }


def mistakes(pack: Any) -> list[FieldError]:
    """Where a pack has not the shape of one, each by its place."""
    import jsonschema

    found = jsonschema.Draft202012Validator(schema()).iter_errors(pack)
    told = (jsonschema.exceptions.best_match([one]) or one for one in found)
    errors = {(".".join(map(str, one.absolute_path)) or "pack", _said(one)) for one in told}
    return [FieldError(place, message) for place, message in sorted(errors)]


def _said(error: Any) -> str:
    """jsonschema's words without the value, which may be a person's number."""
    match error.validator:
        case "additionalProperties":
            allowed = error.schema.get("properties", {})
            unknown = sorted(set(error.instance) - set(allowed))
            return f"has unknown fields: {', '.join(unknown)}"
        case "required":
            missing = sorted(set(error.validator_value) - set(error.instance))
            return f"lacks {', '.join(missing)}"
        case "type":
            return f"must be {error.validator_value}"
        case "enum" | "const":
            return f"must be {error.validator_value}"
        case other:
            return f"does not fit {other} {error.validator_value}"
