"""Settings of every test."""

from hypothesis import settings

# Machines that run tests are shared: how long an example takes says nothing there.
settings.register_profile("shared-machine", deadline=None)
settings.load_profile("shared-machine")
