"""The desk without its window: replica, outbox, sync. Everything here works without a network."""
