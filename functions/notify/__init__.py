"""Calls staff: alerts in the console, and tasks for `comms` where a mail or a text must interrupt."""
