"""Makes each run of the tests the same: hypothesis draws the same examples every time."""

from hypothesis import settings

settings.register_profile("walletsim", derandomize=True, deadline=None)
settings.load_profile("walletsim")
