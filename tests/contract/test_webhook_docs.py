"""What receivers are told to do is what works."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from infra.bundle import ROOT
from shared.contracts.events import EVENTS
from shared.domain import webhooks
from shared.domain.signing import signature

PAGE = (ROOT / "docs" / "webhooks.md").read_text()
NOW, BODY, SECRET = 1_763_640_000, b'{"id":"evt_1","type":"conversation.closed","data":{}}', "whsec_of-the-test"


@pytest.fixture(scope="module")
def genuine() -> Callable[..., bool]:
    """The example, as it stands on the page."""
    (example,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    found: dict[str, Any] = {}
    exec(example, found)
    verify: Callable[..., bool] = found["genuine"]
    return verify


def test_the_example_takes_what_we_sign_while_a_secret_is_replaced_too(genuine: Callable[..., bool]) -> None:
    assert genuine(signature([SECRET], NOW, BODY), BODY, SECRET, NOW + 10)
    both = signature(["whsec_new", SECRET], NOW, BODY)
    assert genuine(both, BODY, SECRET, NOW)
    assert genuine(both, BODY, "whsec_new", NOW)


@pytest.mark.parametrize(
    "header",
    [
        signature(["whsec_other"], NOW, BODY),
        signature([SECRET], NOW, BODY + b" "),
        signature([SECRET], NOW - 301, BODY),
        signature([SECRET], NOW + 301, BODY),
        signature([SECRET], NOW - 1, BODY).replace(f"t={NOW - 1}", f"t={NOW}"),
        f"t={NOW}",
        f"t={NOW},v1=",
        f"t={NOW},v1=é",
        "t=²,v1=x",
        "v1=x",
        "",
        ",,=",
    ],
)
def test_the_example_refuses_what_is_not_ours_and_falls_over_nothing(genuine: Callable[..., bool], header: str) -> None:
    assert not genuine(header, BODY, SECRET, NOW)


def test_the_page_names_no_event_that_there_is_not() -> None:
    named = set(re.findall(r"\b(conversation\.[a-z.]+[a-z])\b", PAGE))
    assert named
    assert named <= {event.detail_type for event in EVENTS}


def test_the_page_says_how_often_and_how_long() -> None:
    assert webhooks.MOST_ATTEMPTS == 8 and "eight attempts in about eight hours" in PAGE
    assert webhooks.WAITS == (30, 120, 600, 1800, 3600, 7200, 14400)
    assert "after 30 seconds, 2 and 10 minutes, half an hour, 1, 2\n  and 4 hours" in PAGE
    assert f"After {webhooks.DISABLED_AFTER} deliveries in a row" in PAGE
    assert f"An affiliate may have {webhooks.MOST_WEBHOOKS} webhooks" in PAGE
    assert {f"`{state}`" for state in webhooks.DeliveryState} <= set(re.findall(r"`\w+`", PAGE))


def test_the_page_explains_every_kind_of_failure_that_the_code_knows() -> None:
    sources = [ROOT / "shared/channels/guarded_http.py", *(ROOT / "functions/hooks").glob("*.py")]
    code = "".join(path.read_text() for path in sources)
    kinds = set(re.findall(r'(?:NeverLeft|Refused|MayHaveArrived|_lost)\((?:timed, )?"(\w+)"\)', code))
    kinds |= set(re.findall(r'error="(\w+)"', code)) | {"redirected", "refused_by_receiver"}
    assert {"timed_out", "address_refused", "left_alone"} <= kinds
    # An address that cannot be used was refused when it was registered.
    assert kinds - {"bad_url"} <= set(re.findall(r"`(\w+)`", PAGE))
