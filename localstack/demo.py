"""The demo tenant: two affiliates, made-up people, fictitious numbers. For the local cloud only."""

from __future__ import annotations

from shared.operator.tenants import NewMember, NewProgram

DEMO_PASSWORD = "demo-password-local-only"

_TEXTS = {
    "welcome": "You've reached {line}. A real person will be with you soon. If you are in immediate danger call 911, "
    "or call or text 988 at any time. Reply STOP to stop texts.",
    "opt_out_confirmation": "You won't get any more texts from {line}. If you need help now, call or text 988. "
    "Reply START to text us again.",
}


def _program(
    program_id: str, name: str, number: str, account: str, keywords: dict[str, dict[str, object]] | None = None
) -> NewProgram:
    texts = {key: text.format(line=name) for key, text in _TEXTS.items()}
    return NewProgram(program_id, name, number, account, texts, keywords or {})


def affiliates(account: str) -> list[tuple[str, str, list[NewProgram], list[NewMember]]]:
    """Id, name, programs and staff of each demo affiliate. The first program has no survey and never closes."""
    harbor = [
        _program(
            "prg_harbor_crisis",
            "Harbor Crisis Line",
            "+12025550100",
            account,
            {"teen": {"program_id": "prg_harbor_teen", "boost_seconds": 1800}},
        ),
        _program("prg_harbor_teen", "Harbor Teen Line", "+12025550101", account),
    ]
    meadow = [_program("prg_meadow_wellness", "Meadow Wellness", "+12025550150", account)]
    both = tuple(program.id for program in harbor)
    return [
        (
            "aff_harbor",
            "Harbor Support Network",
            harbor,
            [
                NewMember("usr_rosa", "rosa@harbor.example", "Rosa Delgado", "responder", DEMO_PASSWORD, both, 5),
                NewMember("usr_sam", "sam@harbor.example", "Sam Okafor", "responder", DEMO_PASSWORD, both, 5),
                NewMember("usr_vera", "vera@harbor.example", "Vera Lindqvist", "supervisor", DEMO_PASSWORD, both),
                NewMember("usr_adam", "adam@harbor.example", "Adam Boyle", "admin", DEMO_PASSWORD),
            ],
        ),
        (
            "aff_meadow",
            "Meadow Counseling",
            meadow,
            [
                NewMember(
                    "usr_mia", "mia@meadow.example", "Mia Chen", "responder", DEMO_PASSWORD, ("prg_meadow_wellness",), 5
                ),
                NewMember(
                    "usr_omar",
                    "omar@meadow.example",
                    "Omar Haddad",
                    "supervisor",
                    DEMO_PASSWORD,
                    ("prg_meadow_wellness",),
                ),
            ],
        ),
    ]
