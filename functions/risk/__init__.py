"""Reads what a texter wrote once more, by meaning. It may only raise the risk (law 7)."""
