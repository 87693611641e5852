"""One sheet a verb: what it still needs, and live what the citizen will read."""
