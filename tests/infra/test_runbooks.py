"""Every alarm has a runbook, every runbook an alarm, and the commands in them exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import botocore.session
import pytest
import yaml
from botocore import xform_name
from botocore.exceptions import UnknownServiceError

from infra.catalogue import ALARMS, FUNCTIONS, QUEUES, Queue
from tests.infra.synthesis import ROOT, Synthesis

RUNBOOKS = sorted(path for path in (ROOT / "docs" / "runbooks").glob("*.md") if path.name != "README.md")
OPERATIONS = ROOT / "docs" / "operations.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
WITH_COMMANDS = [*RUNBOOKS, ROOT / "docs" / "runbooks" / "README.md", OPERATIONS, ROOT / "README.md"]

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


def test_the_alarms_are_those_of_the_catalogue_and_of_the_stream(alarms: set[str]) -> None:
    expected = {f"{queue.name}-{kind}" for queue in QUEUES for kind in ("dead-letters", "late")}
    expected |= {f"{function.name}-errors" for function in FUNCTIONS}
    expected |= {alarm.name for alarm in ALARMS}
    assert alarms == expected | {"stream-dead-letters"}


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
