"""All that is kept of one texter: its export, and its erasure by two people."""
