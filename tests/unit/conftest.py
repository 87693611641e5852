"""How hypothesis works here: no clock, because the machine may be busy with other tests."""

from hypothesis import settings

settings.register_profile("desk", deadline=None)
settings.load_profile("desk")
