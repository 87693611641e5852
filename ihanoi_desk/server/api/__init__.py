"""The HTTP doors: they read requests, call the rooms behind, and write answers."""
