"""Mails and texts staff what must reach them beside their console: once each, however often it is tried."""
