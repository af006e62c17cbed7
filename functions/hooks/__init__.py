"""Tells affiliates' own systems what happened: domain events, posted to the addresses they registered."""
