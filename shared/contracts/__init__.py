"""What crosses a boundary: the HTTP API, domain events, queue messages and tables, each said once."""
