"""What an operator does to a deployed line: fill its secrets, set up affiliates, programs and staff."""
