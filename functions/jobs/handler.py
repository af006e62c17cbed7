"""Scheduled work. Each schedule names its job; every job may run early, late or twice."""

from __future__ import annotations

from functools import cache
from typing import Any

from functions.jobs.queue_watch import watch_queues
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
from shared.store.presence import Presences
from shared.store.runs import Runs


@cache
def _timekeeper() -> Timekeeper:
    return Timekeeper(writer(), Agenda(database()))


@cache
def _reconciler() -> Reconciler:
    tables, states, machine = database(), client("stepfunctions"), required("STATE_MACHINE")
    supervision = Supervision(writer(), Runs(tables), _timekeeper(), states, machine)
    return Reconciler(writer(), Agenda(tables), supervision, Reopening(writer()), states, machine)


@invocation("jobs")
def handler(event: dict[str, Any], context: Any) -> None:
    match event.get("job"):
        case "queue_watch":
            watch_queues(writer().conversations, writer().directory, writer().clock)
        case "sweep":
            Sweep(writer(), Agenda(database()), _timekeeper(), Presences(database(), writer().clock)).run()
        case "reconcile":
            _reconciler().run()
        case "retention":
            Retention(writer(), Agenda(database())).run()
        case unknown:
            raise ValueError(f"there is no job '{unknown}'")
