"""What anybody is told of a web chat before they write: public endpoints only, and a line that is closed now."""

from __future__ import annotations

from datetime import datetime

import pytest
import requests

from localstack.demo import HARBOR_SITE
from tests.e2e.dusk import CLOSED, NAME, Dusk, fall
from tests.e2e.line import ANSWER_SECONDS, Line
from tests.e2e.people import CRISIS, WELLNESS, TexterFactory
from tests.e2e.waiting import eventually
from tests.e2e.web_texter import WebTexter

pytestmark = pytest.mark.e2e

FRAMED, EDGE = "frame-ancestors *", "frame-ancestors 'none'"


@pytest.fixture(scope="module")
def dusk(line: Line) -> Dusk:
    return fall(line)


def test_a_line_that_never_closes_is_open_and_says_in_which_languages(line: Line) -> None:
    answer = line.call("GET", f"/api/webchat/programs/{CRISIS}")
    found = answer.json()
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "public, max-age=60")
    assert (found["id"], found["name"], found["open"], found["opensAt"]) == (CRISIS, "Harbor Crisis Line", True, None)
    assert found["languages"] == ["en", "es"]


def test_a_line_that_is_closed_says_when_somebody_is_there_again(line: Line, dusk: Dusk) -> None:
    found = line.call("GET", f"/api/webchat/programs/{CLOSED}").json()
    assert (found["name"], found["open"], found["zone"]) == (NAME, False, "UTC")
    assert datetime.fromisoformat(found["opensAt"]) == dusk.opens


def test_who_writes_all_the_same_keeps_a_place_in_line_and_is_answered_by_who_comes_early(
    line: Line, dusk: Dusk, texters: TexterFactory
) -> None:
    chat = WebTexter(line, texters, CLOSED)
    conversation_id = dusk.val.finds(chat.writes("I know that you are closed"))
    chat.sees_state("waiting")
    eventually(lambda: any("is closed now and opens" in words for words in chat.words("outbound")), "the honest text")

    dusk.dunya.helps(conversation_id)
    dusk.dunya.replies(conversation_id, answer := texters.mark("I came early"))
    chat.sees(answer)
    dusk.dunya.closes(conversation_id)


@pytest.mark.parametrize("program", [WELLNESS, "prg_none", "aff_harbor"])
def test_a_program_without_a_web_chat_looks_like_none(line: Line, program: str) -> None:
    answer = line.call("GET", f"/api/webchat/programs/{program}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_an_affiliates_own_page_may_ask_and_a_strangers_may_not(line: Line) -> None:
    for method in ("GET", "OPTIONS"):
        path = f"/api/webchat/programs/{CRISIS}"
        ours = line.call(method, path, headers={"Origin": HARBOR_SITE})
        strangers = line.call(method, path, headers={"Origin": "https://evil.example"})
        assert ours.headers["Access-Control-Allow-Origin"] == HARBOR_SITE
        assert "Access-Control-Allow-Origin" not in strangers.headers


def test_any_site_may_show_the_chat_and_load_the_script_and_nothing_else(line: Line) -> None:
    def get(path: str) -> requests.Response:
        return requests.get(line.api_url + path, timeout=ANSWER_SECONDS)

    for path in ("/chat/", "/chat", f"/chat/?program={CRISIS}", "/chat/index.html"):
        assert FRAMED in get(path).headers["Content-Security-Policy"], path
        assert get(path).headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    for path in ("/", "/index.html", "/chatter", "/chat/../", "/queue", "/widget.js", "/favicon.svg"):
        assert EDGE in get(path).headers["Content-Security-Policy"], path
    script = get("/widget.js")
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert (script.headers["Cache-Control"], script.headers["Cross-Origin-Resource-Policy"]) == (
        "public, max-age=300",
        "cross-origin",
    )
