"""SQS batches: each message on its own, failures reported one by one (Powertools' partial responses)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    SqsFifoPartialProcessor,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from shared.runtime.invocation import describe, note, tally
from shared.store.scope import piece_of_work


def each(event: dict[str, Any], handle: Callable[[SQSRecord], None], *, fifo: bool = False) -> Any:
    """Handle every record, each a piece of work of its own; answer which ones SQS must deliver again.

    In a FIFO queue a failed message holds back the later ones of its group, so that order is kept,
    and leaves the other groups alone.
    """
    if not event["Records"]:  # what warms a function; Powertools takes it for a mistake
        return {"batchItemFailures": []}

    def run(record: SQSRecord) -> None:
        try:
            with piece_of_work():
                handle(record)
            tally("handled")
        except Exception as error:
            tally("failed")
            note(outcome="partial", **{key: str(value) for key, value in describe(error).items()})
            raise

    processor: Any
    if fifo:
        processor = SqsFifoPartialProcessor(skip_group_on_error=True)
        # A batch that failed whole is reported like any other, message by message.
        processor.raise_on_entire_batch_failure = False
    else:
        processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
    return process_partial_response(event, run, processor)
