"""Carries out erasures that two people decided on, and has carriers delete their copies of what is gone."""
