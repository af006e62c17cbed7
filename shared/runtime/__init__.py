"""What every function stands on: settings, AWS clients, the log line, HTTP and batch plumbing."""
