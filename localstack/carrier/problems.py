"""RFC 9457 problem documents, in the shape of Holdfast's own API."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)

_REFUSALS = {
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not take that method."),
    413: ("too_large", "The request's body is too large."),
}


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    errors: Sequence[Mapping[str, str]] = (),
    extra: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> web.Response:
    """`{type, title, status, code, detail, requestId, errors?[{field, message}]}` plus the members in `extra`."""
    request_id = uuid.uuid4().hex
    document: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        "requestId": request_id,
    }
    if errors:
        document["errors"] = list(errors)
    return web.Response(
        status=status,
        body=json.dumps(document | dict(extra or {})).encode(),
        headers={"Cache-Control": "no-store", "X-Request-ID": request_id} | dict(headers or {}),
        content_type="application/problem+json",
    )


class Rejected(Exception):
    """Bad input; carries the 400 problem that says which fields."""

    def __init__(self, response: web.Response) -> None:
        super().__init__()
        self.response = response


def invalid(field: str, message: str) -> Rejected:
    return Rejected(
        problem(400, "invalid_request", "The request is not valid.", errors=[{"field": field, "message": message}])
    )


async def parse_json(request: web.Request, model: type[Model]) -> Model:
    """The request's JSON body as `model`; raises Rejected (400, one entry per field) otherwise."""
    try:
        return model.model_validate_json(await request.read())
    except ValidationError as failed:
        errors = [{"field": ".".join(map(str, e["loc"])) or "body", "message": e["msg"]} for e in failed.errors()]
        raise Rejected(problem(400, "invalid_request", "The request is not valid.", errors=errors)) from failed


def problem_for(error: web.HTTPException) -> web.Response:
    """aiohttp's own refusals (404, 405, 413 …) as problems; redirects and the like are not errors and raise."""
    if error.status < 400:
        raise error
    allow = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
    code, detail = _REFUSALS.get(error.status, ("invalid_request", error.reason))
    return problem(error.status, code, detail, headers=allow)
