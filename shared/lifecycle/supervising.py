"""One execution of the workflow per conversation, kept in step with its facts.

The facts are the truth; the workflow walks them, one transition after the other. It does not matter whether a wake
comes early, late, twice or never: a wait that finds the next transition already there completes itself, a wake that
finds nothing to complete does nothing, and the reconciler starts what is missing.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from botocore.exceptions import ClientError

from shared.domain.conversation import Conversation
from shared.domain.timers import state_ends_in
from shared.lifecycle.timekeeping import Timekeeper
from shared.lifecycle.writing import Writer
from shared.runtime.invocation import note
from shared.store.runs import Runs

#: What Step Functions says of a token that was used, or whose wait has ended.
_SPENT = ("TaskTimedOut", "TaskDoesNotExist", "InvalidToken")


class Supervision:
    def __init__(self, writer: Writer, runs: Runs, timekeeper: Timekeeper, states: Any, state_machine: str) -> None:
        self._writer = writer
        self._runs = runs
        self._timekeeper = timekeeper
        self._states = states
        self._state_machine = state_machine

    def start(self, conversation: Conversation, number: int = 0) -> None:
        """Start an execution at the conversation's first fact or, later ones, at where it stands now."""
        version, state = (0, "new") if number == 0 else (conversation.moved_version, str(conversation.state))
        place = self._place(conversation, version, state)
        try:
            self._states.start_execution(
                stateMachineArn=self._state_machine,
                name=f"{conversation.id}-{number}",
                input=json.dumps(place),
            )
            note(started=number)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") != "ExecutionAlreadyExists":
                raise

    def wait(self, conversation_id: str, execution: str, token: str, version: int) -> None:
        """Remember the token; if the next transition is there already, complete the wait with it."""
        self._runs.waits(conversation_id, execution, token, version, self._writer.clock.now())
        self._complete(conversation_id, token, version)

    def wake(self, conversation_id: str) -> None:
        """A transition landed: complete the wait that was for it, if there is one."""
        run = self._runs.of(conversation_id)
        if run is not None and run.token is not None:
            self._complete(conversation_id, run.token, int(run.version))

    def start_again(self, conversation: Conversation) -> None:
        """A new execution, at where the conversation stands now."""
        self.start(conversation, self._runs.next_number(conversation.id))

    def catch_up(self, conversation: Conversation, grace: timedelta) -> bool:
        """Wake an execution that has been behind its facts for longer than `grace`; whether it was."""
        if self._writer.clock.now() - conversation.since < grace:
            return False
        run = self._runs.of(conversation.id)
        if run is None or run.token is None or int(run.version) >= conversation.moved_version:
            return False
        self._complete(conversation.id, run.token, int(run.version))
        return True

    def time_is_over(self, conversation_id: str, version: int) -> dict[str, Any]:
        """The state's time is over as far as the workflow knows: do what is due, and say where it goes on waiting."""
        self._timekeeper.look(conversation_id)
        found = self._writer.conversations.get(conversation_id)
        if found is None:
            raise LookupError("the conversation is not in the table")
        # The wait goes on for the same version: it walks to whatever has happened since.
        return self._place(found, version, "")

    def _complete(self, conversation_id: str, token: str, version: int) -> None:
        move = self._writer.conversations.moves_after(conversation_id, version)
        if move is None or move.move is None:
            return
        found = self._writer.conversations.get(conversation_id)
        if found is None:
            return
        output = self._place(found, int(move.seq), str(move.target)) | {"transition": move.move}
        try:
            self._states.send_task_success(taskToken=token, output=json.dumps(output))
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") not in _SPENT:
                raise
            note(outcome="wait_was_over")
            return
        self._runs.no_longer_waits(conversation_id, token)

    def _place(self, conversation: Conversation, version: int, state: str) -> dict[str, Any]:
        """Where the execution stands: ids, a state, numbers."""
        affiliate = self._writer.directory.affiliate(conversation.affiliate_id)
        seconds = 60
        if affiliate is not None and conversation.live:
            rules = affiliate.rules(conversation.program_id)
            seconds = state_ends_in(conversation, rules, self._writer.clock.now())
        return {
            "conversationId": conversation.id,
            "version": version,
            "state": state or str(conversation.state),
            "timeoutSeconds": seconds,
        }
