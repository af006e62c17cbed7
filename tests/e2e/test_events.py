"""Everything the bus can hear of a conversation: eleven kinds of event, each fitting its published schema, wordless."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import jsonschema
import pytest

from shared.contracts.events import EVENTS
from tests.conftest import REPOSITORY
from tests.e2e.event_tap import EventTap
from tests.e2e.people import TexterFactory
from tests.e2e.tide import ASKING, Tide
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e

SCHEMAS = REPOSITORY / "events" / "schemas"


def test_a_life_with_everything_in_it_is_told_in_eleven_kinds_of_event_without_a_word(
    tide: Tide, texters: TexterFactory, event_tap: EventTap
) -> None:
    ana, ben, iris = tide.responder("ana"), tide.responder("ben"), tide.supervisor()
    texter = tide.text_from(texters, ASKING)
    said = [texter.writes("a long evening")]
    conversation_id = iris.finds(said[0])
    ana.helps(conversation_id)
    eventually(lambda: ana.conversation(conversation_id)["survey"] is not None, "the survey")
    texter.writes_exactly("3")
    eventually(lambda: ana.conversation(conversation_id)["survey"] is None, "its answer")
    for words in ("first", "second"):
        said.append(texters.mark(words))
        ana.replies(conversation_id, said[-1])
    ana.does(conversation_id, "tag", tags=["school"])
    ana.does(conversation_id, "transfer", responderId=ben.id, note=texters.mark("take over"))
    ben.does(conversation_id, "accept")
    ben.does(conversation_id, "escalate", type="medical", urgency="urgent", location=texters.mark("at home"))
    ben.does(conversation_id, "resolve", outcome=texters.mark("safe"))
    ben.does(conversation_id, "wrap-up")
    soon = (datetime.now(UTC) + timedelta(seconds=2)).isoformat()
    said.append(texters.mark("how are you today"))
    ben.does(conversation_id, "follow-up", scheduledTime=soon, message=said[-1])
    ben.sees_state(conversation_id, "follow_up_active")
    ben.does(conversation_id, "close")

    events = event_tap.hears(conversation_id, {one.detail_type for one in EVENTS})

    checker = jsonschema.FormatChecker()
    for event in events:
        schema = json.loads((SCHEMAS / f"{event['detail-type']}.json").read_text())
        jsonschema.validate(event["detail"], schema, format_checker=checker)
    told = json.dumps(events)
    marks = [words.split()[-1] for words in said]
    assert not [word for word in marks if re.search(rf"\b{word}\b", told)]
    assert texter.number.lstrip("+") not in told
    closed = next(one["detail"] for one in events if one["detail-type"] == "conversation.closed")
    assert (closed["endedAs"], closed["transition"], closed["tags"]) == ("closed", "close_from_followup", ["school"])
