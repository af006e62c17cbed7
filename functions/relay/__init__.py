"""Forwards the table's stream to the queues, by kind of fact, and does nothing else."""
