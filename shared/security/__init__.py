"""Keys, sealing, blind indexes, passwords and tokens."""
