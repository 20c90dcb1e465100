"""publiccode.yml keeps to the rules of its standard that a mistake breaks first (https://yml.publiccode.tools)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import sim

FILE = Path(__file__).resolve().parents[1] / "publiccode.yml"
MANDATORY = {
    "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description", "legal",
    "maintenance", "localisation",
}  # fmt: skip


@pytest.fixture(scope="module")
def metadata() -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(FILE.read_text(encoding="utf-8"))
    return found


def test_what_the_standard_demands_is_there(metadata: dict[str, Any]) -> None:
    assert metadata.keys() >= MANDATORY
    assert metadata["url"].startswith("https://")
    assert metadata["legal"] == {"license": "EUPL-1.2"}
    assert metadata["maintenance"]["type"] in ("internal", "community")
    assert all(contact["name"] for contact in metadata["maintenance"]["contacts"])
    assert metadata["intendedAudience"]["countries"] == ["NL"]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_descriptions_have_their_length(metadata: dict[str, Any], lang: str) -> None:
    text = metadata["description"][lang]
    assert len(text["shortDescription"]) <= 150
    assert "\n" not in text["shortDescription"]
    assert 150 <= len(text["longDescription"]) <= 10_000
    assert text["features"]
    assert lang in metadata["localisation"]["availableLanguages"]


def test_the_version_is_that_of_the_program(metadata: dict[str, Any]) -> None:
    assert metadata["softwareVersion"] == sim.__version__
