"""Whether results are still as they were written, whether those made again are the same, and in what they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.report.files.folder import MANIFEST, manifest_hash
from sim.report.told.digest import json_digest
from sim.text.pairs import marked

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
    "words": marked("the words in which it was told"),
    "rows": marked("the figures in the report"),
    "gains": marked("who gains and who loses"),
    "tipping": marked("the tipping points"),
    "sensitivity": marked("the sensitivity to assumptions"),
    "plausible": marked("the plausible worlds"),
    "curves": marked("waiting by time of day"),
    "assumptions": marked("the assumptions"),
    "title": marked("the title"),
    "lost": marked("who is lost on the way"),
    "service": marked("the service it is about"),
    "cases": marked("what its cases are called"),
    "team": marked("the team it is about"),
    "notes": marked("the notes"),
    "data": marked("the line about the data"),
    "cost_years": marked("the costs over the years"),
    "balance": marked("whether work keeps up"),
    "marks": marked("the warnings about the figures"),
}
"""What each part of a manifest is called; one without a name is told by its key."""


def differing(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """The parts (msgids) in which two manifests differ: empty = equal to the bit. Times and versions do not count.

    Words are those of a version of Sweetspot, and count where that is the same.
    """
    first, second = dict(_parts(before)), dict(_parts(now))
    if any(name == "sweetspot" for name, *_ in versions_differing(before, now)):
        first.pop("words", None), second.pop("words", None)
    names = dict.fromkeys([*first, *second])
    return [PARTS.get(name, name) for name in names if first.get(name) != second.get(name)]


def altered(manifest: dict[str, Any], tables: Mapping[str, str]) -> list[str]:
    """The files that are not as they were written: the manifest by its hash, the ``tables`` found (digests) by the manifest."""
    written = manifest.get("tables")
    known = written if isinstance(written, dict) else {}
    changed = [f"{name}.parquet" for name, digest in tables.items() if known.get(name) != digest]
    return ([] if manifest.get("hash") == manifest_hash(manifest) else [MANIFEST]) + changed


def versions_differing(before: dict[str, Any], now: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(what, its version then, its version now); empty text where there was none."""
    first, second = before.get("versions") or {}, now.get("versions") or {}
    names = dict.fromkeys([*first, *second])
    return [(name, str(first.get(name, "")), str(second.get(name, ""))) for name in names if first.get(name) != second.get(name)]


def _parts(manifest: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in manifest.items():
        if name not in NOT_RESULTS:
            yield name, json_digest(value)
    outcome = manifest.get("outcome")
    if isinstance(outcome, dict):
        yield "verdict", json_digest(outcome.get("verdict"))
        found = outcome.get("findings")
        findings = found if isinstance(found, dict) else {}
        told = {name: value for name, value in outcome.items() if name not in ("findings", "verdict")}
        yield "words", json_digest([told, findings.get("stories")])
        for name, value in findings.items():
            if name not in ("making", "stories"):
                yield name, json_digest(value)
