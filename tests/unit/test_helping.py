"""Who is told to call for help, and what happens when they cannot be told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from shared.channels.outbound import Accepted, Answer, OutboundMessage, OutcomeUnknown, Refused, TryLater
from shared.domain.conversation import Conversation, Escalation, EscalationStatus
from shared.domain.errors import Unavailable
from shared.lifecycle.helping import PeopleOnCall
from shared.store.directory import Affiliate, Program, StaffMember
from tests.unit.builders import LINE, a_conversation

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
CALL = Escalation("esc_1", "medical", "immediate", EscalationStatus.CONFIRMED, NOW, "res_1", 7, reference="HF-TEST")


@dataclass
class Post:
    """A mailer and a provider at once: what was sent, and what goes wrong."""

    answer: Answer = field(default_factory=lambda: Accepted("SM1"))
    dead: tuple[str, ...] = ()
    mails: list[tuple[str, str]] = field(default_factory=list)
    texts: list[OutboundMessage] = field(default_factory=list)

    def send(self, to: str | OutboundMessage, subject: str = "", text: str = "") -> Answer:
        if isinstance(to, OutboundMessage):
            self.texts.append(to)
            return self.answer
        if to in self.dead:
            raise ConnectionError
        self.mails.append((to, f"{subject}\n{text}"))
        return self.answer


def _supervisor(name: str, phone: str | None = None) -> StaffMember:
    return StaffMember(name, "aff_1", f"{name}@line.example.org", name, "supervisor", ("pro_1",), 3, True, phone)


def _contact(post: Post, *people: StaffMember) -> str:
    conversation: Conversation = replace(a_conversation(), program_id="pro_1")
    program = Program("pro_1", "aff_1", "One", LINE, "twilio", "AC1", {}, {})
    affiliate = Affiliate("aff_1", "One", True, "s1", {"pro_1": program}, {one.id: one for one in people})
    on_call = PeopleOnCall(post, lambda _: post, "simulated emergency services", "https://line.example.org")
    return on_call.contact(conversation, CALL, affiliate)


def test_supervisors_are_mailed_and_who_left_a_number_is_texted_a_link_and_nothing_more() -> None:
    post = Post()

    assert _contact(post, _supervisor("vera", "+12025550190"), _supervisor("omar")) == "simulated emergency services"

    assert [to for to, _ in post.mails] == ["vera@line.example.org", "omar@line.example.org"]
    (text,) = post.texts
    assert (text.number, text.line) == ("+12025550190", LINE)
    for said in (text.text, *(body for _, body in post.mails)):
        assert "simulated" in said
        assert "HF-TEST" in said
        assert f"https://line.example.org/#/conversations/{a_conversation().id}" in said


def test_one_address_that_does_not_work_keeps_nobody_else_from_hearing() -> None:
    post = Post(dead=("vera@line.example.org",))

    _contact(post, _supervisor("vera"), _supervisor("omar"))

    assert [to for to, _ in post.mails] == ["omar@line.example.org"]


@pytest.mark.parametrize("answer", [Accepted("SM1"), OutcomeUnknown("no_answer")])
def test_a_text_that_went_or_may_have_gone_is_enough_when_no_mail_does(answer: Answer) -> None:
    post = Post(answer, dead=("vera@line.example.org",))

    assert _contact(post, _supervisor("vera", "+12025550190"))


@pytest.mark.parametrize("answer", [Refused("21211"), TryLater("429")])
def test_when_neither_reaches_anybody_it_is_tried_again(answer: Answer) -> None:
    with pytest.raises(ConnectionError):
        _contact(Post(answer, dead=("vera@line.example.org",)), _supervisor("vera", "+12025550190"))


def test_with_nobody_on_duty_it_is_tried_again_and_never_called_done() -> None:
    with pytest.raises(Unavailable):
        _contact(Post())
