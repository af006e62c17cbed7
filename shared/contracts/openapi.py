"""The OpenAPI document, generated from the route table and the request and response classes.

`python -m shared.contracts.generate` writes it; a test fails when the committed copy differs.
"""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from shared.contracts.api import Problem
from shared.contracts.routes import ROUTES, Route

_QUERY: dict[str, dict[str, Any]] = {
    "limit": {"schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 50}},
    "cursor": {"schema": {"type": "string"}, "description": "nextCursor of the page before."},
    "after": {"schema": {"type": "integer", "minimum": 0}, "description": "Only facts numbered above this."},
    "state": {"schema": {"$ref": "#/components/schemas/State"}},
    "program": {"schema": {"type": "string"}},
    "responder": {"schema": {"type": "string"}, "description": "A responder's id, or `me`."},
    "order": {
        "schema": {"type": "string", "enum": ["newest"]},
        "description": "Of each program the newest first; the oldest when left out.",
    },
    "active": {
        "schema": {"type": "string", "enum": ["true", "false", "all"], "default": "true"},
        "description": "Those in use, those that were deactivated, or both.",
    },
    "keep": {"schema": {"type": "string", "enum": ["current"]}, "description": "Which session is not to end."},
    "affiliateId": {"schema": {"type": "string"}, "description": "For whom a platform admin acts; nobody else may."},
    "programId": {"schema": {"type": "string"}, "description": "Only this program; all of one's own when left out."},
    "day": {"schema": {"type": "string", "format": "date"}, "description": "By the program's clocks; else today."},
    "actor": {"schema": {"type": "string"}, "description": "Only what this person did, by their id."},
    "action": {"schema": {"type": "string"}, "description": "Only this action, like `program.updated`."},
    "entity": {"schema": {"type": "string"}, "description": "Only what was done to this, like `program:prg_1`."},
    "from": {"schema": {"type": "string", "format": "date-time"}, "description": "Only from this moment on."},
    "to": {"schema": {"type": "string", "format": "date-time"}, "description": "Only up to this moment."},
    "reason": {"schema": {"type": "string"}, "description": "Only those that are here for this reason."},
}

#: How a provider posts, is answered and signs, by its part of the path: SNS puts its signature into the body.
_PROVIDERS: dict[str, tuple[str, str, list[dict[str, list[str]]]]] = {
    "twilio": ("application/x-www-form-urlencoded", "text/xml", [{"twilioSignature": []}]),
    "aws": ("text/plain", "application/json", []),
    "partner": ("application/json", "application/json", [{"partnerSignature": []}]),
}

#: Functions whose mutations take an Idempotency-Key.
_REPEATABLE = ("conversations", "directory")
#: Of other functions, the operations that take one.
_REPEATABLE_OPERATIONS = ("sendDirectMessage", "announce")

_STATUS = {
    400: "Cannot be parsed, or something is missing",
    401: "Not signed in",
    403: "Not allowed",
    404: "Unknown, or another affiliate's",
    409: "Conflicts with the current state",
    410: "Its content was erased, for good",
    412: "Somebody else has changed it in the meantime",
    413: "The body is too large",
    422: "Understood, but a rule forbids it",
    429: "Too many attempts",
    503: "Not ready",
}


def document() -> dict[str, Any]:
    """The whole document as JSON-ready Python, in a stable order."""
    used: list[type[BaseModel]] = [Problem]
    for route in ROUTES:
        used += [model.type for model in (route.request, route.response) if model is not None]
    models = list(dict.fromkeys(used))
    schemas = {model: "validation" if _is_request(model) else "serialization" for model in models}
    _, definitions = models_json_schema(
        list(schemas.items()),  # type: ignore[arg-type]
        ref_template="#/components/schemas/{model}",
    )
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Holdfast",
            "version": "1",
            "description": "A text line for people in crisis. Errors are problem documents with a stable `code`.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": definitions["$defs"],
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "twilioSignature": {"type": "apiKey", "in": "header", "name": "X-Twilio-Signature"},
                "partnerSignature": {"type": "apiKey", "in": "header", "name": "X-Signature"},
            },
        },
    }


def _is_request(model: type[BaseModel]) -> bool:
    return any(route.request is not None and route.request.type is model for route in ROUTES)


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {"operationId": route.operation, "summary": route.summary, "tags": [route.function]}
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", route.path)
    ]
    parameters += [{"name": name, "in": "query", **_QUERY[name]} for name in route.query]
    if route.method != "GET" and (route.function in _REPEATABLE or route.operation in _REPEATABLE_OPERATIONS):
        parameters.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "schema": {"type": "string", "maxLength": 200},
                "description": "Repeating a request with the same key repeats its answer, not its effect.",
            }
        )
    if parameters:
        operation["parameters"] = parameters
    if route.request is not None:
        operation["requestBody"] = {
            "required": _has_required(route.request.type),
            "content": {"application/json": {"schema": _ref(route.request.type)}},
        }
    elif "provider" in route.who:
        operation["requestBody"] = {
            "required": True,
            "content": {_provider(route)[0]: {"schema": {"type": "object"}}},
        }
    operation["responses"] = _responses(route)
    if "provider" in route.who:
        operation["security"] = _provider(route)[2]
    elif "anyone" not in route.who:
        operation["security"] = [{"bearer": []}]
    return operation


def _responses(route: Route) -> dict[str, Any]:
    good: dict[str, Any] = {"description": "Done"}
    if route.response is not None:
        good["content"] = {"application/json": {"schema": _ref(route.response.type)}}
    elif "provider" in route.who:
        _, content, _ = _provider(route)
        good["content"] = {content: {"schema": {"type": "string" if content == "text/xml" else "object"}}}
    elif route.status == 200:
        good["content"] = {"application/json": {"schema": {"type": "object"}}}
    responses: dict[str, Any] = {str(route.status): good}
    if route.operation == "takeNext":
        responses["204"] = {"description": "Nobody waits"}
    for status in route.errors:
        model = (
            {"application/json": {"schema": _ref(route.response.type)}}
            if route.operation == "readyz" and route.response
            else {"application/problem+json": {"schema": _ref(Problem)}}
        )
        responses[str(status)] = {"description": _STATUS[status], "content": model}
    return responses


def _provider(route: Route) -> tuple[str, str, list[dict[str, list[str]]]]:
    return _PROVIDERS[route.path.removeprefix("/api/webhooks/").split("/")[0]]


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def _has_required(model: type[BaseModel]) -> bool:
    return any(field.is_required() for field in model.model_fields.values())
