"""Applies the carrier's delivery receipts to delivery items."""
