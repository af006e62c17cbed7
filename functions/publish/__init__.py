"""Turns facts into domain events on the EventBridge bus."""
