"""What staff do with conversations: the queue, the thread, the moves."""
