"""The providers a texter reaches us through, each behind the same few words."""
