"""Keeps webhooks nobody may act on: sealed, for seven days, for an operator to look into."""
