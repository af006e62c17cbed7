"""Each channel's way out, imported on first use."""

from __future__ import annotations

from shared.channels.outbound import MakeSender


def make_sender(channel: str) -> MakeSender:
    """How the channel's sender is made. Raises `KeyError` for a channel there is not."""
    match channel:
        case "twilio":
            from shared.channels.twilio.sender import sender as twilio

            return twilio
        case "aws":
            from shared.channels.aws.sender import sender as aws

            return aws
        case "partner":
            from shared.channels.partner.sender import sender as partner

            return partner
        case "webchat":
            from shared.channels.webchat.sender import sender as webchat

            return webchat
    raise KeyError(channel)
