"""What members of staff write to each other and to all. It holds keys, and tells nobody: the stream does."""
