"""Tests, and what they share. A package, so that no package of this name that a dependency installs comes before it."""
