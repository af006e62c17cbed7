"""Our own web chat."""
