"""The case on the right: what was reported, both clocks, what happened, what may be done."""
