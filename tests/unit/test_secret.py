"""A secret is kept for five minutes, and longer when Secrets Manager is down."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from shared.runtime.secret import Secret


class FakeSecrets:
    def __init__(self) -> None:
        self.reads, self.value, self.down = 0, {"a": 1}, False

    def get_secret_value(self, SecretId: str) -> dict[str, str]:  # noqa: N803
        self.reads += 1
        if self.down:
            raise ConnectionError
        return {"SecretString": json.dumps(self.value)}


@pytest.fixture
def pass_seconds(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    now = [50.0]
    monkeypatch.setattr("shared.runtime.secret.time.monotonic", lambda: now[0])

    def go_on(seconds: float) -> None:
        now[0] += seconds

    return go_on


def test_it_is_read_once_in_five_minutes(pass_seconds: Callable[[float], None]) -> None:
    secrets = FakeSecrets()
    secret = Secret(secrets, "s")
    for _ in range(5):
        assert secret.value() == {"a": 1}
        pass_seconds(50)
    assert secrets.reads == 1
    pass_seconds(51)
    secrets.value = {"a": 2}
    assert secret.value() == {"a": 2}
    assert secrets.reads == 2


def test_given_the_refresh_fails_then_the_old_value_serves_on_and_it_is_not_asked_for_all_the_time(
    pass_seconds: Callable[[float], None],
) -> None:
    secrets = FakeSecrets()
    secret = Secret(secrets, "s")
    secret.value()
    secrets.down = True
    pass_seconds(301)
    for _ in range(5):
        assert secret.value() == {"a": 1}
    assert secrets.reads == 2


def test_given_it_was_never_read_then_its_absence_is_an_error() -> None:
    secrets = FakeSecrets()
    secrets.down = True
    with pytest.raises(ConnectionError):
        Secret(secrets, "s").value()
