"""The rules of the line, in plain Python: no AWS, no clock of its own, no third-party import."""
