"""`holdfast texters`, `restore` and `keys`: the operator's part in erasing."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from shared.operator.cli import Deployment, holdfast
from shared.security.receipts import signed
from shared.store.models import BranchItem
from tests.unit import aws
from tests.unit.erasure_house import PUBLIC_KEY, House, OwnSigner, talked, texter_of
from tests.unit.staff import Staff
from tests.unit.test_erasing_dies import restore
from tests.unit.world import World

RECEIPT = {
    "affiliateId": "aff_1",
    "texterId": "tex_1",
    "erasedAt": "2026-11-21T10:00:00+00:00",
    "unrecoverableAfter": "2026-11-28T10:00:00+00:00",
    "carriers": {"asked": [{"channel": "twilio", "deleted": 3, "pending": 1}]},
}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(holdfast, ["--stage", "test", "--region", "us-east-1", *arguments])


class TestAReceipt:
    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        found = tmp_path / "receipt.json"
        found.write_text(json.dumps(signed(RECEIPT, OwnSigner())))
        return found

    @pytest.fixture
    def key(self, tmp_path: Path) -> str:
        found = tmp_path / "key.pem"
        body = base64.encodebytes(PUBLIC_KEY).decode()
        found.write_text(f"-----BEGIN PUBLIC KEY-----\n{body}-----END PUBLIC KEY-----\n")
        return str(found)

    def test_that_is_genuine_says_what_it_states(self, file: Path, key: str) -> None:
        done = run("texters", "verify-receipt", str(file), "--public-key", key)
        assert done.exit_code == 0
        assert "genuine: tex_1 of aff_1" in done.output and "2026-11-28" in done.output
        assert "twilio: 3 copies deleted, 1 still there" in done.output

    def test_may_be_the_apis_whole_answer(self, file: Path, key: str) -> None:
        file.write_text(json.dumps({"id": "era_1", "status": "done", "receipt": json.loads(file.read_text())}))
        assert run("texters", "verify-receipt", str(file), "--public-key", key).exit_code == 0

    @pytest.mark.parametrize("text", ["", "[]", "{}", '{"receipt": 1}', "not JSON"])
    def test_that_is_none_is_refused(self, file: Path, key: str, text: str) -> None:
        file.write_text(text)
        done = run("texters", "verify-receipt", str(file), "--public-key", key)
        assert done.exit_code == 1 and "Traceback" not in done.output

    def test_that_was_changed_is_refused(self, file: Path, key: str) -> None:
        file.write_text(file.read_text().replace("2026-11-28", "2026-11-22"))
        done = run("texters", "verify-receipt", str(file), "--public-key", key)
        assert done.exit_code == 1 and "not genuine" in done.output

    def test_is_checked_with_the_deployments_own_key_when_none_is_given(self, world: World, file: Path) -> None:
        key = world.kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
        world.kms.create_alias(AliasName=f"alias/{aws.PREFIX}-receipts", TargetKeyId=key)
        assert run("texters", "verify-receipt", str(file)).exit_code == 1


def test_erasures_are_listed_and_their_receipts_printed(world: World) -> None:
    house = House(world)
    texter = texter_of(world, talked(Staff(world)))
    erasure = house.erased(texter)
    assert f"{erasure}  done" in run("texters", "erasures", "--affiliate", "aff_1").output
    printed = json.loads(run("texters", "receipt", erasure, "--affiliate", "aff_1").output)
    assert printed["receipt"]["texterId"] == texter
    assert run("texters", "receipt", "era_none", "--affiliate", "aff_1").exit_code == 1


def test_after_a_restore_what_came_back_is_erased_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    # What the line's stack says of itself.
    monkeypatch.setattr(Deployment, "outputs", {"FilesBucket": aws.FILES_BUCKET, "ReceiptKeyId": "receipt-key"})
    aws.client("s3").create_bucket(Bucket=aws.FILES_BUCKET)
    house = House(world)
    one = talked(Staff(world))
    backups = {table: aws.rows(table) for table in ("conversations", "vault")}
    house.erased(texter_of(world, one))
    for table, rows in backups.items():
        restore(table, rows)
    done = run("restore", "replay-erasures")
    assert done.exit_code == 0, done.output
    assert "aff_1: 1 erasures, 2 keys and 1 conversations had come back" in done.output
    assert not [row for row in aws.rows("vault") if row["pk"]["S"] == f"K#{one}"]
    assert "0 keys and 0 conversations" in run("restore", "replay-erasures", "--affiliate", "aff_1").output


def test_branch_keys_are_rotated_and_wrapped_anew(world: World) -> None:
    world.text("hello")
    before = world.database.get(BranchItem, "B#aff_1", "ACTIVE")
    assert before is not None
    assert run("keys", "rotate", "--affiliate", "aff_1").exit_code == 0
    after = world.database.get(BranchItem, "B#aff_1", "ACTIVE")
    assert after is not None and after.branch_id != before.branch_id
    done = run("keys", "rewrap", "--affiliate", "aff_1")
    assert "2 keys wrapped anew" in done.output and after.branch_id in done.output
