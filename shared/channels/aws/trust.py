"""Is an envelope really SNS's: its signature, and the certificate it is to be checked with.

The address of the certificate is not signed, so it must be the one place only SNS can write to: the SNS endpoint of the
topic's own region, over TLS. What is found there must be within its dates, hold an RSA key of 2,048 bits or more, and
be made out to SNS. Amazon's certificates name `sns.amazonaws.com`, those of younger regions
`sns-signing.<region>.amazonaws.com`, those of GovCloud and China `sns-<region>.amazonaws.com[.cn]`
(`expectedCommonName` in the AWS SDK for Java's sns-message-manager). The chain above it is not checked again: the
endpoint gives the leaf alone, and TLS has vouched for who gave it.

Cryptography and TLS are imported when they are first needed: other providers' webhooks go without.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from shared.channels.aws.sns import Envelope, NotSns
from shared.domain.errors import Unavailable

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

_SECONDS = 3.0
#: Bytes of a certificate or a confirmation; both have some two thousand.
_MOST = 16 * 1024
_MIN_KEY_BITS = 2048
#: Certificates that are kept. There is one for each region and year or so.
_KEPT = 8
_PEM = re.compile(r"SimpleNotificationService-[0-9a-f]{16,64}\.pem")
#: Where the local cloud's SNS may keep things on its host.
_LOCAL_FOLDER = re.compile(r"\A[a-z-]{1,40}/")

#: Gets an address once: status and body. Raises `OSError` when nothing, or nothing whole, came.
Get = Callable[[str], tuple[int, bytes]]


@dataclass(frozen=True)
class _Certificate:
    key: RSAPublicKey
    names: frozenset[str]
    since: datetime
    until: datetime


class Trust:
    """`local_host` is the host and port of the local cloud's SNS, which speaks HTTP; None on AWS."""

    def __init__(self, local_host: str | None, get: Get | None = None) -> None:
        self._local = f"http://{local_host}/" if local_host else None
        self._get = get or get_once
        self._certificates: dict[str, _Certificate] = {}

    def is_genuine(self, envelope: Envelope, now: datetime) -> bool:
        """Whether SNS has signed this. Raises `Unavailable` when its certificate cannot be had at the moment."""
        try:
            certificate = self._certificate(envelope)
        except NotSns:
            return False
        named = bool(certificate.names & _names(envelope)) or self._is_local(envelope.certificate_url)
        return named and certificate.since <= now <= certificate.until and _verifies(certificate.key, envelope)

    def confirm(self, envelope: Envelope) -> bool:
        """Visit the address that a genuine confirmation names; whether SNS took it. Raises `Unavailable` likewise."""
        path, _, query = self._path(envelope, envelope.subscribe_url).partition("?")
        wanted = {"Action": ["ConfirmSubscription"], "TopicArn": [envelope.topic], "Token": [envelope.token]}
        if path or parse_qs(query) != wanted:
            return False
        return self._fetch(envelope.subscribe_url) is not None

    def _certificate(self, envelope: Envelope) -> _Certificate:
        url = envelope.certificate_url
        if envelope.version not in ("1", "2") or not _PEM.fullmatch(self._path(envelope, url)):
            raise NotSns
        if url not in self._certificates:
            pem = self._fetch(url)
            if pem is None:
                raise NotSns
            found = _read(pem)
            while len(self._certificates) >= _KEPT:
                del self._certificates[next(iter(self._certificates))]
            self._certificates[url] = found
        return self._certificates[url]

    def _path(self, envelope: Envelope, url: str) -> str:
        """What follows SNS's endpoint in an address there. Raises `NotSns` for an address anywhere else."""
        endpoint = f"https://sns.{envelope.region}.{_suffix(envelope)}/"
        # Compared as text, and not taken apart first: what two parsers might see differently does not match.
        if url.isascii() and url.startswith(endpoint):
            return url.removeprefix(endpoint)
        if self._local is not None and url.isascii() and url.startswith(self._local):
            return _LOCAL_FOLDER.sub("", url.removeprefix(self._local))
        raise NotSns

    def _is_local(self, url: str) -> bool:
        return self._local is not None and url.startswith(self._local)

    def _fetch(self, url: str) -> bytes | None:
        """What is there; None when SNS says that there is nothing for us."""
        try:
            status, body = self._get(url)
        except OSError:
            raise Unavailable("SNS could not be asked") from None
        if status == 429 or status >= 500:
            raise Unavailable("SNS could not be asked")
        return body if status == 200 else None


def get_once(url: str) -> tuple[int, bytes]:
    """See `Get`. Follows no redirect and no proxy, and reads no more than `_MOST` bytes."""
    import http.client
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    make: Any = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = make(parts.netloc, timeout=_SECONDS)
    try:
        connection.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""))
        answer = connection.getresponse()
        body: bytes = answer.read(_MOST + 1)
    except http.client.HTTPException as error:
        raise OSError("no answer in HTTP") from error
    finally:
        connection.close()
    # `answer.length` is what was announced and not read: half a certificate is no answer, and not a wrong one.
    if len(body) > _MOST or answer.length:
        raise OSError("more, or less, than a whole certificate or confirmation")
    return int(answer.status), body


def _suffix(envelope: Envelope) -> str:
    return "amazonaws.com.cn" if envelope.partition == "aws-cn" else "amazonaws.com"


def _names(envelope: Envelope) -> frozenset[str]:
    region, suffix = envelope.region, _suffix(envelope)
    names = {"sns.amazonaws.com", f"sns.{region}.{suffix}", f"sns-signing.{region}.{suffix}", f"sns-{region}.{suffix}"}
    if envelope.partition == "aws-us-gov":
        names.add("sns-us-gov-west-1.amazonaws.com")  # signs for both of GovCloud's regions
    return frozenset(names)


def _read(pem: bytes) -> _Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    try:
        found = x509.load_pem_x509_certificate(pem)
        key = found.public_key()
        names = {str(one.value) for one in found.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)}
        alternatives = [one for one in found.extensions if isinstance(one.value, x509.SubjectAlternativeName)]
    except Exception:  # whatever is wrong with it: `cryptography` names no one error for all of it
        raise NotSns from None
    for one in alternatives:
        names.update(one.value.get_values_for_type(x509.DNSName))
    if not isinstance(key, RSAPublicKey) or key.key_size < _MIN_KEY_BITS:
        raise NotSns
    return _Certificate(key, frozenset(names), found.not_valid_before_utc, found.not_valid_after_utc)


def _verifies(key: RSAPublicKey, envelope: Envelope) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA1, SHA256

    # Topics sign with version 1, which is SHA-1, until somebody sets 2. Only who chooses what SNS signs could forge it.
    digest = SHA1() if envelope.version == "1" else SHA256()  # noqa: S303
    try:
        key.verify(envelope.signature, envelope.signed, PKCS1v15(), digest)
    except InvalidSignature:
        return False
    return True
