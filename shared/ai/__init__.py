"""Language models that run inside a function: no account, no network."""
