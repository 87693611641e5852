"""Wrong passwords at one machine: after the third, each costs a growing pause."""

import time

FREE = 3
LONGEST_S = 30


class Attempts:
    """The pauses are for a person's patience; what slows a machine down is the key's own price."""

    def __init__(self) -> None:
        self._wrong = 0
        self._until = 0.0

    def fail(self) -> None:
        self._wrong += 1
        if self._wrong >= FREE:
            self._until = time.monotonic() + min(2 ** (self._wrong - FREE), LONGEST_S)

    @property
    def pause_s(self) -> float:
        """How long no further password is taken."""
        return max(0.0, self._until - time.monotonic())
