"""The local cloud's AWS API: for looking at what is stored, and for stopping a function as an outage would."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3

from tests.e2e.line import Line
from tests.e2e.waiting import eventually

PREFIX = "holdfast-local"


class Aws:
    def __init__(self, line: Line) -> None:
        self.endpoint = str(line.outputs["aws_endpoint"])
        self._session = boto3.Session(region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")

    def client(self, service: str) -> Any:
        return self._session.client(service, endpoint_url=self.endpoint)

    def pages(self, service: str, operation: str, key: str, **query: Any) -> Iterator[Any]:
        """Everything a paginated operation lists under `key`."""
        for page in self.client(service).get_paginator(operation).paginate(**query):
            yield from page.get(key, [])

    def mails_to(self, address: str) -> list[str]:
        """What was mailed to somebody, subject and text, oldest first; the emulator keeps it."""
        with urllib.request.urlopen(f"{self.endpoint}/_ministack/ses/messages", timeout=20) as answer:
            accounts: dict[str, list[dict[str, Any]]] = json.load(answer)["messages"]
        return [
            f"{mail['Subject']}\n{mail['BodyText']}"
            for mails in accounts.values()
            for mail in mails
            if address in mail["To"]
        ]

    def rows(self, table: str, index: str | None = None) -> Iterator[dict[str, Any]]:
        """All items of a table or of one of its indexes, in DynamoDB's own JSON."""
        which = {"TableName": table} | ({"IndexName": index} if index else {})
        yield from self.pages("dynamodb", "scan", "Items", **which)

    def quarantined(self, request_id: str) -> dict[str, Any]:
        """Wait for the quarantined webhook that arrived with this request id."""
        wanted = {"S": request_id}
        return eventually(
            lambda: next((row for row in self.rows(f"{PREFIX}-quarantine") if row["request_id"] == wanted), None),
            "the webhook in quarantine",
        )

    @contextmanager
    def stopped(self, function: str) -> Iterator[None]:
        """While it lasts, the function takes nothing from its queue."""
        functions = self.client("lambda")
        mapping = functions.list_event_source_mappings(FunctionName=f"{PREFIX}-{function}")["EventSourceMappings"][0]
        functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
        eventually(lambda: functions.get_event_source_mapping(UUID=mapping["UUID"])["State"] == "Disabled", "the stop")
        try:
            yield
        finally:
            functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)
