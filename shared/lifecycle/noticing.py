"""One pass over one notice to a member of staff. Correct when run early, late or twice.

done already                         → nothing
so old that it helps nobody          → not sent any more
the person is gone, left no number   → not sent
texted of the same kind a moment ago → not texted again
otherwise                            → as every send: see `sending`

What lets somebody in (`contracts.sign_in`) is made when it is sent, and is not looked for when its fate is unknown: who
waits for it asks for another.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from shared.channels.mail import Mail, Mailer
from shared.channels.outbound import Answer, LookUp, OutboundMessage, Provider, Refused
from shared.contracts.notices import SMS, choices, in_words
from shared.contracts.queues import NoticeTask
from shared.contracts.sign_in import KINDS as SIGN_IN
from shared.domain.delivery import MAX_ATTEMPTS, DeliveryStatus
from shared.domain.language import DEFAULT
from shared.domain.ports import Clock
from shared.domain.templates import StaffTemplate, fill
from shared.lifecycle.choosing import tell_breaker, texting_lines, working
from shared.lifecycle.sending import Done, Later, Standing, Verdict, attempt, resolve
from shared.lifecycle.sign_in_post import SignInPost
from shared.store.breakers import Breakers, Pace
from shared.store.directory import Affiliate, Line, StaffMember
from shared.store.notices import Notice, Notices

#: What happened longer ago interrupts nobody any more; the console shows it.
STALE = timedelta(hours=2)
#: A send takes no longer than this: a younger attempt that is open is another pass's, which will tell.
_IN_FLIGHT = timedelta(seconds=20)
#: Nobody was told, and nobody will be: somebody must know of that.
FAILURES = frozenset({"refused", "gave_up", "left_to_a_person", "too_late", "no_words"})
_SENT = frozenset({DeliveryStatus.SENT, DeliveryStatus.DELIVERED, DeliveryStatus.READ})
_SES = "ses"


#: Makes what is to be said, when it is about to be sent; None where it is not to be sent after all.
_Words = Callable[[], StaffTemplate | None]


def _same(words: StaffTemplate) -> StaffTemplate | None:
    return words


class _Log:
    """A notice as `sending.Log`."""

    def __init__(self, notices: Notices, notice: Notice) -> None:
        self._notices = notices
        self.notice = notice

    @property
    def standing(self) -> Standing:
        one = self.notice
        return Standing(one.status, one.attempts, one.failures, one.started_at)

    def begin(self, provider: str) -> int | None:
        begun = self._notices.begin(self.notice, provider)
        if begun is None:
            return None
        self.notice = begun
        return begun.attempts

    def accepted(self, provider_id: str, status: DeliveryStatus, error_code: str | None = None) -> None:
        self._notices.accepted(self.notice, provider_id, status, error_code)

    def failed(self, error_code: str) -> None:
        self._notices.failed(self.notice, error_code)

    def park(self, error_code: str) -> None:
        self._notices.park(self.notice, error_code)

    def settle(self, status: DeliveryStatus, error_code: str | None = None) -> None:
        self._notices.settle(self.notice, status, error_code)


class NoticeSender:
    """`provider` gives the adapter of a line; `public_url` is where links lead. Without `sign_in` it sends nothing that
    lets anybody in."""

    def __init__(
        self,
        notices: Notices,
        mailer: Mailer,
        provider: Callable[[Line], Provider],
        breakers: Breakers,
        pace: Pace,
        clock: Clock,
        public_url: str,
        sign_in: SignInPost | None = None,
    ) -> None:
        self._notices = notices
        self._mailer = mailer
        self._provider = provider
        self._breakers = breakers
        self._pace = pace
        self._clock = clock
        self._public_url = public_url
        self._sign_in = sign_in

    def run(self, task: NoticeTask, affiliate: Affiliate, most: int = MAX_ATTEMPTS) -> Verdict:
        """`most` attempts are made. Raises `Unavailable` to be run again where the line's provider is not set up."""
        log = _Log(self._notices, self._notices.read(task))
        standing, now = log.standing, self._clock.now()
        if standing.settled:
            return Done("sent_before" if standing.status in _SENT else "ended_before")
        member = affiliate.staff.get(task.user_id)
        if standing.open:
            return self._find_out(log, task, affiliate, member, now)
        kind = SIGN_IN.get(task.kind)
        if now - datetime.fromisoformat(task.at) > (kind.within if kind is not None else STALE):
            return self._let_be(log, "too_late")
        if member is None or not member.active:
            return self._let_be(log, "not_on_staff")
        if kind is not None:
            if self._sign_in is None or not self._sign_in.wanted(task, member):
                return self._let_be(log, "overtaken")
            made = partial(self._sign_in.words, task, affiliate, member)
        else:
            words = self._words(task, affiliate, member)
            if words is None:
                return self._let_be(log, "no_words")
            made = partial(_same, words)
        if task.medium == SMS:
            return self._text(log, task, affiliate, member, made, most)

        def mail(_: int) -> Answer:
            words = made()
            if words is None:
                return Refused("overtaken")
            return self._mailer.send(Mail(member.email, words.subject, words.text, task.id))

        verdict, _ = attempt(log, _SES, mail, most)
        return verdict

    def _text(
        self, log: _Log, task: NoticeTask, affiliate: Affiliate, member: StaffMember, made: _Words, most: int
    ) -> Verdict:
        lines, phone = texting_lines(affiliate, task.program_id), member.phone
        if phone is None or not lines:
            return self._let_be(log, "no_number" if phone is None else "no_line")
        if not self._notices.may_text(task):
            return self._let_be(log, "told_lately")
        line, wait = working(lines, self._breakers)
        if line is None:
            return Later(wait, "provider_down")
        if line.per_second is not None and not self._pace.take(line.key, line.per_second):
            return Later(1, "line_is_busy")
        provider = self._provider(line)

        def text(number: int) -> Answer:
            words = made()
            return (
                Refused("overtaken") if words is None else provider.send(_message(task, line, phone, words.sms)(number))
            )

        verdict, answer = attempt(log, "#".join(line.key), text, most)
        tell_breaker(self._breakers, line, answer)
        return verdict

    def _find_out(
        self, log: _Log, task: NoticeTask, affiliate: Affiliate, member: StaffMember | None, now: datetime
    ) -> Verdict:
        notice = log.notice
        age = now - (notice.started_at or now)
        if notice.status is DeliveryStatus.SENDING and age < _IN_FLIGHT:
            return Later(max(1, round((_IN_FLIGHT - age).total_seconds())), "in_flight")
        if task.kind in SIGN_IN:
            return self._let_be(log, "pass_interrupted")
        channel, _, number = (notice.via or "").partition("#")
        line = affiliate.lines.get((channel, number))
        words = self._words(task, affiliate, member) if member is not None else None
        if line is None or words is None or member is None or member.phone is None:
            # A mail service lists nothing, and neither does anybody for a person who is gone.
            log.park("pass_interrupted")
            return Done("left_to_a_person")
        provider, message = self._provider(line), _message(task, line, member.phone, words.sms)

        def look_up(since: datetime) -> LookUp:
            return provider.look_up(message(notice.attempts), since, ())

        return resolve(log, look_up, now)

    def _let_be(self, log: _Log, why: str) -> Done:
        log.settle(DeliveryStatus.FAILED, why)
        return Done(why)

    def _words(self, task: NoticeTask, affiliate: Affiliate, member: StaffMember) -> StaffTemplate | None:
        program = affiliate.programs.get(task.program_id)
        place = f"conversations/{task.conversation_id}" if task.conversation_id else ""
        known = {
            "program": program.name if program is not None else task.program_id or affiliate.name,
            "link": f"{self._public_url}/#/{place}",
        }
        language = member.languages[0] if member.languages else DEFAULT
        for spoken, template in choices(affiliate.templates, task.kind, language):
            values = {name: in_words(value, spoken) for name, value in task.says.items()} | known
            parts = [fill(part, values) for part in (template.subject, template.text, template.sms)]
            if None not in parts:
                return StaffTemplate(*(part or "" for part in parts))
        return None


def _message(task: NoticeTask, line: Line, phone: str, text: str) -> Callable[[int], OutboundMessage]:
    """The message of each attempt. Carriers' receipts name an attempt that is no delivery, and change nothing."""
    return lambda number: OutboundMessage(line.number, phone, text, f"{task.id}.0.{number}", task.request_id)
