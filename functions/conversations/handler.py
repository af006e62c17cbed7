"""The REST API of queue, conversations and who works on them."""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.conversations.abuse import Abuse
from functions.conversations.carriers import Carriers
from functions.conversations.desk import Desk
from functions.conversations.earlier import Earlier
from functions.conversations.endings import Endings
from functions.conversations.escalations import Escalations
from functions.conversations.hand_overs import HandOvers
from functions.conversations.judging import Judging
from functions.conversations.moving import Mover
from functions.conversations.opting_out import OptingOut
from functions.conversations.reading import Reading
from functions.conversations.senders import Senders
from functions.conversations.signs import Signs
from functions.conversations.speakers import Speakers
from functions.conversations.staffing import Staffing
from shared.contracts.api import Reply
from shared.contracts.route import LINE
from shared.domain.clockwork import RandomIds, SystemClock
from shared.lifecycle.presence_news import PresenceNews
from shared.lifecycle.typing import Typing
from shared.runtime import staff_api
from shared.runtime.aws import client
from shared.runtime.http import Request
from shared.runtime.identity import Principal
from shared.runtime.invocation import invocation
from shared.runtime.settings import required
from shared.store.alerts import Alerts
from shared.store.blocks import Blocks
from shared.store.breakers import Breakers
from shared.store.conversations import Conversations
from shared.store.deliveries import Deliveries
from shared.store.files import Files
from shared.store.idempotency import Idempotency
from shared.store.presence import Presences
from shared.store.texters import Texters
from shared.store.vault import Vault


@cache
def _api() -> Any:
    tables, clock = staff_api.tables(), SystemClock()
    conversations = Conversations(tables)
    vault = Vault(tables, client("kms"), clock)
    claims = Idempotency(tables, staff_api.idempotency_key(), clock)
    presences = Presences(tables, clock)
    texters = Texters(tables)
    reading = Reading(conversations, vault, clock, texters, staff_api.reads())
    mover = Mover(conversations, vault, claims, reading, clock, RandomIds())
    speakers = Speakers(conversations, presences, clock)
    desk, hand_overs, endings, judging = (
        Desk(mover, speakers),
        HandOvers(mover, Files(tables, clock)),
        Endings(mover),
        Judging(mover),
    )
    escalations = Escalations(mover, required("EMERGENCY_SERVICE"))
    news = PresenceNews(lambda: client("sqs"), required("PUSH_QUEUE_URL"), clock)
    staffing = Staffing(conversations, presences, Alerts(tables), clock, news)

    carriers = Carriers(conversations, Deliveries(tables, clock), Breakers(tables, clock), reading)

    signs = Signs(mover, Typing(lambda: client("sqs"), required("PUSH_QUEUE_URL"), clock))

    senders = Senders(conversations, vault, staff_api.audit())
    abuse, earlier = Abuse(mover, Blocks(tables)), Earlier(mover, texters)

    def heard_of(principal: Principal) -> None:
        if principal.role in LINE:
            back = presences.seen(principal.affiliate.id, principal.user_id)
            if back is not None:
                news.tell(principal.affiliate.id, principal.user_id, back, principal.program_ids)

    return staff_api.staff_api(
        "conversations",
        {
            "getQueue": reading.queue,
            "listConversations": reading.conversations,
            "getConversation": reading.conversation,
            "listMessages": reading.messages,
            "getTimeline": reading.timeline,
            "takeNext": desk.take_next,
            "sendMessage": desk.send,
            "decideOutcome": carriers.decide,
            "listProviders": carriers.providers,
            "assign": desk.assign,
            "accept": desk.accept,
            "transfer": hand_overs.transfer,
            "reject": hand_overs.reject,
            "returnToQueue": hand_overs.give_back,
            "reassign": hand_overs.reassign,
            "whisper": hand_overs.whisper,
            "escalate": escalations.escalate,
            "getEscalation": escalations.record,
            "updateEscalation": escalations.update,
            "confirmEscalation": escalations.confirm,
            "logContact": escalations.log_contact,
            "resolve": escalations.resolve,
            "wrapUp": endings.wrap_up,
            "resume": endings.resume,
            "close": endings.close,
            "scheduleFollowUp": endings.schedule_follow_up,
            "cancelFollowUp": endings.cancel_follow_up,
            "holdConversation": endings.hold,
            "releaseConversation": endings.release,
            "tag": judging.tag,
            "recordLadder": judging.record_ladder,
            "survey": judging.survey,
            "typeToTexter": signs.types,
            "reportAbuse": abuse.report,
            "blockSender": abuse.block,
            "listBlockedSenders": abuse.blocked,
            "unblockSender": abuse.unblock,
            "confirmSamePerson": earlier.confirm,
            "listEarlierConversations": earlier.conversations,
            "getSender": senders.sender,
            "revealSender": senders.reveal,
            "recordOptOut": OptingOut(mover).record,
            "getQueueHealth": staffing.health,
            "listResponders": staffing.responders,
            "setPresence": staffing.set_presence,
            "listAlerts": staffing.alerts,
            "acknowledgeAlert": staffing.acknowledge,
            "reportDay": _report_day,
        },
        heard_of,
    )


def _report_day(request: Request) -> Reply:
    # Here: of all who call, few ask for figures.
    from functions.conversations.reports import Reports
    from shared.store.tallies import Tallies

    return Reports(Tallies(staff_api.tables()), SystemClock()).day(request)


@invocation("conversations")
def handler(event: dict[str, Any], context: Any) -> Any:
    return _api().resolve(event, context)
