"""Pretend providers for the local cloud: Twilio, AWS End User Messaging SMS with its SNS, and a partner; a handset too.

Loopback only; nothing is ever really texted.
"""
