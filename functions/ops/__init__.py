"""Is the line up, can it take texts, and what does its API look like."""
