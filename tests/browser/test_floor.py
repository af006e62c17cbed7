"""What a supervisor works with: the line at a glance, calls for help, reading along, and the figures of the day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Window
from tests.browser.desk import Console
from tests.browser.shots import shoot
from tests.e2e.aws import Aws
from tests.e2e.line import Line
from tests.e2e.people import TexterFactory
from tests.e2e.shoal import FAR, NEAR, Shoal, email, gather
from tests.e2e.tide import settle
from tests.e2e.waiting import eventually

pytestmark = [pytest.mark.browser]

Open = Callable[..., Window]
NARROW = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def gathered(line: Line) -> Shoal:
    return gather(settle(line, Aws(line)))


@pytest.fixture
def shoal(gathered: Shoal) -> Iterator[Shoal]:
    yield gathered
    gathered.wes.close_everything()
    gathered.yuki.close_everything()
    gathered.wes.empty_the_queue()


def at_work(shoal: Shoal, window: Window, name: str = "una") -> Console:
    console = Console(shoal.line, window)
    console.signs_in(email(name))
    console.is_live()
    return console


def row(console: Console, part: str, conversation_id: str) -> Locator:
    return console.page.locator(f"[data-testid={part}][data-conversation='{conversation_id}']")


def asks_for_the_police(shoal: Shoal, texters: TexterFactory, where: str | None) -> str:
    conversation_id = shoal.una.finds(shoal.texter(texters).writes("somebody is at my door with a knife"))
    shoal.wes.helps(conversation_id)
    more = {"location": texters.mark(where)} if where else {}
    shoal.wes.does(conversation_id, "escalate", type="police", urgency="immediate", **more)
    return conversation_id


def test_given_a_call_for_the_police_when_the_supervisor_confirms_it_on_the_board_then_help_is_called_unread(
    shoal: Shoal, window: Open, texters: TexterFactory
) -> None:
    conversation_id = asks_for_the_police(shoal, texters, "12 Quay Street")
    unas = at_work(shoal, window())
    call = row(unas, "call", conversation_id)

    expect(call).to_have_attribute("data-status", "pending_confirmation")
    expect(call.get_by_test_id("call-location")).to_have_text("Location known")
    expect(call.get_by_test_id("call-reminder")).to_contain_text(re.compile(r"\d:\d\d"))
    left = call.get_by_test_id("call-reminder").inner_text()
    expect(call.get_by_test_id("call-reminder")).not_to_have_text(left)

    call.get_by_test_id("confirm-call").click()
    unas.part("confirm-call-now").click()
    expect(call).to_have_attribute("data-status", "contacted")
    expect(call.get_by_test_id("confirm-call")).to_have_count(0)
    assert shoal.una.conversation(conversation_id)["escalation"]["confirmedBy"] == shoal.una.id
    expect(unas.part("pane")).to_have_count(0)


def test_given_a_call_that_nobody_can_locate_when_a_contact_is_written_down_then_the_board_says_both(
    shoal: Shoal, window: Open, texters: TexterFactory
) -> None:
    conversation_id = asks_for_the_police(shoal, texters, None)
    unas = at_work(shoal, window())
    call = row(unas, "call", conversation_id)
    expect(call.get_by_test_id("call-location")).to_have_text("Location not known yet")
    expect(call.get_by_test_id("call-confirms")).to_contain_text("any second responder may")

    eid = shoal.una.conversation(conversation_id)["escalation"]["id"]
    note = texters.mark("spoke with the dispatcher")
    shoal.wes.does(conversation_id, f"escalations/{eid}/contacts", service="911", note=note)
    expect(call.get_by_test_id("call-contacts")).to_have_text("1 contact written down")
    expect(call).not_to_contain_text(note)


def test_given_a_texter_without_an_answer_when_time_goes_by_then_the_floor_says_who_keeps_them_waiting(
    shoal: Shoal, window: Open, texters: TexterFactory
) -> None:
    texter = shoal.texter(texters)
    conversation_id = shoal.una.finds(texter.writes("hello"))
    shoal.yuki.helps(conversation_id)
    shoal.yuki.replies(conversation_id, texters.mark("I am here"))
    unas = at_work(shoal, window())
    item = row(unas, "work-item", conversation_id)
    expect(item).to_contain_text("with Yuki")
    expect(item.get_by_test_id("unanswered")).to_have_count(0)

    texter.writes("are you still there?")
    expect(item.get_by_test_id("unanswered")).to_contain_text("no answer for")
    yukis = unas.page.locator(f"[data-testid=responder][data-responder='{shoal.yuki.id}']")
    expect(yukis.get_by_test_id("longest-unanswered")).to_contain_text("longest without an answer")
    shoal.yuki.replies(conversation_id, texters.mark("yes"))
    expect(yukis.get_by_test_id("longest-unanswered")).to_have_count(0)


def test_given_the_keyboard_alone_when_a_supervisor_assigns_reads_along_whispers_and_takes_over_then_focus_is_kept(
    shoal: Shoal, window: Open, texters: TexterFactory
) -> None:
    conversation_id = shoal.una.finds(words := shoal.texter(texters).writes("can somebody talk"))
    unas = at_work(shoal, window())
    page, keys = unas.page, unas.page.keyboard

    row(unas, "queue-item", conversation_id).get_by_test_id("move-assign_responder").focus()
    keys.press("Enter")
    page.get_by_label("Wes").focus()
    keys.press("Space")
    unas.part("confirm-move").press("Enter")
    eventually(lambda: shoal.una.conversation(conversation_id)["responderId"] == shoal.wes.id, "Wes has it")
    shoal.wes.does(conversation_id, "accept")

    item = row(unas, "work-item", conversation_id)
    item.focus()
    keys.press("Enter")
    expect(unas.message(words)).to_be_visible()
    unas.part("whisper").fill(note := texters.mark("ask about tonight"))
    unas.part("send-whisper").press("Enter")
    expect(unas.message(note)).to_be_visible()
    unas.part("move-reassign").press("Enter")
    page.get_by_label("Take it over myself").focus()
    keys.press("Space")
    # It waits for what is still on its way: the whisper.
    expect(unas.part("confirm-move")).to_have_attribute("aria-disabled", "false")
    unas.part("confirm-move").press("Enter")
    expect(unas.part("composer")).to_be_visible()
    assert shoal.una.conversation(conversation_id)["responderId"] == shoal.una.id

    # Beside the conversation stands the part that it was opened from.
    expect(unas.part("part-work")).to_have_attribute("aria-pressed", "true")
    unas.part("back").press("Enter")
    expect(unas.part("pane")).to_have_count(0)
    expect(item).to_be_focused()
    shoal.una.does(conversation_id, "reassign", responderId=shoal.wes.id)


def test_given_conversations_at_risk_when_they_are_ordered_then_in_groups_with_counts_or_by_who_waits_longest(
    shoal: Shoal, window: Open, texters: TexterFactory
) -> None:
    calm = shoal.una.finds(shoal.texter(texters).writes("hello"))
    grave = shoal.una.finds(shoal.texter(texters).writes("hello you"))
    for one in (calm, grave):
        shoal.wes.helps(one)
    shoal.wes.does(grave, "tag", riskLevel="high")
    unas = at_work(shoal, window())
    groups = unas.part("work-group")
    expect(groups.first).to_have_attribute("data-risk", "high")
    expect(groups.first.get_by_role("heading")).to_have_text(re.compile(r"High risk \d+"))
    unas.part("order").select_option("unanswered")
    expect(groups).to_have_count(1)
    expect(unas.part("work-item").first).to_have_attribute("data-conversation", calm)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_given_a_phone_when_a_supervisor_looks_at_the_line_then_one_part_of_it_is_shown_at_a_time(
    shoal: Shoal, window: Open, texters: TexterFactory, scheme: str
) -> None:
    asks_for_the_police(shoal, texters, "12 Quay Street")
    shoal.una.finds(shoal.texter(texters).writes("hello"))
    unas = at_work(shoal, window(**NARROW, color_scheme=scheme))
    parts = {"calls": "calls", "waiting": "queue", "queues": "health", "work": "work", "people": "responders"}
    expect(unas.part("queue-item").first).to_be_visible()
    for name, shown in parts.items():
        unas.part(f"part-{name}").click()
        for other in parts.values():
            expect(unas.part(other)).to_be_visible(visible=other == shown)
        shoot(unas.page, f"floor-{name}-390-{scheme}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_given_a_night_on_the_line_when_it_is_pictured_then_floor_and_figures_fit_and_nothing_is_found_wrong(
    shoal: Shoal, window: Open, texters: TexterFactory, scheme: str
) -> None:
    asks_for_the_police(shoal, texters, "12 Quay Street")
    shoal.yuki.helps(shoal.una.finds(shoal.texter(texters, FAR).writes("hello")))
    for program in (NEAR, FAR, NEAR):
        shoal.una.finds(shoal.texter(texters, program).writes("hello"))
    unas = at_work(shoal, window(width=1280, color_scheme=scheme))
    expect(unas.part("queue-item")).to_have_count(3)
    expect(unas.part("call").first).to_be_visible()
    shoot(unas.page, f"floor-1280-{scheme}")
    unas.part("work-item").first.click()
    expect(unas.part("pane")).to_be_visible()
    shoot(unas.page, f"floor-open-1280-{scheme}")
    unas.part("nav-today").click()
    expect(unas.part("report")).to_be_visible()
    shoot(unas.page, f"today-1280-{scheme}", full_page=True)
    phone = at_work(shoal, window(**NARROW, color_scheme=scheme))
    phone.part("nav-today").click()
    expect(phone.part("report")).to_be_visible()
    shoot(phone.page, f"today-390-{scheme}", full_page=True)


def test_given_the_figures_when_texters_come_then_they_are_counted_by_program_and_stand_in_tables_too(
    shoal: Shoal, window: Open, texters: TexterFactory
) -> None:
    before = shoal.figures(programId=FAR)["waits"]["arrivals"]
    conversation_id = shoal.una.finds(shoal.texter(texters, FAR).writes("hello"))
    shoal.wes.helps(conversation_id)
    shoal.wes.replies(conversation_id, texters.mark("I am here"))
    shoal.wes.closes(conversation_id)
    eventually(lambda: shoal.figures(programId=FAR)["waits"]["arrivals"] == before + 1, "the texter in the figures")
    unas = at_work(shoal, window())
    unas.part("nav-today").click()
    unas.part("program").select_option(FAR)

    expect(unas.part("tile-texters")).to_contain_text(str(before + 1))
    drawing = unas.part("chart-arrivals").get_by_role("img")
    expect(drawing).to_have_attribute("aria-label", re.compile(rf"^{before + 1} texters? on this day"))
    table = unas.part("chart-arrivals").get_by_role("table")
    expect(table.get_by_role("row")).to_have_count(len(shoal.figures()["hours"]) + 2)
    expect(table.get_by_role("row").last).to_contain_text(str(before + 1))
    assert table.bounding_box() != drawing.bounding_box()
    unas.part("table-of-arrivals").press("Enter")
    expect(unas.part("table-of-arrivals")).to_have_attribute("aria-expanded", "true")
    table.scroll_into_view_if_needed()
    expect(table).to_be_in_viewport()
    expect(unas.part("chart-endings")).to_contain_text("Closed by the responder")

    unas.part("day-before").click()
    expect(unas.part("report")).not_to_have_attribute("data-day", shoal.figures()["day"])
    expect(unas.part("chart-states")).to_have_count(0)
    unas.part("day-now").click()
    expect(unas.part("chart-states")).to_be_visible()
    assert "shoal" not in unas.page.url


def test_given_paper_when_the_figures_are_printed_then_their_tables_are_there_and_the_page_around_them_is_not(
    shoal: Shoal, window: Open
) -> None:
    unas = at_work(shoal, window(), "ada")
    unas.part("nav-today").click()
    expect(unas.part("report")).to_be_visible()
    unas.page.emulate_media(media="print")
    expect(unas.page.get_by_role("banner")).to_be_hidden()
    expect(unas.part("print")).to_be_hidden()
    box = unas.part("chart-arrivals").get_by_role("table").bounding_box()
    assert box is not None
    assert box["height"] > 200


def test_given_figures_that_cannot_be_renewed_when_the_window_is_looked_at_again_then_the_old_ones_stay_and_say_so(
    shoal: Shoal, window: Open
) -> None:
    unas = at_work(shoal, window())
    unas.part("nav-today").click()
    expect(unas.part("report")).to_be_visible()
    unas.forgives("503", from_now_on=True)
    unas.page.route("**/api/reports/today*", lambda route: route.fulfill(status=503, json={"code": "unavailable"}))
    unas.page.clock.install()
    unas.page.clock.fast_forward(11_000)
    unas.page.evaluate("dispatchEvent(new Event('focus'))")
    expect(unas.part("stale")).to_be_visible()
    expect(unas.part("tiles")).to_be_visible()
