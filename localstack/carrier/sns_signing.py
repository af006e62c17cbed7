"""How SNS signs what it posts, with a key and a certificate of the pretend SNS's own.

What is signed, and in which order: https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

_NOTIFICATION = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
_CONFIRMATION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
_KEY_BITS = 2048
_VALID_DAYS = 365


def string_to_sign(envelope: Mapping[str, str]) -> str:
    """The names and values that are signed, each on a line of its own; a Subject only where there is one."""
    names = _NOTIFICATION if envelope["Type"] == "Notification" else _CONFIRMATION
    return "".join(f"{name}\n{envelope[name]}\n" for name in names if name in envelope)


@dataclass(frozen=True)
class SigningKey:
    """`certificate` is PEM, self-signed; `name` is the last part of its address."""

    private: rsa.RSAPrivateKey
    certificate: bytes
    name: str

    @classmethod
    def new(cls) -> SigningKey:
        private = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Pretend SNS, local cloud only")])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(private.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=_VALID_DAYS))
            .sign(private, hashes.SHA256())
        )
        fingerprint = hashlib.sha256(certificate.public_bytes(serialization.Encoding.DER)).hexdigest()[:32]
        pem = certificate.public_bytes(serialization.Encoding.PEM)
        return cls(private, pem, f"SimpleNotificationService-{fingerprint}.pem")

    def sign(self, envelope: Mapping[str, str]) -> str:
        """Base64 of SHA1withRSA for SignatureVersion 1, SHA256withRSA for 2."""
        digest: hashes.HashAlgorithm = (
            hashes.SHA1() if envelope["SignatureVersion"] == "1" else hashes.SHA256()  # noqa: S303 - version 1 is that
        )
        signature = self.private.sign(string_to_sign(envelope).encode(), padding.PKCS1v15(), digest)
        return base64.b64encode(signature).decode()
