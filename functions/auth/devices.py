"""On what somebody is signed in, in words they know it by."""

from __future__ import annotations

# The first that is found: browsers name each other.
_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS X", "a Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip
_LONGEST = 40


def device(user_agent: str) -> str:
    """`Firefox on Windows`; what is no browser by its own name, without the version; never the whole header."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), None)
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), None)
    if browser is not None:
        return f"{browser} on {system}" if system is not None else browser
    name = "".join(sign for sign in user_agent.partition("/")[0] if sign.isprintable())[:_LONGEST].strip()
    return name or "unknown"
