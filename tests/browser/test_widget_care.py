"""The chat on a site for everybody: by keyboard, read aloud, enlarged, in the dark, from right to left, in Spanish."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window
from tests.browser.shots import shoot
from tests.browser.site import Site, Visitor
from tests.e2e.dusk import CLOSED, fall
from tests.e2e.line import Line
from tests.e2e.people import Responder, Supervisor, TexterFactory

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("nobody_waits")]

Open = Callable[..., Window]


@pytest.fixture(scope="module")
def site(line: Line) -> Iterator[Site]:
    with Site(line).served() as found:
        yield found


def helped(visitor: Visitor, texters: TexterFactory, vera: Supervisor, responder: Responder) -> str:
    visitor.writes(words := texters.mark("is somebody there"))
    conversation_id = vera.finds(words)
    responder.helps(conversation_id)
    visitor.stands("active")
    return conversation_id


def test_everything_can_be_done_with_the_keyboard(
    site: Site, window: Open, texters: TexterFactory, vera: Supervisor
) -> None:
    visitor = Visitor(site, window())
    keys = visitor.page.keyboard
    expect(visitor.button).to_be_visible()
    visitor.page.get_by_label("A field").focus()
    keys.press("Tab")
    expect(visitor.button).to_be_focused()
    keys.press("Enter")
    visitor.is_open()
    expect(visitor.part("composer")).to_be_focused()
    keys.type(words := texters.mark("by keys alone"))
    keys.press("Enter")
    vera.finds(words)
    visitor.stands("waiting")

    reached = []
    for _ in range(10):
        keys.press("Shift+Tab")
        reached.append(visitor.frame.locator(":focus").first.evaluate("(one) => one.dataset.testid ?? one.href"))
        if reached[-1] == "minimise":
            break
    assert reached[-1] == "minimise" and {"end", "log", "tel:988", "tel:911", "leave", "speak-es"} <= set(reached)
    keys.press("Enter")
    visitor.is_away()
    expect(visitor.button).to_be_focused()
    keys.press("Space")
    expect(visitor.part("composer")).to_be_focused()


def test_what_is_read_aloud_has_names_and_the_thread_is_a_log(
    site: Site, window: Open, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    visitor = Visitor(site, window())
    visitor.opens()
    expect(visitor.page.get_by_role("dialog", name="Chat")).to_be_visible()
    expect(visitor.page.locator("holdfast-chat iframe")).to_have_attribute("title", "Chat")
    assert visitor.button.get_attribute("aria-controls") == visitor.panel.get_attribute("id")
    helped(visitor, texters, vera, rosa)
    log = visitor.frame.get_by_role("log", name="Messages")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log.get_by_test_id("message").first).to_contain_text("You")
    expect(visitor.frame.get_by_role("button", name="Put the chat away")).to_have_accessible_description(
        "It goes on, and comes back with the chat button. Pressing Escape once does the same."
    )
    expect(visitor.frame.get_by_role("button", name="Leave this page")).to_have_accessible_description(
        "Leaves this whole site at once for a weather page and keeps nothing here. Pressing Escape twice does the same."
    )


@pytest.mark.parametrize(("position", "direction", "side"), [
    ("end", "ltr", "right"), ("start", "ltr", "left"), ("end", "rtl", "left"), ("start", "rtl", "right"),
])  # fmt: skip
def test_it_stands_at_the_end_of_the_line_or_at_its_start_whichever_way_the_site_is_read(
    site: Site, window: Open, position: str, direction: str, side: str
) -> None:
    visitor = Visitor(site, window(), f"/one?position={position}&dir={direction}")
    visitor.opens()
    for part in (visitor.button, visitor.panel):
        box = part.bounding_box()
        assert box is not None
        assert ("right" if box["x"] + box["width"] / 2 > 640 else "left") == side


@pytest.mark.parametrize(("width", "height"), [(390, 844), (640, 400), (320, 568)])
def test_on_a_telephone_and_enlarged_twice_the_panel_is_the_whole_screen_and_one_can_write(
    site: Site, window: Open, width: int, height: int
) -> None:
    visitor = Visitor(site, window(width=width, height=height))
    visitor.opens()
    visitor.is_live()
    assert visitor.panel.bounding_box() == {"x": 0, "y": 0, "width": width, "height": height}
    expect(visitor.button).to_be_hidden()
    for part in ("program", "minimise", "leave", "help-line", "log", "composer", "send"):
        expect(visitor.part(part)).to_be_in_viewport(ratio=0.99 if part != "log" else 0.01)
    log = visitor.part("log").bounding_box()
    assert log is not None and log["height"] >= 60
    assert visitor.part("chat").evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    visitor.part("minimise").click()
    expect(visitor.button).to_be_focused()


def test_enlarged_four_times_everything_can_be_scrolled_to(site: Site, window: Open) -> None:
    visitor = Visitor(site, window(width=320, height=256))
    visitor.opens()
    visitor.part("send").scroll_into_view_if_needed()
    expect(visitor.part("send")).to_be_in_viewport(ratio=0.9)
    assert visitor.part("chat").evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_nothing_moves_for_who_wants_it_so(site: Site, window: Open) -> None:
    moves = "(one) => [getComputedStyle(one).animationName, getComputedStyle(one).transitionDuration]"
    still = Visitor(site, window(reduced_motion="reduce"))
    still.opens()
    assert still.panel.evaluate(moves)[0] == "none" and still.button.evaluate(moves)[1] == "0s"
    usual = Visitor(site, window(reduced_motion="no-preference"))
    usual.opens()
    assert usual.panel.evaluate(moves)[0] != "none"


def test_no_rule_of_the_site_reaches_the_button_or_the_panel(line: Line, window: Open) -> None:
    sample = str(line.outputs["sample_site_url"]).replace("127.0.0.1", "localhost")
    looks = []
    for page in ("", "hostile"):
        opened = window().opens(sample + page)
        button, panel = opened.get_by_test_id("widget-button"), opened.get_by_test_id("widget-panel")
        expect(button).to_be_visible()
        at = button.bounding_box()
        assert at is not None
        top = "([x, y]) => document.elementFromPoint(x, y).localName"
        assert opened.evaluate(top, [at["x"] + at["width"] / 2, at["y"] + at["height"] / 2]) == "holdfast-chat"
        button.click()
        expect(opened.frame_locator("iframe").get_by_test_id("composer")).to_be_focused()
        style = (
            "(one) => { const s = getComputedStyle(one); return [s.font, s.color, s.letterSpacing, s.textTransform] }"
        )
        looks.append((at, panel.bounding_box(), button.evaluate(style)))
    assert looks[0] == looks[1]


def test_a_spanish_browser_is_spoken_to_in_spanish_and_loads_no_english(site: Site, window: Open) -> None:
    visitor = Visitor(site, window(locale="es-MX"))
    expect(visitor.button).to_have_accessible_name("Chatea con nosotros")
    visitor.opens()
    expect(visitor.part("send")).to_have_text("Enviar")
    assert visitor.part("chat").evaluate("() => [document.documentElement.lang, document.title]") == ["es", "Chat"]
    words = [path for path in visitor.of_the_line() if "/assets/en-" in path or "/assets/es-" in path]
    assert len(words) == 1 and "/es-" in words[0]


@pytest.mark.parametrize(("asked", "locale", "says"), [("es", "en-US", "Enviar"), ("en", "es-MX", "Send")])
def test_a_site_may_say_which_language(site: Site, window: Open, asked: str, locale: str, says: str) -> None:
    visitor = Visitor(site, window(locale=locale), f"/one?language={asked}")
    visitor.opens()
    expect(visitor.part("send")).to_have_text(says)


def test_a_visitor_may_choose_another_language_and_loses_nothing(site: Site, window: Open) -> None:
    visitor = Visitor(site, window())
    visitor.opens()
    visitor.part("composer").fill("half a sent")
    visitor.part("speak-es").click()
    expect(visitor.part("send")).to_have_text("Enviar")
    expect(visitor.part("composer")).to_have_value("half a sent")
    expect(visitor.part("composer")).to_be_focused()
    expect(visitor.part("speak-en")).to_have_attribute("lang", "en")
    visitor.page.reload()
    visitor.button.click()
    expect(visitor.part("send")).to_have_text("Enviar")


def test_where_colours_are_the_readers_own_everything_keeps_an_edge(
    site: Site, window: Open, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    visitor = Visitor(site, window(forced_colors="active", color_scheme="dark"))
    visitor.opens()
    helped(visitor, texters, vera, rosa)
    edge = "(one) => { const s = getComputedStyle(one); return [s.borderTopStyle, parseFloat(s.borderTopWidth) >= 1] }"
    for part in (
        visitor.button,
        visitor.panel,
        visitor.part("message").first,
        visitor.part("leave"),
        visitor.part("minimise"),
        visitor.part("composer"),
        visitor.part("send"),
    ):
        assert part.evaluate(edge) == ["solid", True]
    shoot(visitor.page, "widget-6-forced")


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_looks_right_and_has_no_faults_a_checker_would_find(
    site: Site, window: Open, texters: TexterFactory, rosa: Responder, width: int, look: str
) -> None:
    height = 800 if width > 600 else 844
    visitor = Visitor(site, window(width=width, height=height, color_scheme=look))

    def picture(name: str) -> None:
        shoot(visitor.page, f"widget-{name}-{width}-{look}")
        assert visitor.faults() == [], name

    expect(visitor.button).to_be_visible()
    picture("1-button")
    visitor.opens()
    visitor.is_live()
    picture("2-open")
    texters.marks.append(words := "my parents found out and I do not know where to go tonight")
    visitor.writes(words)
    expect(visitor.part("message")).to_have_count(2)
    conversation_id = str(rosa.presses_next().json()["id"])
    texters.marks.append(
        answer := "That sounds frightening. I am Rosa, and I am glad you wrote. Are you safe right now?"
    )
    rosa.replies(conversation_id, answer)
    expect(visitor.message(answer)).to_be_visible()
    picture("3-talking")
    visitor.part("minimise").click()
    rosa.replies(conversation_id, texters.mark("take your time"))
    expect(visitor.badge).to_have_text("1")
    picture("4-away")


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_closed_page_looks_right_in_both_languages(
    site: Site, line: Line, window: Open, width: int, look: str
) -> None:
    fall(line)
    for language in ("en", "es"):
        visitor = Visitor(site, window(width=width, color_scheme=look), f"/one?program={CLOSED}&language={language}")
        visitor.button.click()
        expect(visitor.part("closed")).to_be_focused()
        shoot(visitor.page, f"widget-5-closed-{language}-{width}-{look}")
        assert visitor.faults() == []
