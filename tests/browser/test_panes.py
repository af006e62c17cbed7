"""Conversations side by side, as tabs, by keys; what is known of who writes. On the pretend API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Window
from tests.browser.pretend import PASSWORD, Pretend, build, pretend
from tests.browser.shots import shoot

pytestmark = pytest.mark.browser

Open = Callable[..., Window]
#: The first that Robin talks with: at high risk, with a survey, a whisper and files.
FIRST = "conversation-7"


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("console"))


@pytest.fixture
def running(dist: Path) -> Iterator[Pretend]:
    """Robin talks with four texters."""
    with pretend(dist, SCENE="talks") as one:
        yield one


class Desk:
    """Robin's page."""

    def __init__(self, running: Pretend, window: Window, name: str = "robin") -> None:
        window.forgiven.add("404")  # the pretend API has not all there is
        self.page: Page = window.opens(running.url)
        self.part("email").fill(f"{name}@pretend.example")
        self.part("password").fill(PASSWORD)
        self.part("sign-in").click()
        expect(self.part("connection")).to_have_attribute("data-state", "live")

    def part(self, name: str) -> Locator:
        return self.page.get_by_test_id(name)

    def opens(self, place: int) -> None:
        self.part("conversation-tab").nth(place).click()
        expect(self.part("message").first).to_be_visible()

    def presses(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def focused(self) -> str:
        """The test id of what has the focus; `body` where nothing has it."""
        found = "(at => at === null || at === document.body ? 'body' : at.dataset.testid ?? at.localName)"
        return str(self.page.evaluate(f"{found}(document.activeElement)"))


class TestSideBySide:
    @pytest.mark.parametrize(("width", "most"), [(1279, 1), (1280, 2), (1920, 3)])
    def test_as_many_as_the_window_has_room_for(self, running: Pretend, window: Open, width: int, most: int) -> None:
        desk = Desk(running, window(width=width))
        desk.opens(0)
        for _ in range(most - 1):
            desk.part("open-beside").first.click()
        expect(desk.part("pane")).to_have_count(most)
        expect(desk.part("composer")).to_have_count(most)
        if most == 1:
            expect(desk.part("open-beside")).to_have_count(0)

    def test_each_has_a_composer_of_its_own_and_what_stands_in_it_stays_there(
        self, running: Pretend, window: Open
    ) -> None:
        desk = Desk(running, window())
        desk.opens(0)
        desk.part("open-beside").first.click()
        left, right = desk.part("pane").nth(0), desk.part("pane").nth(1)
        left.get_by_test_id("composer").fill("for the first")
        right.get_by_test_id("composer").fill("for the second")

        right.get_by_test_id("send").click()

        expect(right.get_by_test_id("message").last).to_contain_text("for the second")
        expect(left.get_by_test_id("composer")).to_have_value("for the first")
        expect(left.get_by_test_id("message").last).not_to_contain_text("for the")

    def test_closing_a_view_leaves_the_conversation_on_the_list_and_the_focus_beside(
        self, running: Pretend, window: Open
    ) -> None:
        desk = Desk(running, window())
        desk.opens(0)
        desk.part("open-beside").first.click()
        desk.part("pane").nth(1).get_by_test_id("close-pane").click()
        expect(desk.part("pane")).to_have_count(1)
        expect(desk.part("conversation-tab")).to_have_count(4)
        expect(desk.part("composer")).to_be_focused()

    def test_in_narrow_panes_the_details_come_as_a_drawer_and_escape_puts_them_away(
        self, running: Pretend, window: Open
    ) -> None:
        desk = Desk(running, window())
        desk.opens(0)
        expect(desk.part("about")).to_be_visible()
        expect(desk.part("about-switch")).to_have_count(0)
        desk.part("open-beside").first.click()
        pane = desk.part("pane").nth(0)
        expect(pane.get_by_test_id("about")).to_be_hidden()

        pane.get_by_test_id("about-switch").click()
        expect(pane.get_by_test_id("about")).to_be_visible()
        expect(pane.get_by_test_id("about")).to_be_focused()
        desk.presses("Escape")

        expect(pane.get_by_test_id("about")).to_be_hidden()
        expect(pane.get_by_test_id("about-switch")).to_be_focused()


class TestOnAPhone:
    @pytest.fixture
    def phone(self, running: Pretend, window: Open) -> Desk:
        desk = Desk(running, window(width=390, height=844, has_touch=True))
        desk.opens(0)
        return desk

    def test_switching_is_one_tap_and_a_draft_stays(self, phone: Desk) -> None:
        tabs = phone.part("pane-tab")
        expect(tabs).to_have_count(4)
        expect(tabs.nth(0)).to_have_attribute("aria-selected", "true")
        phone.part("composer").fill("I am still wri")

        tabs.nth(1).tap()
        expect(phone.part("channel")).to_have_attribute("data-channel", "webchat")
        expect(phone.part("composer")).to_have_value("")
        tabs.nth(0).tap()

        expect(phone.part("composer")).to_have_value("I am still wri")

    def test_a_tab_tells_of_risk_and_of_what_is_new(self, running: Pretend, phone: Desk) -> None:
        tabs = phone.part("pane-tab")
        expect(tabs.nth(2)).to_contain_text("Critical risk")
        tabs.nth(3).tap()
        running.does("say", id=FIRST, words="are you there")
        expect(tabs.nth(0)).to_contain_text("1 new message")

    def test_arrows_go_from_tab_to_tab_and_the_focus_stays_in_the_row(self, phone: Desk) -> None:
        tabs = phone.part("pane-tab")
        tabs.nth(0).focus()
        phone.presses("ArrowRight", "ArrowRight")
        expect(tabs.nth(2)).to_be_focused()
        expect(tabs.nth(2)).to_have_attribute("aria-selected", "true")
        expect(phone.part("pane")).to_have_attribute("aria-labelledby", str(tabs.nth(2).get_attribute("id")))
        phone.presses("End")
        expect(tabs.nth(3)).to_be_focused()
        phone.presses("ArrowRight")
        expect(tabs.nth(0)).to_be_focused()
        phone.presses("ArrowLeft")
        expect(tabs.nth(3)).to_have_attribute("aria-selected", "true")

    def test_the_moves_take_one_line_and_the_rest_stand_in_a_menu(self, phone: Desk) -> None:
        moves = phone.page.locator(".moves")
        assert (moves.bounding_box() or {"height": 999})["height"] < 64
        expect(phone.part("move-transfer_to_responder")).to_have_count(0)

        phone.part("more-moves").focus()
        phone.presses("ArrowDown")
        items = phone.page.get_by_role("menuitem")
        expect(items.first).to_be_focused()
        phone.presses("End")
        expect(items.last).to_be_focused()
        phone.presses("ArrowDown")
        expect(items.first).to_be_focused()
        phone.presses("Escape")
        expect(items).to_have_count(0)
        expect(phone.part("more-moves")).to_be_focused()

        phone.presses("Enter")
        phone.part("move-transfer_to_responder").click()
        expect(phone.part("confirm-move")).to_be_visible()
        phone.presses("Escape")
        expect(phone.part("confirm-move")).to_have_count(0)
        expect(phone.part("more-moves")).to_be_focused()


class TestKeys:
    def test_alt_and_arrows_go_to_the_next_that_waits_also_while_writing(self, running: Pretend, window: Open) -> None:
        desk = Desk(running, window())
        desk.opens(3)
        desk.part("composer").fill("half a sen")
        desk.presses("Alt+ArrowDown")
        # The first waits for an answer, and so does the second; the third and the fourth have one.
        expect(desk.part("conversation-tab").nth(0)).to_have_attribute("aria-current", "true")
        expect(desk.part("composer")).to_be_focused()
        desk.presses("Alt+ArrowDown")
        expect(desk.part("conversation-tab").nth(1)).to_have_attribute("aria-current", "true")
        desk.presses("Alt+ArrowUp")
        expect(desk.part("conversation-tab").nth(0)).to_have_attribute("aria-current", "true")

    def test_alt_n_brings_the_next_texter(self, running: Pretend, window: Open) -> None:
        desk = Desk(running, window())
        expect(desk.part("conversation-tab")).to_have_count(4)
        desk.presses("Alt+n")
        expect(desk.part("conversation-tab")).to_have_count(5)
        expect(desk.part("composer")).to_be_focused()

    def test_a_question_mark_lists_the_keys_but_not_while_writing_and_can_be_turned_off(
        self, running: Pretend, window: Open
    ) -> None:
        desk = Desk(running, window())
        desk.opens(0)
        desk.part("composer").press("?")
        expect(desk.part("composer")).to_have_value("?")
        expect(desk.part("keys")).to_have_count(0)

        desk.part("thread").press("?")
        expect(desk.part("keys")).to_be_visible()
        desk.part("help-by-key").uncheck()
        desk.presses("Escape")
        expect(desk.part("keys")).to_have_count(0)
        desk.part("thread").press("?")
        expect(desk.part("keys")).to_have_count(0)
        desk.part("open-keys").click()
        expect(desk.part("keys")).to_be_visible()

    def test_whatever_goes_away_the_focus_is_somewhere(self, running: Pretend, window: Open) -> None:
        desk = Desk(running, window())
        desk.opens(0)
        steps: list[Callable[[], object]] = [
            lambda: desk.part("open-beside").first.click(),
            lambda: desk.presses("Alt+ArrowDown"),
            lambda: desk.part("close-pane").first.click(),
            lambda: running.does("close", id="conversation-8"),
            lambda: desk.part("put-away").click(),
            lambda: desk.presses("Alt+n"),
        ]
        for place, step in enumerate(steps):
            step()
            desk.page.wait_for_timeout(300)
            assert desk.focused() != "body", f"step {place}"


class TestTheTexter:
    @pytest.fixture
    def desk(self, running: Pretend, window: Open) -> Desk:
        desk = Desk(running, window())
        desk.opens(0)
        return desk

    def test_the_number_is_masked_shown_after_a_warning_and_gone_when_one_leaves(self, desk: Desk) -> None:
        number = desk.part("sender-number")
        expect(number).to_contain_text("+1 ••• ••• ••07")
        desk.part("show-number").click()
        expect(desk.page.get_by_role("dialog")).to_contain_text("recorded")
        desk.presses("Escape")
        expect(desk.part("show-number")).to_be_focused()
        expect(number).not_to_contain_text("5550107")

        desk.part("show-number").click()
        desk.part("reveal-reason").select_option("emergency")
        desk.part("confirm-reveal").click()
        expect(number).to_contain_text("+13135550107")
        expect(desk.part("hide-number")).to_be_focused()

        desk.opens(1)
        expect(desk.part("sender-number")).to_have_text("Web chat, no number")
        desk.opens(0)
        expect(number).to_contain_text("••07")
        assert "5550107" not in desk.page.content()

    def test_risk_is_told_in_sentences_without_the_names_of_rules(self, desk: Desk) -> None:
        reasons = desk.part("risk-reasons")
        expect(reasons).to_contain_text("Thoughts of suicide, high risk: don’t want to wake up")
        expect(reasons.get_by_role("listitem")).to_have_count(3)
        for internal in ("prototype", "rule", "suicide.440", "en.cutting"):
            expect(reasons).not_to_contain_text(internal)

    def test_in_danger_the_ladder_comes_first_and_else_who_writes(self, running: Pretend, desk: Desk) -> None:
        parts = desk.part("about").locator("> details")
        expect(parts.first).to_have_attribute("data-testid", "ladder")
        desk.opens(1)
        expect(parts.first).to_have_attribute("data-testid", "sender")
        desk.part("tag-input").focus()
        running.does("set", id="conversation-8", riskLevel="critical")
        expect(desk.part("risk")).to_have_attribute("data-level", "critical")
        expect(desk.part("tag-input")).to_be_focused()
        expect(parts.first).to_have_attribute("data-testid", "sender")  # nothing moves below one's hands
        desk.part("composer").focus()
        expect(parts.first).to_have_attribute("data-testid", "ladder")

    def test_a_part_that_was_closed_stays_closed_in_this_browser(self, desk: Desk) -> None:
        desk.part("tags").locator("summary").first.click()
        expect(desk.part("tag-input")).to_be_hidden()
        desk.opens(1)
        expect(desk.part("tag-input")).to_be_hidden()
        desk.page.reload()
        desk.opens(1)
        expect(desk.part("tag-input")).to_be_hidden()
        expect(desk.part("risk").locator("p").first).to_be_visible()

    def test_what_an_assistant_made_is_marked_as_a_draft(self, desk: Desk) -> None:
        desk.part("summarise").click()
        expect(desk.part("summary-draft")).to_have_text("Draft")
        expect(desk.part("summary")).to_contain_text("Check it against the messages")
        expect(desk.part("summary")).not_to_contain_text("pretend-1")


class TestTheThread:
    @pytest.fixture
    def desk(self, running: Pretend, window: Open) -> Desk:
        desk = Desk(running, window())
        desk.opens(0)
        return desk

    def test_a_surveys_question_and_answer_belong_together_with_their_scale(self, desk: Desk) -> None:
        parts = desk.part("survey-part")
        expect(parts).to_have_text(
            [
                "Entry survey, question 1",
                "Answer to question 1: 4 on a scale from 1 to 5",
                "Entry survey, question 2",
                "Answer to question 2: chose “Outside”",
            ]
        )
        ends = desk.page.locator('[data-transition="survey"]')
        expect(ends).to_contain_text("Entry survey finished · distress 4")

    def test_what_one_author_writes_in_one_go_is_one_group(self, desk: Desk) -> None:
        together = desk.part("message").filter(has_text="i dont want to wake up tomorrow")
        expect(together).to_have_class("message message--texter message--on")

    def test_what_came_since_one_looked_is_marked(self, running: Pretend, desk: Desk) -> None:
        expect(desk.part("new-since")).to_have_count(0)
        desk.opens(1)
        running.does("say", id=FIRST, words="are you there")
        expect(desk.part("conversation-tab").nth(0)).to_contain_text("1 new message")
        desk.opens(0)
        expect(desk.part("new-since")).to_be_visible()
        desk.part("composer").fill("I am")
        desk.presses("Enter")
        expect(desk.part("new-since")).to_have_count(0)

    def test_a_file_is_fetched_by_a_link_made_when_it_is_pressed(self, desk: Desk) -> None:
        files = desk.part("message").get_by_test_id("file")
        expect(files).to_have_count(2)
        with desk.page.expect_request("**/api/files/file-0-*"):
            files.first.click()
        assert "made-up" not in desk.page.content()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1920, 1280, 390])
def test_pictures_of_the_desk_at_every_width(running: Pretend, window: Open, width: int, scheme: str) -> None:
    desk = Desk(running, window(width=width, height=844, color_scheme=scheme))
    desk.opens(0)

    def picture(name: str) -> None:
        shoot(desk.page, f"threads-{name}-{width}-{scheme}")

    picture("one")
    if width == 390:
        desk.part("more-moves").click()
        picture("menu")
        desk.presses("Escape")
        desk.part("about-switch").click()
        picture("details")
        return
    desk.part("open-beside").first.click()
    picture("two")
    desk.part("about-switch").first.click()
    picture("drawer")
    desk.part("about-switch").first.click()
    if width == 1920:
        desk.part("open-beside").first.click()
        picture("three")
    desk.part("open-keys").click()
    picture("keys")
