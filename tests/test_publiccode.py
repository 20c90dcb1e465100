"""publiccode.yml and CITATION.cff keep to the rules of their standards that a mistake breaks first.

https://yml.publiccode.tools and https://github.com/citation-file-format/citation-file-format
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from packaging.version import Version
from ruamel.yaml import YAML

import sim

ROOT = Path(__file__).resolve().parents[1]
MANDATORY = {
    "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description", "legal",
    "maintenance", "localisation",
}  # fmt: skip


CITATION = {"cff-version", "message", "title", "authors"}
"""What a citation must have; below what it may have beside that, of what ours uses."""
OF_CITATION = CITATION | {"type", "abstract", "version", "date-released", "license", "keywords"}


def read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load((ROOT / name).read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def metadata() -> dict[str, Any]:
    return read("publiccode.yml")


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


def test_it_can_be_cited_by_the_version_of_the_program_and_the_day_of_the_changelog() -> None:
    citation = read("CITATION.cff")
    assert CITATION <= citation.keys() <= OF_CITATION
    assert (citation["cff-version"], citation["type"], citation["license"]) == ("1.2.0", "software", "EUPL-1.2")
    assert all(author.keys() == {"name"} and author["name"] for author in citation["authors"])
    assert Version(str(citation["version"])) == Version(sim.__version__)
    assert f"## [{citation['version']}] - {citation['date-released']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
