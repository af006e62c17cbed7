"""The sender of notices of an environment, put together for whoever sends any."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from shared.channels.mail import SesMailer
from shared.channels.outbound import Provider
from shared.domain.clockwork import SystemClock
from shared.lifecycle.noticing import NoticeSender
from shared.lifecycle.sign_in_post import SignInPost
from shared.runtime.aws import client
from shared.runtime.settings import required
from shared.runtime.tables import database
from shared.store.breakers import Breakers, Pace
from shared.store.challenges import Challenges
from shared.store.directory import Line
from shared.store.notices import Notices


def notice_sender(code_key: Callable[[], bytes] | None = None) -> NoticeSender:
    """`code_key` gives the key under which codes are kept, for who also sends what lets people in."""
    tables, clock = database(), SystemClock()
    sign_in = SignInPost(Challenges(tables, clock), code_key, required("PUBLIC_URL")) if code_key is not None else None

    @cache
    def providers() -> Callable[[Line], Provider]:
        # Most notices are mails, and texting brings a client of its own.
        from shared.runtime.providers import provider_of_lines

        return provider_of_lines()

    return NoticeSender(
        Notices(tables, clock),
        SesMailer(client("sesv2", once=True), required("MAIL_FROM")),
        lambda line: providers()(line),
        Breakers(tables, clock),
        Pace(tables, clock),
        clock,
        required("PUBLIC_URL"),
        sign_in,
    )
