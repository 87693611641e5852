"""What the first list does not need is loaded when it is asked for.

Only for the map, which comes after the list, and for what an officer opens by hand; everything else
is imported at the top of its file.
"""

import importlib
from typing import Any


def late(place: str) -> Any:
    """What stands at ``module:name``."""
    module, _, name = place.partition(":")
    return getattr(importlib.import_module(module), name)
