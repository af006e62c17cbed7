"""Each channel's way in, imported on first use: one provider's webhooks do not pay for another's."""

from __future__ import annotations

from collections.abc import Callable

from shared.channels.inbound import Door


def door(channel: str, setting: Callable[[str], str | None]) -> Door | None:
    """The way in of a channel; None where there is no such channel, or its messages come in elsewhere."""
    match channel:
        case "twilio":
            from shared.channels.twilio.door import Door as TwilioDoor

            return TwilioDoor(setting)
        case "aws":
            from shared.channels.aws.door import Door as AwsDoor

            return AwsDoor(setting)
        case "partner":
            from shared.channels.partner.door import Door as PartnerDoor

            return PartnerDoor(setting)
    return None
