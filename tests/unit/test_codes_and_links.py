"""Signing in without a password, choosing a new one, coming in by invitation: by what was sent, once."""

from __future__ import annotations

import pytest

from functions.auth import gate
from shared.channels.outbound import TryLater
from shared.contracts.queues import NoticeTask
from shared.contracts.sign_in import TRIES
from shared.domain.errors import RuleBroken
from shared.store.models import LoginItem, UserItem
from tests.unit import aws
from tests.unit.auth_house import ANN, OTHER, PASSWORD, PHONE, Answered, AuthHouse, secret_in
from tests.unit.post import LINK
from tests.unit.world import World

IVO = "ivo@line.example.org"


@pytest.fixture
def house(world: World, monkeypatch: pytest.MonkeyPatch) -> AuthHouse:
    monkeypatch.setattr(gate, "EMAIL_MAILS", 100)
    monkeypatch.setattr(gate, "EMAIL_ATTEMPTS", 100)
    return AuthHouse(world)


def ask(house: AuthHouse, path: str, email: str = ANN, **more: str) -> Answered:
    return house.ask("POST", f"auth/{path}/request", {"email": email, **more})


def verify(house: AuthHouse, code: str, email: str = ANN) -> Answered:
    return house.ask("POST", "auth/otp/verify", {"email": email, "code": code})


def come_by(house: AuthHouse, token: str) -> Answered:
    return house.ask("POST", "auth/magic/verify", {"token": token})


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


class TestCodes:
    def test_a_code_that_was_mailed_lets_in_once(self, house: AuthHouse) -> None:
        assert ask(house, "otp", " ANN@line.example.org ").status == 202
        code = house.mailed()
        answer = verify(house, code)
        assert (answer.status, answer.body["user"]["id"]) == (200, "res_5")
        assert house.on_record()[-1] == ("U#aff_1", "sign_in.succeeded", "user:res_5")
        assert verify(house, code).code == "wrong_code"

    def test_it_is_texted_to_who_wants_it_texted(self, house: AuthHouse) -> None:
        ask(house, "otp", medium="sms")
        assert house.deliver() == []
        (text,) = house.post.carrier.texts
        assert text.number == PHONE
        answer = verify(house, secret_in(text.text))
        items = house.ask("GET", "auth/sessions", token=answer.body["token"]).body["items"]
        assert [one["medium"] for one in items] == ["sms_code"]

    def test_a_second_code_is_texted_however_lately_the_first_was(self, house: AuthHouse) -> None:
        for _ in range(2):
            ask(house, "otp", medium="sms")
            house.deliver()
        assert len(house.post.carrier.texts) == 2

    def test_who_has_no_phone_is_not_told_so(self, house: AuthHouse) -> None:
        assert ask(house, "otp", IVO, medium="sms").status == 202
        assert (house.deliver(), house.post.carrier.texts) == ([], [])

    def test_it_is_good_for_five_minutes_from_when_it_left(self, house: AuthHouse) -> None:
        ask(house, "otp")
        house.world.clock.go_on(minutes=4)
        code = house.mailed()
        house.world.clock.go_on(minutes=4, seconds=59)
        assert verify(house, code).status == 200
        ask(house, "otp")
        code = house.mailed()
        house.world.clock.go_on(minutes=5)
        assert verify(house, code).code == "wrong_code"

    def test_after_five_tries_the_right_one_is_wrong(self, house: AuthHouse) -> None:
        ask(house, "otp")
        code = house.mailed()
        for _ in range(TRIES):
            assert verify(house, wrong(code)).status == 401
        assert verify(house, code).code == "wrong_code"

    def test_guessing_closes_the_account_as_wrong_passwords_do(self, house: AuthHouse) -> None:
        for _ in range(2):
            ask(house, "otp")
            code = house.mailed()
            for _ in range(3):
                verify(house, wrong(code))
        assert "sign_in.locked" in house.actions()
        assert verify(house, code).status == 401
        house.world.clock.go_on(seconds=31)
        assert verify(house, code).status == 200

    def test_only_the_latest_is_good(self, house: AuthHouse) -> None:
        ask(house, "otp")
        first = house.mailed()
        ask(house, "otp")
        assert verify(house, first).status == 401
        assert verify(house, house.mailed()).status == 200

    def test_it_is_kept_as_a_keyed_hash_and_travels_through_no_queue(self, house: AuthHouse) -> None:
        ask(house, "otp")
        bodies = [record["body"] for record in aws.drain(house.world.queues["comms"])]
        for body in bodies:
            house.world.sqs.send_message(QueueUrl=house.world.queues["comms"], MessageBody=body)
        code = house.mailed()
        assert code not in "".join(bodies) + repr(aws.rows("sessions"))
        assert set(NoticeTask.from_json(bodies[0]).says) == set()

    def test_another_address_is_not_let_in_by_it(self, house: AuthHouse) -> None:
        ask(house, "otp")
        ask(house, "otp", IVO)
        texts = {mail.to: secret_in(mail.text) for mail in house.deliver()}
        if texts[ANN] != texts[IVO]:
            assert verify(house, texts[ANN], IVO).status == 401

    @pytest.mark.parametrize("code", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "12 456"])
    def test_what_is_no_code_is_said_to_be_none(self, house: AuthHouse, code: str) -> None:
        answer = verify(house, code)
        assert (answer.status, list(answer.fields)) == (422, ["code"])

    def test_a_deactivated_person_is_sent_nothing_and_not_let_in_by_what_they_have(self, house: AuthHouse) -> None:
        ask(house, "otp")
        code = house.mailed()
        house.deactivate()
        assert verify(house, code).code == "wrong_code"
        assert ask(house, "otp").status == 202
        assert house.deliver() == []


class TestLinks:
    def test_a_link_lets_in_once_and_leads_to_the_console(self, house: AuthHouse) -> None:
        ask(house, "magic")
        (mail,) = house.deliver()
        token = secret_in(mail.text)
        assert f"{LINK}/#/sign-in/magic/{token}" in mail.text
        assert come_by(house, token).status == 200
        assert come_by(house, token).code == "bad_link"

    def test_it_is_good_for_a_quarter_of_an_hour(self, house: AuthHouse) -> None:
        ask(house, "magic")
        token = house.mailed()
        house.world.clock.go_on(minutes=15)
        assert come_by(house, token).code == "bad_link"

    def test_only_the_latest_is_good_and_only_whole(self, house: AuthHouse) -> None:
        ask(house, "magic")
        first = house.mailed()
        ask(house, "magic")
        second = house.mailed()
        for token in (first, second[:-1], second.partition(".")[0], second.partition(".")[0] + ".", "x"):
            assert come_by(house, token).code == "bad_link"
        assert come_by(house, second).status == 200

    def test_it_is_kept_as_a_hash(self, house: AuthHouse) -> None:
        ask(house, "magic")
        secret = house.mailed().partition(".")[2]
        assert secret not in repr(aws.rows("sessions"))

    def test_a_link_of_one_kind_does_nothing_else(self, house: AuthHouse) -> None:
        ask(house, "reset")
        token = house.mailed()
        assert come_by(house, token).code == "bad_link"
        assert house.ask("POST", "auth/invitation/accept", {"token": token, "password": OTHER}).code == "bad_link"

    def test_given_two_come_by_it_at_once_then_one_is_let_in(self, house: AuthHouse) -> None:
        ask(house, "magic")
        token, second = house.mailed(), []
        house.world.wire.before("TransactWriteItems", lambda: second.append(come_by(house, token).status))
        assert [come_by(house, token).status, *second] == [401, 200]

    def test_given_the_mail_could_not_leave_at_first_then_the_one_that_leaves_is_good(self, house: AuthHouse) -> None:
        house.post.mailbox.replies = [TryLater("throttled")]
        ask(house, "magic")
        (task,) = [record["body"] for record in aws.drain(house.world.queues["comms"])]

        class Queue:
            def change_message_visibility(self, **_: object) -> None: ...

        tries = 0
        while len(house.post.mailbox.mails) < 2:
            tries += 1
            house.world.sqs.send_message(QueueUrl=house.world.queues["comms"], MessageBody=task)
            house.deliver(Queue())
            house.world.clock.go_on(seconds=30)
        first, second = (secret_in(mail.text) for mail in house.post.mailbox.mails)
        assert come_by(house, first).status == 401
        assert come_by(house, second).status == 200
        assert tries >= 2

    def test_what_is_too_late_is_not_sent(self, house: AuthHouse) -> None:
        ask(house, "magic")
        house.world.clock.go_on(minutes=11)
        assert house.deliver() == []


class TestLimits:
    @pytest.mark.parametrize("email", [ANN, "nobody@line.example.org"])
    def test_given_mails_are_asked_for_again_and_again_then_no_more_are_sent(
        self, house: AuthHouse, monkeypatch: pytest.MonkeyPatch, email: str
    ) -> None:
        monkeypatch.setattr(gate, "EMAIL_MAILS", 3)
        for _ in range(3):
            assert ask(house, "magic", email).status == 202
        assert ask(house, "otp", email).status == 429
        assert ask(house, "reset", IVO).status == 202
        house.world.clock.go_on(minutes=5)
        assert ask(house, "otp", email).status == 202


class TestChangingAPassword:
    def change(self, house: AuthHouse, token: str, current: str = PASSWORD, new: str = OTHER) -> Answered:
        return house.ask("POST", "auth/password", {"current": current, "new": new}, token=token)

    def test_it_ends_every_session_cuts_every_socket_and_goes_on_in_a_new_session(self, house: AuthHouse) -> None:
        here, there = house.signed_in().body, house.signed_in().body
        answer = self.change(house, here["token"])
        assert answer.status == 200
        assert [house.goes_on(one["token"]) for one in (here, there, answer.body)] == [False, False, True]
        assert {"user": "res_5"} in house.cuts()
        assert house.login().status == 401
        assert house.login(password=OTHER).status == 200
        assert "password.changed" in house.actions()
        (mail,) = house.deliver()
        assert (mail.to, mail.subject) == (ANN, "Holdfast: your password was changed")

    def test_a_browser_gets_its_new_cookies(self, house: AuthHouse) -> None:
        ann = house.browser()
        before = dict(ann.cookies)
        assert ann.ask("POST", "auth/password", {"current": PASSWORD, "new": OTHER}).body["token"] == ""
        assert house.ask("GET", "auth/profile", cookies=before).status == 401
        assert ann.ask("GET", "auth/session").status == 200

    def test_it_takes_the_one_so_far_and_guessing_it_closes_the_account(self, house: AuthHouse) -> None:
        token = house.signed_in().body["token"]
        for _ in range(6):
            assert self.change(house, token, current="wrong").code == "wrong_password"
        assert self.change(house, token).code == "wrong_password"
        assert house.goes_on(token)

    def test_links_that_were_sent_before_open_nothing_any_more(self, house: AuthHouse) -> None:
        ask(house, "magic")
        ask(house, "reset")
        magic, reset = (secret_in(mail.text) for mail in house.deliver())
        self.change(house, house.signed_in().body["token"])
        assert come_by(house, magic).code == "bad_link"
        assert house.ask("POST", "auth/reset", {"token": reset, "password": OTHER}).code == "bad_link"

    def test_one_that_is_easily_guessed_is_refused_by_its_field(self, house: AuthHouse) -> None:
        token = house.signed_in().body["token"]
        answer = self.change(house, token, new="short")
        assert (answer.status, answer.fields) == (422, {"new": "must have 12 characters at least"})
        assert house.goes_on(token)


class TestResetting:
    def reset(self, house: AuthHouse, token: str, password: str = OTHER) -> Answered:
        return house.ask("POST", "auth/reset", {"token": token, "password": password})

    def test_it_gives_a_new_password_ends_every_session_and_signs_nobody_in(self, house: AuthHouse) -> None:
        before = house.signed_in().body
        ask(house, "reset")
        (mail,) = house.deliver()
        token = secret_in(mail.text)
        assert f"{LINK}/#/reset/{token}" in mail.text
        answer = self.reset(house, token)
        assert (answer.status, answer.set_cookies) == (204, ())
        assert not house.goes_on(before["token"])
        assert house.login(password=OTHER).status == 200
        assert self.reset(house, token).code == "bad_link"
        assert "password.reset" in house.actions()
        assert house.cuts() == [{"user": "res_5"}]

    def test_a_bad_password_does_not_use_the_link_up(self, house: AuthHouse) -> None:
        ask(house, "reset")
        token = house.mailed()
        assert self.reset(house, token, "ann ann ann ann").fields == {"password": "repeats itself"}
        assert self.reset(house, token).status == 204

    def test_it_opens_a_closed_account(self, house: AuthHouse) -> None:
        for _ in range(8):
            house.login(password="wrong")
        ask(house, "reset")
        assert self.reset(house, house.mailed()).status == 204
        assert house.login(password=OTHER).status == 200

    def test_who_was_deactivated_meanwhile_cannot(self, house: AuthHouse) -> None:
        ask(house, "reset")
        token = house.mailed()
        house.deactivate()
        assert self.reset(house, token).code == "bad_link"


class TestInvitations:
    def invite(self, house: AuthHouse) -> str:
        affiliate = house.directory.affiliate("aff_1")
        assert affiliate is not None
        house.invitations.invite(affiliate, affiliate.staff["res_6"], "req-1")
        (mail,) = house.deliver()
        assert (mail.to, mail.subject) == (IVO, "Holdfast: welcome to AFF_1")
        assert f"{LINK}/#/welcome/{secret_in(mail.text)}" in mail.text
        return secret_in(mail.text)

    def accept(self, house: AuthHouse, token: str, password: str = OTHER, **more: str) -> Answered:
        return house.ask("POST", "auth/invitation/accept", {"token": token, "password": password, **more})

    def test_who_was_invited_chooses_a_password_and_a_name_and_is_in(self, house: AuthHouse) -> None:
        assert house.login(IVO, "").status == 422
        answer = self.accept(house, self.invite(house), name="Ivo Brandt")
        assert (answer.status, house.goes_on(answer.body["token"])) == (200, True)
        assert sorted(house.actions()) == ["invitation.accepted", "sign_in.succeeded"]
        house.new_environment()
        assert house.login(IVO, OTHER).body["user"]["name"] == "Ivo Brandt"

    def test_without_a_name_the_one_given_stays(self, house: AuthHouse) -> None:
        assert self.accept(house, self.invite(house)).body["user"]["name"] == "Ivo"

    def test_it_is_good_for_a_week_and_once(self, house: AuthHouse) -> None:
        token = self.invite(house)
        house.world.clock.go_on(days=6, hours=23)
        assert self.accept(house, token).status == 200
        assert self.accept(house, token).code == "bad_link"
        token = self.invite(house)
        house.world.clock.go_on(days=7)
        assert self.accept(house, token).code == "bad_link"

    def test_asking_for_other_mails_does_not_take_it_back(self, house: AuthHouse) -> None:
        token = self.invite(house)
        for path in ("otp", "magic", "reset"):
            ask(house, path, IVO)
        house.deliver()
        assert self.accept(house, token).status == 200

    def test_their_own_name_is_no_password(self, house: AuthHouse) -> None:
        answer = self.accept(house, self.invite(house), "brandt-ivo-99", name="Ivo Brandt")
        assert answer.fields == {"password": "is made of your name, your address or ours"}

    def test_who_is_not_active_is_not_invited(self, house: AuthHouse) -> None:
        house.deactivate("res_6")
        affiliate = house.directory.affiliate("aff_1")
        assert affiliate is not None
        with pytest.raises(RuleBroken):
            house.invitations.invite(affiliate, affiliate.staff["res_6"], "req-1")

    def test_without_a_password_codes_and_links_let_in(self, house: AuthHouse) -> None:
        ask(house, "magic", IVO)
        assert come_by(house, house.mailed()).status == 200


def test_spanish_speakers_are_written_to_in_spanish(house: AuthHouse) -> None:
    UserItem("A#aff_1", "U#res_5").update(actions=[UserItem.languages.set(["es"])])
    house.world.tenants.touch("aff_1")
    ask(house, "otp")
    (mail,) = house.deliver()
    assert mail.subject == "Holdfast: su código para entrar"
    assert verify(house, secret_in(mail.text)).status == 200


def test_a_login_without_a_hash_is_read_as_one(house: AuthHouse) -> None:
    item = house.world.database.get(LoginItem, f"L#{IVO}", "LOGIN")
    assert item is not None
    assert item.password_hash is None
