"""Each queue with its dead-letter queue."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.acknowledged import FACTS_ARE_IDS, acknowledge
from infra.catalogue import QUEUES, Queue
from shared.contracts.events import SOURCE

#: What the stream's dead letters are called, after the stage's prefix.
STREAM_DEAD = "stream-dead"


class Queues(Construct):
    """`by_name` maps a row's name to its queue; `facts` is the topic that some of them listen to."""

    def __init__(self, scope: Construct, name: str, prefix: str) -> None:
        super().__init__(scope, name)
        self._prefix = prefix
        self.facts = sns.Topic(self, "Facts", topic_name=f"{prefix}-facts", enforce_ssl=True)
        acknowledge(self.facts, "SNS2", FACTS_ARE_IDS)
        self.by_name = {row.name: self._queue(row) for row in QUEUES}
        for row in QUEUES:
            if row.hears_facts:
                self._listen(row.name)

    def _listen(self, name: str) -> None:
        """The queue gets the facts that name it, as they were published."""
        self.facts.add_subscription(
            subscriptions.SqsSubscription(
                self.by_name[name],
                raw_message_delivery=True,
                filter_policy={"to": sns.SubscriptionFilter.string_filter(allowlist=[name])},
            )
        )

    def hear(self, bus: events.IEventBus) -> None:
        """Give every event of ours to the queues that hear events; what cannot be given is their dead letter."""
        for row in QUEUES:
            if row.hears_events:
                queue = self.by_name[row.name]
                dead = queue.dead_letter_queue.queue if queue.dead_letter_queue is not None else None
                events.Rule(
                    self,
                    f"{row.name.capitalize()}Events",
                    event_bus=bus,
                    event_pattern=events.EventPattern(source=[SOURCE]),
                    targets=[targets.SqsQueue(queue, dead_letter_queue=dead)],
                )

    def _queue(self, row: Queue) -> sqs.Queue:
        dead = sqs.Queue(
            self,
            f"{row.name.capitalize()}Dead",
            queue_name=dead_name(self._prefix, row),
            fifo=row.fifo or None,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            retention_period=Duration.days(14),
        )
        return sqs.Queue(
            self,
            row.name.capitalize(),
            queue_name=queue_name(self._prefix, row),
            fifo=row.fifo or None,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            retention_period=Duration.days(14),
            visibility_timeout=Duration.seconds(row.visibility),
            deduplication_scope=sqs.DeduplicationScope.MESSAGE_GROUP if row.fifo else None,
            fifo_throughput_limit=sqs.FifoThroughputLimit.PER_MESSAGE_GROUP_ID if row.fifo else None,
            dead_letter_queue=sqs.DeadLetterQueue(queue=dead, max_receive_count=row.tries),
        )


def queue_name(prefix: str, row: Queue) -> str:
    return f"{prefix}-{row.name}{'.fifo' if row.fifo else ''}"


def dead_name(prefix: str, row: Queue) -> str:
    """Of the queue's dead letters."""
    return f"{prefix}-{row.name}-dead{'.fifo' if row.fifo else ''}"
