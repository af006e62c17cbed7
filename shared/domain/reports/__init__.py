"""Figures of many conversations: pure arithmetic on what each of them adds. Never about one texter."""
