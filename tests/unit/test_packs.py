"""An affiliate's whole configuration as one file."""

from __future__ import annotations

import copy
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from shared.configuration import packs, published
from shared.configuration.documents import Document, House
from shared.configuration.editing import By, Editor
from shared.configuration.pack_sections import SECTIONS
from shared.configuration.pack_yaml import dump, load
from shared.operator.cli import Deployment
from shared.operator.cli import packs as cli
from shared.security.webhook_secrets import WebhookSecrets
from shared.store.audit import Actor
from shared.store.directory import Directory
from shared.store.models import AuditItem
from tests.unit import aws
from tests.unit.world import World

EXAMPLES = Path(__file__).parent.parent.parent / "docs" / "packs"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
BY = By(Actor("operator", "operator"), "req_1")


def example(name: str = "crisis-line") -> Any:
    return load((EXAMPLES / f"{name}.yaml").read_text())


class Cloud(Deployment):
    """A deployment in memory."""

    def client(self, service: str) -> Any:
        return aws.client(service)


class Desk:
    """Somebody at the command line."""

    def __init__(self, world: World, tmp_path: Path) -> None:
        self.world = world
        self.file = tmp_path / "pack.yaml"
        self.deployment = Cloud("test")
        self.deployment.__dict__["database"] = world.database

    def run(self, command: Any, *arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(command, arguments, obj=self.deployment)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output

    def apply(self, pack: Any) -> tuple[int, str]:
        self.file.write_text(dump(pack))
        return self.run(cli.apply, str(self.file), "--yes")

    def plan(self, pack: Any) -> tuple[int, str]:
        self.file.write_text(dump(pack))
        return self.run(cli.plan, str(self.file), "--check")

    def house(self, affiliate: str = "aff_lakeside") -> House:
        return Editor(self.world.database, self.world.clock, self.world.ids).house(affiliate)


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    return Desk(world, tmp_path)


@pytest.mark.parametrize("name", ["crisis-line", "wellness-chat"])
def test_an_example_founds_an_affiliate_and_then_there_is_nothing_to_do(desk: Desk, name: str) -> None:
    pack = example(name)
    code, output = desk.apply(pack)
    assert code == 0, output
    assert "is new" in output
    assert desk.plan(pack) == (0, f"{pack['affiliate']['id']}: nothing to do.\n")
    known = Directory(desk.world.database).affiliate(pack["affiliate"]["id"])
    assert known is not None
    assert known.active
    assert {one.id for one in known.programs.values()} == {one["id"] for one in pack["programs"]}


@pytest.mark.parametrize("name", ["crisis-line", "wellness-chat"])
def test_what_is_exported_changes_nothing_when_it_is_applied(desk: Desk, name: str) -> None:
    desk.apply(example(name))
    affiliate = example(name)["affiliate"]["id"]
    before = desk.house(affiliate)
    code, text = desk.run(cli.export, affiliate)
    assert code == 0
    assert desk.plan(load(text)) == (0, f"{affiliate}: nothing to do.\n")
    desk.apply(load(text))
    assert desk.house(affiliate) == before


def test_an_affiliate_that_was_never_a_pack_can_be_exported_and_applied(desk: Desk) -> None:
    pack = load(desk.run(cli.export, "aff_1")[1])
    assert {one["id"] for one in pack["programs"]} == {"pro_1", "pro_2"}
    assert packs.plan(pack, desk.house("aff_1"), NOW).steps == ()


def test_a_plan_shows_each_difference_and_changes_nothing(desk: Desk) -> None:
    pack = example()
    desk.apply(pack)
    before = desk.house()
    pack["programs"][0]["description"] = "New words"
    pack["tags"] = [one for one in pack["tags"] if one["name"] != "sleep"] + [{"name": "exams"}]
    code, output = desk.plan(pack)
    assert code == 2
    assert "~ program prg_lakeside" in output
    assert '"New words"' in output
    assert "1 to create, 1 to change, 1 to deactivate" in output
    assert desk.house() == before


def test_what_a_section_no_longer_has_is_taken_out_of_use_and_comes_back(desk: Desk) -> None:
    pack = example()
    desk.apply(pack)
    fewer = copy.deepcopy(pack)
    fewer["users"] = [one for one in fewer["users"] if one["name"] != "Lee Park"]
    assert "1 to deactivate" in desk.apply(fewer)[1]
    (lee,) = [one for one in desk.house().of("user", active=False) if one["name"] == "Lee Park"]
    assert not lee.active
    assert "1 to restore" in desk.apply(pack)[1]
    assert desk.house().in_use("user", lee.id)


def test_a_section_that_is_left_out_stays_as_it_is(desk: Desk) -> None:
    desk.apply(example())
    before = desk.house()
    code, output = desk.apply({"holdfast": 1, "affiliate": example()["affiliate"]})
    assert code == 0, output
    after = desk.house()
    assert after.documents == before.documents


def breakage(change: Any) -> Any:
    pack = example()
    change(pack)
    return pack


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda pack: pack.pop("holdfast"), "pack"),
        (lambda pack: pack["programs"][0].update(zone="Mars/Olympus"), "programs.0.zone"),
        (lambda pack: pack["programs"][0].update(tone="kind"), "programs.0"),
        (lambda pack: pack["programs"][1]["hours"]["week"].update(monday=["09:00-12:00", "11:00-13:00"]), "programs.1"),
        (lambda pack: pack["keywords"].append({"programId": "prg_lakeside", "keyword": "teen"}), "keywords.3"),
        (lambda pack: pack["keywords"].append({"programId": "prg_lakeside", "keyword": "STOP"}), "keywords.3.keyword"),
        (lambda pack: pack["surveys"][0].update(questions=[]), "surveys.0.questions"),
        (lambda pack: pack["texts"][0].update(text="Hello {name}"), "texts.0.text"),
        (lambda pack: pack["cannedResponses"][0].update(text="Hello {name}"), "cannedResponses.0.text"),
        (lambda pack: pack["users"][0].update(role="platform_admin"), "users.0.role"),
        (lambda pack: pack["users"][2].update(programIds=["prg_nowhere"]), "users.2.programIds.0"),
        (lambda pack: pack["users"].append(dict(pack["users"][0])), "users.4"),
        (lambda pack: pack["lines"][0].update(programId="prg_nowhere"), "lines.0.programId"),
        (
            lambda pack: pack.update(webhooks=[{"url": "https://x.example.org", "events": ["no.such"]}]),
            "webhooks.0.events.0",
        ),
        (lambda pack: pack["settings"].update(flags={"no_such_flag": True}), "settings.flags.no_such_flag"),
    ],
)
def test_a_pack_with_an_error_names_the_place_and_applies_nothing(desk: Desk, change: Any, place: str) -> None:
    code, output = desk.apply(breakage(change))
    assert code == 1
    assert f"  {place}" in output
    assert "nothing was applied" in output
    assert list(AuditItem.query("U#aff_lakeside")) == []
    assert "aff_lakeside" not in Directory(desk.world.database).affiliate_ids()


def test_everything_that_is_wrong_is_said_at_once(desk: Desk) -> None:
    pack = example()
    pack["programs"][0]["zone"] = "Mars/Olympus"
    pack["users"][0]["role"] = "platform_admin"
    output = desk.apply(pack)[1]
    assert "programs.0.zone" in output
    assert "users.0.role" in output


def test_an_affiliate_and_its_settings_change_together(desk: Desk) -> None:
    pack = example()
    desk.apply(pack)
    pack["affiliate"]["name"], pack["settings"]["retentionDays"] = "Lakeside", 30
    code, output = desk.apply(pack)
    assert (code, "2 to change" in output) == (0, True)
    known = Directory(desk.world.database).affiliate("aff_lakeside")
    assert known is not None
    assert (known.name, known.retention_days) == ("Lakeside", 30)


def test_a_text_nobody_approved_waits_while_the_former_is_sent(desk: Desk) -> None:
    pack = example()
    desk.apply(pack)
    pack["texts"][0].update(text="Other words from {line}.")
    pack["texts"][0].pop("approvedBy")
    desk.apply(pack)
    known = Directory(desk.world.database).affiliate("aff_lakeside")
    assert known is not None
    sent = known.programs["prg_lakeside"].approved_text("welcome")
    assert sent is not None
    assert sent.startswith("You've reached")
    assert desk.house().documents["text", "prg_lakeside.welcome"]["draft"] == "Other words from {line}."
    assert desk.plan(pack)[1] == "aff_lakeside: nothing to do.\n"


def test_a_webhook_is_made_with_a_secret_that_is_told_once(desk: Desk) -> None:
    pack = example()
    pack["webhooks"] = [{"url": "https://hooks.lakeside.example.org/in", "events": ["conversation.closed"]}]
    output = desk.apply(pack)[1]
    told = re.findall(r"The secret of https://hooks\.lakeside\.example\.org/in, told this once: (whsec_\S+)", output)
    assert len(told) == 1
    known = Directory(desk.world.database).affiliate("aff_lakeside")
    assert known is not None
    (hook,) = known.webhooks.values()
    assert hook.wants("conversation.closed")
    opened = WebhookSecrets(aws.client("kms")).open("aff_lakeside", hook.id, hook.sealed)
    assert opened == told[0]
    assert "whsec" not in desk.apply(pack)[1]
    pack["webhooks"] = []
    desk.apply(pack)
    known = Directory(desk.world.database).affiliate("aff_lakeside")
    assert known is not None
    assert not any(one.active for one in known.webhooks.values())


def test_an_entry_without_an_id_is_recognised_by_what_it_is(desk: Desk) -> None:
    pack = example()
    desk.apply(pack)
    (dana,) = [one for one in desk.house().of("user") if one["name"] == "Dana Reyes"]
    pack["users"][0]["name"] = "Dana R. Reyes"
    assert "1 to change" in desk.apply(pack)[1]
    assert desk.house().documents["user", dana.id]["name"] == "Dana R. Reyes"


def test_whoever_edits_meanwhile_is_not_overwritten_unseen(desk: Desk) -> None:
    """Applying reads anew: what was changed since the plan is compared with the pack, not with what the plan saw."""
    pack = example()
    desk.apply(pack)
    editor = Editor(desk.world.database, desk.world.clock, desk.world.ids)
    editor.change("aff_lakeside", "program", "prg_lakeside", {"description": "Edited in the console"}, BY)
    assert '"Edited in the console"' in desk.plan(pack)[1]


def test_each_change_of_a_pack_is_on_record_as_the_operators(desk: Desk) -> None:
    desk.apply(example())
    entries = list(AuditItem.query("U#aff_lakeside"))
    assert {one.actor for one in entries} == {"operator"}
    assert {"program.created", "user.created", "text.created"} <= {one.action for one in entries}


def test_more_documents_than_fit_a_transaction_are_applied_and_none_twice(desk: Desk) -> None:
    pack = example()
    pack["tags"] = [{"name": f"tag-{number}"} for number in range(120)]
    desk.apply(pack)
    assert len(list(desk.house().of("tag"))) == 120
    assert desk.plan(pack)[1] == "aff_lakeside: nothing to do.\n"


def test_the_published_schema_is_the_one_that_is_checked_with() -> None:
    assert (published.ROOT / published.PLACE).read_text() == published.text()


def test_every_kind_of_document_has_a_section() -> None:
    from shared.configuration.kinds import kinds

    assert {section.kind for section in SECTIONS} == set(kinds())


class TestYaml:
    @pytest.mark.parametrize("text", ["+12025550100", "NO", "2026-12-25", "09:30", "1_000", "0x1F", "off"])
    def test_what_yaml_would_guess_about_stays_a_text(self, text: str) -> None:
        assert load(f"one: {text}") == {"one": text}

    def test_a_key_that_is_there_twice_is_refused_with_its_place(self) -> None:
        with pytest.raises(ValueError, match=r"line 2, column 1: the key 'a' is there twice"):
            load("a: 1\na: 2\n")

    @pytest.mark.parametrize("text", ["a: [", "!!python/object/apply:os.system ['true']", "a: !!binary x", "\t- x"])
    def test_what_is_no_plain_yaml_is_refused(self, text: str) -> None:
        with pytest.raises(ValueError):
            load(text)

    @given(
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers(-(10**12), 10**12)
            | st.text(st.characters(codec="utf-8"), max_size=20),
            lambda inner: (
                st.lists(inner, max_size=4) | st.dictionaries(st.text("abcXYZ", min_size=1), inner, max_size=4)
            ),
            max_leaves=12,
        )
    )
    def test_what_is_written_is_read_back(self, value: Any) -> None:
        from yaml.reader import Reader

        text = str(value)
        if Reader.NON_PRINTABLE.search(text):
            return
        assert load(dump(value)) == value


def test_a_document_of_a_pack_keeps_its_id_whoever_applies_it(desk: Desk) -> None:
    pack = example()
    first = packs.plan(pack, House("aff_lakeside", ""), NOW, new=True)
    second = packs.plan(pack, House("aff_lakeside", ""), NOW, new=True)
    assert [one.ref for one in first.documents] == [one.ref for one in second.documents]
    assert all(isinstance(one, Document) for one in first.documents)
