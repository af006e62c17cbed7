"""Vectors that others have published: our own rules agree with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from twilio.request_validator import RequestValidator

from shared.channels.twilio.door import is_genuine, signature
from shared.domain.segments import count_segments

VECTORS = Path(__file__).parent / "vectors"
SEGMENTS: dict[str, Any] = json.loads((VECTORS / "segments.json").read_text())
TWILIO: dict[str, Any] = json.loads((VECTORS / "twilio-signatures.json").read_text())


@pytest.mark.parametrize("case", SEGMENTS["cases"], ids=lambda case: "×".join(map(str, case["text_repeat"])))
def test_segments_are_counted_as_carriers_count_them(case: dict[str, Any]) -> None:
    char, times = case["text_repeat"]
    count = count_segments(char * times)
    assert (count.encoding, count.segments) == (case["encoding"], case["segments"])


def genuine(case: dict[str, Any], given: str) -> bool:
    body = case.get("body", "").encode()
    pairs = [] if "body" in case else list(TWILIO["params"].items())
    return is_genuine([TWILIO["auth_token"]], case["url"], body, pairs, given)


@pytest.mark.parametrize("case", TWILIO["cases"], ids=lambda case: str(case["name"]))
def test_signatures_of_twilio_are_genuine_and_others_are_not(case: dict[str, Any]) -> None:
    right = case["signature"]
    assert genuine(case, right)
    for at in range(len(right)):
        wrong = right[:at] + ("A" if right[at] != "A" else "B") + right[at + 1 :]
        assert not genuine(case, wrong)


def test_a_json_body_is_bound_by_its_digest() -> None:
    (case,) = [one for one in TWILIO["cases"] if "body" in one]
    assert not genuine(case | {"body": case["body"] + " "}, case["signature"])
    assert not genuine(case | {"url": case["url"].replace("foo=1", "foo=2")}, case["signature"])


def test_both_forms_of_the_default_port_open_for_both_signatures() -> None:
    with_port, without = (case for case in reversed(TWILIO["cases"]) if "body" not in case)
    assert ":443" in with_port["url"]
    assert genuine(with_port, without["signature"])
    assert genuine(without, with_port["signature"])


@pytest.mark.parametrize(
    "pairs",
    [
        [("Body", "ünïcode ✓"), ("From", "+12025550142")],
        [("Body", ""), ("A", "1"), ("a", "2"), ("Z", "3")],
        [("MediaUrl0", "https://m/?a=b&c=d"), ("Body", "x\r\ny")],
        [("Same", "2"), ("Same", "1"), ("Same", "1")],
    ],
)
def test_our_signature_is_the_one_twilios_own_library_computes(pairs: list[tuple[str, str]]) -> None:
    class MultiDict(dict):  # type: ignore[type-arg]
        """What Twilio's library expects of a form with repeated names."""

        def getlist(self, name: str) -> list[str]:
            return [value for other, value in pairs if other == name]

    url = "https://line.example.org/api/webhooks/twilio?x=1"
    theirs = RequestValidator("token").compute_signature(url, MultiDict(pairs))
    assert signature("token", url, pairs) == theirs
