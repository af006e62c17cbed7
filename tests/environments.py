"""Functions keep what they have made for as long as their environment lives; a test's process lives longer."""

from __future__ import annotations

from shared.runtime import staff_api


def forget_what_staff_functions_share() -> None:
    """The next request finds a new environment, as far as `runtime.staff_api` puts it together."""
    for made in vars(staff_api).values():
        if callable(forget := getattr(made, "cache_clear", None)):
            forget()
