"""An answer to a web chat is where its texter fetches it: handing it over is nothing, and nothing can be unknown."""

from __future__ import annotations

from shared.channels.outbound import Accepted, Found, OutboundMessage
from shared.channels.webchat.sender import sender
from shared.domain.delivery import DeliveryStatus
from tests.unit.builders import NOON

MESSAGE = OutboundMessage("pro_1", "session-1", "I am here", "con_1.5.1", "req-1")


def test_a_message_is_accepted_under_the_name_of_its_attempt() -> None:
    assert sender("", {}, {}.__getitem__).send(MESSAGE) == Accepted("con_1.5.1")


def test_given_a_pass_died_in_between_then_the_message_is_known_to_be_there() -> None:
    assert sender("", {}, {}.__getitem__).look_up(MESSAGE, NOON, ()) == Found("con_1.5.1", DeliveryStatus.SENT)
