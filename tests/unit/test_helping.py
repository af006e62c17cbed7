"""Who is told to call for help, what happens when they cannot be told, and that nobody is told twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.channels.outbound import Accepted, Answer, OutcomeUnknown, Refused, TryLater
from shared.contracts.notices import CALL_OUT
from shared.domain.conversation import Conversation, Escalation, EscalationStatus
from shared.domain.errors import Unavailable
from shared.store.models import UserItem
from tests.unit.builders import LINE, a_conversation
from tests.unit.post import LINK, SERVICE, Post
from tests.unit.world import World

PHONE = "+12025550190"


@pytest.fixture
def post() -> Post:
    return Post()


def supervisor(world: World, name: str, phone: str | None = None, **more: object) -> None:
    world.hire(name, role="supervisor", **more)  # type: ignore[arg-type]
    if phone is not None:
        UserItem("A#aff_1", f"U#{name}").update(actions=[UserItem.phone.set(phone)])
        world.tenants.touch("aff_1")


def contact(world: World, post: Post) -> str:
    """The hook's step, in an environment of its own."""
    conversation: Conversation = replace(a_conversation(), program_id="pro_1")
    opened = world.clock.now()
    call = Escalation("esc_1", "medical", "immediate", EscalationStatus.CONFIRMED, opened, "res_1", 7, reference="HF-9")
    return post.people_on_call(world).contact(conversation, call, world.principal("res_1").affiliate)


def test_supervisors_are_mailed_and_who_left_a_number_is_texted_a_link_and_nothing_more(
    world: World, post: Post
) -> None:
    supervisor(world, "vera", PHONE)

    assert contact(world, post) == SERVICE

    assert [to for to, _ in post.mailbox.subjects] == ["sup_1", "vera"]
    (text,) = post.carrier.texts
    assert (text.number, text.line) == (PHONE, LINE)
    for said in (text.text, *(f"{mail.subject}\n{mail.text}" for mail in post.mailbox.mails)):
        assert {"simulated", "HF-9", "medical"} <= set(said.replace("[", " ").replace(",", " ").split())
        assert f"{LINK}/#/conversations/{a_conversation().id}" in said


def test_somebody_who_helps_in_spanish_first_is_told_in_spanish(world: World, post: Post) -> None:
    supervisor(world, "inma", PHONE, languages=("es", "en"))
    contact(world, post)
    assert "Se necesita ayuda médica (inmediata)" in post.carrier.texts[0].text


def test_done_again_nobody_is_told_twice(world: World, post: Post) -> None:
    supervisor(world, "vera", PHONE)
    for _ in range(3):
        assert contact(world, post) == SERVICE
    assert len(post.mailbox.mails) == 2
    assert len(post.carrier.texts) == 1


def test_given_the_pass_died_right_after_a_text_was_sent_when_it_is_done_again_then_it_is_not_sent_again(
    world: World, post: Post
) -> None:
    supervisor(world, "vera", PHONE)
    post.carrier.replies = [SystemExit()]
    with pytest.raises(SystemExit):
        contact(world, post)
    world.clock.go_on(seconds=30)

    assert contact(world, post) == SERVICE

    assert len(post.carrier.texts) == len(post.carrier.asked) == 1
    assert len(post.mailbox.mails) == 2


def test_one_address_that_does_not_work_keeps_nobody_else_from_hearing(world: World, post: Post) -> None:
    supervisor(world, "vera")
    post.mailbox.dead = ("sup_1",)
    contact(world, post)
    assert [to for to, _ in post.mailbox.subjects] == ["vera"]


def test_who_could_not_be_told_at_once_is_left_to_the_queue_of_notices(world: World, post: Post) -> None:
    supervisor(world, "vera", PHONE)
    post.carrier.replies = [TryLater("503")]
    contact(world, post)
    (task,) = post.left
    assert (task.kind, task.user_id, task.medium, task.id) == (CALL_OUT, "vera", "sms", "esc_1-vera-sms")


@pytest.mark.parametrize("answer", [Accepted("SM1"), OutcomeUnknown("no_answer")])
def test_a_text_that_went_or_may_have_gone_is_enough_when_no_mail_does(
    world: World, post: Post, answer: Answer
) -> None:
    supervisor(world, "vera", PHONE)
    post.mailbox.dead = ("sup_1", "vera")
    post.carrier.replies = [answer]
    assert contact(world, post) == SERVICE


@pytest.mark.parametrize("answer", [Refused("21211"), TryLater("429")])
def test_when_neither_reaches_anybody_it_is_tried_again_and_then_goes_through(
    world: World, post: Post, answer: Answer
) -> None:
    supervisor(world, "vera", PHONE)
    post.mailbox.replies = [TryLater("Throttling"), TryLater("Throttling")]
    post.carrier.replies = [answer]
    with pytest.raises(Unavailable):
        contact(world, post)
    assert post.left == []

    assert contact(world, post) == SERVICE
    assert [to for to, _ in post.mailbox.subjects] == ["sup_1", "vera", "sup_1", "vera"]


def test_an_hour_of_failures_is_not_the_end_of_it(world: World, post: Post) -> None:
    post.mailbox.replies = [TryLater("Throttling")] * 20
    for _ in range(20):
        with pytest.raises(Unavailable):
            contact(world, post)
    assert contact(world, post) == SERVICE


def test_with_nobody_on_duty_it_is_tried_again_and_never_called_done(world: World, post: Post) -> None:
    UserItem("A#aff_1", "U#sup_1").update(actions=[UserItem.active.set(False)])
    world.tenants.touch("aff_1")
    with pytest.raises(Unavailable):
        contact(world, post)
