"""The whole configuration as a file, webhooks, and the audit, in a real browser."""

from __future__ import annotations

import http.server
import json
import secrets
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.places import At, goes_to, pictures, with_words
from tests.e2e.reef import AFFILIATE, Reef
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.browser


class TestPacks:
    def test_the_configuration_is_brought_changed_compared_and_applied_and_is_on_record(
        self, at: At, reef: Reef
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

    def test_what_is_wrong_is_told_by_its_line_and_nothing_changes(self, at: At) -> None:
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

    def test_somebody_who_was_faster_is_shown_and_nothing_is_applied(self, at: At, reef: Reef) -> None:
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
        self, at: At, receiver: tuple[str, list[dict[str, Any]]]
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

    def test_what_it_may_not_be_is_said_at_the_address(self, at: At) -> None:
        console = at("ada", "settings", "webhooks", "new")
        console.part("f-url").fill("ftp://example.org")
        console.page.locator("#f-events").get_by_label("Help was called").check()
        console.part("save").click()
        expect(console.part("f-url")).to_be_focused()
        expect(console.page.locator("#f-url-problem")).to_be_visible()
        console.forgives("422")
