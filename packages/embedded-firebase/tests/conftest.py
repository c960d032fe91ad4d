"""Settings of Hypothesis for these tests."""

from hypothesis import HealthCheck, settings

# How long an example takes depends on how busy the machine is. An outer conftest.py may have chosen a profile already.
if settings.default is not None and settings.default.deadline is not None:
    settings.register_profile("no deadline", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("no deadline")
