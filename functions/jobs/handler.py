"""Scheduled work. Each schedule names its job; every job may run early, late or twice."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from functions.jobs.queue_watch import QueueWatch
from functions.jobs.reconciling import Reconciler
from functions.jobs.reopening import Reopening
from functions.jobs.retention import Retention
from functions.jobs.sweeping import Sweep
from shared.lifecycle.composing import writer
from shared.lifecycle.supervising import Supervision
from shared.lifecycle.timekeeping import Timekeeper
from shared.runtime.aws import client
from shared.runtime.invocation import invocation
from shared.runtime.settings import required
from shared.runtime.tables import database
from shared.store.agenda import Agenda
from shared.store.depths import Depths
from shared.store.presence import Presences
from shared.store.runs import Runs

if TYPE_CHECKING:
    from functions.jobs.missed import Missed


@cache
def _timekeeper() -> Timekeeper:
    return Timekeeper(writer(), Agenda(database()))


@cache
def _queue_watch() -> QueueWatch:
    depths, queue = Depths(database()), required("NOTIFY_QUEUE_URL")
    return QueueWatch(writer().conversations, writer().directory, depths, writer().clock, client("sqs"), queue)


@cache
def _reconciler() -> Reconciler:
    tables, states, machine = database(), client("stepfunctions"), required("STATE_MACHINE")
    supervision = Supervision(writer(), Runs(tables), _timekeeper(), states, machine)
    return Reconciler(writer(), Agenda(tables), supervision, Reopening(writer()), states, machine)


@cache
def _missed() -> Missed:
    # Only this job reads carriers' lists; the others, which run each minute, start without what it needs.
    from functions.jobs.carriers import missed

    return missed()


@invocation("jobs")
def handler(event: dict[str, Any], context: Any) -> Any:
    match event.get("job"):
        case "queue_watch":
            _queue_watch().run()
        case "sweep":
            Sweep(writer(), Agenda(database()), _timekeeper(), Presences(database(), writer().clock)).run()
        case "reconcile":
            _reconciler().run()
        case "retention":
            Retention(writer(), Agenda(database())).run()
        case "missed":
            return _missed().answer(event)
        case unknown:
            raise ValueError(f"there is no job '{unknown}'")
    return None
