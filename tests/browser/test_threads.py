"""Two responders and a supervisor at once, on the line: nothing is lost or doubled, whatever the connection does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window
from tests.browser.desk import Console
from tests.browser.shots import shoot
from tests.e2e.line import Line
from tests.e2e.people import Responder, Supervisor, Texter, TexterFactory
from tests.e2e.waiting import eventually

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("nobody_waits")]

ROSA, SAM, VERA = "rosa@harbor.example", "sam@harbor.example", "vera@harbor.example"
Open = Callable[..., Window]

#: Keeps hold of the page's sockets, to cut them without a goodbye, and to let no new one through for as long as wanted.
_SOCKETS = """(() => {
    const [Real, open] = [window.WebSocket, new Set()];
    window.deaf = false;
    window.WebSocket = class extends Real {
        constructor(...given) {
            super(...given);
            open.add(this);
            if (window.deaf) this.close();
        }
    };
    window.cutSockets = () => { for (const one of open) { one.close(); one.dispatchEvent(new CloseEvent('close', {code: 1006})); } open.clear(); };
})()"""  # noqa: E501


class Scene:
    """Rosa and Sam each talk with a texter; Vera reads along with Rosa."""

    def __init__(self, line: Line, window: Open, texters: TexterFactory, vera: Supervisor) -> None:
        self.texters, self._windows = texters, {name: window() for name in (ROSA, SAM, VERA)}
        for one in self._windows.values():
            one.context.add_init_script(_SOCKETS)
        self.rosas, self.sams, self.veras = (self._at_work(line, name) for name in (ROSA, SAM, VERA))
        self.hers, self.rosa_talks_in = self._taken(self.rosas, vera, "I need to talk")
        self.his, self.sam_talks_in = self._taken(self.sams, vera, "me too")
        self.veras.part("work-item").filter(has_text="Rosa Delgado").first.click()
        expect(self.veras.part("message").first).to_be_visible()

    def _at_work(self, line: Line, name: str) -> Console:
        console = Console(line, self._windows[name])
        console.signs_in(name)
        console.is_live()
        return console

    def _taken(self, console: Console, vera: Supervisor, said: str) -> tuple[Texter, str]:
        texter = self.texters()
        conversation_id = vera.finds(words := texter.writes(said))
        console.part("next-texter").click()
        console.message(words).wait_for()
        return texter, conversation_id

    def offline(self, name: str, is_so: bool) -> None:
        self._windows[name].context.set_offline(is_so)

    def marked(self, words: str) -> str:
        return self.texters.mark(words)


@pytest.fixture
def scene(line: Line, window: Open, texters: TexterFactory, vera: Supervisor) -> Scene:
    return Scene(line, window, texters, vera)


def has_exactly(console: Console, thread: list[str]) -> None:
    """The page shows these messages, each once and in this order, whatever stood there before them."""
    expect(console.message(thread[-1])).to_have_count(1)
    for words in thread:
        expect(console.message(words)).to_have_count(1)
    shown = [int(one.get_attribute("data-seq") or 0) for one in console.part("message").all()]
    assert shown == sorted(set(shown))
    places = [int(console.message(words).get_attribute("data-seq") or 0) for words in thread]
    assert places == sorted(places)


def test_what_is_said_while_one_is_offline_is_there_once_when_the_connection_is_back(
    scene: Scene, vera: Supervisor, rosa: Responder
) -> None:
    before = scene.hers.writes("are you there")
    scene.rosas.message(before).wait_for()
    scene.rosas.replies(answer := scene.marked("I am here"))
    expect(scene.rosas.message(answer)).to_have_attribute("data-status", "delivered")

    scene.offline(ROSA, True)
    expect(scene.rosas.part("connection")).to_have_attribute("data-state", "offline")
    scene.rosas.part("composer").fill(draft := scene.marked("while I was away I wrote"))
    meanwhile = [scene.hers.writes(f"and then {n}") for n in range(3)]
    eventually(lambda: vera.words_in(scene.rosa_talks_in)[-3:] == meanwhile, "the texter's words in the line")
    vera.does(scene.rosa_talks_in, "whisper", content=(whisper := scene.marked("she is back in a minute")))
    # Nobody else notices anything of it.
    scene.sams.message(scene.his.writes("still with me?")).wait_for()
    for words in (*meanwhile, whisper):
        scene.veras.message(words).wait_for()

    scene.offline(ROSA, False)

    expect(scene.rosas.part("connection")).to_have_attribute("data-state", "live")
    has_exactly(scene.rosas, [before, answer, *meanwhile, whisper])
    has_exactly(scene.veras, [before, answer, *meanwhile, whisper])
    expect(scene.rosas.part("composer")).to_have_value(draft)
    scene.rosas.part("send").click()
    scene.veras.message(draft).wait_for()
    has_exactly(scene.rosas, [before, answer, *meanwhile, whisper, draft])
    rosa.closes(scene.rosa_talks_in)
    for console in (scene.rosas, scene.veras, scene.sams):
        console.forgives("ERR_INTERNET_DISCONNECTED")
        console.forgives("WebSocket")
        console.forgives("404")


def test_an_answer_that_was_sent_into_a_dead_connection_is_sent_once(
    scene: Scene, vera: Supervisor, rosa: Responder
) -> None:
    scene.rosas.forgives("ERR_INTERNET_DISCONNECTED", from_now_on=True)
    scene.rosas.forgives("WebSocket", from_now_on=True)
    scene.offline(ROSA, True)
    scene.rosas.replies(words := scene.marked("please stay"))
    expect(scene.rosas.part("composer")).to_have_value(words)

    scene.offline(ROSA, False)
    expect(scene.rosas.part("connection")).to_have_attribute("data-state", "live")
    retry = scene.rosas.part("retry-send")
    (retry if retry.count() else scene.rosas.part("send")).click()

    expect(scene.rosas.message(words)).to_have_attribute("data-status", "delivered")
    has_exactly(scene.rosas, [words])
    has_exactly(scene.veras, [words])
    sent = [one for one in vera.thread(scene.rosa_talks_in) if one["content"] == words]
    assert len(sent) == 1
    rosa.closes(scene.rosa_talks_in)
    for console in (scene.rosas, scene.veras):
        console.forgives("404")


def test_when_all_sockets_die_again_and_again_the_threads_are_what_the_line_has(
    scene: Scene, vera: Supervisor, rosa: Responder, sam: Responder
) -> None:
    everybody = (scene.rosas, scene.sams, scene.veras)
    for console in everybody:
        console.forgives("WebSocket", from_now_on=True)
    hers, his = [], []
    for turn in range(3):
        for console in everybody:
            console.page.evaluate("window.deaf = true; window.cutSockets()")
        hers += [scene.hers.writes(f"hers {turn}"), scene.marked(f"to her {turn}")]
        rosa.replies(scene.rosa_talks_in, hers[-1])
        his.append(scene.his.writes(f"his {turn}"))
        for console in everybody:
            console.page.evaluate("window.deaf = false; window.cutSockets()")
        hers.append(scene.hers.writes(f"hers again {turn}"))

    for console in everybody:
        console.is_live()
    for console, thread in ((scene.rosas, hers), (scene.veras, hers), (scene.sams, his)):
        for words in thread:
            expect(console.message(words)).to_have_count(1)
        there = vera.thread(scene.sam_talks_in if console is scene.sams else scene.rosa_talks_in)
        expect(console.part("message")).to_have_count(len(there))
        shown = [one.get_attribute("data-seq") for one in console.part("message").all()]
        assert shown == [str(one["seq"]) for one in there]
    sam.closes(scene.sam_talks_in)
    rosa.closes(scene.rosa_talks_in)
    for console in everybody:
        console.forgives("404")


def test_a_conversation_that_a_supervisor_takes_over_stays_to_be_read_until_it_is_put_away(
    scene: Scene, vera: Supervisor, rosa: Responder
) -> None:
    scene.rosas.message(last := scene.hers.writes("do not go")).wait_for()
    scene.rosas.part("composer").fill("half a sen")

    vera.does(scene.rosa_talks_in, "reassign")

    expect(scene.rosas.part("put-away")).to_be_visible()
    expect(scene.rosas.message(last)).to_be_visible()
    expect(scene.rosas.part("composer")).to_have_count(0)
    assert scene.rosas.page.evaluate("document.activeElement !== document.body")
    scene.rosas.part("put-away").click()
    expect(scene.rosas.part("conversation-tab")).to_have_count(0)
    expect(scene.rosas.part("next-texter")).to_be_focused()
    vera.acts(scene.rosa_talks_in, "close")
    for console in (scene.rosas, scene.veras):
        console.forgives("404")


def test_two_texters_side_by_side_and_the_number_of_one_on_the_record(
    line: Line, window: Open, texters: TexterFactory, vera: Supervisor, rosa: Responder
) -> None:
    both = [texters(), texters()]
    ids = [vera.finds(one.writes("hello there")) for one in both]
    for one in ids:
        rosa.helps(one)
    rosas = Console(line, window())
    rosas.signs_in(ROSA)
    rosas.is_live()
    expect(rosas.part("conversation-tab")).to_have_count(2)
    rosas.part("conversation-tab").nth(0).click()
    rosas.part("open-beside").click()
    panes = rosas.part("pane")
    expect(panes).to_have_count(2)

    for place, texter in enumerate(both):
        words = texter.writes(f"to the pane {place}")
        expect(panes.nth(place).get_by_test_id("message").last).to_contain_text(words)
        answer = texters.mark(f"answer {place}")
        panes.nth(place).get_by_test_id("composer").fill(answer)
        panes.nth(place).get_by_test_id("send").click()
        expect(panes.nth(place).get_by_test_id("message").last).to_have_attribute("data-status", "delivered")
    shoot(rosas.page, "threads-side-by-side-1280-light")

    panes.nth(0).get_by_test_id("about-switch").click()
    expect(panes.nth(0).get_by_test_id("sender-number")).to_contain_text(f"••{both[0].number[-2:]}")
    panes.nth(0).get_by_test_id("show-number").click()
    rosas.part("reveal-reason").select_option("texter_asked")
    rosas.part("confirm-reveal").click()
    expect(panes.nth(0).get_by_test_id("sender-number")).to_contain_text(both[0].number)
    panes.nth(0).get_by_test_id("hide-number").click()
    expect(panes.nth(0).get_by_test_id("sender-number")).not_to_contain_text(both[0].number)

    (entry,) = eventually(
        lambda: vera.get("/api/audit", entity=f"conversation:{ids[0]}", action="sender.revealed")["items"], "the entry"
    )
    assert (entry["actor"], entry["detail"]) == (rosa.id, {"reason": "texter_asked"})
