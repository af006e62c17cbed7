"""Signing in, staying signed in, signing out, and the ticket for the WebSocket."""
