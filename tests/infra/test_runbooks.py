"""Every alarm has a runbook and every runbook an alarm; their commands exist; the documents' tables are the code's."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import botocore.session
import pytest
import yaml
from botocore import xform_name
from botocore.exceptions import UnknownServiceError

from infra.catalogue import ALARMS, FUNCTIONS, QUEUES, Function, Queue
from shared.contracts.fanout import LISTENERS, destinations
from shared.domain.conversation import FactKind
from shared.domain.lifecycle import (
    ESCALATED,
    LIVE,
    RETRIES,
    STANDINGS,
    STATES,
    TRANSITIONS,
    Guard,
    Hook,
    State,
    Transition,
)
from shared.domain.rules import DEFAULT
from shared.domain.timers import TIMERS, Timer
from tests.infra.synthesis import ROOT, Synthesis

RUNBOOKS = sorted(path for path in (ROOT / "docs" / "runbooks").glob("*.md") if path.name != "README.md")
OPERATIONS = ROOT / "docs" / "operations.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
LIFECYCLE = ROOT / "docs" / "lifecycle.md"
WITH_COMMANDS = [*RUNBOOKS, ROOT / "docs" / "runbooks" / "README.md", OPERATIONS, ROOT / "README.md"]

#: Seconds of the units in which the documents write rules; a bare number is a count or an hour of the day.
UNITS = {"s": 1, "min": 60, "h": 3600, "": 1}

#: The columns of the table of facts in the architecture document.
LISTENING = ("push", "publish", "lifecycle", "risk", "notify", "audit")

HEADINGS = ["First look", "Likely causes", "What to do", "How to see that it is over"]

#: What the AWS CLI adds to the API's own operations, and to every command.
ADDED = {
    ("logs", "tail"): {"since", "follow", "filter-pattern", "format"},
    ("sns", "subscribe"): {"topic-arn", "protocol", "notification-endpoint"},
    ("s3", "sync"): {"delete", "cache-control", "exclude", "include"},
}
GLOBAL = {"query", "output", "region", "profile"}


def alarms_of(runbook: Path) -> list[str]:
    """What a runbook's front matter says it serves."""
    _, front, _ = runbook.read_text().split("---\n", 2)
    alarms: list[str] = yaml.safe_load(front)["alarms"]
    return alarms


def commands_in(document: Path) -> list[str]:
    """Each `aws …` of a document, continued lines joined."""
    text = document.read_text().replace("\\\n", " ")
    return re.findall(r"\baws ([a-z0-9]+ [a-z-]+(?: [^\n`]*)?)", text)


def members_of(service: str, operation: str) -> set[str] | None:
    """The options an API operation takes, as the CLI writes them; None when there is no such operation."""
    if (service, operation) in ADDED:
        return ADDED[service, operation]
    try:
        model = botocore.session.Session().get_service_model(service)
    except UnknownServiceError:
        return None
    names = {xform_name(name, "-"): name for name in model.operation_names}
    if operation not in names:
        return None
    shape: Any = model.operation_model(names[operation]).input_shape
    return {xform_name(member, "-") for member in shape.members} if shape is not None else set()


@pytest.fixture(scope="module")
def alarms(aws: Synthesis) -> set[str]:
    """The alarms of a deployment, without its prefix."""
    found = {alarm["Properties"]["AlarmName"] for alarm in aws.of_type("AWS::CloudWatch::Alarm").values()}
    assert all(name.startswith("holdfast-prod-") for name in found)
    return {name.removeprefix("holdfast-prod-") for name in found}


def test_the_alarms_are_those_of_the_catalogue_the_stream_and_the_workflow(alarms: set[str]) -> None:
    expected = {f"{queue.name}-{kind}" for queue in QUEUES for kind in ("dead-letters", "late")}
    expected |= {f"{function.name}-errors" for function in FUNCTIONS}
    expected |= {alarm.name for alarm in ALARMS}
    assert alarms == expected | {"stream-dead-letters", "workflow-failed"}


def test_every_alarm_has_one_runbook_and_every_runbook_its_alarms(alarms: set[str]) -> None:
    served = [alarm for runbook in RUNBOOKS for alarm in alarms_of(runbook)]
    assert sorted(served) == sorted(alarms)


def test_the_table_of_alarms_leads_to_their_runbooks() -> None:
    rows = re.findall(
        r"^\| `([a-z-]+)` \| [^|]+ \| \[[^]]+\]\(runbooks/([a-z-]+)\.md\) \|$", OPERATIONS.read_text(), re.M
    )
    assert sorted(rows) == sorted((alarm, runbook.stem) for runbook in RUNBOOKS for alarm in alarms_of(runbook))


@pytest.mark.parametrize("queue", QUEUES, ids=lambda queue: queue.name)
def test_the_documents_say_how_often_a_queue_is_tried_and_when_it_is_late(queue: Queue) -> None:
    assert f"| `{queue.name}-late` | oldest waits {queue.late} s |" in OPERATIONS.read_text()
    row = rf"^\| {queue.name} \| .* \| {queue.tries} × {queue.visibility} s \| {queue.late} s \|$"
    assert re.search(row, ARCHITECTURE.read_text(), re.M)


@pytest.mark.parametrize("runbook", RUNBOOKS, ids=lambda path: path.stem)
def test_a_runbook_answers_the_five_questions(runbook: Path) -> None:
    text = runbook.read_text()
    assert re.findall(r"^## (.+)$", text, re.M) == HEADINGS
    assert "\n**For a texter:** " in text


@pytest.mark.parametrize("document", WITH_COMMANDS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_aws_commands_exist_and_take_these_options(document: Path) -> None:
    commands = commands_in(document)
    assert commands
    for command in commands:
        service, operation, *_ = command.split()
        known = members_of(service, operation)
        assert known is not None, f"no such command: aws {service} {operation}"
        given = {name.removeprefix("no-") for name in re.findall(r"(?<=\s)--([a-z-]+)", command)}
        assert given <= known | GLOBAL, f"aws {service} {operation} takes no {given - known - GLOBAL}"


@pytest.mark.parametrize("document", WITH_COMMANDS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_queues_and_functions_in_the_commands_exist(document: Path) -> None:
    text = document.read_text()
    queues = {f"{queue.name}{dead}{'.fifo' if queue.fifo else ''}" for queue in QUEUES for dead in ("", "-dead")}
    prefix = r"(?:\$P|holdfast-\$STAGE)-"
    named = set(re.findall(rf"--queue-name \"?{prefix}([a-z.-]+)", text))
    assert named <= queues | {"stream-dead"}
    functions = {function.name for function in FUNCTIONS}
    named = set(re.findall(rf"(?:--function-name \"?|/aws/lambda/){prefix}([a-z]+)", text))
    assert named <= functions


# --- what the documents say of the code's tables --------------------------------------------------


def row_of(document: Path, name: str, cells: int) -> list[str]:
    """The cells after the first of the table row of that many that begins with `name`, between backticks or not."""
    pattern = rf"^\| `?{re.escape(name)}`? \|((?:[^|\n]*\|){{{cells}}})$"
    (row,) = re.findall(pattern, document.read_text(), re.M)
    return [cell.strip() for cell in row.split("|")[:-1]]


def listed(cell: str) -> list[str]:
    return [word.strip(" `") for word in cell.split(",") if word.strip()]


def named(cell: str) -> set[str]:
    """What stands between backticks."""
    return set(re.findall(r"`(\w+)`", cell))


@pytest.mark.parametrize("state", STATES)
def test_the_lifecycle_document_says_what_a_state_is(state: State) -> None:
    _, holder, writes = row_of(LIFECYCLE, state, 3)
    assert (holder, writes == "yes") == (STANDINGS[state].holder, STANDINGS[state].may_send)


@pytest.mark.parametrize("row", TRANSITIONS, ids=lambda row: row.name)
def test_the_lifecycle_document_says_what_a_transition_is(row: Transition) -> None:
    way, who, guards, hooks = row_of(LIFECYCLE, row.name, 4)
    sources, _, target = way.partition(" → ")
    groups = {"any live state": LIVE, "any live state but escalated": LIVE - ESCALATED}
    assert groups.get(sources, frozenset(listed(sources))) == row.sources
    assert target == (row.target or "same")
    assert set(listed(who)) == row.actors
    assert {Guard(guard.replace(" ", "_")) for guard in listed(guards)} == set(row.guards)
    assert listed(hooks) == list(row.hooks)


@pytest.mark.parametrize("hook", list(Hook))
def test_the_lifecycle_document_says_how_often_a_hook_is_tried(hook: Hook) -> None:
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| [^|]+ \| (\d+) \|$", LIFECYCLE.read_text(), re.M)
    (tries,) = [int(tries) for names, tries in rows if hook in listed(names)]
    assert tries == RETRIES[hook].attempts + 1


@pytest.mark.parametrize("timer", TIMERS, ids=lambda timer: timer.name)
def test_the_lifecycle_document_says_what_a_timer_does(timer: Timer) -> None:
    states, _, after, then = row_of(LIFECYCLE, timer.name, 4)
    assert set(listed(states)) == timer.states
    assert named(after) == {name for name in (timer.after, timer.every) if name and hasattr(DEFAULT, name)}
    assert named(then) == {name for name in (timer.move, timer.say) if name}


def test_the_lifecycle_document_names_every_rule_of_a_program_with_its_default() -> None:
    said = re.findall(r"`(\w+)` (\d+)(?: (s|min|h)\b)?", LIFECYCLE.read_text())
    rules = {(name, int(value) * UNITS[unit]) for name, value, unit in said if hasattr(DEFAULT, name)}
    assert rules == {(name, value) for name, value in vars(DEFAULT).items() if isinstance(value, int)}


@pytest.mark.parametrize("kind", list(FactKind))
def test_the_architecture_document_says_who_hears_of_a_fact(kind: FactKind) -> None:
    rows = re.findall(r"^\| ([^|\n]+) \|((?:[^|\n]*\|){6})$", ARCHITECTURE.read_text(), re.M)
    cells = {fact: row for facts, row in rows for fact in listed(facts)}
    row = cells.get(kind, cells["every other"])
    heard = {queue for queue, cell in zip(LISTENING, row.split("|"), strict=False) if cell.strip()}
    detail = {"direction": "inbound", "found": "something", "actor": "res_1", "step": "completed"}
    assert heard == set(destinations(kind, detail))


def test_the_table_of_facts_has_a_column_for_every_listener() -> None:
    assert f"| fact | {' | '.join(LISTENING)} |" in ARCHITECTURE.read_text()
    assert set(LISTENING) == set(LISTENERS)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_the_architecture_document_says_what_a_function_may_touch(function: Function) -> None:
    *cells, sends, _, _ = row_of(ARCHITECTURE, function.name, 11)
    tables = ("directory", "conversations", "vault", "consents", "sessions", "quarantine", "files", "audit")
    said = {table: cell for table, cell in zip(tables, cells, strict=True) if cell not in ("", "stream")}
    short = {"read": "R", "write": "W", "read write": "RW"}
    assert said == {table: short[access] for table, access in function.tables.items()}
    assert set(listed(sends)) == set(function.sends)
