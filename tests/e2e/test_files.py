"""Files, really uploaded to the local cloud's S3 by the links the API gives, and fetched by them."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

import pytest
import requests

from tests.e2e.people import Responder, Staff, Supervisor, TexterFactory

pytestmark = pytest.mark.e2e


def a_pdf() -> bytes:
    """Content nobody else ever uploads."""
    return b"%PDF-1.7\nWhere to find help\n" + secrets.token_bytes(2000) + b"\n%%EOF"


def announces(staff: Staff, content: bytes, conversation: str | None = None, **instead: Any) -> dict[str, Any]:
    wish = {"name": "help tonight.pdf", "type": "application/pdf", "size": len(content)}
    wish |= {"sha256": hashlib.sha256(content).hexdigest(), "conversationId": conversation}
    answer = staff.ask("POST", "/api/files", json=wish | instead)
    assert answer.status_code == 201, answer.text
    file: dict[str, Any] = answer.json()
    return file


def uploads(file: dict[str, Any], content: bytes, **headers: str) -> requests.Response:
    upload = file["upload"]
    return requests.request(
        upload["method"], upload["url"], data=content, headers=upload["headers"] | headers, timeout=20
    )


def brings(staff: Staff, content: bytes, conversation: str | None = None) -> dict[str, Any]:
    """A file: announced, uploaded, completed."""
    file = announces(staff, content, conversation)
    assert uploads(file, content).status_code == 200
    answer = staff.ask("POST", f"/api/files/{file['id']}/complete")
    assert answer.status_code == 200, answer.text
    done: dict[str, Any] = answer.json()
    return done


def test_given_a_supervisor_brings_a_file_when_they_whisper_it_then_the_responder_fetches_it_from_the_thread(
    rosa: Responder, vera: Supervisor, texters: TexterFactory
) -> None:
    words = texters().writes("is there anybody")
    conversation, content = vera.finds(words), a_pdf()
    rosa.helps(conversation)
    file = brings(vera, content, conversation)
    vera.does(conversation, "whisper", content="send them this", files=[file["id"]])
    (note,) = [one for one in rosa.thread(conversation) if one["direction"] == "note"]
    assert note["files"] == [file["id"]]
    (link,) = note["fileLinks"]
    assert (link["name"], link["size"], link["type"]) == ("help tonight.pdf", len(content), "application/pdf")
    fetched = requests.get(link["url"], timeout=20)
    assert fetched.content == content
    assert fetched.headers["Content-Type"] == "application/pdf"
    assert fetched.headers["Content-Disposition"].startswith('attachment; filename="help tonight.pdf"')
    listed = rosa.get(f"/api/conversations/{conversation}/files")["items"]
    assert [one["id"] for one in listed] == [file["id"]]


def test_given_an_upload_link_then_it_takes_the_announced_content_and_no_other(vera: Supervisor) -> None:
    content = a_pdf()
    file = announces(vera, content)
    other = bytes([content[0]]) + bytes(reversed(content[1:]))
    refused = {
        "other content": uploads(file, other),
        "longer": uploads(file, content + b"more"),
        "another type": uploads(file, content, **{"Content-Type": "text/html"}),
        "another checksum": uploads(file, other, **{"x-amz-checksum-sha256": "AAAA" * 10 + "AAA="}),
        "another object": requests.put(
            file["upload"]["url"].replace(file["id"], "fil_other"), data=content, headers=file["upload"]["headers"],
            timeout=20,
        ),
        "another method": requests.get(file["upload"]["url"], timeout=20),
    }  # fmt: skip
    assert {what: answer.status_code for what, answer in refused.items() if answer.status_code < 400} == {}
    answer = vera.ask("POST", f"/api/files/{file['id']}/complete")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_uploaded")
    assert uploads(file, content).status_code == 200
    for _ in range(2):
        assert vera.ask("POST", f"/api/files/{file['id']}/complete").json()["status"] == "ready"


def test_given_a_page_under_a_pdfs_name_then_it_is_refused_by_its_field_and_stays_pending(vera: Supervisor) -> None:
    page = b"<html><script>alert(1)</script></html>"
    file = announces(vera, page)
    assert uploads(file, page).status_code == 200
    answer = vera.ask("POST", f"/api/files/{file['id']}/complete")
    assert (answer.status_code, answer.json()["code"]) == (422, "content_type_mismatch")
    assert [one["field"] for one in answer.json()["errors"]] == ["type"]
    assert vera.get(f"/api/files/{file['id']}")["status"] == "pending"


def test_a_page_may_upload_across_origins_as_far_as_a_link_signs(vera: Supervisor) -> None:
    url = announces(vera, a_pdf())["upload"]["url"]
    asked = {
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "content-type,x-amz-checksum-sha256",
    }
    answer = requests.options(url, headers={"Origin": vera.line.api_url, **asked}, timeout=20)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] in (vera.line.api_url, "*")


def test_given_somebody_elses_file_then_it_looks_like_one_that_is_not_there(
    rosa: Responder, mia: Responder, vera: Supervisor, texters: TexterFactory
) -> None:
    conversation = vera.finds(texters().writes("hello"))
    rosa.helps(conversation)
    file, own = brings(vera, a_pdf(), conversation), brings(vera, a_pdf())
    for staff, one in ((mia, file), (mia, own), (rosa, own)):
        answers = [staff.ask("GET", f"/api/files/{file_id}") for file_id in (one["id"], "fil_unknown")]
        first, second = ({k: v for k, v in answer.json().items() if k != "requestId"} for answer in answers)
        assert first == second and first["status"] == 404


def test_given_a_file_is_removed_then_neither_row_nor_content_is_left(vera: Supervisor) -> None:
    file = brings(vera, a_pdf())
    assert vera.ask("DELETE", f"/api/files/{file['id']}").status_code == 204
    assert vera.ask("GET", f"/api/files/{file['id']}").status_code == 404
    assert requests.get(file["url"], timeout=20).status_code == 404
