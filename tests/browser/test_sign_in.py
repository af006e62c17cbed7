"""Coming in, staying in, and being put out, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chat import FAULTS
from tests.browser.conftest import Window
from tests.browser.desk import Console
from tests.browser.porch import NIGHT, PASSWORD, Person, Porch, stored
from tests.browser.shots import shoot
from tests.browser.test_appearance import fits
from tests.e2e.line import Line
from tests.e2e.people import Responder, Supervisor, TexterFactory
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.browser

CHOSEN = "eleven blue kettles in the rain"
ACCESS, REFRESH, CSRF = (f"__Host-holdfast-{name}" for name in ("access", "refresh", "csrf"))
Open = Callable[..., Window]


@pytest.fixture(scope="module")
def porch(line: Line) -> Porch:
    return Porch(line)


@pytest.fixture
def person(porch: Porch) -> Person:
    """A responder of two programs."""
    return porch.somebody()


@pytest.fixture
def browser_window(window: Open) -> Window:
    return window()


@pytest.fixture
def console(line: Line, browser_window: Window) -> Console:
    """At the door."""
    return Console(line, browser_window)


@pytest.fixture
def at_work(console: Console, person: Person) -> Console:
    console.signs_in(person.email, PASSWORD)
    console.is_live()
    return console


def says(console: Console, name: str, words: str) -> None:
    expect(console.part(name)).to_contain_text(words)


def kept(page: Page) -> set[str]:
    """What the page keeps with the browser, by name: for breaks, when somebody was there."""
    return set(page.evaluate("[...Object.keys(sessionStorage), ...Object.keys(localStorage)]"))


def put_out(console: Console) -> None:
    """Somebody else ended the session: the page finds out, and the browser notes the refusals."""
    expect(console.part("email")).to_be_visible()
    console.forgives("401", from_now_on=True)


def test_a_code_that_was_mailed_is_pasted_and_lets_its_owner_in(
    console: Console, browser_window: Window, person: Person
) -> None:
    before = person.mailed()
    console.part("email").fill(person.email)
    console.part("ask-code").click()
    expect(console.part("code")).to_be_focused()
    code = person.secret_after(before)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    console.part("code").fill(wrong)
    console.part("try-code").click()
    says(console, "login-error", "not right")
    console.forgives("401")

    browser_window.context.grant_permissions(["clipboard-read", "clipboard-write"])
    console.page.evaluate("text => navigator.clipboard.writeText(text)", f"Your code: {code[:3]} {code[3:]}")
    console.part("code").press("ControlOrMeta+a")
    console.part("code").press("ControlOrMeta+v")
    expect(console.part("code")).to_have_value(code)
    console.page.keyboard.press("Enter")

    console.is_live()
    assert code not in stored(console.page)


def test_whoever_asks_for_a_code_to_an_address_that_nobody_has_sees_the_same(console: Console) -> None:
    console.part("email").fill("nobody@porch.example")
    console.part("ask-code").click()
    expect(console.part("code")).to_be_focused()

    console.part("code").fill("123456")
    console.part("try-code").click()

    says(console, "login-error", "not right")
    console.forgives("401")


def test_a_mailed_link_signs_in_when_its_owner_says_so_and_only_once(
    line: Line, window: Open, console: Console, person: Person
) -> None:
    before = person.mailed()
    console.part("email").fill(person.email)
    console.part("ask-link").click()
    expect(console.part("sent")).to_contain_text(person.email)
    link = person.link_after(before)
    token = link.rpartition("/")[2]

    console.page.goto(link)
    expect(console.part("open-link")).to_be_visible()
    assert token not in stored(console.page)
    console.part("open-link").click()
    console.is_live()
    assert token not in stored(console.page)
    console.page.go_back()
    assert token not in console.page.url

    another = Console(line, window())
    another.page.goto(link)
    another.part("open-link").click()
    says(another, "link-error", "does not work")
    another.forgives("401")
    another.part("leave-link").click()
    expect(another.part("email")).to_be_visible()


def test_an_invitation_is_accepted_with_a_name_and_a_password_that_is_good_enough(
    porch: Porch, console: Console
) -> None:
    invited, link = porch.invited()
    console.page.goto(link)

    console.part("name").fill("Noor Haddad")
    console.part("new-password").fill("password1234")
    console.part("open-link").click()
    expect(console.part("new-password")).to_have_attribute("aria-invalid", "true")
    expect(console.part("new-password")).to_be_focused()
    expect(console.page.locator("#new-password-problem")).to_contain_text("commonest")
    console.forgives("422")
    console.part("new-password").fill(CHOSEN)
    console.part("open-link").click()

    console.is_live()
    says(console, "open-account", "Noor Haddad")
    console.forgives("401", from_now_on=True)  # what was under way when she signed out
    console.part("sign-out").click()
    console.signs_in(invited.email, CHOSEN)
    console.is_live()


def test_a_forgotten_password_is_replaced_by_a_mailed_link(console: Console, person: Person) -> None:
    before = person.mailed()
    console.part("email").fill(person.email)
    console.part("forgotten").click()
    expect(console.part("sent")).to_be_visible()
    console.page.goto(person.link_after(before))
    console.part("new-password").fill("short")
    console.part("open-link").click()
    expect(console.page.locator("#new-password-problem")).to_contain_text("12 characters")
    console.forgives("422")
    console.part("new-password").fill(CHOSEN)
    console.part("open-link").click()

    says(console, "door-note", "Sign in with it")
    console.signs_in(person.email, PASSWORD)
    expect(console.part("login-error")).to_be_visible()
    console.forgives("401")
    console.signs_in(person.email, CHOSEN)
    console.is_live()


def test_a_link_that_never_was_is_told_and_leads_to_the_door(console: Console) -> None:
    console.page.goto(f"{console.page.url}#/reset/never-was")
    console.part("new-password").fill(CHOSEN)
    console.part("open-link").click()

    says(console, "link-error", "does not work")
    console.forgives("401")
    console.part("leave-link").click()
    expect(console.part("email")).to_be_visible()


def test_no_script_and_no_storage_has_a_token_and_a_reload_goes_on(at_work: Console, browser_window: Window) -> None:
    page = at_work.page
    cookies = {one["name"]: one for one in browser_window.context.cookies()}
    assert {ACCESS, REFRESH, CSRF} <= set(cookies)
    for name in (ACCESS, REFRESH):
        assert cookies[name]["httpOnly"] and cookies[name]["secure"] and cookies[name]["sameSite"] == "Lax"
        assert str(cookies[name]["value"]) not in stored(page)
    assert kept(page) <= {"holdfast.break"}

    page.reload()

    at_work.is_live()
    assert kept(page) <= {"holdfast.break"}


def test_a_change_without_the_pages_own_token_is_refused(at_work: Console) -> None:
    def renames(headers: dict[str, str]) -> Any:
        return at_work.page.evaluate(
            """async (headers) => {
                const answer = await fetch('/api/auth/profile', {method: 'PUT', body: '{"name": "Mallory"}',
                    headers: {'Content-Type': 'application/json', ...headers}});
                return [answer.status, (await answer.json()).code ?? null];
            }""",
            headers,
        )

    token = at_work.page.evaluate(f"document.cookie.split('; ').find(one => one.startsWith('{CSRF}=')).split('=')[1]")

    assert renames({}) == [403, "csrf"]
    assert renames({"X-CSRF-Token": token[:-1] + ("0" if token[-1] != "0" else "1")}) == [403, "csrf"]
    assert renames({"X-CSRF-Token": token}) == [200, None]
    at_work.forgives("403")


def test_two_windows_whose_access_has_expired_both_go_on(at_work: Console, line: Line, browser_window: Window) -> None:
    other = Console(line, browser_window)
    other.is_live()
    for _ in range(2):
        browser_window.context.clear_cookies(name=ACCESS)
        for one in (at_work, other):
            one.page.evaluate("void location.reload()")
        for one in (at_work, other):
            expect(one.part("connection")).to_have_attribute("data-state", "live")
            one.forgives("401")


def test_signing_out_in_one_window_signs_out_the_others(at_work: Console, line: Line, browser_window: Window) -> None:
    other = Console(line, browser_window)
    other.is_live()

    at_work.part("sign-out").click()

    expect(other.part("email")).to_be_visible()
    says(other, "door-note", "another window")
    other.page.reload()
    expect(other.part("email")).to_be_visible()
    for one in (at_work, other):
        one.forgives("401", from_now_on=True)  # of what was under way at that moment
    eventually(lambda: not browser_window.context.cookies(), "no cookie is left")


def test_somebody_else_signing_in_in_another_window_ends_the_work_in_this_one(
    at_work: Console, porch: Porch, line: Line, browser_window: Window
) -> None:
    somebody = porch.somebody()
    other = Console(line, browser_window)
    other.is_live()
    other.part("sign-out").click()
    expect(at_work.part("email")).to_be_visible()

    other.signs_in(somebody.email, PASSWORD)

    # They share the browser: whoever signs in does so for all of its windows.
    for one in (at_work, other):
        says(one, "open-account", somebody.name)
        one.forgives("401")  # of what was under way when the first signed out
        one.forgives("400")  # a renewal that found the cookie gone


def test_an_account_is_seen_and_changed_and_ended_everywhere_else(
    at_work: Console, line: Line, window: Open, person: Person
) -> None:
    telephone = person.signs_in_by_telephone()
    elsewhere = Console(line, window())
    elsewhere.signs_in(person.email, PASSWORD)
    elsewhere.is_live()
    at_work.part("open-account").click()
    expect(at_work.part("session")).to_have_count(3)

    at_work.part("account-name").fill("Robin Porch")
    at_work.part("save-name").click()
    expect(at_work.part("done-rename")).to_be_visible()
    says(at_work, "open-account", "Robin Porch")

    row = at_work.part("session").filter(has_text="iPhone")
    row.get_by_test_id("end-session").click()
    expect(at_work.part("session")).to_have_count(2)
    assert line.call("GET", "/api/auth/profile", headers=telephone).status_code == 401

    at_work.part("end-others").click()
    expect(at_work.part("session")).to_have_count(1)
    put_out(elsewhere)
    says(elsewhere, "door-note", "ended")
    at_work.part("leave-account").click()
    at_work.is_live()


def test_another_password_signs_out_everywhere_else_and_nowhere_here(
    at_work: Console, line: Line, window: Open, browser_window: Window, person: Person
) -> None:
    beside = Console(line, browser_window)
    beside.is_live()
    elsewhere = Console(line, window())
    elsewhere.signs_in(person.email, PASSWORD)
    elsewhere.is_live()
    at_work.part("open-account").click()

    at_work.part("current-password").fill("not it at all")
    at_work.part("new-password").fill(CHOSEN)
    at_work.part("change-password").click()
    expect(at_work.page.locator("#current-password-problem")).to_be_visible()
    at_work.forgives("401")
    at_work.part("current-password").fill(PASSWORD)
    at_work.part("change-password").click()
    expect(at_work.part("done-password")).to_be_visible()

    put_out(elsewhere)
    for one in (at_work, beside):
        one.page.reload()
        expect(one.part("connection")).to_have_attribute("data-state", "live")


def test_what_was_being_written_outlives_the_session(
    line: Line, window: Open, texters: TexterFactory, vera: Supervisor, rosa: Responder, nobody_waits: None
) -> None:
    vera.finds(words := texters().writes("is anybody there"))
    console = Console(line, window())
    console.signs_in("rosa@harbor.example")
    console.is_live()
    console.part("next-texter").click()
    console.message(words).wait_for()
    console.part("composer").fill(draft := "I am here, and I am not going")
    here = next(one for one in rosa.get("/api/auth/sessions")["items"] if "Chrome" in one["device"])

    assert rosa.ask("DELETE", f"/api/auth/sessions/{here['id']}").status_code == 204

    put_out(console)
    says(console, "door-note", "kept")
    assert words.split()[-1] not in console.page.content()
    console.signs_in("rosa@harbor.example")
    expect(console.part("composer")).to_have_value(draft)
    console.part("send").click()
    expect(console.message(draft)).to_be_visible()


def test_who_works_in_several_programs_may_keep_to_one_and_is_told_so(at_work: Console) -> None:
    at_work.part("open-account").click()
    at_work.part("active-program").select_option(value=NIGHT)
    expect(at_work.part("done-program")).to_be_visible()

    at_work.part("leave-account").click()

    says(at_work, "narrowed", "Porch by night")
    at_work.page.reload()
    says(at_work, "narrowed", "Porch by night")


@pytest.mark.parametrize(
    ("email", "role"), [("olga@harbor.example", "outreach"), ("petra@holdfast.example", "platform_admin")]
)
def test_who_has_no_work_with_texters_is_told_what_there_is_to_do(console: Console, email: str, role: str) -> None:
    console.signs_in(email)

    expect(console.part("lobby")).to_have_attribute("data-role", role)
    console.part("open-account").click()
    expect(console.part("sessions")).to_be_visible()
    console.part("leave-account").click()
    expect(console.part("lobby")).to_be_visible()


def test_an_admin_looks_on_and_is_told_so(console: Console) -> None:
    console.signs_in("adam@harbor.example")

    console.is_live()
    expect(console.page.get_by_text("change nothing")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_of_the_door_fits_and_has_no_faults_a_checker_would_find(
    line: Line, window: Open, person: Person, width: int, scheme: str
) -> None:
    console = Console(line, window(width=width, height=800 if width > 600 else 844, color_scheme=scheme))
    page: Page = console.page
    door = page.url
    expect(console.part("email")).to_be_visible()

    def picture(name: str) -> None:
        shoot(page, f"door-{name}-{width}-{scheme}", full_page=True)
        assert page.evaluate(FAULTS) == [], name

    def at(name: str, part: str) -> None:
        expect(console.part(part)).to_be_visible()
        picture(name)

    at("1-sign-in", "email")
    for kind in ("sign-in/magic", "welcome", "reset"):
        page.goto(f"{door}#/{kind}/never-was")
        at(f"2-{kind.rpartition('/')[2]}", "open-link")
    console.part("open-link").click()
    at("3-missing", "new-password")
    console.part("new-password").fill(CHOSEN)
    console.part("open-link").click()
    at("4-bad-link", "link-error")
    console.forgives("401")
    console.part("leave-link").click()
    console.part("email").fill(person.email)
    console.part("ask-code").click()
    at("5-code", "code")
    console.part("back-to-sign-in").click()
    console.part("ask-link").click()
    at("6-sent", "sent")
    console.part("back-to-sign-in").click()
    person.signs_in_by_telephone()
    console.signs_in(person.email, PASSWORD)
    console.is_live()
    console.part("open-account").click()
    at("7-account", "end-others")
    console.part("change-password").click()
    at("8-account-missing", "change-password")
    console.part("active-program").select_option(value=NIGHT)
    console.part("leave-account").click()
    expect(console.part("narrowed")).to_be_visible()
    assert fits(page)
