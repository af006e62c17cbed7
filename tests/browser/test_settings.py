"""An admin's settings, in a real browser: what is changed there counts on the line."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.desk import Console
from tests.browser.places import at_settings, goes_to, saves, says
from tests.browser.porch import Person
from tests.browser.shots import shoot
from tests.e2e.aws import Aws
from tests.e2e.line import Line
from tests.e2e.reef import AFFILIATE, OPEN, Reef
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.browser

Open = Callable[..., Window]
ADMIN = "ada@reef.example"


@pytest.fixture
def admins_window(window: Open) -> Window:
    return window()


@pytest.fixture
def console(line: Line, reef: Reef, admins_window: Window) -> Console:
    """The admin's, with the settings open."""
    return at_settings(Console(line, admins_window), ADMIN)


def name_of_ours() -> str:
    return f"s{secrets.token_hex(4)}"


def makes(reef: Reef, path: str, **spec: Any) -> dict[str, Any]:
    answer = reef.ada.ask("POST", path, json=spec)
    assert answer.ok, answer.text
    made: dict[str, Any] = answer.json()
    return made


def changes(reef: Reef, path: str, **fields: Any) -> None:
    answer = reef.ada.ask("PUT", path, json=fields)
    assert answer.ok, answer.text


def focused(page: Page) -> str:
    where: str = page.evaluate("document.activeElement.dataset.testid ?? document.activeElement.tagName")
    return where


def test_a_canned_response_made_in_the_settings_is_at_hand_for_responders_filled_in(
    console: Console, reef: Reef
) -> None:
    title = name_of_ours()
    console.part("section-replies").click()
    console.part("add").click()
    console.part("f-title").fill(title)
    console.part("f-text").fill("I am ")
    console.part("insert-responder").click()
    expect(console.part("f-text")).to_be_focused()
    console.page.keyboard.type(" of ")
    console.part("insert-line").click()
    says(console, "reply-preview", "I am Ada of")
    says(console, "reply-preview", "1 segment")
    console.part("f-shortcut").fill(f"/{title}")
    saves(console, "Made and saved")
    assert console.page.url.endswith(f"/settings/replies/{found(reef.ada, '/api/canned-responses', title)['id']}")

    def at_the_desk() -> dict[str, Any] | None:
        items = reef.rey.get("/api/canned-responses", program=OPEN)["items"]
        return next((one for one in items if one["title"] == title), None)

    shown = eventually(at_the_desk, "the response at the desk")
    assert (shown["filled"], shown["shortcut"]) == ("I am Rey of Reef Open", title)

    console.part("to-list").click()
    row = console.part("record").filter(has_text=title)
    expect(row).to_be_focused()
    console.part("search").fill(title.upper())
    expect(console.part("record")).to_have_count(1)


def found(staff: Any, path: str, title: str) -> dict[str, Any]:
    one: dict[str, Any] = next(
        one for one in staff.get(path, limit=100)["items"] if title in (one.get("title"), one.get("name"))
    )
    return one


def test_what_is_wrong_stands_at_its_field_which_has_the_focus_and_what_was_typed_stays(
    console: Console, reef: Reef
) -> None:
    taken = makes(reef, "/api/tags", name=name_of_ours())["name"]
    goes_to(console, "settings", "tags", "new")
    console.part("save").click()
    expect(console.part("f-name")).to_be_focused()
    says(console, "one-tags", "This is needed.")

    console.part("f-description").fill("Somebody asked for it")
    console.part("f-name").fill(taken)
    console.part("save").click()
    expect(console.part("f-name")).to_have_attribute("aria-invalid", "true")
    expect(console.part("f-name")).to_be_focused()
    expect(console.page.locator("#f-name-problem")).to_contain_text("taken already")
    console.forgives("422")
    expect(console.part("f-description")).to_have_value("Somebody asked for it")

    console.part("f-name").fill(another := name_of_ours())
    expect(console.page.locator("#f-name-problem")).to_have_count(0)
    saves(console, "Made and saved")
    made = found(reef.ada, "/api/tags", another)
    assert made["description"] == "Somebody asked for it"

    def for_responders() -> bool:
        return another in [one["name"] for one in reef.rey.get("/api/tags", program=OPEN, limit=100)["items"]]

    assert eventually(for_responders, "the tag at the desk")


def test_two_who_change_the_same_are_shown_both_versions_and_neither_is_lost(console: Console, reef: Reef) -> None:
    tag = makes(reef, "/api/tags", name=name_of_ours(), description="as it was")
    goes_to(console, "settings", "tags", tag["id"])
    console.part("f-description").fill("as the console has it")
    changes(reef, f"/api/tags/{tag['id']}", description="as somebody else has it", programIds=[OPEN])
    console.part("save").click()
    expect(console.part("conflict")).to_be_focused()
    console.forgives("412")
    says(console, "conflict", "as somebody else has it")
    says(console, "conflict", "as the console has it")
    says(console, "conflict", "Where it may be used")

    console.part("apply-mine").click()
    expect(console.part("save")).to_be_focused()
    says(console, "told", "not saved yet")
    saves(console)
    now = reef.ada.get(f"/api/tags/{tag['id']}")
    assert (now["description"], now["programIds"]) == ("as the console has it", [OPEN])


def test_nobody_leaves_what_is_not_saved_unasked(console: Console, reef: Reef) -> None:
    tag = makes(reef, "/api/tags", name=name_of_ours())
    goes_to(console, "settings", "tags", tag["id"])
    console.part("f-description").fill("half a sentence")
    for leave in (
        console.part("to-list").click,
        console.page.go_back,
        console.part("nav-work").click,
        console.part("leave-settings").click,
        console.part("sign-out").click,
    ):
        leave()
        expect(console.part("leave-unsaved")).to_be_visible()
        console.part("cancel-dialog").click()
        expect(console.part("leave-unsaved")).to_have_count(0)
        expect(console.part("f-description")).to_have_value("half a sentence")
        assert console.page.url.endswith(tag["id"])

    console.part("to-list").click()
    console.part("leave-unsaved").click()
    expect(console.part("list-tags")).to_be_visible()
    assert reef.ada.get(f"/api/tags/{tag['id']}")["description"] == ""


def test_what_was_being_typed_when_the_session_ended_is_there_after_signing_in_anew(
    console: Console, reef: Reef
) -> None:
    goes_to(console, "settings", "tags", "new")
    console.part("f-name").fill(name := name_of_ours())
    console.part("f-description").fill("typed before the end")
    assert reef.ada.ask("DELETE", "/api/auth/sessions?keep=current").ok
    expect(console.part("email")).to_be_visible()
    console.forgives("401", from_now_on=True)
    console.signs_in("ada@reef.example")
    expect(console.part("f-description")).to_have_value("typed before the end")
    saves(console, "Made and saved")
    assert found(reef.ada, "/api/tags", name)["description"] == "typed before the end"


def test_taking_a_tag_out_of_use_says_what_it_means_and_can_be_undone(console: Console, reef: Reef) -> None:
    tag = makes(reef, "/api/tags", name=name_of_ours())
    goes_to(console, "settings", "tags", tag["id"])
    console.part("take-out").click()
    expect(console.page.get_by_role("dialog")).to_contain_text("Conversations that have it keep it.")
    console.part("confirm-use").click()
    expect(console.part("put-back")).to_be_focused()
    assert reef.ada.get(f"/api/tags/{tag['id']}")["active"] is False

    console.part("to-list").click()
    expect(console.part("count")).not_to_be_empty()
    expect(console.part("record").filter(has_text=tag["name"])).to_have_count(0)
    console.part("filter-use").select_option("false")
    console.part("record").filter(has_text=tag["name"]).click()
    console.part("put-back").click()
    console.part("confirm-use").click()
    expect(console.part("take-out")).to_be_focused()
    assert reef.ada.get(f"/api/tags/{tag['id']}")["active"] is True


def test_what_something_else_needs_cannot_be_taken_out_of_use_and_the_dialog_says_why(
    console: Console, reef: Reef
) -> None:
    goes_to(console, "settings", "programs", OPEN)
    console.part("take-out").click()
    console.part("confirm-use").click()
    expect(console.page.get_by_role("dialog")).to_contain_text("Something else needs this")
    console.forgives("422")
    console.part("cancel-dialog").click()
    expect(console.part("take-out")).to_be_focused()
    assert reef.ada.get(f"/api/programs/{OPEN}")["active"] is True


def test_somebody_new_is_invited_found_invited_again_and_signed_out_by_being_taken_out_of_use(
    console: Console, line: Line, reef: Reef, window: Open
) -> None:
    name, email = f"Noor {name_of_ours()}", f"{name_of_ours()}@reef.example"
    console.part("section-people").click()
    console.part("add").click()
    console.part("f-name").fill(name)
    console.part("f-email").fill(email)
    console.part("f-role-supervisor").check()
    console.part("f-programIds-some").check()
    console.part("save").click()
    says(console, "f-programIds", "Choose at least one program")
    console.part(f"f-programIds-{OPEN}").check()
    saves(console, "Made and saved")
    person = Person(line, Aws(line), email, name)
    first = person.link_after(0)
    before = person.mailed()
    console.part("invite-again").click()
    says(console, "invited", email)
    link = person.link_after(before)
    assert link != first

    console.part("to-list").click()
    console.part("filter-role").select_option("supervisor")
    console.part("search").fill(name.lower())
    expect(console.part("record")).to_have_count(1)

    theirs = Console(line, window())
    expect(theirs.part("email")).to_be_visible()
    theirs.page.goto(link)
    theirs.part("new-password").fill("nine red boats at noon")
    theirs.part("open-link").click()
    theirs.is_live()
    console.part("record").click()
    console.part("take-out").click()
    expect(console.page.get_by_role("dialog")).to_contain_text("signed out everywhere at once")
    console.part("confirm-use").click()
    expect(theirs.part("email")).to_be_visible()
    theirs.forgives("401", from_now_on=True)


def test_an_admin_cannot_lock_themselves_out_and_a_limit_that_is_too_high_is_said_at_its_field(
    console: Console, reef: Reef
) -> None:
    goes_to(console, "settings", "people", reef.ada.id)
    says(console, "self-note", "This is you")
    expect(console.part("take-out")).to_have_count(0)

    goes_to(console, "settings", "people", reef.rey.id)
    console.part("f-maxConcurrent").fill("90")
    console.part("save").click()
    expect(console.part("f-maxConcurrent")).to_be_focused()
    expect(console.page.locator("#f-maxConcurrent-problem")).to_contain_text("from 1 to 50")
    console.part("discard").click()
    expect(console.part("f-maxConcurrent")).to_have_value("20")


def test_a_keyword_and_the_affiliates_own_rules_are_changed(console: Console, reef: Reef) -> None:
    word = name_of_ours()
    goes_to(console, "settings", "keywords", "new")
    console.part("f-keyword").fill(word)
    console.part("f-programId").select_option(OPEN)
    console.part("f-boostSeconds").fill("2")
    console.part("f-boostSeconds-unit").select_option("hours")
    saves(console, "Made and saved")
    made = next(one for one in reef.ada.get("/api/keywords", limit=100)["items"] if one["keyword"] == word)
    assert (made["boostSeconds"], made["opens"]) == (7200, None)

    goes_to(console, "settings", "affiliate")
    rules = console.part("rules-affiliate")
    was = reef.ada.get("/api/admin/settings")["textsNeedSecondPerson"]
    for wanted in (not was, was):
        # The two forms of the page share a version: neither is in the other's way.
        region = name_of_ours()
        about = console.part("about-affiliate")
        about.get_by_test_id("f-region").fill(region)
        about.get_by_test_id("save").click()
        expect(about.get_by_test_id("told")).to_contain_text("Saved")
        rules.get_by_test_id("f-textsNeedSecondPerson").set_checked(wanted)
        rules.get_by_test_id("save").click()
        expect(rules.get_by_test_id("told")).to_contain_text("Saved")
        console.forgives("412")
        assert reef.ada.get("/api/admin/settings")["textsNeedSecondPerson"] is wanted
        assert reef.ada.get(f"/api/affiliates/{AFFILIATE}")["region"] == region


def test_a_platform_admin_founds_an_affiliate_invites_its_first_admin_and_takes_it_out_of_use(
    line: Line, window: Open
) -> None:
    console = Console(line, window())
    email = next(one["email"] for one in line.outputs["users"] if one["role"] == "platform_admin")
    console.signs_in(email)
    console.part("nav-affiliates").click()
    console.part("add").click()
    console.part("f-name").fill(name := f"Cove {name_of_ours()}")
    saves(console, "Made and saved")
    console.part("invite-admin").click()
    says(console, "acting-for", name)
    first = f"{name_of_ours()}@cove.example"
    console.part("f-name").fill("Mara Voss")
    console.part("f-email").fill(first)
    console.part("f-role-admin").check()
    saves(console, "Made and saved")
    assert eventually(lambda: Aws(line).mails_to(first), "the invitation")

    console.part("to-affiliate").click()
    console.part("take-out").click()
    console.part("confirm-use").click()
    expect(console.part("put-back")).to_be_focused()
    console.part("to-list").click()
    expect(console.part("count")).not_to_be_empty()
    expect(console.part("record").filter(has_text=name)).to_have_count(0)


LISTS = ("programs", "lines", "keywords", "people", "replies", "tags")
#: Where one goes, and what is there by then.
PAGES = (
    ((), "sections"),
    *(((name,), "count") for name in LISTS),
    *(((name, "new"), "save") for name in LISTS),
    (("affiliate",), "rules-affiliate"),
    (("programs", OPEN), "f-shortCode"),
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_of_the_settings_fits_its_window_and_has_no_faults(
    line: Line, reef: Reef, window: Open, width: int, scheme: str
) -> None:
    console = at_settings(Console(line, window(width=width, height=844, color_scheme=scheme)), ADMIN)
    for where, shown in PAGES:
        goes_to(console, "settings", *where)
        if shown == "count":
            expect(console.part("record").or_(console.part("none")).first).to_be_visible()
        expect(console.part(shown)).to_be_visible()
        shoot(console.page, "-".join(("settings", *where, str(width), scheme)))


@pytest.mark.parametrize("width", [1280, 390])
def test_what_asks_and_what_refuses_in_the_settings_has_no_faults(
    console: Console, line: Line, reef: Reef, window: Open, width: int
) -> None:
    console.page.set_viewport_size({"width": width, "height": 844})
    tag = makes(reef, "/api/tags", name=name_of_ours(), description="as it was")
    goes_to(console, "settings", "people", "new")
    console.part("f-programIds-some").check()
    console.part("save").click()
    expect(console.part("f-name")).to_be_focused()
    shoot(console.page, f"settings-refused-{width}")
    console.part("leave-settings").click()
    expect(console.part("leave-unsaved")).to_have_count(0)
    goes_to(console, "settings", "tags", tag["id"])
    console.part("f-description").fill("as the console has it")
    changes(reef, f"/api/tags/{tag['id']}", description="as somebody else has it")
    console.part("save").click()
    expect(console.part("conflict")).to_be_focused()
    console.forgives("412")
    shoot(console.page, f"settings-conflict-{width}")
    console.part("to-list").click()
    expect(console.part("leave-unsaved")).to_be_visible()
    shoot(console.page, f"settings-leaving-{width}")
    console.part("cancel-dialog").click()
    console.part("take-newer").click()
    console.part("take-out").click()
    expect(console.part("confirm-use")).to_be_visible()
    shoot(console.page, f"settings-take-out-{width}")
