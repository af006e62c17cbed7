"""What happens to conversations by itself: timers, surveys, automatic texts."""
