"""Where a number is from."""

from __future__ import annotations

import phonenumbers


def country_of(number: str) -> str:
    """ISO country by calling code; short codes and what is no number count as US, where the line is."""
    try:
        code = phonenumbers.parse(number, "US").country_code or 1
    except phonenumbers.NumberParseException:
        code = 1
    return phonenumbers.region_code_for_country_code(code)
