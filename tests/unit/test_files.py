"""Files: announced, uploaded, checked, fetched by those who may, removed."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from pydantic import ValidationError

from shared.domain.errors import Conflict, IdempotencyMismatch, NotFound, RuleBroken, Unavailable
from shared.runtime.objects import Uploaded
from shared.store.files import File
from tests.unit import aws
from tests.unit.file_house import PDF, PNG, FileHouse
from tests.unit.world import World


@pytest.fixture
def house(world: World) -> FileHouse:
    return FileHouse(world)


def query_of(url: str | None) -> dict[str, str]:
    assert url is not None
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


class TestBringingAFile:
    def test_given_it_was_announced_and_uploaded_when_it_is_completed_then_it_can_be_fetched(
        self, house: FileHouse
    ) -> None:
        file = house.announce("sup_1")
        assert (file.status, file.url, file.name) == ("pending", None, "help.pdf")
        assert house.send(file).ok
        done = house.complete("sup_1", file.id)
        assert (done.status, done.size, done.type) == ("ready", len(PDF), "application/pdf")
        assert done.url is not None and requests.get(done.url, timeout=5).content == PDF

    def test_the_upload_link_binds_length_type_and_checksum_for_a_quarter_of_an_hour(self, house: FileHouse) -> None:
        upload = house.announce("sup_1").upload
        assert upload is not None
        query = query_of(upload.url)
        assert query["X-Amz-Expires"] == "900"
        assert query["X-Amz-SignedHeaders"].split(";") == [
            "content-length", "content-type", "host", "x-amz-checksum-sha256",
        ]  # fmt: skip
        assert set(upload.headers) == {"Content-Type", "x-amz-checksum-sha256"}
        assert (upload.expires_at - house.world.clock.now()).total_seconds() == 900

    def test_a_download_is_saved_and_not_shown_under_a_harmless_name(self, house: FileHouse) -> None:
        done = house.brought("sup_1", name='../../"größe"\u202efdp.exe')
        query = query_of(done.url)
        assert query["X-Amz-Expires"] == "900"
        assert query["response-content-type"] == "application/pdf"
        assert query["response-content-disposition"] == (
            "attachment; filename=\"_gr__e_fdp.exe.pdf\"; filename*=UTF-8''%22gr%C3%B6%C3%9Fe%22fdp.exe.pdf"
        )

    def test_completing_twice_is_once(self, house: FileHouse) -> None:
        done = house.brought("sup_1")
        again = house.complete("sup_1", done.id)
        assert (again.id, again.status) == (done.id, "ready")
        assert house.objects_kept() == [f"files/aff_1/{done.id}"]

    def test_given_two_requests_complete_it_at_once_then_both_are_answered(self, house: FileHouse) -> None:
        file = house.announce("sup_1")
        house.send(file)
        look, answers = house.objects.uploaded, []

        def slow(one: File) -> Uploaded | None:
            """While the first one waits for S3, the second one does it all."""
            house.objects.uploaded = look  # type: ignore[method-assign]
            answers.append(house.complete("sup_1", file.id))
            return look(one)

        house.objects.uploaded = slow  # type: ignore[method-assign]
        answers.append(house.complete("sup_1", file.id))
        assert [one.status for one in answers] == ["ready", "ready"]
        assert house.objects_kept() == [f"files/aff_1/{file.id}"]

    def test_given_it_died_before_the_row_was_written_when_it_is_completed_again_then_it_is_there(
        self, house: FileHouse, world: World
    ) -> None:
        file = house.announce("sup_1")
        house.send(file)
        world.wire.fail("TransactWriteItems", "InternalServerError")
        with pytest.raises(Exception, match="TransactWriteItems"):
            house.complete("sup_1", file.id)
        assert house.get("sup_1", file.id).status == "pending"
        assert house.complete("sup_1", file.id).status == "ready"

    def test_the_same_key_announces_once_and_another_request_under_it_is_refused(self, house: FileHouse) -> None:
        first, again = (house.announce("sup_1", key="k1") for _ in range(2))
        assert first.id == again.id and again.upload is not None
        with pytest.raises(IdempotencyMismatch):
            house.announce("sup_1", PNG, type="image/png", key="k1")

    def test_no_name_lies_anywhere_in_the_clear(self, house: FileHouse, world: World) -> None:
        world.text()
        one = world.hand_out().id
        house.brought("res_1", name="marigold.pdf", conversation=one)
        house.brought("res_1", name="marigold.pdf")
        rows = repr([row for table in ("files", "vault", "sessions", "conversations") for row in aws.rows(table)])
        assert "marigold" not in rows
        assert not any("marigold" in key for key in house.objects_kept())


class TestWhatIsNotTaken:
    @pytest.mark.parametrize(
        ("field", "wish"),
        [
            ("type", {"type": "text/html"}),
            ("type", {"type": "image/svg+xml"}),
            ("type", {"type": "application/zip"}),
            ("size", {"type": "text/plain", "size": 1024 * 1024 + 1}),
            ("name", {"name": "../.."}),
            ("name", {"name": "\u202e\u200b"}),
        ],
    )
    def test_a_rule_that_is_broken_names_the_field(self, house: FileHouse, field: str, wish: dict[str, Any]) -> None:
        with pytest.raises(RuleBroken) as caught:
            house.announce("sup_1", **wish)
        assert [one.field for one in caught.value.errors] == [field]
        assert house.rows() == []

    @pytest.mark.parametrize(
        ("field", "wish"),
        [
            ("size", {"size": 0}),
            ("size", {"size": 10 * 1024 * 1024 + 1}),
            ("sha256", {"sha256": "abc"}),
            ("name", {"name": " "}),
        ],
    )
    def test_what_the_contract_forbids_does_not_even_arrive(
        self, house: FileHouse, field: str, wish: dict[str, Any]
    ) -> None:
        with pytest.raises(ValidationError) as caught:
            house.announce("sup_1", **wish)
        assert [one["loc"][0] for one in caught.value.errors()] == [field]

    def test_nothing_uploaded_is_said_and_it_stays_pending(self, house: FileHouse) -> None:
        file = house.announce("sup_1")
        with pytest.raises(Conflict) as caught:
            house.complete("sup_1", file.id)
        assert caught.value.code == "not_uploaded"
        assert house.get("sup_1", file.id).status == "pending"

    @pytest.mark.parametrize(
        ("content", "kind", "code", "field"),
        [
            (PDF + b"more", "application/pdf", "size_mismatch", "size"),
            (PDF.replace(b"help", b"harm"), "application/pdf", "checksum_mismatch", "sha256"),
            (PDF, "text/html", "content_type_mismatch", "type"),
        ],
    )
    def test_given_something_else_was_uploaded_then_it_is_refused_by_its_field_and_stays_pending(
        self, house: FileHouse, content: bytes, kind: str, code: str, field: str
    ) -> None:
        file = house.announce("sup_1")
        house.put(file, content, kind)
        with pytest.raises(RuleBroken) as caught:
            house.complete("sup_1", file.id)
        assert (caught.value.code, [one.field for one in caught.value.errors]) == (code, [field])
        assert house.get("sup_1", file.id).status == "pending"
        assert house.send(file).ok
        assert house.complete("sup_1", file.id).status == "ready"

    @pytest.mark.parametrize("kind", ["application/pdf", "image/png", "image/jpeg", "audio/mpeg", "audio/mp4"])
    def test_content_that_does_not_begin_as_its_type_does_is_refused(self, house: FileHouse, kind: str) -> None:
        page = b"<html><script>alert(1)</script></html>"
        file = house.announce("sup_1", page, type=kind, name="page")
        house.send(file, page)
        with pytest.raises(RuleBroken) as caught:
            house.complete("sup_1", file.id)
        assert caught.value.code == "content_type_mismatch"
        assert house.objects_kept() == [f"uploads/aff_1/{file.id}"]

    def test_bytes_are_no_text(self, house: FileHouse) -> None:
        file = house.announce("sup_1", PNG, type="text/plain", name="a.txt")
        house.send(file, PNG)
        with pytest.raises(RuleBroken):
            house.complete("sup_1", file.id)

    def test_given_a_day_has_passed_then_it_cannot_be_completed_any_more(self, house: FileHouse) -> None:
        file = house.announce("sup_1")
        house.send(file)
        house.world.clock.go_on(hours=25)
        with pytest.raises(NotFound):
            house.complete("sup_1", file.id)

    def test_given_s3_is_down_then_it_is_to_be_tried_again(self, house: FileHouse, world: World) -> None:
        file = house.announce("sup_1")
        house.send(file)
        world.wire.fail("HeadObject", "InternalError")
        with pytest.raises(Unavailable):
            house.complete("sup_1", file.id)
        assert house.complete("sup_1", file.id).status == "ready"


class TestTheAnswer:
    def test_a_view_is_json_with_the_names_of_the_contract(self, house: FileHouse) -> None:
        document = json.loads(house.announce("res_1").model_dump_json(by_alias=True))
        assert set(document) == {
            "id", "name", "type", "size", "status", "conversationId", "uploadedBy", "createdAt", "url", "expiresAt",
            "upload", "requestId",
        }  # fmt: skip
        assert set(document["upload"]) == {"url", "method", "headers", "expiresAt"}
