"""The pretend affiliate's site: another origin than the line's, its own strict policy, and the widget on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from localstack.carrier.app import build_app
from tests.contract.test_local_edge import served

pytestmark = pytest.mark.enable_socket

LINE = "http://127.0.0.1:8080"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    config = {
        "account_sid": "AC1",
        "auth_token": "secret",
        "webhook_url": f"{LINE}/api/webhooks/twilio",
        "lines": [],
        "chat_url": f"{LINE}/chat/?program=prg_one",
    }
    path = tmp_path / "carrier.json"
    path.write_text(json.dumps(config))
    with served(build_app(path)) as host:
        yield f"http://{host}/sample/"


def test_its_policy_allows_the_script_and_the_frame_of_the_line_and_nothing_inline(site: str) -> None:
    answer = requests.get(site, timeout=5)
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert (policy["script-src"], policy["frame-src"]) == (f"{LINE}/widget.js", f"{LINE}/chat/")
    assert policy["default-src"] == "'none'" and "unsafe" not in answer.headers["Content-Security-Policy"]
    assert (
        f'<script src="{LINE}/widget.js" data-program="prg_one" data-language="auto" data-position="end"' in answer.text
    )


def test_what_the_scripts_element_says_can_be_tried(site: str) -> None:
    answer = requests.get(site, params={"program": "prg_two", "language": "es", "position": "start"}, timeout=5)
    assert 'data-program="prg_two" data-language="es" data-position="start"' in answer.text


@pytest.mark.parametrize("value", ['"><script>', "a b", "", "é"])
def test_nothing_else_gets_into_the_page(site: str, value: str) -> None:
    assert requests.get(site, params={"program": value}, timeout=5).status_code == 400


@pytest.mark.parametrize(("name", "kind"), [
    ("groups", "text/html"), ("hostile", "text/html"), ("site.css", "text/css"), ("hostile.css", "text/css"),
    ("site.svg", "image/svg+xml"),
])  # fmt: skip
def test_its_other_pages_and_files_are_there(site: str, name: str, kind: str) -> None:
    answer = requests.get(site + name, timeout=5)
    assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (200, kind)


@pytest.mark.parametrize("name", ["index.html", "none", "..%2fpackage.json"])
def test_nothing_else_is(site: str, name: str) -> None:
    assert requests.get(site + name, timeout=5).status_code == 404
