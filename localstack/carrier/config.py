"""The carrier's configuration, and a file that is read again whenever it changes."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Annotated, Generic, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

Model = TypeVar("Model", bound=BaseModel)


def is_loopback_url(url: str) -> bool:
    """True for http(s) URLs whose host is `localhost` or a loopback address literal; other names are never resolved."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port  # raises ValueError when it is not a number
        if parts.scheme not in ("http", "https") or parts.username is not None:
            return False
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _must_be_loopback(url: str) -> str:
    if not is_loopback_url(url):
        raise ValueError("must be an http URL on this machine (localhost or a loopback address)")
    return url


LoopbackUrl = Annotated[str, AfterValidator(_must_be_loopback)]


class Line(BaseModel):
    """A number a pretend provider routes to the webhook: E.164 or a short code, and the name a person knows it by."""

    number: Annotated[str, Field(pattern=r"^\+?[0-9]{3,15}$")]
    name: Annotated[str, Field(min_length=1)]


class AwsConfig(BaseModel):
    """AWS End User Messaging SMS: its lines, and the webhook subscribed to the topic all of it is published to.

    With a `configuration_set`, requests that name another are refused and those that name none get no events.
    """

    model_config = ConfigDict(frozen=True)

    webhook_url: LoopbackUrl
    topic_arn: Annotated[str, Field(pattern=r"^arn:aws:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$")]
    lines: list[Line]
    configuration_set: Annotated[str, Field(min_length=1)] | None = None

    @property
    def account(self) -> str:
        """The twelve digits the topic belongs to."""
        return self.topic_arn.split(":")[4]

    def has_line(self, number: str) -> bool:
        return any(line.number == number for line in self.lines)


class PartnerConfig(BaseModel):
    """A partner: the id it goes by, the secret both sides sign with, and where it posts what its users write.

    What became of the line's messages goes to the same address with `/status` after it.
    """

    model_config = ConfigDict(frozen=True)

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    secret: Annotated[str, Field(min_length=1)]
    webhook_url: LoopbackUrl


class CarrierConfig(BaseModel):
    """`{account_sid, auth_token, webhook_url, lines: [{number, name}], aws?, partner?, console_url?, chat_url?}`.

    The first four are Twilio's. A provider that is left out, or null, is not there. The last two are pages the handset
    links to. Other keys are ignored.
    """

    model_config = ConfigDict(frozen=True)

    account_sid: Annotated[str, Field(min_length=1)]
    auth_token: Annotated[str, Field(min_length=1)]
    webhook_url: LoopbackUrl
    lines: list[Line]
    aws: AwsConfig | None = None
    partner: PartnerConfig | None = None
    console_url: LoopbackUrl | None = None
    chat_url: LoopbackUrl | None = None

    def has_line(self, number: str) -> bool:
        return any(line.number == number for line in self.lines)


class WatchedConfig(Generic[Model]):
    """A JSON file parsed into `model` and parsed again when it changes on disk.

    `current()` is None while the file is absent. A file that does not parse (perhaps caught half written) leaves the
    last good one in force; `trouble` then says why, naming fields and never their values.
    """

    def __init__(self, path: Path, model: type[Model]) -> None:
        self._path = path
        self._model = model
        self._stamp: tuple[int, int, int] | None = None
        self._value: Model | None = None
        self.trouble: str | None = None

    def current(self) -> Model | None:
        try:
            stat = self._path.stat()
            stamp = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            if stamp != self._stamp:
                self._read()
                self._stamp = stamp
        except OSError:
            self._stamp, self._value, self.trouble = None, None, "the configuration file does not exist yet"
        return self._value

    def _read(self) -> None:
        try:
            self._value = self._model.model_validate_json(self._path.read_bytes())
            self.trouble = None
        except ValidationError as invalid:
            reasons = (f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in invalid.errors())
            self.trouble = "the configuration file is not valid: " + "; ".join(reasons)
