"""The channels, as a table: adding one is a package under `channels/`, a row here, and its name in `doors`, `senders`.

A channel's package holds `door.py` with a class `Door(setting)` (how its messages come in; see `inbound`),
`sender.py` with a function `sender(account, credentials, setting)` (how ours go out; see `outbound`) and, where the
provider can list what it took, `history.py` (see `history`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Channel:
    """`title` is what people call it; `sms`: texts are cut into segments, each of which costs; `door`: it has one.

    `accounts`: it needs credentials from the providers' secret.
    """

    name: str
    title: str
    sms: bool
    door: bool
    accounts: bool


# fmt: off
CHANNELS: dict[str, Channel] = {row.name: row for row in (
    #       name       title                          sms    door   accounts
    Channel("twilio",  "SMS through Twilio",          True,  True,  True),
    Channel("aws",     "SMS through AWS",             True,  True,  True),
    Channel("partner", "A partner's messages",        False, True,  True),
    Channel("webchat", "Web chat",                    False, False, False),
)}
# fmt: on
