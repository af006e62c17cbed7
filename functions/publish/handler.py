"""Facts to domain events, ten to a call."""

from __future__ import annotations

from typing import Any

from shared.contracts.events import SOURCE, event_for
from shared.contracts.queues import FactNotice, tens
from shared.runtime.aws import client
from shared.runtime.invocation import invocation, note
from shared.runtime.settings import required


@invocation("publish")
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer the records whose event the bus did not take."""
    entries: list[tuple[str, dict[str, str]]] = []
    for record in event["Records"]:
        domain_event = event_for(FactNotice.from_json(record["body"]))
        if domain_event is not None:
            entries.append(
                (
                    record["messageId"],
                    {
                        "Source": SOURCE,
                        "DetailType": domain_event.detail_type,
                        "EventBusName": required("EVENT_BUS_NAME"),
                        "Detail": domain_event.model_dump_json(by_alias=True),
                    },
                )
            )
    failed: list[str] = []
    for ten in tens(entries):
        reply = client("events").put_events(Entries=[entry for _, entry in ten])
        failed += [
            message_id for (message_id, _), result in zip(ten, reply["Entries"], strict=True) if "ErrorCode" in result
        ]
    note(published=len(entries) - len(failed), failed=len(failed))
    return {"batchItemFailures": [{"itemIdentifier": one} for one in failed]}
