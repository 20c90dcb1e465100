"""Settings for all tests."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# The first example may have to compile, so there is no deadline. On a build server the examples are the same each time:
# a failure there is then a fault of the change, and can be repeated.
settings.register_profile("local", deadline=None, print_blob=True)
settings.register_profile("ci", settings.get_profile("local"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")

LONGEST = ("test_a_town_has_the_same_tables_the_plain_way",)

os.environ["SWEETSPOT_STORE"] = "off"  # a test simulates what it asks, and leaves nothing with the user


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes minutes comes first, so that no worker is left alone with it in the end."""
    items.sort(key=lambda item: item.name not in LONGEST)
