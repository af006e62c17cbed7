"""Links beside ids: whatever an answer looks like and whatever fails, it stays as it was, or gets links and no more."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.contracts.api import Reply
from shared.contracts.routes import ROUTES
from shared.domain.errors import Unavailable
from shared.runtime.file_links import MOST_LINKED, FileLinks
from shared.runtime.http import Api, Request
from shared.runtime.plain_http import answer
from shared.runtime.signed_links import SignedLinks
from shared.store.file_names import FileNames
from shared.store.files import Files
from tests.unit.builders import http_event
from tests.unit.file_house import PDF, FileHouse
from tests.unit.world import World

ROUTE = next(route for route in ROUTES if route.operation == "listMessages")


@pytest.fixture
def house(world: World) -> FileHouse:
    return FileHouse(world)


@pytest.fixture
def links(house: FileHouse) -> FileLinks:
    return middleware(house)


def middleware(house: FileHouse, **instead: Any) -> FileLinks:
    world = house.world
    parts: dict[str, Any] = {
        "files": world.files, "names": house.names, "conversations": world.conversations, "links": house.links,
    }  # fmt: skip
    return FileLinks(**parts | instead)


def answered(document: object) -> dict[str, Any]:
    return answer(200, "req-1", document if isinstance(document, str) else json.dumps(document))


def linked(links: FileLinks, request: Request, document: object) -> Any:
    return json.loads(links(ROUTE, request, answered(document))["body"])


class TestWhatIsLinked:
    def test_at_any_depth_ids_get_their_links_as_a_sibling(self, house: FileHouse, links: FileLinks) -> None:
        first, second = house.brought("res_1").id, house.brought("res_1", name="more.pdf").id
        given_ = {"items": [{"id": "m1", "files": [first]}, {"deep": {"files": [second, first]}}], "files": []}
        found = linked(links, house.world.request("res_1"), given_)
        assert [one["id"] for one in found["items"][0]["fileLinks"]] == [first]
        assert [one["name"] for one in found["items"][1]["deep"]["fileLinks"]] == ["more.pdf", "help.pdf"]
        (link, *_) = found["items"][0]["fileLinks"]
        assert set(link) == {"id", "name", "type", "size", "url", "expiresAt"}
        assert link["size"] == len(PDF) and "X-Amz-Signature" in link["url"]

    def test_everything_else_in_the_answer_stays(self, house: FileHouse, links: FileLinks) -> None:
        file = house.brought("res_1").id
        document = {"n": 1.5, "big": 10**30, "text": 'größe \u2028 "x"', "none": None, "items": [{"files": [file]}]}
        found = linked(links, house.world.request("res_1"), document)
        found["items"][0].pop("fileLinks")
        assert found == document

    def test_only_what_the_caller_may_see(self, house: FileHouse, links: FileLinks) -> None:
        world = house.world
        world.text()
        one = world.hand_out("res_1").id
        talk, mine = house.brought("res_1", conversation=one).id, house.brought("res_2").id
        pending, foreign = house.announce("res_2").id, house.brought("res_9", affiliate="aff_2").id
        document = {"files": [talk, mine, pending, foreign, "fil_unknown"]}
        seen = {
            user: [one["id"] for one in linked(links, world.request(user), document).get("fileLinks", [])]
            for user in ("res_1", "res_2", "sup_1")
        }
        assert seen == {"res_1": [talk], "res_2": [mine], "sup_1": [talk]}

    def test_one_whose_key_is_gone_is_not_linked(self, house: FileHouse, world: World) -> None:
        first, second = house.brought("res_1").id, house.brought("res_1").id
        file = world.files.find(first)
        assert file is not None
        fresh = FileNames(world.database, world.new_intake()._vault)
        world.database.client.delete_item(
            TableName="holdfast-test-vault", Key={"pk": {"S": f"K#{first}"}, "sk": {"S": "KEY"}}
        )
        found = linked(middleware(house, names=fresh), world.request("res_1"), {"files": [first, second]})
        assert [one["id"] for one in found["fileLinks"]] == [second]


class TestWhatStaysAsItWas:
    @pytest.mark.parametrize(
        "body",
        [
            '{"files":["fil_unknown"]}',
            '{"files": []}',
            '{"files":"fil_0001"}',
            '{"files":[1,null]}',
            '{"files":["fil_0001"',
            '"files"',
            "",
            '{"files":["' + "x" * 65 + '"]}',
            "[" * 100_000 + '"files"',
        ],
    )
    def test_an_answer_with_nothing_to_link(self, house: FileHouse, body: str) -> None:
        house.brought("res_1")
        assert served(middleware(house), house, body)["body"] == body

    def test_an_answer_that_names_too_many(self, house: FileHouse) -> None:
        file = house.brought("res_1").id
        body = json.dumps({"files": [file, *(f"fil_{number}" for number in range(MOST_LINKED))]})
        assert served(middleware(house), house, body)["body"] == body

    @pytest.mark.parametrize("operation", ["BatchGetItem", "Decrypt"])
    def test_aws_is_down(self, house: FileHouse, world: World, operation: str) -> None:
        body = json.dumps({"files": [house.brought("res_1").id]})
        fresh = FileNames(world.database, world.new_intake()._vault)
        world.wire.fail(operation, "InternalServerError")
        assert served(middleware(house, names=fresh), house, body)["body"] == body

    def test_nobody_signed_in(self, house: FileHouse, links: FileLinks) -> None:
        body = json.dumps({"files": [house.brought("res_1").id]})
        request = replace(house.world.request("res_1"), signed_in=None)
        assert links(ROUTE, request, answered(body))["body"] == body

    def test_what_could_not_be_sent_is_not_answered(self, house: FileHouse) -> None:
        file = house.brought("res_1").id
        for body in (f'{{"files":["{file}"],"x":"\\ud800"}}', f'{{"files":["{file}"],"x":1e999}}'):
            assert served(middleware(house), house, body)["body"] == body


def served(links: FileLinks, house: FileHouse, body: str) -> dict[str, Any]:
    """What leaves the API when an operation answered `body` and the middleware looked at it."""

    class Raw(Reply):
        def model_copy(self, **_: Any) -> Raw:
            return self

        def model_dump_json(self, **_: Any) -> str:
            return body

    principal = house.world.principal("res_1")
    served_by = Api([(ROUTE, lambda request: Raw())], lambda: lambda caller: principal, links)
    found = served_by.resolve(http_event("GET", "/api/conversations/con_1/messages"), None)
    assert found["statusCode"] == 200
    return found


_NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
_JSON = st.recursive(
    st.none() | st.booleans() | _NUMBERS | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["files", "fileLinks", "items", "id", "a"]), inner, max_size=4)
    ),
    max_leaves=20,
)


class Failing:
    """Stands for whatever the middleware needs: asked for anything, it fails."""

    def __init__(self, error: BaseException) -> None:
        self._error = error

    def __getattr__(self, name: str) -> Any:
        def fail(*_: object, **__: object) -> Any:
            raise self._error

        return fail


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=_JSON, ids=st.lists(st.sampled_from(["known", "unknown", ""]), max_size=4))
def test_any_json_keeps_all_it_had_and_gains_nothing_but_links(
    prepared: tuple[FileHouse, str], document: Any, ids: list[str]
) -> None:
    house, file = prepared
    whole = {"files": [file if one == "known" else one for one in ids], "rest": document}
    before = json.dumps(whole)
    after = json.loads(served(middleware(house), house, before)["body"])
    assert _without_links(after, whole) == whole


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    document=_JSON,
    broken=st.sampled_from(["files", "names", "conversations", "links"]),
    error=st.sampled_from(
        [Unavailable(), KeyError("x"), RuntimeError(), ValueError(), RecursionError(), MemoryError()]
    ),
)
def test_whatever_fails_the_answer_is_the_same_byte_for_byte(
    prepared: tuple[FileHouse, str], document: Any, broken: str, error: Exception
) -> None:
    house, file = prepared
    body = json.dumps({"files": [file], "rest": document})
    links = middleware(house, **{broken: Failing(error)})
    found = served(links, house, body)
    # Without a conversation's file among them, conversations are asked for none.
    assert found["body"] == body


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=40), cut=st.integers(min_value=0, max_value=60))
def test_what_is_no_json_stays_as_it_is(prepared: tuple[FileHouse, str], text: str, cut: int) -> None:
    house, file = prepared
    body = (json.dumps({"files": [file], "text": text}))[:-1][:cut] + text
    try:
        json.loads(body)
    except ValueError:
        assert served(middleware(house), house, body)["body"] == body


@pytest.fixture
def prepared(house: FileHouse) -> tuple[FileHouse, str]:
    """A house with one file of a conversation of res_1's."""
    house.world.text()
    return house, house.brought("res_1", conversation=house.world.hand_out("res_1").id).id


def _without_links(after: Any, before: Any) -> Any:
    """What is left when the links are taken off that were not there before."""
    if isinstance(after, list):
        return [_without_links(one, was) for one, was in zip(after, before, strict=True)]
    if isinstance(after, dict):
        kept = {name: _without_links(value, before[name]) for name, value in after.items() if name in before}
        assert set(after) - set(before) <= {"fileLinks"}
        return kept
    return copy.copy(after)


def test_given_a_bucket_is_named_then_the_functions_that_serve_staff_link(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shared.runtime import staff_api

    monkeypatch.delenv("FILES_BUCKET", raising=False)
    monkeypatch.setenv("TABLE_PREFIX", "holdfast-test")
    staff_api.tables.cache_clear()
    assert not [one for one in staff_api._afters() if isinstance(one, FileLinks)]
    monkeypatch.setenv("FILES_BUCKET", "a-bucket")
    assert [type(one) for one in staff_api._afters() if isinstance(one, FileLinks)] == [FileLinks]
    staff_api.tables.cache_clear()


def test_the_local_clouds_links_lead_where_a_browser_finds_it(house: FileHouse) -> None:
    from shared.runtime import aws as runtime_aws

    near = SignedLinks(runtime_aws.session, "the-bucket", "http://127.0.0.1:4566/", house.world.clock)
    file = Files(house.world.database, house.world.clock).find(house.brought("res_1").id)
    assert file is not None
    assert near.download(file, "a.pdf").url.startswith(f"http://127.0.0.1:4566/the-bucket/files/aff_1/{file.id}?")
