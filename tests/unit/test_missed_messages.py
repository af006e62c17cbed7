"""No texter is lost between a carrier and us: what only the carrier has is taken in, once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs

import pytest
import requests
import responses

from functions.jobs import handler as jobs
from functions.jobs.comparing import Comparing
from functions.jobs.missed import Listing, Missed
from functions.quarantine import handler as quarantine
from shared.channels.history import History, NotListed
from shared.contracts.queues import IngressEnvelope
from shared.domain.inbound import InboundMessage
from shared.runtime.inbound_queue import InboundQueue
from shared.runtime.secret import Secret
from shared.store.arrivals import Arrivals
from shared.store.models import SeenItem
from shared.store.quarantine import Quarantine
from tests.unit import aws
from tests.unit.builders import an_inbound
from tests.unit.deployment import CARRIER, Deployment, forget_all
from tests.unit.world import WELCOME, World

UNKNOWN = "+12025550199"


@dataclass
class CarriersList:
    """What a carrier lists of one account, the newest first, as Twilio does."""

    messages: list[InboundMessage] = field(default_factory=list)
    fails_after: int | None = None
    media_fail: bool = False
    asked: list[tuple[datetime, datetime]] = field(default_factory=list)
    newest_first: bool = True
    skipped: int = 0

    def inbound(self, since: datetime, until: datetime) -> Iterator[InboundMessage]:
        self.asked.append((since, until))
        found = [one for one in self.messages if since <= one.received_at <= until]
        found = sorted(found, key=lambda one: one.received_at)
        for number, one in enumerate(reversed(found) if self.newest_first else found):
            if number == self.fails_after:
                raise NotListed("503")
            yield replace(one, media=("",) * len(one.media))
        if self.fails_after is not None:
            raise NotListed("503")

    def complete(self, message: InboundMessage) -> InboundMessage:
        if self.media_fail and message.media:
            raise NotListed("503")
        return next(one for one in self.messages if one.provider_id == message.provider_id)


class Line:
    """The job, over carriers' lists of its own."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.lists = {aws.ACCOUNT: CarriersList(), "AC2": CarriersList()}
        self.waiting, self.seconds = 0, 0.0
        self.seconds_a_call = 0.0
        self._sids = 0

    def job(self) -> Missed:
        world = self.world
        arrivals = Arrivals(world.database, world.clock)
        secrets = aws.client("secretsmanager")
        inbound = InboundQueue(world.sqs, Secret(secrets, f"{aws.PREFIX}/ingress"), world.queues["inbound"])
        quarantine_ = Quarantine(world.database, world.clock)
        comparing = Comparing(
            arrivals, quarantine_, world.directory, inbound, lambda: self.waiting, world.clock, world.ids
        )
        listings = [Listing("twilio", account, {}) for account in self.lists]
        return Missed(lambda: listings, self._open, arrivals, comparing, world.clock, self._clock)

    def _open(self, listing: Listing) -> History:
        return self.lists[listing.account]

    def _clock(self) -> float:
        self.seconds += self.seconds_a_call
        return self.seconds

    def texted(
        self, text: str, *, minutes_ago: float = 5, account: str = aws.ACCOUNT, **changes: Any
    ) -> InboundMessage:
        """A texter's message, as the carrier has it. Its webhook has not come (yet)."""
        self._sids += 1
        at = self.world.clock.now() - timedelta(minutes=minutes_ago)
        known = {"provider_id": f"SM{self._sids:032d}", "account": account, "received_at": at}
        message = an_inbound(text, **known | changes)
        self.lists[account].messages.append(message)
        return message

    def run(self, **asked: Any) -> int:
        missed: int = self.job().run(**asked)["missed"]
        return missed

    def envelopes(self) -> list[IngressEnvelope]:
        """What is in the inbound queue, taken out."""
        return [IngressEnvelope.from_json(one["body"]) for one in aws.drain(self.world.queues["inbound"])]

    def take_in(self) -> None:
        """Intake works off its queue."""
        for envelope in self.envelopes():
            self.world.intake.take(envelope)

    def words(self) -> list[str]:
        found = [self.world.words(one) for one in self.world.all_conversations()]
        return [text for words in found for direction, text in words if direction == "inbound"]


@pytest.fixture
def line(world: World) -> Line:
    """An account whose list was compared a moment ago."""
    line = Line(world)
    line.run()
    world.clock.go_on(minutes=10)
    return line


class TestFinding:
    def test_given_a_webhook_never_came_when_the_lists_are_compared_then_the_texter_is_heard(
        self, line: Line, capsys: pytest.CaptureFixture[str]
    ) -> None:
        line.texted("is anybody there")
        assert line.run() == 1
        assert '"MissedMessages":1' in capsys.readouterr().out
        line.take_in()
        assert line.words() == ["is anybody there"]

    def test_given_it_was_found_when_they_are_compared_again_then_it_is_not_found_again(self, line: Line) -> None:
        line.texted("is anybody there")
        line.run()
        line.take_in()
        assert line.run() == 0
        assert line.envelopes() == []

    def test_what_came_by_its_webhook_is_not_missed(self, line: Line) -> None:
        line.world.intake.take(line.world.envelope(line.texted("hello")))
        assert line.run() == 0
        assert line.envelopes() == []

    def test_given_the_webhook_comes_after_all_then_it_is_one_message(self, line: Line) -> None:
        message = line.texted("hello")
        line.run()
        line.world.intake.take(line.world.envelope(message))
        line.take_in()
        assert line.words() == ["hello"]

    def test_it_goes_in_exactly_as_the_front_door_would_have_put_it(self, line: Line, world: World) -> None:
        message = line.texted("hello")
        line.run()
        (record,) = aws.drain(world.queues["inbound"])
        envelope = IngressEnvelope.from_json(record["body"])
        assert envelope.message_key == world.envelope(message).message_key
        assert record["attributes"]["MessageDeduplicationId"] == envelope.message_key
        InboundQueue(
            world.sqs, Secret(aws.client("secretsmanager"), f"{aws.PREFIX}/ingress"), world.queues["inbound"]
        ).put(line.texted("from the front door", sender=message.sender), "req-1")
        (other,) = aws.drain(world.queues["inbound"])
        assert other["attributes"]["MessageGroupId"] == record["attributes"]["MessageGroupId"]
        assert "hello" not in record["body"]

    def test_several_are_taken_in_in_the_order_they_were_written(self, line: Line) -> None:
        texts = [line.texted(str(number), minutes_ago=9 - number).text for number in range(5)]
        assert line.run() == 5
        line.take_in()
        assert line.words() == texts

    @pytest.mark.parametrize("newest_first", [True, False])
    def test_those_of_the_same_second_keep_the_order_of_the_list(self, line: Line, newest_first: bool) -> None:
        line.lists[aws.ACCOUNT].newest_first = newest_first
        texts = [line.texted(str(number)).text for number in range(5)]
        assert line.run() == 5
        line.take_in()
        assert line.words() == texts

    def test_more_than_one_call_can_hold_are_all_looked_for(self, line: Line, world: World) -> None:
        for number in range(230):
            message = line.texted(str(number), minutes_ago=6)
            if number not in (7, 111, 229):
                SeenItem(f"I#{world.envelope(message).message_key}", "SEEN", conversation_id="con_1").save()
        assert line.run() == 3

    def test_media_are_asked_for_and_come_along(self, line: Line) -> None:
        line.texted("look", media=("https://media/1", "https://media/2"))
        line.run()
        line.take_in()
        (fact,) = [one for one in line.world.facts(line.world.only()) if one.message and one.message.content == "look"]
        assert fact.message.media == ("https://media/1", "https://media/2")

    def test_given_the_carrier_does_not_name_the_media_then_the_words_do_not_wait_for_them(self, line: Line) -> None:
        line.lists[aws.ACCOUNT].media_fail = True
        line.texted("look", media=("https://media/1",))
        assert line.run() == 1
        line.take_in()
        assert line.words() == ["look"]


class TestLeavingAlone:
    def test_what_may_still_be_on_its_way_is_left_for_the_next_run(self, line: Line) -> None:
        line.texted("hello", minutes_ago=1)
        assert line.run() == 0
        line.world.clock.go_on(minutes=5)
        assert line.run() == 1

    def test_what_lies_in_quarantine_is_known(self, line: Line, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TABLE_PREFIX", aws.PREFIX)
        quarantine._database.cache_clear()
        message = line.texted("hello")
        held = replace(world.envelope(message), sealed="bm90IG9wZW5hYmxl")
        world.intake.take(held)
        event = {"Records": aws.drain(world.queues["quarantine"])}
        assert quarantine.handler(event, None)["batchItemFailures"] == []
        assert [row["reason"]["S"] for row in aws.rows("quarantine")] == ["unreadable"]
        assert line.run() == 0

    def test_an_account_may_have_numbers_that_are_none_of_our_business(self, line: Line) -> None:
        line.texted("your parcel is on its way", line=UNKNOWN)
        assert line.run() == 0
        assert line.envelopes() == []

    def test_given_intake_is_down_then_what_waits_in_the_queue_is_not_put_in_once_more_for_ten_minutes(
        self, line: Line
    ) -> None:
        line.waiting = 3
        for number in range(3):
            line.texted(str(number), minutes_ago=4)
        assert line.run() == 0
        line.world.clock.go_on(minutes=7)
        assert line.run() == 3

    def test_given_more_are_missing_than_wait_in_the_queue_then_some_were_missed_for_sure(self, line: Line) -> None:
        line.waiting = 2
        for number in range(3):
            line.texted(str(number), minutes_ago=4)
        assert line.run() == 3

    def test_given_intake_stays_down_then_each_is_put_in_once_and_counted_once(self, line: Line) -> None:
        line.texted("hello")
        assert [line.run() for _ in range(3)] == [1, 0, 0]
        assert len(line.envelopes()) == 1

    def test_given_a_list_reaches_further_than_was_asked_then_what_is_outside_is_left(self, line: Line) -> None:
        class ByDay(CarriersList):
            def inbound(self, since: datetime, until: datetime) -> Iterator[InboundMessage]:
                return super().inbound(since - timedelta(days=1), until + timedelta(days=1))

        line.lists[aws.ACCOUNT] = ByDay()
        line.texted("too young", minutes_ago=1)
        line.texted("from before us", minutes_ago=600)
        assert line.run() == 0


class TestHowFarBack:
    def test_an_account_that_is_new_begins_now(self, world: World) -> None:
        line = Line(world)
        line.texted("answered by the system before ours")
        assert line.run() == 0
        world.clock.go_on(minutes=5)
        line.texted("ours", minutes_ago=3)
        assert line.run() == 1

    def test_after_an_outage_all_that_was_missed_is_found(self, line: Line, world: World) -> None:
        world.clock.go_on(hours=7)
        texts = [line.texted(f"{hours} hours ago", minutes_ago=60 * hours).text for hours in (7, 4, 1)]
        assert line.run() == 3
        line.take_in()
        assert line.words() == texts

    def test_by_itself_it_goes_back_two_days_at_most(self, line: Line, world: World) -> None:
        world.clock.go_on(days=10)
        line.texted("long ago", minutes_ago=60 * 49)
        line.texted("not so long ago", minutes_ago=60 * 47)
        assert line.run() == 1
        assert line.run(hours=50) == 1

    def test_on_demand_it_goes_as_far_back_as_is_asked(self, line: Line) -> None:
        line.texted("hello", minutes_ago=120)
        assert line.run() == 0
        assert line.run(hours=1) == 0
        assert line.run(hours=3) == 1

    def test_on_demand_a_stretch_of_the_past_can_be_compared_and_nothing_else(self, line: Line, world: World) -> None:
        line.texted("then", minutes_ago=120)
        line.texted("now", minutes_ago=30)
        assert line.job().answer({"hours": 1, "until": (world.clock.now() - timedelta(minutes=90)).isoformat()}) == {
            "missed": 1,
            "unread": [],
        }

    def test_on_demand_one_need_not_wait_for_what_may_be_on_its_way(self, line: Line) -> None:
        line.texted("hello", minutes_ago=0.5)
        assert line.job().answer({"job": "missed", "hours": 1, "grace": 0})["missed"] == 1


class TestCarriersThatFail:
    def test_given_one_list_cannot_be_read_then_the_other_is(
        self, line: Line, capsys: pytest.CaptureFixture[str]
    ) -> None:
        line.lists[aws.ACCOUNT].fails_after = 0
        line.texted("hello", account="AC2")
        assert line.job().run() == {"missed": 1, "unread": [f"twilio/{aws.ACCOUNT}"]}
        assert '"ListLag":' in capsys.readouterr().out

    def test_given_it_broke_off_then_what_was_found_is_taken_in_and_the_rest_at_the_next_run(self, line: Line) -> None:
        line.texted("the older one", minutes_ago=6)
        line.texted("the newer one", minutes_ago=5)
        line.lists[aws.ACCOUNT].fails_after = 1
        assert line.run() == 1
        line.lists[aws.ACCOUNT].fails_after = None
        line.world.clock.go_on(minutes=30)
        assert line.run() == 1

    def test_the_lag_is_how_long_ago_the_list_was_last_compared(
        self, line: Line, world: World, capsys: pytest.CaptureFixture[str]
    ) -> None:
        line.run()
        line.lists["AC2"].fails_after = 0
        world.clock.go_on(minutes=40)
        capsys.readouterr()
        line.run()
        assert f'"ListLag":{(40 + 2) * 60}' in capsys.readouterr().out

    def test_credentials_that_are_broken_stop_nobody_else(
        self, line: Line, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        broken = line.lists.pop(aws.ACCOUNT)
        line.texted("hello", account="AC2")
        line.lists = {"AC3": broken, "AC2": line.lists["AC2"]}
        monkeypatch.setattr(line, "_open", lambda one: line.lists[one.account] if one.account == "AC2" else {}["token"])
        assert line.job().run() == {"missed": 1, "unread": ["twilio/AC3"]}

    def test_given_there_is_no_time_for_all_then_the_next_run_goes_on_where_this_one_stopped(
        self, line: Line, world: World
    ) -> None:
        world.clock.go_on(hours=4)
        for minutes in range(5, 240, 5):
            line.texted(f"{minutes} minutes ago", minutes_ago=minutes)
        line.seconds_a_call = 1.0
        runs = []
        while sum(runs) < 47:
            runs.append(line.run())
            assert runs[-1], "no progress"
        assert len(runs) > 1
        line.take_in()
        assert sorted(line.words()) == sorted(f"{minutes} minutes ago" for minutes in range(5, 240, 5))


class TestAsDeployed:
    """The function `jobs` with Twilio's API behind it."""

    @pytest.fixture
    def deployment(self, world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployment]:
        forget_all()
        jobs._missed.cache_clear()
        yield Deployment(world, monkeypatch)
        forget_all()
        jobs._missed.cache_clear()

    def test_given_a_webhook_never_came_when_the_job_runs_then_the_texter_is_welcomed(
        self, deployment: Deployment, capsys: pytest.CaptureFixture[str]
    ) -> None:
        at = datetime.now(UTC) - timedelta(minutes=5)
        listed = {
            "sid": "SM1", "direction": "inbound", "from": "+12025550142", "to": "+12025550100", "num_media": "0",
            "body": "is anybody there", "date_sent": format_datetime(at), "date_created": format_datetime(at),
        }  # fmt: skip
        with responses.RequestsMock() as carrier:
            carrier.get(re.compile(f"{CARRIER}/.*Messages.json.*"), json={"messages": [listed], "next_page_uri": None})
            carrier.post(re.compile(f"{CARRIER}/.*"), json={"sid": "SM77"}, status=201)
            assert jobs.handler({"job": "missed", "hours": 1}, None) == {"missed": 1, "unread": []}
            deployment.flow()
            assert jobs.handler({"job": "missed", "hours": 1}, None) == {"missed": 0, "unread": []}
            texted = [parse_qs(call.request.body)["Body"] for call in carrier.calls if call.request.method == "POST"]
        assert texted == [[WELCOME]]
        assert deployment.world.words(deployment.world.only()) == [("inbound", "is anybody there"), ("system", WELCOME)]
        assert "is anybody there" not in capsys.readouterr().out

    def test_given_the_carrier_does_not_answer_when_the_job_runs_then_it_says_so_and_does_not_fail(
        self, deployment: Deployment
    ) -> None:
        with responses.RequestsMock() as carrier:
            carrier.get(re.compile(f"{CARRIER}/.*"), body=requests.ConnectionError())
            found = jobs.handler({"job": "missed", "hours": 1}, None)
        assert found == {"missed": 0, "unread": [f"twilio/{aws.ACCOUNT}"]}
