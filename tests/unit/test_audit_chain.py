"""Sealing, anchoring, and what tampering with the table looks like afterwards."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from click.testing import CliRunner

from shared.domain.audit_chain import Head
from shared.operator.cli import holdfast
from shared.store.audit_chain import BATCH, AuditChain
from shared.store.database import Cancelled
from tests.unit import aws
from tests.unit.auditing import BUCKET, Record, alter, remove, seal_anew, set_head, swap
from tests.unit.world import World


@pytest.fixture
def record(world: World) -> Record:
    return Record(world)


@pytest.fixture
def ten(record: Record) -> Record:
    """Ten sealed entries, the first six of them anchored."""
    record.write(6)
    record.sealing.run()
    record.anchoring.run()
    record.write(4)
    record.sealing.run()
    assert record.verdict().holds
    return record


def metrics(out: str) -> dict[str, float]:
    lines = [json.loads(line) for line in out.splitlines() if line.startswith('{"_aws"')]
    names = [(one["_aws"]["CloudWatchMetrics"][0]["Metrics"][0]["Name"], one) for one in lines]
    return {name: one[name] for name, one in names}


class TestSealing:
    def test_given_entries_of_two_affiliates_and_the_platform_when_a_minute_passes_then_each_has_its_chain(
        self, record: Record
    ) -> None:
        for affiliate in ("aff_1", "aff_2", "platform"):
            record.write(2, affiliate)
        record.sealing.run()
        for affiliate in ("aff_1", "aff_2", "platform"):
            assert [int(one.seq) for one in record.sealed(affiliate)] == [1, 2]
            assert record.waiting(affiliate) == []
            assert record.verdict(affiliate).holds

    def test_given_an_entry_then_sealing_takes_nothing_from_it(self, record: Record) -> None:
        more: dict[str, Any] = {
            "before": {"name": "A"},
            "after": {"name": "Ä"},
            "detail": {"a": "1"},
            "evidence": ["conversation:c#1"],
        }
        record.write(1, **more)
        (waiting,) = record.waiting()
        record.sealing.run()
        (sealed,) = record.sealed()
        for name in ("entry_id", "at", "actor", "actor_role", "action", "entity", "request_id", "before", "after"):
            assert getattr(sealed, name) == getattr(waiting, name), name
        assert (list(sealed.evidence), dict(sealed.detail)) == (["conversation:c#1"], {"a": "1"})

    def test_given_more_than_a_transaction_takes_then_all_are_sealed_in_the_order_they_were_written(
        self, record: Record
    ) -> None:
        record.write(2 * BATCH + 3)
        record.sealing.run()
        assert [one.entity for one in record.sealed()] == [f"program:pro_{n}" for n in range(2 * BATCH + 3)]
        assert record.verdict().holds

    def test_given_entries_too_large_for_one_transaction_then_they_go_in_several(self, record: Record) -> None:
        record.write(12, after={"text": "x" * 300_000})
        record.sealing.run()
        assert record.verdict().entries == 12
        assert record.verdict().holds

    def test_given_nothing_waits_when_it_is_run_again_then_nothing_happens(self, ten: Record) -> None:
        before = aws.rows("audit")
        ten.sealing.run()
        assert aws.rows("audit") == before

    def test_given_two_who_seal_at_once_then_every_entry_is_in_the_chain_once(
        self, record: Record, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        record.write(60)
        other = AuditChain(record.world.database, record.world.clock)
        waiting, raced = record.chain.waiting, list[int]()

        def interrupted(*args: Any, **kwargs: Any) -> Any:
            found = waiting(*args, **kwargs)
            if not raced:
                raced.append(other.seal("aff_1").entries)
            return found

        monkeypatch.setattr(record.chain, "waiting", interrupted)
        done = record.chain.seal("aff_1")
        monkeypatch.undo()
        assert raced == [60]
        assert (done.entries, done.oldest) == (0, None)
        assert len({one.entry_id for one in record.sealed()}) == len(record.sealed()) == 60
        assert record.verdict().holds

    def test_given_somebody_writes_while_it_is_sealed_then_nothing_is_lost(
        self, record: Record, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        record.write(5)
        waiting = record.chain.waiting

        def interrupted(*args: Any, **kwargs: Any) -> Any:
            found = waiting(*args, **kwargs)
            if len(record.sealed()) < 5:
                record.write(3)
            return found

        monkeypatch.setattr(record.chain, "waiting", interrupted)
        assert record.chain.seal("aff_1").entries == 8
        assert record.verdict().holds

    def test_given_it_is_killed_between_two_batches_then_the_next_minute_goes_on(
        self, record: Record, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        record.write(BATCH + 5)
        head, asked = record.chain.head_item, []

        def dies(affiliate: str) -> Any:
            asked.append(affiliate)
            if len(asked) == 2:
                raise KeyboardInterrupt
            return head(affiliate)

        monkeypatch.setattr(record.chain, "head_item", dies)
        with pytest.raises(KeyboardInterrupt):
            record.chain.seal("aff_1")
        monkeypatch.undo()
        assert (len(record.sealed()), len(record.waiting())) == (BATCH, 5)
        record.sealing.run()
        assert record.verdict().entries == BATCH + 5
        assert record.verdict().holds

    def test_given_sealing_of_one_affiliate_fails_then_the_others_are_sealed_and_the_lag_grows(
        self, record: Record, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        record.write(1, "aff_1")
        record.write(1, "aff_2")
        record.world.clock.go_on(minutes=20)
        seal = record.chain.seal

        def refuses(affiliate: str) -> Any:
            if affiliate == "aff_1":
                raise Cancelled(frozenset())
            return seal(affiliate)

        monkeypatch.setattr(record.chain, "seal", refuses)
        record.sealing.run()
        assert len(record.sealed("aff_2")) == 1
        assert metrics(capsys.readouterr().out)["SealLag"] >= 20 * 60

    def test_given_all_is_sealed_then_nothing_lags(self, record: Record, capsys: pytest.CaptureFixture[str]) -> None:
        record.write(3)
        record.world.clock.go_on(minutes=20)
        record.sealing.run()
        assert metrics(capsys.readouterr().out)["SealLag"] == 0


class TestTampering:
    def test_an_altered_entry(self, ten: Record) -> None:
        alter(8, actor="res_2")
        assert ten.breaks() == [("altered", 8)]

    def test_an_altered_entry_that_was_anchored(self, ten: Record) -> None:
        alter(3, request_id="req-forged")
        assert ten.breaks() == [("altered", 3)]

    def test_an_altered_hash(self, ten: Record) -> None:
        alter(8, hash="0" * 64)
        assert ten.breaks() == [("altered", 8)]

    def test_a_removed_entry(self, ten: Record) -> None:
        remove(4)
        assert ten.breaks() == [("missing", 4)]

    def test_two_that_changed_places(self, ten: Record) -> None:
        swap(7, 9)
        assert ten.breaks() == [("reordered", 7), ("reordered", 9)]

    def test_an_end_that_was_cut_off(self, ten: Record) -> None:
        remove(9)
        remove(10)
        assert ten.breaks() == [("truncated", 9)]

    def test_an_end_cut_off_with_the_head_set_back_before_the_anchor(self, ten: Record) -> None:
        for seq in range(5, 11):
            remove(seq)
        link = ten.chain.link("aff_1", 4)
        assert link is not None
        set_head(Head(4, link.hash))
        assert ten.breaks() == [("truncated", 5)]

    def test_everything_sealed_anew_after_an_alteration_is_found_by_the_anchor(self, ten: Record) -> None:
        alter(5, actor="res_2")
        seal_anew(ten.chain, 5)
        assert ten.breaks() == [("anchor_mismatch", 6)]
        assert "from number 1 to 6" in ten.verdict().breaks[0].detail

    def test_an_attribute_that_is_gone(self, ten: Record) -> None:
        aws.client("dynamodb").update_item(
            TableName=f"{aws.PREFIX}-audit",
            Key={"pk": {"S": "C#aff_1"}, "sk": {"S": "E#0000000008"}},
            UpdateExpression="REMOVE #at",
            ExpressionAttributeNames={"#at": "at"},
        )
        assert ten.breaks() == [("altered", 8)]

    def test_a_chain_of_another_affiliate_in_this_ones_place(self, ten: Record) -> None:
        ten.write(1, "aff_2")
        ten.sealing.run()
        row = next(one for one in aws.rows("audit") if one["pk"]["S"] == "C#aff_2" and one["sk"]["S"] != "HEAD")
        aws.client("dynamodb").put_item(TableName=f"{aws.PREFIX}-audit", Item=row | {"pk": {"S": "C#aff_1"}})
        assert ten.breaks()[0] == ("altered", 1)


class TestAnchoring:
    def test_given_a_chain_that_grew_then_its_end_is_anchored_once_however_often_the_day_comes(
        self, ten: Record
    ) -> None:
        for _ in range(3):
            ten.anchoring.run()
        assert [one.seq for one in ten.anchors.of("aff_1")] == [6, 10]
        assert ten.verdict().anchored_to == 10

    def test_given_no_entries_then_there_is_nothing_to_anchor(self, record: Record) -> None:
        record.anchoring.run()
        assert record.anchors.of("aff_1") == []

    def test_given_a_broken_chain_then_it_rings_and_is_not_anchored(
        self, ten: Record, capsys: pytest.CaptureFixture[str]
    ) -> None:
        alter(8, actor="res_2")
        ten.write(2, "aff_2")
        ten.sealing.run()
        ten.anchoring.run()
        assert metrics(capsys.readouterr().out)["AuditChainBroken"] == 1
        assert [one.seq for one in ten.anchors.of("aff_1")] == [6]
        assert [one.seq for one in ten.anchors.of("aff_2")] == [2], "others are anchored all the same"

    @pytest.mark.parametrize("what", ["altered", "removed"])
    def test_given_the_anchored_link_itself_is_touched_then_the_next_day_tells(
        self, ten: Record, what: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        alter(6, actor="res_2") if what == "altered" else remove(6)
        ten.anchoring.run()
        assert metrics(capsys.readouterr().out)["AuditChainBroken"] == 1

    def test_given_an_anchor_then_nobody_can_remove_it_before_its_time(self, ten: Record) -> None:
        s3 = aws.client("s3")
        (version,) = s3.list_object_versions(Bucket=BUCKET)["Versions"]
        with pytest.raises(ClientError, match="AccessDenied"):
            s3.delete_object(Bucket=BUCKET, Key=version["Key"], VersionId=version["VersionId"])

    def test_given_another_anchor_is_written_over_one_then_the_first_still_counts(self, ten: Record) -> None:
        s3 = aws.client("s3")
        alter(5, actor="res_2")
        seal_anew(ten.chain, 5)
        (version,) = s3.list_object_versions(Bucket=BUCKET)["Versions"]
        s3.put_object(Bucket=BUCKET, Key=version["Key"], Body=b'{"seq": 6}')
        s3.delete_object(Bucket=BUCKET, Key=version["Key"])
        assert ("anchor_mismatch", 6) in ten.breaks()

    def test_given_the_bucket_refuses_then_it_rings_and_the_other_chains_are_anchored(
        self, ten: Record, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        ten.write(1, "aff_2")
        ten.sealing.run()
        put = ten.anchors.put

        def refuses(affiliate: str, *more: Any) -> None:
            if affiliate == "aff_1":
                raise RuntimeError("no")
            put(affiliate, *more)

        monkeypatch.setattr(ten.anchors, "put", refuses)
        ten.anchoring.run()
        assert metrics(capsys.readouterr().out)["AuditFailed"] == 1
        assert [one.seq for one in ten.anchors.of("aff_2")] == [1]


class TestCommand:
    @pytest.fixture
    def run(self, ten: Record) -> Any:
        def command(*arguments: str) -> Any:
            return CliRunner().invoke(holdfast, ["--stage", "test", "--region", "us-east-1", "audit", *arguments])

        return command

    def test_given_a_chain_that_holds_then_it_says_so_and_exits_with_0(self, run: Any) -> None:
        done = run("verify", "--affiliate", "aff_1", "--bucket", BUCKET)
        assert (done.exit_code, done.output) == (0, "aff_1: the chain holds: 10 entries, anchored up to number 6\n")

    def test_given_a_broken_one_among_all_then_it_says_where_and_exits_with_1(self, run: Any) -> None:
        alter(8, actor="res_2")
        done = run("verify", "--all", "--bucket", BUCKET)
        assert done.exit_code == 1
        assert "  number 8: altered: entry aud_" in done.output
        assert "aff_2: the chain holds" in done.output

    def test_given_machines_ask_then_the_answer_is_json(self, run: Any) -> None:
        remove(4)
        done = run("verify", "--affiliate", "aff_1", "--bucket", BUCKET, "--json")
        (verdict,) = json.loads(done.output)
        assert done.exit_code == 1
        assert (verdict["holds"], verdict["entries"], verdict["anchoredTo"]) == (False, 9, 6)
        assert [(one["kind"], one["seq"]) for one in verdict["breaks"]] == [("missing", 4)]

    @pytest.mark.parametrize("arguments", [("verify",), ("verify", "--affiliate", "aff_nobody")])
    def test_given_nobody_is_named_or_nobody_has_that_name_then_nothing_is_said_to_hold(
        self, run: Any, arguments: tuple[str, ...]
    ) -> None:
        assert run(*arguments, "--bucket", BUCKET).exit_code == 2

    def test_given_an_export_then_its_hashes_can_be_recomputed_from_it(self, run: Any) -> None:
        from shared.domain.audit_chain import link_hash

        lines = [json.loads(line) for line in run("export", "--affiliate", "aff_1").output.splitlines()]
        assert len(lines) == 10
        for one in lines:
            assert link_hash(one["seq"], one["previous"], one["sealedAt"], one["entry"]) == one["hash"]
