"""Settings of every test: how long one draw takes says nothing on a shared machine."""

from hypothesis import settings

settings.register_profile("rules", deadline=None)
settings.load_profile("rules")
