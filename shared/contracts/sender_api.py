"""Requests and responses about the number that a conversation's texter writes from."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shared.contracts.api import Channel, Reply, Wire

#: A code and no words: the record of it can never be changed, and words could name the texter.
RevealReason = Literal["emergency", "call_agreed", "wrong_number", "texter_asked", "other"]


class Sender(Reply):
    """By which channel somebody writes, and as much of their number as anybody needs to tell two apart."""

    channel: Channel
    masked: str | None = Field(
        description="The country and the last two digits. None where there is no number, as in a web chat, or none any "
        "more, after an erasure."
    )


class RevealRequest(Wire):
    reason: RevealReason | None = Field(default=None, description="Goes onto the record with who asked, and when.")


class RevealedSender(Reply):
    number: str = Field(description="As the carrier writes it.")
