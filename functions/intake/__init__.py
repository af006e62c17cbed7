"""Takes verified messages in: opens a conversation or continues one, once per provider message, for ever."""
