"""The supervising workflow's definition says what the table says, and Step Functions can walk it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from shared.contracts.workflow import definition, most_transitions
from shared.domain.lifecycle import LIVE, STATES, TERMINAL, TRANSITIONS, State

MACHINE = definition()
NODES: dict[str, dict[str, Any]] = MACHINE["States"]
ORDINARY = (
    "route_message",
    "assign_responder",
    "start_conversation",
    "begin_wrap_up",
    "close_from_wrap_up",
)


def nexts(node: dict[str, Any]) -> list[str]:
    """Every state that may follow."""
    found = [node[name] for name in ("Next", "Default") if name in node]
    found += [choice["Next"] for choice in node.get("Choices", ())]
    return found + [catch["Next"] for catch in node.get("Catch", ())]


def way_out(name: str, transition: str) -> str:
    """Where the fork behind the state called `name` leads for a transition."""
    (choice,) = [one for one in NODES[f"{name} moved"]["Choices"] if one["StringEquals"] == transition]
    assert choice["Variable"] == "$.transition"
    return str(choice["Next"])


def tasks() -> list[str]:
    return [name for name, node in NODES.items() if node["Type"] == "Task"]


def hooks() -> list[str]:
    return [name for name in tasks() if NODES[name]["Parameters"]["Payload"]["step"] == "hook"]


class TestItCanBeWalked:
    @pytest.mark.parametrize("name", NODES)
    def test_a_state_is_of_a_known_type_and_leads_to_states_that_exist(self, name: str) -> None:
        node = NODES[name]
        assert node["Type"] in ("Task", "Choice", "Succeed")
        assert set(nexts(node)) <= set(NODES)
        assert bool(nexts(node)) == (node["Type"] != "Succeed")
        assert len(name) <= 80, "the longest name Step Functions takes"

    def test_every_state_is_reached_from_the_start_and_from_everywhere_there_is_an_end(self) -> None:
        def reached(start: str) -> set[str]:
            found, ahead = {start}, [start]
            while ahead:
                new = set(nexts(NODES[ahead.pop()])) - found
                found |= new
                ahead += new
            return found

        assert reached(MACHINE["StartAt"]) == set(NODES)
        assert all(reached(name) & TERMINAL for name in NODES)

    @pytest.mark.parametrize("name", tasks())
    def test_a_task_calls_the_one_function_and_tries_again(self, name: str) -> None:
        node = NODES[name]
        assert node["Parameters"]["FunctionName"] == "${LifecycleFunctionArn}"
        assert node["Resource"].startswith("arn:aws:states:::lambda:invoke")
        for retry in node["Retry"]:
            assert retry["MaxAttempts"] >= 1 and retry["IntervalSeconds"] >= 1 and retry["BackoffRate"] >= 1
            assert retry["ErrorEquals"]

    def test_what_it_says_fits_into_one_definition(self) -> None:
        assert len(json.dumps(MACHINE)) < 1_000_000


class TestItSaysWhatTheTableSays:
    @pytest.mark.parametrize("state", STATES)
    def test_each_state_of_the_table_is_in_it_under_its_own_name(self, state: State) -> None:
        assert NODES[state]["Type"] == ("Succeed" if state in TERMINAL else "Task")
        assert {"Variable": "$.state", "StringEquals": state, "Next": state} in NODES["where it stands"]["Choices"]

    @pytest.mark.parametrize("state", sorted(LIVE))
    def test_a_live_state_waits_with_a_token_until_its_time_is_over(self, state: State) -> None:
        node = NODES[state]
        assert node["Resource"].endswith(".waitForTaskToken")
        assert node["Parameters"]["Payload"]["token.$"] == "$$.Task.Token"
        assert node["TimeoutSecondsPath"] == "$.timeoutSeconds"
        (catch,) = node["Catch"]
        assert (catch["ErrorEquals"], catch["Next"]) == (["States.ALL"], f"{state} time is over")
        assert NODES[f"{state} time is over"]["Next"] == state
        assert node["Next"] == f"{state} moved"

    @pytest.mark.parametrize("state", sorted(LIVE))
    def test_the_fork_behind_a_state_has_a_branch_for_each_of_its_transitions_and_no_other(self, state: State) -> None:
        legal = {row.name for row in TRANSITIONS if state in row.sources}
        assert {one["StringEquals"] for one in NODES[f"{state} moved"]["Choices"]} == legal
        assert NODES[f"{state} moved"]["Default"] == "where it stands"

    @pytest.mark.parametrize("row", TRANSITIONS, ids=lambda row: row.name)
    def test_a_transition_leads_through_its_hooks_in_order_to_where_the_table_says(self, row: Any) -> None:
        for source in row.sources & LIVE:
            here, ran = way_out(source, row.name), []
            while NODES[here]["Type"] == "Task" and here not in STATES:
                payload = NODES[here]["Parameters"]["Payload"]
                assert (payload["step"], payload["transition"]) == ("hook", row.name)
                ran.append(payload["hook"])
                here = NODES[here]["Next"]
            assert here == row.leads_to(source)
            assert ran == [str(hook) for hook in row.hooks]

    @pytest.mark.parametrize("name", hooks())
    def test_a_hook_is_retried_then_noted_and_the_conversation_goes_on(self, name: str) -> None:
        node = NODES[name]
        (catch,) = node["Catch"]
        assert (catch["ErrorEquals"], catch["Next"]) == (["States.ALL"], f"{name} failed")
        noted = NODES[f"{name} failed"]
        assert noted["Parameters"]["Payload"]["step"] == "hook failed"
        assert noted["Next"] == node["Next"] == noted["Catch"][0]["Next"]
        assert node["ResultPath"] is None and noted["ResultPath"] is None

    def test_reaching_for_help_is_tried_longest(self) -> None:
        attempts = {name: NODES[name]["Retry"][0]["MaxAttempts"] for name in hooks()}
        reaching = {count for name, count in attempts.items() if name.endswith("contact_services")}
        assert min(reaching) > max(count for name, count in attempts.items() if not name.endswith("contact_services"))


class TestWhatItCostsAndCarries:
    def test_an_ordinary_conversation_takes_at_most_25_transitions(self) -> None:
        assert most_transitions(ORDINARY) <= 25

    def test_the_count_is_that_of_a_walk_through_the_definition(self) -> None:
        here, entered, ahead = MACHINE["StartAt"], 1, list(ORDINARY)
        here = State.NEW
        entered += 1
        while NODES[here]["Type"] != "Succeed":
            if NODES[here]["Type"] == "Choice":
                here = way_out(here.removesuffix(" moved"), ahead.pop(0))
            else:
                here = NODES[here]["Next"]
            entered += 1
        assert (here, ahead) == (State.CLOSED, [])
        assert entered == most_transitions(ORDINARY)

    @pytest.mark.parametrize("name", tasks())
    def test_nothing_but_ids_states_and_numbers_goes_in(self, name: str) -> None:
        payload = NODES[name]["Parameters"]["Payload"]
        ours = {"$.conversationId", "$.version", "$$.Task.Token", "$$.Execution.Id"}
        assert {value for key, value in payload.items() if key.endswith(".$")} <= ours
        assert all(re.fullmatch(r"[a-z_ ]+", value) for key, value in payload.items() if not key.endswith(".$"))
