"""Whether results that were made again are those of the manifest, and in what they differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.report.digest import json_digest
from sim.report.texts import marked

NOT_RESULTS = ("hash", "seconds", "versions", "schema_version", "outcome", "time_zero")
"""What is no result, or follows from another part and is not in older manifests."""
PARTS = {
    "kind": marked("whether it is a run or a comparison"),
    "complete": marked("whether it was finished"),
    "replications": marked("the number of repeats"),
    "seed": marked("the seed"),
    "world": marked("the parameter world"),
    "engine": marked("the engine"),
    "asked": marked("what was asked"),
    "window": marked("the measured window"),
    "scenarios": marked("the scenarios as they were read"),
    "tables": marked("the figures of every repeat and their differences"),
    "verdict": marked("the verdict"),
    "rows": marked("the figures in the report"),
    "gains": marked("who gains and who loses"),
    "tipping": marked("the tipping points"),
    "sensitivity": marked("the sensitivity to assumptions"),
    "plausible": marked("the plausible worlds"),
    "curves": marked("waiting by time of day"),
    "assumptions": marked("the assumptions"),
}
"""What each part of a manifest is called; one without a name is told by its key."""


def differing(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """The parts (msgids) in which two manifests differ: empty = equal to the bit. Times and versions do not count."""
    first, second = dict(_parts(before)), dict(_parts(now))
    names = dict.fromkeys([*first, *second])
    return [PARTS.get(name, name) for name in names if first.get(name) != second.get(name)]


def versions_differing(before: dict[str, Any], now: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(what, its version then, its version now); empty text where there was none."""
    first, second = before.get("versions") or {}, now.get("versions") or {}
    names = dict.fromkeys([*first, *second])
    return [(name, str(first.get(name, "")), str(second.get(name, ""))) for name in names if first.get(name) != second.get(name)]


def _parts(manifest: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """A digest of each part of the results."""
    for name, value in manifest.items():
        if name not in NOT_RESULTS:
            yield name, json_digest(value)
    outcome = manifest.get("outcome")
    if isinstance(outcome, dict):
        yield "verdict", json_digest(outcome.get("verdict"))
        findings = outcome.get("findings")
        for name, value in findings.items() if isinstance(findings, dict) else ():
            if name not in ("making", "stories"):
                yield name, json_digest(value)
