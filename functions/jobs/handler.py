"""Scheduled work. Each schedule names its job; every job may run early, late or twice."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from functions.jobs.queue_watch import QueueWatch
from functions.jobs.reconciling import Reconciler
from functions.jobs.reopening import Reopening
from functions.jobs.sweeping import Sweep
from shared.lifecycle.composing import writer
from shared.lifecycle.presence_news import PresenceNews
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
    from functions.jobs.retention import Retention
    from functions.jobs.staff_words import StaffRetention


@cache
def _timekeeper() -> Timekeeper:
    return Timekeeper(writer(), Agenda(database()))


@cache
def _sweep() -> Sweep:
    presences = Presences(database(), writer().clock)
    news = PresenceNews(lambda: client("sqs"), required("PUSH_QUEUE_URL"), writer().clock)
    return Sweep(writer(), Agenda(database()), _timekeeper(), presences, news)


@cache
def _queue_watch() -> QueueWatch:
    depths, queue = Depths(database()), required("NOTIFY_QUEUE_URL")
    return QueueWatch(writer().conversations, writer().directory, depths, writer().clock, client("sqs"), queue)


@cache
def _reconciler() -> Reconciler:
    tables, states, machine = database(), client("stepfunctions"), required("STATE_MACHINE")
    supervision = Supervision(writer(), Runs(tables), _timekeeper(), states, machine)
    return Reconciler(writer(), Agenda(tables), supervision, Reopening(writer()), states, machine)


def _retention() -> Retention:
    # Once a day: the jobs of each minute start without it.
    from functions.jobs.retention import Retention
    from shared.lifecycle.purging import Purging
    from shared.runtime.file_removal import FileRemoval
    from shared.runtime.objects import Objects
    from shared.store.copies import Copies
    from shared.store.files import Files
    from shared.store.traces import Traces

    objects = Objects(lambda: client("s3"), required("FILES_BUCKET"))
    files = FileRemoval(Files(database(), writer().clock), objects)
    copies = Copies(database(), writer().clock)
    purging = Purging(writer(), copies, Traces(database(), writer().conversations), files)
    return Retention(writer(), Agenda(database()), files, purging)


def _staff_retention() -> StaffRetention:
    # Once a day: the jobs of each minute start without it.
    from functions.jobs.staff_words import StaffRetention
    from shared.domain.clockwork import RandomIds
    from shared.store.announcements import Announcements
    from shared.store.staff_aging import StaffAging

    tables, vault, clock = database(), writer().vault, writer().clock
    announcements = Announcements(tables, vault, clock, RandomIds())
    return StaffRetention(writer().directory, StaffAging(tables, vault), announcements, clock)


def _rotate_branches() -> None:
    # Once a day: the jobs of each minute start without it.
    from shared.runtime.invocation import note, tally
    from shared.store.branches import Branches
    from shared.store.scope import within

    branches = Branches(database(), writer().vault, writer().clock, writer().ids)
    for affiliate_id in writer().directory.affiliate_ids():
        with within(affiliate_id):
            if branches.rotate_due(affiliate_id):
                tally("rotated")
    note(job="branches")


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
            _sweep().run()
        case "reconcile":
            _reconciler().run()
        case "retention":
            _retention().run()
            _staff_retention().run()
        case "branches":
            _rotate_branches()
        case "missed":
            return _missed().answer(event)
        case unknown:
            raise ValueError(f"there is no job '{unknown}'")
    return None
