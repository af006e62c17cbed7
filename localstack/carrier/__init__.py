"""A pretend Twilio for the local cloud, with a handset in the browser. Loopback only; nothing is ever really texted."""
