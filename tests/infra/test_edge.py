"""The one origin before everything: which pages other sites may show, and which headers say so."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.infra.synthesis import Synthesis

CHAT, WIDGET = "/chat/*", "/widget.js"


@pytest.fixture(scope="module")
def behaviours(aws: Synthesis) -> dict[str, dict[str, Any]]:
    """What the distribution does, by path; `*` for everything else."""
    (distribution,) = aws.of_type("AWS::CloudFront::Distribution").values()
    config = distribution["Properties"]["DistributionConfig"]
    return {"*": config["DefaultCacheBehavior"]} | {one["PathPattern"]: one for one in config["CacheBehaviors"]}


def headers(aws: Synthesis, behaviour: dict[str, Any]) -> dict[str, str]:
    """What the policy of a behaviour adds to each answer."""
    policy = aws.of_type("AWS::CloudFront::ResponseHeadersPolicy")[behaviour["ResponseHeadersPolicyId"]["Ref"]]
    config = policy["Properties"]["ResponseHeadersPolicyConfig"]
    custom = {one["Header"]: one["Value"] for one in config.get("CustomHeadersConfig", {}).get("Items", [])}
    csp = config["SecurityHeadersConfig"]["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    text = csp if isinstance(csp, str) else "".join(str(part) for part in csp["Fn::Join"][1])
    return custom | {"Content-Security-Policy": text}


def code(aws: Synthesis, behaviour: dict[str, Any]) -> str:
    (association,) = behaviour["FunctionAssociations"]
    function = aws.of_type("AWS::CloudFront::Function")[association["FunctionARN"]["Fn::GetAtt"][0]]
    return str(function["Properties"]["FunctionCode"])


def test_any_site_may_show_the_chat_in_a_frame_and_nothing_else_of_ours(
    aws: Synthesis, behaviours: dict[str, dict[str, Any]]
) -> None:
    files = {path: one for path, one in behaviours.items() if "ResponseHeadersPolicyId" in one}
    framed = {
        path for path, one in files.items() if "frame-ancestors *" in headers(aws, one)["Content-Security-Policy"]
    }
    assert framed == {CHAT}
    for path in files.keys() - {CHAT}:
        assert "frame-ancestors 'none'" in headers(aws, files[path])["Content-Security-Policy"], path


def test_whatever_is_asked_for_below_the_chat_is_the_chats_page(
    aws: Synthesis, behaviours: dict[str, dict[str, Any]]
) -> None:
    # A path that led to the console there would be a console that any site could frame.
    targets = re.findall(r"uri\s*=\s*'([^']+)'", code(aws, behaviours[CHAT]))
    assert targets == ["/chat/index.html"]


def test_policies_differ_in_who_may_show_the_page_and_in_nothing_else(
    aws: Synthesis, behaviours: dict[str, dict[str, Any]]
) -> None:
    policies = {headers(aws, one)["Content-Security-Policy"] for path, one in behaviours.items() if path in (CHAT, "*")}
    assert {re.sub(r"frame-ancestors \S+", "", one) for one in policies} == {
        re.sub(r"frame-ancestors \S+", "", headers(aws, behaviours[WIDGET])["Content-Security-Policy"])
    }
    assert not [one for one in policies if "unsafe" in one or "{f" in one]


def test_sites_that_isolate_themselves_may_show_the_chat_and_load_the_script(
    aws: Synthesis, behaviours: dict[str, dict[str, Any]]
) -> None:
    for path in (CHAT, WIDGET):
        assert headers(aws, behaviours[path])["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers(aws, behaviours[CHAT])["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert "Cross-Origin-Resource-Policy" not in headers(aws, behaviours["*"])


def test_the_script_whose_name_never_changes_is_kept_for_minutes_only(
    aws: Synthesis, behaviours: dict[str, dict[str, Any]]
) -> None:
    found = re.fullmatch(r"public, max-age=(\d+)", headers(aws, behaviours[WIDGET])["Cache-Control"])
    assert found is not None and 60 <= int(found[1]) <= 3600
