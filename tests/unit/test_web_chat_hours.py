"""What anybody may know of a web chat before they open it: whether people are there by its hours, and from when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.webchat.door import LOOKS_OF_ONE_SOURCE
from shared.domain.hours import DAYS
from shared.operator.tenants import NewProgram
from shared.store.models import ProgramItem
from tests.unit import aws
from tests.unit.builders import LINE, PUBLIC_URL
from tests.unit.staff import TEXTS
from tests.unit.web_chat import EVIL, SITE, WebChat
from tests.unit.world import World

CLOSED = {"closed": "{line} is closed. We are back {opens}. 988 answers at any time."}
EVENINGS: dict[str, Any] = {"zone": "America/New_York", "week": {day: ["18:00-22:00"] for day in DAYS}}


@pytest.fixture
def web(world: World) -> WebChat:
    return WebChat(world)


def keeps(web: WebChat, hours: dict[str, Any], texts: dict[str, str] | None = None, zone: str | None = None) -> None:
    given = NewProgram("pro_1", "PRO_1", LINE, aws.ACCOUNT, TEXTS | CLOSED | (texts or {}), zone=zone, hours=hours)
    web.world.tenants.program("aff_1", given)


def at(web: WebChat, hour: int, minute: int = 0) -> None:
    """The next time that clocks in UTC show this."""
    now = web.world.clock.now()
    web.world.clock.go_on(minutes=(hour * 60 + minute - now.hour * 60 - now.minute) % (24 * 60))
    web.world.clock.go_on(seconds=-web.world.clock.now().second)


def looks(web: WebChat, program: str = "pro_1") -> dict[str, Any]:
    status, found, _ = web.call("GET", f"programs/{program}")
    assert status == 200, found
    return found


def test_a_program_without_hours_is_always_open(web: WebChat) -> None:
    found = looks(web)
    assert (found["id"], found["name"], found["open"], found["opensAt"]) == ("pro_1", "PRO_1", True, None)


@pytest.mark.parametrize(("hour", "is_open"), [(22, False), (23, True), (2, True), (3, False)])
def test_it_is_open_by_the_clock_of_its_own_place(web: WebChat, hour: int, is_open: bool) -> None:
    # In winter New York's evening from six to ten is 23 to 3 o'clock in UTC.
    web.world.clock.go_on(
        days=(datetime(2027, 1, 15, tzinfo=web.world.clock.now().tzinfo) - web.world.clock.now()).days
    )
    keeps(web, EVENINGS)
    at(web, hour)
    assert looks(web)["open"] is is_open


def test_while_it_is_closed_it_says_when_people_are_there_again_and_by_which_clock(web: WebChat) -> None:
    keeps(web, EVENINGS)
    at(web, 12)
    found = looks(web)
    opens = datetime.fromisoformat(found["opensAt"])
    assert (opens.hour, opens.minute, found["zone"]) == (18, 0, "America/New_York")
    assert opens.utcoffset() is not None and opens > web.world.clock.now()
    assert (opens - web.world.clock.now()).total_seconds() < 24 * 3600


def test_on_a_holiday_it_is_closed_until_the_day_after(web: WebChat) -> None:
    today = web.world.clock.now().date().isoformat()
    keeps(web, {"zone": "UTC", "week": {day: ["00:00-24:00"] for day in DAYS}, "holidays": {today: "Founders' Day"}})
    found = looks(web)
    assert found["open"] is False
    assert datetime.fromisoformat(found["opensAt"]).date() > web.world.clock.now().date()


def test_hours_of_the_web_chat_alone_count_and_those_of_the_phone_do_not(web: WebChat) -> None:
    whole_day = {day: ["00:00-24:00"] for day in DAYS}
    keeps(web, {"zone": "UTC", "week": whole_day, "channels": {"webchat": {"monday": ["09:00-10:00"]}}})
    while web.world.clock.now().weekday() != 2:
        web.world.clock.go_on(days=1)
    assert looks(web)["open"] is False


def test_a_line_that_opens_never_again_promises_nothing(web: WebChat) -> None:
    today = web.world.clock.now().date()
    away = {(today + timedelta(days=day)).isoformat(): "away" for day in range(-1, 405)}
    keeps(web, {"zone": "UTC", "week": {day: ["09:00-17:00"] for day in DAYS}, "holidays": away})
    found = looks(web)
    assert (found["open"], found["opensAt"]) == (False, None)


def test_somebody_who_writes_while_it_is_closed_is_in_line_and_is_told_so(web: WebChat) -> None:
    keeps(web, EVENINGS)
    at(web, 12)
    page = web.opens()
    page.writes("is somebody there")
    assert page.reads()["state"] == "waiting"
    assert "is closed" in page.words()[-1][1]


def test_it_says_in_which_languages_somebody_is_greeted(web: WebChat) -> None:
    assert looks(web)["languages"] == ["en"]
    web.new_environment()
    keeps(web, {}, {"welcome@es": "Hola, {line} le escucha."})
    assert looks(web)["languages"] == ["en", "es"]


def test_who_is_there_and_how_many_wait_is_nobodys_to_know(web: WebChat) -> None:
    web.opens().writes("hello")
    assert set(looks(web)) == {"requestId", "id", "name", "open", "opensAt", "zone", "languages"}


@pytest.mark.parametrize("program", ["pro_2", "pro_none", "con_1", "%00", "a" * 129])
def test_a_program_without_a_web_chat_looks_like_none(web: WebChat, program: str) -> None:
    status, problem, _ = web.call("GET", f"programs/{program}")
    assert (status, problem["code"]) == (404, "not_found")


def test_a_program_that_was_closed_down_is_not_there(web: WebChat) -> None:
    ProgramItem("A#aff_1", "P#pro_1").update(actions=[ProgramItem.active.set(False)])
    web.world.tenants.touch("aff_1")
    assert web.call("GET", "programs/pro_1")[0] == 404


def test_the_answer_may_be_kept_for_a_minute_and_is_one_for_each_site(web: WebChat) -> None:
    _, _, headers = web.call("GET", "programs/pro_1", origin=SITE)
    assert headers["Cache-Control"] == "public, max-age=60"
    assert (headers["Access-Control-Allow-Origin"], headers["Vary"]) == (SITE, "Origin")
    _, _, refused = web.call("GET", "programs/pro_none")
    assert refused["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("origin", "may"), [(SITE, True), (PUBLIC_URL, True), (EVIL, False)])
def test_pages_of_other_sites_may_ask_as_for_a_session(web: WebChat, origin: str, may: bool) -> None:
    assert ("Access-Control-Allow-Origin" in web.call("OPTIONS", "programs/pro_1", origin=origin)[2]) is may
    assert ("Access-Control-Allow-Origin" in web.call("GET", "programs/pro_1", origin=origin)[2]) is may


def test_one_address_asks_so_often_and_then_waits_and_may_still_open_a_chat(web: WebChat) -> None:
    for _ in range(LOOKS_OF_ONE_SOURCE):
        looks(web)
    status, problem, headers = web.call("GET", "programs/pro_1")
    assert (status, problem["code"], "Retry-After" in headers) == (429, "too_many_requests", True)
    web.opens()


def test_given_the_tables_are_down_then_a_program_that_was_known_is_still_told_of(
    web: WebChat, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks(web)
    monkeypatch.setattr("shared.store.directory.STAMP_SECONDS", -1.0)
    with web.world.wire.refusing("dynamodb"):
        assert looks(web)["open"] is True
        web.new_environment()
        assert web.call("GET", "programs/pro_1")[0] == 503
