"""What administrators change: working calendars."""
