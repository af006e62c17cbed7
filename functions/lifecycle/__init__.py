"""The supervising workflow's side of things: waiting, waking, timers, hooks."""
