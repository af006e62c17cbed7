"""What keeps the line itself in order: dead letters, quarantine; and affiliates' webhooks."""
