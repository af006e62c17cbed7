"""One log line per invocation, and never what an exception says."""

from __future__ import annotations

import json
import traceback
from types import SimpleNamespace
from typing import Any

import pytest

from shared.runtime.batches import each
from shared.runtime.invocation import InvocationFailed, invocation, note, tally
from shared.runtime.settings import MissingSetting, required
from tests.unit.aws import sqs_record

SECRET = "my name is Ann and I am at 12 Elm Street"


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_an_invocation_writes_one_line_with_what_was_noted(capsys: pytest.CaptureFixture[str]) -> None:
    @invocation("a-function")
    def handler(event: dict[str, Any], context: Any) -> str:
        note(conversationId="con_1", nothing=None)
        tally("handled")
        tally("handled")
        return "answer"

    assert handler({}, SimpleNamespace(aws_request_id="aws-1")) == "answer"
    (line,) = lines(capsys)
    assert (line["function"], line["awsRequestId"], line["outcome"], line["level"]) == (
        "a-function",
        "aws-1",
        "ok",
        "INFO",
    )
    assert (line["conversationId"], line["handled"]) == ("con_1", 2)
    assert "nothing" not in line
    assert line["durationMs"] >= 0


def fails(event: dict[str, Any], context: Any) -> None:
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        raise ValueError(f"could not read {SECRET}") from error


def test_given_an_exception_quotes_a_texter_then_neither_log_nor_lambda_gets_to_see_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(InvocationFailed) as failed:
        invocation("a-function")(fails)({}, None)
    printed = "".join(traceback.format_exception(failed.value))
    captured = capsys.readouterr()
    assert "Elm Street" not in captured.out + captured.err + printed
    (line,) = [json.loads(one) for one in captured.out.splitlines()]
    assert (line["level"], line["outcome"], line["error"]) == ("ERROR", "error", "ValueError")
    assert any("test_invocation.py" in place for place in line["at"])
    assert str(failed.value) == "ValueError"


def test_given_the_exception_came_out_of_generated_code_then_the_line_is_written_all_the_same(
    capsys: pytest.CaptureFixture[str],
) -> None:
    names: dict[str, Any] = {}
    exec(compile(f"def broken(event, context):\n    raise ValueError({SECRET!r})", "<string>", "exec"), names)
    with pytest.raises(InvocationFailed) as failed:
        invocation("a-function")(names["broken"])({}, None)
    printed = "".join(traceback.format_exception(failed.value))
    assert "Elm Street" not in printed + capsys.readouterr().out


def test_notes_of_one_invocation_are_not_found_in_the_next(capsys: pytest.CaptureFixture[str]) -> None:
    @invocation("a-function")
    def handler(event: dict[str, Any], context: Any) -> None:
        if event:
            note(userId="res_1")

    handler({"first": True}, None)
    handler({}, None)
    first, second = lines(capsys)
    assert "userId" in first
    assert "userId" not in second


def test_a_failed_record_is_reported_alone_and_logged_without_its_message(capsys: pytest.CaptureFixture[str]) -> None:
    done: list[str] = []

    def handle(record: Any) -> None:
        if record.body == "bad":
            raise ValueError(SECRET)
        done.append(record.body)

    @invocation("a-function")
    def handler(event: dict[str, Any], context: Any) -> Any:
        return each(event, handle)

    bodies = ["one", "bad", "two"]
    answer = handler({"Records": [sqs_record(body, f"m-{body}") for body in bodies]}, None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m-bad"}]}
    assert done == ["one", "two"]
    captured = capsys.readouterr()
    assert "Elm Street" not in captured.out + captured.err
    assert json.loads(captured.out.splitlines()[-1])["error"] == "ValueError"


def test_in_a_fifo_queue_a_failure_holds_back_its_own_group_only() -> None:
    done: list[str] = []

    def handle(record: Any) -> None:
        if record.body == "a1":
            raise ValueError
        done.append(record.body)

    records = [sqs_record(b, f"m-{b}", {"MessageGroupId": b[0]}) for b in ("a1", "b1", "a2", "b2", "a3")]
    answer = each({"Records": records}, handle, fifo=True)
    assert done == ["b1", "b2"]
    assert {one["itemIdentifier"] for one in answer["batchItemFailures"]} == {"m-a1", "m-a2", "m-a3"}


def test_given_all_of_a_batch_fails_then_each_is_reported_and_nothing_is_raised() -> None:
    def handle(record: Any) -> None:
        raise ValueError(SECRET)

    for fifo in (True, False):
        answer = each(
            {"Records": [sqs_record("x", f"m-{n}", {"MessageGroupId": str(n)}) for n in range(3)]}, handle, fifo=fifo
        )
        assert len(answer["batchItemFailures"]) == 3


def test_a_missing_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in (None, ""):
        monkeypatch.delenv("A_SETTING", raising=False)
        if value is not None:
            monkeypatch.setenv("A_SETTING", value)
        with pytest.raises(MissingSetting, match="A_SETTING"):
            required("A_SETTING")
