"""The record of what staff do: derived from facts, sealed into chains each minute, anchored each day."""
