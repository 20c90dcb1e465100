"""Settings for all tests."""

from __future__ import annotations

import os

from hypothesis import settings

# The first example may have to compile, so there is no deadline. On a build server the examples are the same each time:
# a failure there is then a fault of the change, and can be repeated.
settings.register_profile("local", deadline=None, print_blob=True)
settings.register_profile("ci", settings.get_profile("local"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")

os.environ["SWEETSPOT_STORE"] = "off"  # a test simulates what it asks, and leaves nothing with the user
