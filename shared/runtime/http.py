"""The HTTP side of a function: routes from the table, bodies checked, errors as problem documents."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError

from shared.contracts.api import Problem, ProblemField, Reply
from shared.contracts.routes import ROUTES, Route
from shared.domain.errors import (
    FieldError,
    Forbidden,
    HoldfastError,
    IllegalTransition,
    InvalidInput,
    NotFound,
    TooLarge,
    TooManyRequests,
)
from shared.domain.lifecycle import State
from shared.domain.web_chat import ChatSession
from shared.runtime.identity import Caller, Principal
from shared.runtime.invocation import describe, note
from shared.runtime.metrics import count
from shared.runtime.plain_http import MAX_BODY, answer
from shared.runtime.refusals import refusal
from shared.runtime.request_id import request_id
from shared.store.scope import piece_of_work

MAX_PAGE = 100

_NUMBER = re.compile(r"[0-9]{1,10}")
#: What may stand in a path where an id belongs: longer than any of ours, shorter than what a DynamoDB key may hold.
_ID = re.compile(r"[\w.~:@%+-]{1,128}", re.ASCII)

B = TypeVar("B", bound=BaseModel)


@dataclass(frozen=True)
class Request:
    """What an operation is called with."""

    request_id: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    source_ip: str
    body: BaseModel | None = None
    signed_in: Principal | ChatSession | None = None
    raw_body: bytes = field(default=b"", repr=False)
    cookies: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def principal(self) -> Principal:
        if not isinstance(self.signed_in, Principal):
            raise RuntimeError("this route has no principal")
        return self.signed_in

    @property
    def chat(self) -> ChatSession:
        """The web chat's session, on its own routes."""
        if not isinstance(self.signed_in, ChatSession):
            raise RuntimeError("this route is not the web chat's")
        return self.signed_in

    def parsed(self, model: type[B]) -> B:
        """The body as the class the route table names."""
        return cast(B, self.body)

    def limit(self, default: int = 50) -> int:
        return self._number("limit", default, 1, MAX_PAGE)

    def after(self) -> int:
        return self._number("after", 0, 0, 10**9)

    def _number(self, name: str, default: int, least: int, most: int) -> int:
        text = self.query.get(name)
        if text is None:
            return default
        if not _NUMBER.fullmatch(text) or not least <= int(text) <= most:
            raise InvalidInput(errors=(FieldError(name, f"must be a whole number from {least} to {most}"),))
        return int(text)


@dataclass(frozen=True)
class Answer:
    """A reply that also sets cookies (whole `Set-Cookie` values) or headers."""

    reply: Reply | None
    cookies: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


Operation = Callable[[Request], Reply | Answer | None]
Authenticate = Callable[[Caller], Principal | ChatSession]
#: What may be added to the answer of a request that was served. Whatever goes wrong in it, the answer stays as it was.
After = Callable[[Route, Request, dict[str, Any]], dict[str, Any]]


def api(
    function: str, operations: Mapping[str, Operation], authenticate: Callable[[], Authenticate], *after: After
) -> Api:
    """Serves every route the table gives to `function`. `operations` are named by `operation`."""
    rows = [(route, operations[route.operation]) for route in ROUTES if route.function == function]
    return Api(rows, authenticate, *after)


class Api:
    """Finds an event's route and answers it: each path of ours is told apart by its words alone."""

    def __init__(
        self, routes: list[tuple[Route, Operation]], authenticate: Callable[[], Authenticate], *after: After
    ) -> None:
        self._routes = [(route, route.path.split("/"), operation) for route, operation in routes]
        self._authenticate = authenticate
        self._after = after

    def resolve(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        """The answer to an HTTP API event (payload format 2.0)."""
        rid = request_id(event)
        note(requestId=rid)
        method, parts = event["requestContext"]["http"]["method"], event["rawPath"].split("/")
        for route, own, operation in self._routes:
            path = _path(own, parts) if route.method == method else None
            if path is not None:
                return self._serve(event, route, path, operation, rid)
        return problem(NotFound("There is no such route"), rid)

    def _serve(
        self, event: dict[str, Any], route: Route, path: dict[str, str], operation: Operation, rid: str
    ) -> dict[str, Any]:
        note(operation=route.operation)
        with piece_of_work():
            return self._in_scope(event, route, path, operation, rid)

    def _in_scope(
        self, event: dict[str, Any], route: Route, path: dict[str, str], operation: Operation, rid: str
    ) -> dict[str, Any]:
        try:
            request = _request(event, route, path, rid, self._authenticate)
            answered = _answer(route, operation(request), rid)
        except HoldfastError as error:
            if error.status == 500:
                note(level="ERROR", **{key: str(value) for key, value in describe(error).items()})
            return problem(error, rid)
        except Exception as error:
            count("ServerErrors")
            note(level="ERROR", **{key: str(value) for key, value in describe(error).items()})
            return problem(HoldfastError(), rid)
        for more in self._after:
            answered = _added(more, route, request, answered)
        return answered


def _added(more: After, route: Route, request: Request, answered: dict[str, Any]) -> dict[str, Any]:
    try:
        # A copy: whoever fails halfway has changed nothing.
        return more(route, request, copy.deepcopy(answered))
    except Exception as error:
        count("AfterFailed")
        note(**{f"after{key.capitalize()}": str(value) for key, value in describe(error).items()})
        return answered


def _path(own: list[str], parts: list[str]) -> dict[str, str] | None:
    """The ids in a path, if it is this route's."""
    if len(own) != len(parts):
        return None
    ids: dict[str, str] = {}
    for word, part in zip(own, parts, strict=True):
        if word.startswith("{"):
            if not _ID.fullmatch(part):
                return None
            ids[word[1:-1]] = part
        elif word != part:
            return None
    return ids


def _request(
    event: dict[str, Any], route: Route, path: dict[str, str], rid: str, authenticate: Callable[[], Authenticate]
) -> Request:
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    query = event.get("queryStringParameters") or {}
    cookies = _cookies(event)
    principal = None
    if "anyone" not in route.who:
        principal = authenticate()(Caller(route.method, headers, query, cookies, event["rawPath"], rid))
        note(userId=principal.user_id)
        if principal.role not in route.who:
            raise Forbidden
    raw = body_bytes(event, max(route.largest, MAX_BODY))
    body = _parse(route.request.type, raw) if route.request is not None else None
    return Request(rid, path, query, headers, source_ip(event), body, principal, raw, cookies)


def _cookies(event: dict[str, Any]) -> dict[str, str]:
    """By name. API Gateway takes them out of the headers, and other front ends leave them there."""
    found: dict[str, str] = {}
    left = next((value for name, value in (event.get("headers") or {}).items() if name.lower() == "cookie"), "")
    for cookie in (*(event.get("cookies") or ()), *left.split(";")):
        name, _, value = cookie.partition("=")
        found.setdefault(name.strip(), value.strip())
    return found


def body_bytes(event: dict[str, Any], most: int = MAX_BODY) -> bytes:
    """The request's body; raises `TooLarge` over so many bytes."""
    text = event.get("body") or ""
    if event.get("isBase64Encoded"):
        import base64

        raw = base64.b64decode(text)
    else:
        raw = text.encode()
    if len(raw) > most:
        raise TooLarge(f"A body may have {most} bytes at most")
    return raw


def _parse(model: type[BaseModel], raw: bytes) -> BaseModel:
    if not raw.strip() and not any(f.is_required() for f in model.model_fields.values()):
        return model()
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        raise refusal(error) from None


def source_ip(event: dict[str, Any]) -> str:
    """Whom the edge saw. The last address in X-Forwarded-For is the edge itself, the one before it the caller."""
    headers: dict[str, str] = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    passed = [address.strip() for address in headers.get("x-forwarded-for", "").split(",") if address.strip()]
    if len(passed) > 1:
        return passed[-2]
    return str(event["requestContext"].get("http", {}).get("sourceIp", ""))


def _answer(route: Route, given: Reply | Answer | None, rid: str) -> dict[str, Any]:
    if isinstance(given, Answer):
        found = _plain(route, given.reply, rid)
        found["headers"] |= given.headers
        return found | {"cookies": list(given.cookies)} if given.cookies else found
    return _plain(route, given, rid)


def _plain(route: Route, reply: Reply | None, rid: str) -> dict[str, Any]:
    if reply is None:
        found = answer(204, rid, "")
        del found["headers"]["Content-Type"]
        return found
    status = 503 if getattr(reply, "status", None) == "unready" else route.status
    return answer(status, rid, reply.model_copy(update={"request_id": rid}).model_dump_json(by_alias=True))


def _field(error: FieldError) -> ProblemField:
    return ProblemField(field=error.field, message=error.message, code=error.code or None)


def problem(error: HoldfastError, rid: str) -> dict[str, Any]:
    """An error as a problem document."""
    note(status=error.status, code=error.code)
    document = Problem(
        title=error.title,
        status=error.status,
        code=error.code,
        detail=error.detail,
        request_id=rid,
        errors=[_field(one) for one in getattr(error, "errors", ())] or None,
        state=State(error.state) if isinstance(error, IllegalTransition) else None,
    )
    found = answer(
        error.status, rid, document.model_dump_json(by_alias=True, exclude_none=True), "application/problem+json"
    )
    if isinstance(error, TooManyRequests):
        found["headers"]["Retry-After"] = str(error.retry_after)
    if error.status == 401:
        found["headers"]["WWW-Authenticate"] = "Bearer"
    return found
