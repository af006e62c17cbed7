"""Calls staff: alerts in the console, e-mail for what must interrupt."""
