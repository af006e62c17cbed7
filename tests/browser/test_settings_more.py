"""Hours, surveys, words, rules and accounts in the settings: what is changed there is what texters meet."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window
from tests.browser.desk import Console
from tests.browser.places import at_settings, goes_to, saves, says
from tests.browser.shelf import ADMIN, DESK, NAME, WORDLESS, Shelf, stand
from tests.browser.shots import shoot
from tests.e2e.line import Line
from tests.e2e.people import TexterFactory
from tests.e2e.reef import SETTLED
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.browser

Open = Callable[..., Window]
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@pytest.fixture(scope="module")
def shelf(line: Line) -> Shelf:
    return stand(line)


@pytest.fixture
def console(line: Line, shelf: Shelf, window: Open) -> Console:
    return at_settings(Console(line, window()), ADMIN)


@pytest.fixture
def no_survey(shelf: Shelf) -> Iterator[None]:
    """No survey is in use before the test, nor after it."""
    for _ in without_surveys(shelf):
        yield


def without_surveys(shelf: Shelf) -> Iterator[None]:
    for turn in range(2):
        for one in shelf.may.get("/api/surveys")["items"]:
            does(shelf, "DELETE", f"/api/surveys/{one['id']}")
        if turn == 0:
            yield


def does(shelf: Shelf, method: str, path: str, **body: Any) -> dict[str, Any]:
    answer = shelf.may.ask(method, path, json=body)
    assert answer.ok, answer.text
    done: dict[str, Any] = answer.json()
    return done


def name_of_ours() -> str:
    return f"s{secrets.token_hex(4)}"


def closed_now() -> tuple[str, str]:
    """Two hours that begin in half a day, by the clock of UTC."""
    opens = (datetime.now(UTC) + timedelta(hours=12)).replace(minute=0)
    return f"{opens:%H:%M}", f"{opens + timedelta(hours=2):%H:%M}"


def ends(shelf: Shelf, words: str) -> None:
    """Close the conversation in which a texter wrote these words."""
    conversation_id = shelf.sia.finds(words)
    shelf.rod.helps(conversation_id)
    shelf.rod.closes(conversation_id)


def test_hours_typed_for_one_day_and_copied_to_the_others_close_the_line_until_it_is_always_open_again(
    console: Console, line: Line, shelf: Shelf, texters: TexterFactory
) -> None:
    does(shelf, "PUT", f"/api/admin/hours/{DESK}", zone="UTC", hours=None)
    opens, closes = closed_now()
    console.part("section-hours").click()
    console.part("record").filter(has_text=NAME).click()
    says(console, "standing", "Always open")
    console.part("f-hours-week-how-week").check()
    says(console, "closed-text", "is closed now and opens")
    console.part("f-hours-week-monday-0-from").fill(opens)
    console.part("f-hours-week-monday-0-until").fill(closes)
    console.part("f-hours-week-monday-copy").press("Enter")
    for day in DAYS[1:]:
        console.part(f"f-hours-week-monday-copy-{day}").check()
    console.part("f-hours-week-monday-copy-go").press("Enter")
    expect(console.part("f-hours-week-monday-copy")).to_be_focused()
    expect(console.part("f-hours-week-sunday-0-from")).to_have_value(opens)
    says(console, "standing-now", "Closed")
    saves(console)
    kept = shelf.may.get(f"/api/admin/hours/{DESK}")["hours"]
    assert kept == {"week": {day: [f"{opens}-{closes if closes != '00:00' else '24:00'}"] for day in DAYS}}

    def is_open() -> bool:
        return bool(line.call("GET", f"/api/webchat/programs/{DESK}").json()["open"])

    eventually(lambda: not is_open(), "the web chat's closed hours")
    chat = shelf.texter(texters)
    words = chat.writes("is anybody there")
    eventually(lambda: any("is closed now and opens" in one for one in chat.words("outbound")), "the closed text")
    ends(shelf, words)

    console.part("f-hours-week-how-always").check()
    says(console, "standing", "Always open")
    saves(console)
    assert shelf.may.get(f"/api/admin/hours/{DESK}")["hours"] is None
    eventually(is_open, "the web chat's open hours")


def test_what_is_wrong_with_hours_stands_at_the_day_or_at_the_holiday_and_a_line_without_the_words_cannot_close(
    console: Console, shelf: Shelf
) -> None:
    goes_to(console, "settings", "hours", WORDLESS)
    console.part("f-zone").select_option("America/New_York")
    console.part("f-hours-week-how-week").check()
    says(console, "closed-text", "No text is approved")
    console.part("f-hours-week-tuesday-add").press("Enter")
    expect(console.part("f-hours-week-tuesday-1-from")).to_be_focused()
    console.part("f-hours-holidays-add").click()
    console.part("save").click()
    says(console, "f-hours-week-tuesday", "needs a time from and a time to")
    says(console, "f-hours-holidays-0", "A date is needed")
    console.part("f-hours-week-tuesday-1-from").fill("16:00")
    console.part("f-hours-week-tuesday-1-until").fill("18:00")
    console.part("f-hours-holidays-0-day").fill("2026-12-25")
    console.part("f-hours-holidays-0-name").fill("Christmas Day")
    console.part("save").click()
    says(console, "f-hours-week-tuesday", "overlap")
    console.part("f-hours-week-tuesday-1-from").fill("18:00")
    console.part("f-hours-week-tuesday-1-until").fill("00:00")
    console.part("save").click()
    says(console, "f-hours", "It needs an approved text")
    console.forgives("422")
    console.part("discard").click()
    assert shelf.may.get(f"/api/admin/hours/{WORDLESS}")["hours"] is None


def test_a_survey_is_made_put_in_order_seen_as_texters_and_responders_see_it_and_asked_in_that_order(
    console: Console, shelf: Shelf, texters: TexterFactory, no_survey: None
) -> None:
    title = name_of_ours()
    console.part("section-surveys").click()
    console.part("add").click()
    console.part("f-title").fill(title)
    console.part("f-programId").select_option(DESK)
    console.part("f-intro").fill("Two questions.")
    console.part("f-questions-0-text").fill("How upset are you?")
    console.part("f-questions-0-measuresDistress").check()
    console.part("f-questions-add").click()
    expect(console.part("f-questions-1-kind")).to_be_focused()
    console.part("f-questions-1-kind").select_option("choice")
    console.part("f-questions-1-text").fill("Are you safe?")
    console.part("f-questions-1-choices").fill("Yes")
    console.part("save").click()
    says(console, "f-questions-1", "two to ten choices")
    console.part("f-questions-1-choices").fill("Yes\nNo\n")
    console.part("f-questions-1").get_by_role("button", name="up").press("Enter")
    first = console.part("survey-preview").get_by_role("listitem").first
    choices = "Reply with one of these:\n1) Yes\n2) No\nReply SKIP to pass."
    expect(first).to_contain_text(f"Two questions.\nAre you safe? {choices}")
    expect(first).to_contain_text("1 segment")
    console.part("preview-language").select_option("es")
    expect(first).to_contain_text("Responde con una de estas:")
    says(console, "survey-end", "distress 3")
    saves(console, "Made and saved")
    (made,) = shelf.may.get("/api/surveys")["items"]
    assert [one["text"] for one in made["questions"]] == ["Are you safe?", "How upset are you?"]

    time.sleep(SETTLED)
    chat = shelf.texter(texters)
    words = chat.writes("good evening")
    conversation_id = shelf.sia.finds(words)
    shelf.rod.helps(conversation_id)
    eventually(lambda: any("Are you safe? Reply with" in one for one in chat.words("outbound")), "the first question")
    chat.posts("yes")
    eventually(lambda: any("How upset are you?" in one for one in chat.words("outbound")), "the second question")
    shelf.rod.closes(conversation_id)

    console.part("to-list").click()
    console.part("record").filter(has_text=title).click()
    console.part("take-out").click()
    console.part("confirm-use").click()
    expect(console.part("put-back")).to_be_focused()


def test_a_text_is_a_draft_beside_what_is_sent_until_it_is_approved_and_then_the_next_texter_gets_it(
    console: Console, shelf: Shelf, texters: TexterFactory
) -> None:
    mark = name_of_ours()
    goes_to(console, "settings", "texts", f"{DESK}.still_there")
    before = shelf.may.get(f"/api/admin/texts/{DESK}.welcome")["text"]
    goes_to(console, "settings", "texts", f"{DESK}.welcome")
    expect(console.part("f-text")).to_have_value(before)
    console.part("f-text").fill(f"{before} {{mood}}")
    console.part("save").click()
    expect(console.page.locator("#f-text-problem")).to_contain_text("There is no {mood}")
    console.forgives("422")
    console.part("f-text").fill(f"{before} {mark}")
    says(console, "text-preview", NAME)
    saves(console)
    expect(console.part("version-draft").locator("ins")).to_contain_text(mark)
    says(console, "version-draft", "Written by May")
    assert shelf.may.get(f"/api/admin/texts/{DESK}.welcome")["text"] == before

    def welcomed(words: str) -> str:
        chat = shelf.texter(texters)
        said = chat.writes(words)
        welcome: str = eventually(lambda: chat.words("outbound"), "the welcome")[0]
        ends(shelf, said)
        return welcome

    assert mark not in welcomed("hello before")
    console.part("approve").click()
    console.part("confirm-approve").click()
    says(console, "approved", "Approved")
    says(console, "version-sent", "Approved by May")
    expect(console.part("version-draft")).to_have_count(0)
    time.sleep(SETTLED)
    assert welcomed("hello after").endswith(mark)

    does(shelf, "PUT", "/api/admin/settings", textsNeedSecondPerson=True)
    try:
        console.part("f-text").fill(before)
        saves(console)
        console.part("approve").click()
        console.part("confirm-approve").click()
        expect(console.page.get_by_role("dialog")).to_contain_text("Somebody else has to approve")
        console.forgives("403")
        console.part("cancel-dialog").click()
        expect(console.part("approve")).to_be_focused()
        done = shelf.sia.ask("POST", f"/api/admin/texts/{DESK}.welcome/approve", json={})
        assert done.ok, done.text
    finally:
        does(shelf, "PUT", "/api/admin/settings", textsNeedSecondPerson=False)


def test_a_new_text_says_that_nothing_is_sent_before_it_is_approved_and_leads_to_the_one_that_is_there(
    console: Console, shelf: Shelf
) -> None:
    program = does(shelf, "POST", "/api/programs", name=name_of_ours())["id"]
    there = does(shelf, "POST", "/api/admin/texts", programId=program, key="welcome", text="Welcome")
    goes_to(console, "settings", "texts", "new")
    console.part("f-programId").select_option(program)
    console.part("f-key").select_option("welcome")
    expect(console.part("text-there")).to_have_attribute("href", f"#/settings/texts/{there['id']}")
    console.part("f-key").select_option("closed")
    expect(console.part("text-there")).to_have_count(0)
    console.part("f-key-language-es").check()
    console.part("f-text").fill("Está cerrado.")
    console.part("save").click()
    expect(console.page.locator("#f-text-problem")).to_contain_text("It must say {opens}")
    console.part("f-text").fill("{line} abre {opens}.")
    saves(console, "Made and saved")
    says(console, "version-sent", "Nothing is sent")
    made = shelf.may.get(f"/api/admin/texts/{program}.closed@es")
    assert (made["text"], made["draft"]) == (None, "{line} abre {opens}.")
    does(shelf, "DELETE", f"/api/programs/{program}")


def test_words_of_a_notice_are_kept_with_a_link_and_never_without(console: Console, shelf: Shelf) -> None:
    mark = name_of_ours()
    there = "queue_deep@en" in [one["id"] for one in shelf.may.get("/api/templates")["items"]]
    goes_to(console, "settings", "templates", "queue_deep@en" if there else "new")
    if not there:
        console.part("f-name").select_option("queue_deep")
    console.part("f-subject").fill("Somebody waits in {program}")
    console.part("f-text").fill("Please come: {link}")
    console.part("f-sms").fill("Please come")
    says(console, "subject-preview", "Somebody waits in Night line")
    console.part("save").click()
    expect(console.page.locator("#f-sms-problem")).to_contain_text("It must say {link}")
    console.part("f-sms").fill(f"{{waiting}} wait in {{program}}, {mark}: {{link}}")
    says(console, "sms-preview", "1 segment")
    saves(console, "Saved" if there else "Made and saved")
    assert mark in shelf.may.get("/api/templates/queue_deep@en")["sms"]


def test_a_timer_is_set_in_hours_and_put_back_to_its_default(console: Console, shelf: Shelf) -> None:
    does(shelf, "PUT", f"/api/admin/timers/{DESK}", timers={})
    goes_to(console, "settings", "timers", DESK)
    says(console, "one-timers", "By default 30 minutes.")
    console.part("f-timers-wrap_up_after").fill("2")
    console.part("f-timers-wrap_up_after-unit").select_option("hours")
    console.part("f-timers-quiet_from").select_option("22")
    saves(console)
    assert shelf.may.get(f"/api/admin/timers/{DESK}")["timers"] == {"wrap_up_after": 7200, "quiet_from": 22}
    console.part("reset-wrap_up_after").press("Enter")
    expect(console.part("f-timers-wrap_up_after")).to_be_focused()
    console.part("reset-quiet_from").click()
    saves(console)
    assert shelf.may.get(f"/api/admin/timers/{DESK}")["timers"] == {}
    console.part("f-timers-language_wait").fill("9")
    console.part("f-timers-language_wait-unit").select_option("days")
    console.part("save").click()
    says(console, "one-timers", "This must be from 0 minutes to 1 hour")
    console.part("discard").click()


def test_limits_retention_and_features_are_set_and_go_back_to_their_defaults(console: Console, shelf: Shelf) -> None:
    does(shelf, "PUT", "/api/admin/settings", limits={}, flags={}, retentionDays=365)
    goes_to(console, "settings", "limits")
    limits, kept = console.part("limits"), console.part("kept")
    limits.get_by_test_id("f-limits-conversations_per_responder").fill("2")
    limits.get_by_test_id("save").click()
    expect(limits).to_contain_text("Somebody may own more than that")
    console.forgives("422")
    limits.get_by_test_id("f-limits-conversations_per_responder").fill("")
    limits.get_by_test_id("f-limits-tags_per_conversation").fill("5")
    limits.get_by_test_id("save").click()
    expect(limits.get_by_test_id("told")).to_contain_text("Saved")
    kept.get_by_test_id("f-retentionDays").fill("90")
    kept.get_by_test_id("save").click()
    expect(kept.get_by_test_id("told")).to_contain_text("Saved")
    console.forgives("412")
    now = shelf.may.get("/api/admin/settings")
    assert (now["limits"], now["retentionDays"]) == ({"tags_per_conversation": 5}, 90)

    goes_to(console, "settings", "features")
    console.part("f-flags-ai_help").uncheck()
    saves(console)
    assert shelf.may.get("/api/admin/flags")["flags"] == {"ai_help": False}
    console.part("f-flags-ai_help").check()
    saves(console)
    assert shelf.may.get("/api/admin/flags")["flags"] == {}


def test_a_phrase_of_ones_own_raises_the_risk_of_whoever_writes_it(
    console: Console, shelf: Shelf, texters: TexterFactory
) -> None:
    phrase = "".join(secrets.choice("bcdfghklmnprst") + secrets.choice("aeiou") for _ in range(5))
    does(shelf, "PUT", "/api/admin/lexicon", riskWords=[], riskPrototypes=[])
    goes_to(console, "settings", "lexicon")
    says(console, "one-lexicon", "only ever raise")
    console.part("f-riskWords-add").click()
    console.part("f-riskWords-0-phrase").fill("!!")
    console.part("save").click()
    expect(console.page.locator("#f-riskWords-0-phrase-problem")).to_contain_text("There is no word in it")
    console.forgives("422")
    console.part("f-riskWords-0-phrase").fill(phrase)
    console.part("f-riskWords-0-level").select_option("high")
    saves(console)
    time.sleep(SETTLED)
    words = shelf.texter(texters).writes(f"tonight there is {phrase}")
    conversation = shelf.sia.conversation(shelf.sia.finds(words))
    assert conversation["riskLevel"] == "high"
    ends(shelf, words)
    does(shelf, "PUT", "/api/admin/lexicon", riskWords=[])


def test_credentials_are_set_and_replaced_and_never_shown(console: Console, shelf: Shelf) -> None:
    account, secret = name_of_ours(), secrets.token_hex(16)
    goes_to(console, "settings", "accounts", "new")
    console.part("f-channel-partner").check()
    console.part("f-account").fill(account)
    saves(console, "Made and saved")
    says(console, "credentials-set", "Not set yet")
    says(console, "account-lines", "No line uses it")
    console.part("set-credentials").press("Enter")
    expect(console.part("c-secrets")).to_be_focused()
    console.part("c-secrets").fill("short")
    console.part("save-credentials").click()
    expect(console.part("c-secrets")).to_be_focused()
    says(console, "credentials", "16 characters at least")
    console.part("c-secrets").fill(secret)
    console.part("c-url").fill("not an address")
    console.part("save-credentials").click()
    expect(console.part("c-url")).to_have_attribute("aria-invalid", "true")
    expect(console.part("c-url")).to_be_focused()
    console.forgives("422")
    console.part("c-url").fill("https://partner.example/events")
    console.part("save-credentials").click()
    expect(console.part("set-credentials")).to_be_focused()
    says(console, "credentials-set", "Set on")
    assert secret not in console.page.content()
    now = shelf.may.get(f"/api/admin/provider-accounts/partner_{account}")
    assert (sorted(now["credentials"]), secret in str(now)) == (["secrets", "url"], False)
    console.part("take-out").click()
    expect(console.page.get_by_role("dialog")).to_contain_text("forgotten for good")
    console.part("confirm-use").click()
    expect(console.part("put-back")).to_be_focused()


#: Where one goes, and what is there by then.
PAGES = (
    (("hours",), "record"),
    (("hours", DESK), "standing"),
    (("surveys",), "count"),
    (("surveys", "new"), "survey-preview"),
    (("texts",), "count"),
    (("texts", "new"), "text-preview"),
    (("texts", f"{DESK}.closed"), "approval"),
    (("templates",), "count"),
    (("templates", "new"), "sms-preview"),
    (("timers",), "record"),
    (("timers", DESK), "save"),
    (("limits",), "limits"),
    (("features",), "save"),
    (("lexicon",), "save"),
    (("accounts",), "count"),
    (("accounts", "new"), "save"),
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_further_page_of_the_settings_fits_its_window_and_has_no_faults(
    line: Line, shelf: Shelf, window: Open, width: int, scheme: str
) -> None:
    console = at_settings(Console(line, window(width=width, height=844, color_scheme=scheme)), ADMIN)
    for where, shown in PAGES:
        goes_to(console, "settings", *where)
        if shown == "count":
            expect(console.part("record").or_(console.part("none")).first).to_be_visible()
        expect(console.part(shown).first).to_be_visible()
        shoot(console.page, "-".join(("settings", *where, str(width), scheme)))


@pytest.mark.parametrize("width", [1280, 390])
def test_what_is_being_edited_and_approved_in_the_settings_has_no_faults(
    console: Console, shelf: Shelf, width: int
) -> None:
    console.page.set_viewport_size({"width": width, "height": 844})
    goes_to(console, "settings", "hours", DESK)
    console.part("f-hours-week-how-week").check()
    console.part("f-hours-week-monday-add").click()
    console.part("f-hours-week-monday-copy").click()
    console.part("f-hours-holidays-add").click()
    console.part("give-webchat").click()
    console.part("save").click()
    says(console, "f-hours-week-monday", "needs a time")
    shoot(console.page, f"settings-hours-refused-{width}")
    console.part("discard").click()

    goes_to(console, "settings", "texts", f"{DESK}.returned")
    console.part("f-text").fill(f"Somebody else is with you soon. {name_of_ours()}")
    saves(console)
    shoot(console.page, f"settings-text-draft-{width}")
    console.part("approve").click()
    expect(console.part("confirm-approve")).to_be_visible()
    shoot(console.page, f"settings-text-approve-{width}")
    console.part("cancel-dialog").click()

    goes_to(console, "settings", "lexicon")
    console.part("f-riskWords-add").click()
    console.part("f-riskPrototypes-add").click()
    shoot(console.page, f"settings-lexicon-edited-{width}")
    console.part("discard").click()
