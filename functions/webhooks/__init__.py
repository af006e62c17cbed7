"""The front door: verify, normalise, seal, enqueue, answer. It can read nothing of what it posted."""
