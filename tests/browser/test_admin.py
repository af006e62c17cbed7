"""What stands beside the work, in a real browser: colleagues' messages, the whole configuration as a file, webhooks,
the audit, and the care of data."""

from __future__ import annotations

import http.server
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Window
from tests.browser.desk import Console
from tests.browser.shots import shoot
from tests.e2e.aws import Aws
from tests.e2e.line import Line
from tests.e2e.people import TexterFactory
from tests.e2e.reef import AFFILIATE, Reef, surface
from tests.e2e.tide import Tide
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.browser

Open = Callable[..., Window]
SIZES = {1280: 800, 390: 844}


@pytest.fixture(scope="module")
def reef(line: Line) -> Iterator[Reef]:
    found = surface(Tide(line, Aws(line)))
    yield found
    found.rey.close_everything()


@pytest.fixture
def at(line: Line, reef: Reef, window: Open) -> Callable[..., Console]:
    """Somebody of the reef at work: `at("sol")`; at a place: `at("ada", "care", "erasures")`."""

    def sits_down(name: str, *where: str, **options: Any) -> Console:
        console = Console(line, window(**options))
        console.signs_in(f"{name}@reef.example")
        console.is_live()
        if where:
            goes_to(console, *where)
        return console

    return sits_down


def goes_to(console: Console, *where: str) -> None:
    console.page.evaluate("where => { location.hash = `#/${where}` }", "/".join(where))


def pictures(console: Console, name: str) -> None:
    """At both widths, light and dark."""
    for width, height in SIZES.items():
        console.page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            console.page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
            shoot(console.page, f"admin-{name}-{width}-{scheme}")
    console.page.emulate_media(color_scheme="light")
    console.page.set_viewport_size({"width": 1280, "height": 800})


def with_words(console: Console, part: str, words: str) -> Locator:
    return console.part(part).filter(has_text=words)


class TestColleagues:
    def test_what_one_writes_the_other_sees_at_work_and_answers(self, at: Callable[..., Console], reef: Reef) -> None:
        reys, sols = at("rey"), at("sol", "messages")
        said = f"Could you take Thursday night? {secrets.token_hex(3)}"
        sols.part("write-to").select_option(reef.rey.id)
        sols.part("write-to-open").click()
        sols.part("dm-text").fill(said)
        sols.part("dm-text").press("Enter")
        expect(with_words(sols, "dm", said)).to_have_attribute("data-mine", "true")

        expect(reys.part("nav-unread")).to_contain_text("1")
        reys.part("nav-messages").click()
        thread = reys.page.locator(f"[data-testid=thread][data-peer='{reef.sol.id}']")
        expect(thread).to_have_attribute("data-unread", "1")
        thread.click()
        expect(with_words(reys, "dm", said)).to_be_visible()
        expect(reys.part("nav-unread")).to_have_count(0)
        answer = f"Yes, gladly {secrets.token_hex(3)}"
        reys.part("dm-text").fill(answer)
        reys.part("dm-send").click()
        expect(reys.part("dm-text")).to_have_value("")
        expect(with_words(sols, "dm", answer)).to_be_visible()
        expect(sols.part("nav-unread")).to_have_count(0)
        pictures(reys, "messages")

    def test_a_file_goes_with_a_message_and_is_fetched_by_the_other(
        self, at: Callable[..., Console], reef: Reef
    ) -> None:
        reys = at("rey", "messages", "with", reef.sol.id)
        name = f"plan-{secrets.token_hex(3)}.txt"
        words = f"the plan for tonight {name}".encode()
        reys.part("attach").set_input_files({"name": name, "mimeType": "text/plain", "buffer": words})
        expect(reys.part("attachment")).to_have_attribute("data-ready", "true")
        pictures(reys, "attachment")
        reys.part("dm-text").fill("Here it is")
        reys.part("dm-send").click()
        expect(reys.part("attachment")).to_have_count(0)

        sols = at("sol", "messages", "with", reef.rey.id)
        link = sols.part("talk").get_by_role("link", name=name)
        with sols.page.expect_download() as download:
            link.click()
        assert Path(download.value.path()).read_bytes() == words

    def test_what_was_typed_is_still_there_after_looking_elsewhere(
        self, at: Callable[..., Console], reef: Reef
    ) -> None:
        reys = at("rey", "messages", "with", reef.sol.id)
        reys.part("dm-text").fill("not finished yet")
        goes_to(reys, "messages", "announcements")
        expect(reys.part("announcements")).to_be_visible()
        goes_to(reys, "messages", "with", reef.sol.id)
        expect(reys.part("dm-text")).to_have_value("not finished yet")

    def test_an_announcement_is_seen_calmly_at_work_until_it_is_read_and_can_be_taken_back(
        self, at: Callable[..., Console]
    ) -> None:
        reys, sols = at("rey"), at("sol", "messages", "announcements")
        said = f"The line opens at six tonight {secrets.token_hex(3)}"
        sols.part("new-announcement").click()
        sols.part("announce-text").fill(said)
        sols.part("announce").click()
        mine = with_words(sols, "announcement", said)
        expect(mine).to_have_attribute("data-read", "true")

        expect(reys.part("announced")).to_contain_text("new announcement")
        expect(reys.part("next-texter")).to_be_visible()
        reys.part("announced").get_by_role("link").click()
        theirs = with_words(reys, "announcement", said)
        theirs.get_by_test_id("mark-read").click()
        expect(theirs).to_have_attribute("data-read", "true")
        pictures(reys, "announcements")
        reys.part("leave-messages").click()
        expect(reys.part("announced")).to_have_count(0)

        mine.get_by_test_id("take-back").click()
        sols.part("confirm-take-back").click()
        expect(mine).to_have_count(0)
        goes_to(reys, "messages", "announcements")
        expect(theirs).to_have_count(0)


class TestPacks:
    def test_the_configuration_is_brought_changed_compared_and_applied_and_is_on_record(
        self, at: Callable[..., Console], reef: Reef
    ) -> None:
        console, mark = at("ada", "settings", "pack"), secrets.token_hex(4)
        with console.page.expect_download() as download:
            console.part("download-pack").click()
        assert download.value.suggested_filename.startswith(AFFILIATE)
        pack = Path(download.value.path()).read_text()
        assert f"id: {AFFILIATE}" in pack
        tag = f"{{name: t{mark}, description: From a file}}"
        rest = pack.split("tags:", 1)[1]
        changed = (
            pack.replace("tags: []", f"tags:\n- {tag}")
            if "tags: []" in pack
            else pack.replace(f"tags:{rest}", f"tags:\n- {tag}{rest}")
        )
        console.part("pack-file").set_input_files(
            {"name": "reef.yaml", "mimeType": "application/yaml", "buffer": changed.encode()}
        )
        expect(console.part("pack-text")).to_have_value(changed)
        console.part("compare").click()
        expect(console.part("plan")).to_have_attribute("data-steps", "1")
        expect(console.part("counts").first).to_contain_text("1 new")
        expect(console.part("step")).to_contain_text(f"t{mark}")
        pictures(console, "pack")
        console.part("apply").click()
        console.part("confirm-apply").click()
        expect(console.part("applied")).to_contain_text("1 change is made")
        assert f"t{mark}" in [one["name"] for one in reef.ada.get("/api/tags", limit=100)["items"]]

        goes_to(console, "audit")
        entry = console.page.locator("[data-testid=entry][data-action='tag.created']").first
        expect(entry).to_contain_text("You added a tag")
        entry.get_by_test_id("entry-details").click()
        expect(entry.get_by_test_id("diff")).to_contain_text(f"t{mark}")
        entry.get_by_test_id("only-this").click()
        expect(console.part("entry")).to_have_count(1)
        console.part("entry-details").click()
        pictures(console, "audit")
        with console.page.expect_download() as download:
            console.part("csv").click()
        assert f"t{mark}" in Path(download.value.path()).read_text()

    def test_what_is_wrong_is_told_by_its_line_and_nothing_changes(self, at: Callable[..., Console]) -> None:
        console = at("ada", "settings", "pack")
        console.part("edit-pack").click()
        expect(console.part("pack-text")).not_to_have_value("")
        text = console.part("pack-text").input_value()
        console.part("pack-text").fill(text.replace("role: responder", "role: sailor", 1))
        console.part("compare").click()
        expect(console.part("mistakes")).to_be_visible()
        console.forgives("422")
        console.part("mistake").first.get_by_role("button").click()
        expect(console.part("pack-text")).to_be_focused()
        chosen = console.page.evaluate(
            "() => { const at = document.activeElement; return at.value.slice(at.selectionStart, at.selectionEnd) }"
        )
        assert chosen.strip()
        pictures(console, "pack-wrong")

    def test_somebody_who_was_faster_is_shown_and_nothing_is_applied(
        self, at: Callable[..., Console], reef: Reef
    ) -> None:
        console = at("ada", "settings", "pack")
        console.part("edit-pack").click()
        expect(console.part("pack-text")).not_to_have_value("")
        text = console.part("pack-text").input_value()
        console.part("pack-text").fill(text.replace("name: Reef Test Line", "name: Reef Line", 1))
        console.part("compare").click()
        expect(console.part("step")).to_have_count(1)
        faster = f"t{secrets.token_hex(4)}"
        assert reef.ada.ask("POST", "/api/tags", json={"name": faster}).ok
        console.part("apply").click()
        console.part("confirm-apply").click()
        expect(console.part("moved")).to_be_visible()
        console.forgives("412")
        expect(with_words(console, "step", faster)).to_have_attribute("data-sign", "deactivate")
        affiliate = reef.ada.get(f"/api/affiliates/{AFFILIATE}")
        assert affiliate["name"] == "Reef Test Line"


class TestWebhooks:
    @pytest.fixture
    def receiver(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """An address on this machine, and what was posted there."""
        posted: list[dict[str, Any]] = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """The test's output is not a server's."""

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/{secrets.token_hex(3)}", posted
        server.shutdown()
        server.server_close()

    def test_one_is_made_tested_paused_given_a_new_secret_and_removed(
        self, at: Callable[..., Console], receiver: tuple[str, list[dict[str, Any]]]
    ) -> None:
        url, posted = receiver
        console = at("ada", "settings", "webhooks")
        console.part("add").click()
        console.part("f-url").fill(url)
        console.page.locator("#f-events").get_by_label("A conversation was closed").check()
        console.part("save").click()
        secret = console.part("secret").input_value()
        assert secret.startswith("whsec_")
        pictures(console, "webhook")
        console.part("secret-kept").click()
        expect(console.part("secret")).to_have_count(0)

        console.part("test").click()
        delivery = console.page.locator("[data-testid=delivery][data-event='holdfast.ping']")
        expect(delivery).to_have_attribute("data-status", "delivered")
        assert [one["type"] for one in posted] == ["holdfast.ping"]
        delivery.get_by_test_id("replay").click()
        eventually(lambda: len(posted) == 2, "the test again")

        console.part("pause").click()
        expect(console.part("hook-status")).to_have_attribute("data-status", "paused")
        console.part("enable").click()
        expect(console.part("hook-status")).to_have_attribute("data-status", "active")
        console.part("rotate").click()
        console.part("confirm-rotate").click()
        expect(console.part("secret")).not_to_have_value(secret)
        console.part("remove").click()
        console.part("confirm-remove").click()
        expect(console.part("list-webhooks")).to_be_visible()
        expect(with_words(console, "record", url)).to_have_count(0)

    def test_what_it_may_not_be_is_said_at_the_address(self, at: Callable[..., Console]) -> None:
        console = at("ada", "settings", "webhooks", "new")
        console.part("f-url").fill("ftp://example.org")
        console.page.locator("#f-events").get_by_label("Help was called").check()
        console.part("save").click()
        expect(console.part("f-url")).to_be_focused()
        expect(console.page.locator("#f-url-problem")).to_be_visible()
        console.forgives("422")


class TestCareOfData:
    def test_a_texter_is_erased_by_two_people_and_the_receipt_is_there(
        self, at: Callable[..., Console], reef: Reef, texters: TexterFactory
    ) -> None:
        conversation = reef.sol.finds(reef.texter(texters).writes("please forget me afterwards"))
        reef.rey.helps(conversation)
        assert reef.rey.closes(conversation).ok

        sols = at("sol", "care", "closed")
        sols.page.locator(f"[data-testid=closed-conversation][data-id='{conversation}']").get_by_test_id(
            "open-closed"
        ).click()
        sols.part("data-hold").click()
        sols.part("data-reason").fill("a court asked")
        sols.part("confirm-hold").click()
        expect(sols.part("data-release")).to_be_visible()
        sols.part("data-erase").click()
        sols.part("data-reason").fill("they asked for it by telephone")
        sols.part("confirm-erase").click()
        expect(sols.page.get_by_role("dialog")).to_contain_text("is held")
        sols.forgives("409")
        sols.part("cancel-dialog").click()
        sols.part("data-release").click()
        sols.part("confirm-release").click()
        sols.part("data-erase").click()
        sols.part("data-reason").fill(why := f"they asked for it {secrets.token_hex(3)}")
        texters.marks.append(why)
        sols.part("confirm-erase").click()
        expect(sols.part("data")).to_contain_text("It was asked for")

        adas = at("ada", "care", "erasures")
        asked = with_words(adas, "erasure", why)
        expect(asked).to_have_attribute("data-status", "requested")
        pictures(adas, "erasures")
        # Who has it open is told that its content is gone.
        sols.forgives("410", from_now_on=True)
        asked.get_by_test_id("approve").click()
        adas.part("confirm-approve").click()
        which = adas.page.locator(f"[data-id='{asked.get_attribute('data-id')}']")
        # Messages that were under way have fifteen seconds to land.
        expect(which.get_by_test_id("receipt")).to_be_visible(timeout=120_000)
        with adas.page.expect_download() as download:
            which.get_by_test_id("receipt").click()
        receipt = json.loads(Path(download.value.path()).read_text())
        assert receipt["receipt"]["affiliateId"] == AFFILIATE
        goes_to(sols, "care", "erasures")
        expect(sols.part("erasures")).not_to_contain_text(why)

    def test_an_admin_reads_in_an_emergency_and_everybody_sees_that_they_did(
        self, at: Callable[..., Console], reef: Reef, texters: TexterFactory
    ) -> None:
        texter = reef.texter(texters)
        words = texter.writes("somebody should know where I am")
        conversation = reef.sol.finds(words)
        reef.rey.helps(conversation)
        assert reef.ada.ask("PUT", "/api/admin/settings", json={"adminsReadContent": False}).ok
        try:
            self._reads_in_an_emergency(at, conversation, words)
        finally:
            assert reef.ada.ask("PUT", "/api/admin/settings", json={"adminsReadContent": True}).ok

    def _reads_in_an_emergency(self, at: Callable[..., Console], conversation: str, words: str) -> None:
        adas = at("ada", "care", "emergency")
        adas.part("glass-reason").fill("The police ask about somebody in danger")
        adas.part("glass-minutes").select_option("5")

        def opened() -> bool:
            # Until every function has heard that admins do not read here.
            adas.part("open-glass").click()
            adas.part("confirm-glass").click()
            answer = adas.page.locator("[data-testid=content-open], [data-testid=grant][data-active=true]")
            expect(answer.first).to_be_visible()
            return adas.part("content-open").count() == 0

        eventually(opened, "emergency access")
        adas.forgives("409")
        pictures(adas, "emergency")
        adas.part("leave-care").click()
        expect(adas.part("behind-glass")).to_be_visible()
        adas.page.locator(f"[data-testid=work-item][data-conversation='{conversation}']").click()
        expect(adas.message(words)).to_be_visible()

        sols = at("sol", "care", "emergency")
        expect(sols.part("grant").first).to_contain_text("The police ask about somebody in danger")
        expect(sols.part("open-glass")).to_have_count(0)
        goes_to(adas, "care", "emergency")
        adas.page.locator("[data-testid=grant][data-active=true]").first.get_by_test_id("end-glass").click()
        expect(adas.page.locator("[data-testid=grant][data-active=true]")).to_have_count(0)
        adas.part("leave-care").click()
        expect(adas.part("behind-glass")).to_have_count(0)

    @pytest.mark.parametrize("name", ["stuck", "quarantine"])
    def test_what_is_stuck_or_set_aside_can_be_looked_at(self, at: Callable[..., Console], name: str) -> None:
        console = at("sol", "care", name)
        expect(console.part(name)).to_be_visible()
        pictures(console, name)

    def test_a_responder_finds_none_of_it(self, at: Callable[..., Console]) -> None:
        console = at("rey", "care", "erasures")
        expect(console.part("next-texter")).to_be_visible()
        for name in ("care", "audit", "settings"):
            expect(console.part(f"nav-{name}")).to_have_count(0)
