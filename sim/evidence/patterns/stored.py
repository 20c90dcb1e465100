"""The table that is told: stored once, so that the page, the dashboard and the command cannot contradict each other."""

from __future__ import annotations

import json
import math
import re
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from sim.evidence.patterns.bands import Pattern, bands_hash, patterns
from sim.evidence.patterns.table import EvidenceTable, Row
from sim.evidence.patterns.turning import Setting, Turning
from sim.evidence.whole_file import write_whole
from sim.text.pairs import Text

TABLES = Path(__file__).parents[1] / "tables"
SHIPPED = "shipped.json"
NUMBERS = ("value", "low", "high")
COUNTS = ("replications", "inside", "worlds")


def stored_table(folder: Path = TABLES) -> EvidenceTable:
    """The table of the program as it is shipped. Raises ``FileNotFoundError`` where none was stored yet."""
    return decoded((folder / SHIPPED).read_text(encoding="utf-8"))


def tables_before(folder: Path = TABLES) -> tuple[EvidenceTable, ...]:
    """Tables that were told before, the oldest first: none is thrown away."""
    files = sorted(file for file in folder.glob("*.json") if file.name != SHIPPED)
    return tuple(decoded(file.read_text(encoding="utf-8")) for file in files)


def store_table(table: EvidenceTable, folder: Path = TABLES) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / SHIPPED, encoded(table), force=True)


def keep_as_before(label: Text, folder: Path = TABLES) -> Path:
    """Keeps the stored table under a label, as one of those before; do so before a parameter changes. Returns its file."""
    table = replace(stored_table(folder), label=label)
    number = 1 + len(tables_before(folder))
    slug = re.sub(r"[^a-z0-9]+", "-", label.en.lower()).strip("-")
    file = folder / f"{number:02d}-{slug}.json"
    write_whole(file, encoded(table), force=False)
    return file


def is_current(table: EvidenceTable) -> bool:
    """Was it made with the bands as they are, and does it have a row for each pattern?"""
    return table.bands == bands_hash() and {row.pattern.id for row in table.rows} == {one.id for one in patterns()}


def encoded(table: EvidenceTable) -> str:
    """The table as JSON; of the patterns only their ids, for the words and the bands stand in their own file."""
    told = {
        "label": _pair(table.label),
        "town": _pair(table.town),
        "bands": table.bands,
        "versions": dict(table.versions),
        "seed": table.seed,
        "replications": table.replications,
        "worlds": table.worlds,
        "rows": [_row(row) for row in table.rows],
        "variants": [_row(row) for row in table.variants],
        "turning": None if table.turning is None else asdict(table.turning),
    }
    return json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def decoded(text: str) -> EvidenceTable:
    """The table of :func:`encoded`. A row of a pattern that is no longer there is left out."""
    told = json.loads(text)
    known = {one.id: one for one in patterns()}
    rows, variants = (
        tuple(_row_of(known[row["pattern"]], row) for row in told.get(part, ()) if row["pattern"] in known)
        for part in ("rows", "variants")
    )
    versions = tuple((str(name), str(value)) for name, value in told["versions"].items())
    about = {name: told[name] for name in ("bands", "seed", "replications", "worlds")}
    town, label, turning = _text(told["town"]), _text(told["label"]), _turning(told["turning"])
    return EvidenceTable(rows, versions=versions, town=town, label=label, turning=turning, variants=variants, **about)


def _turning(told: dict[str, Any] | None) -> Turning | None:
    if told is None:
        return None
    low, mid, high = told["assumed"]
    return Turning(tuple(Setting(**one) for one in told["settings"]), (low, mid, high))


def _row(row: Row) -> dict[str, Any]:
    numbers = {name: getattr(row, name) for name in NUMBERS}
    written = {name: number if math.isfinite(number) else None for name, number in numbers.items()}
    counts = {name: getattr(row, name) for name in COUNTS}
    return {"pattern": row.pattern.id} | written | counts | {"which": row.which, "missing": _pair(row.missing)}


def _row_of(pattern: Pattern, told: dict[str, Any]) -> Row:
    value, low, high = (math.nan if told[name] is None else float(told[name]) for name in NUMBERS)
    replications, inside, worlds = (int(told[name]) for name in COUNTS)
    return Row(pattern, value, low, high, replications, told["which"], inside, worlds, _text(told["missing"]))


def _pair(text: Text | None) -> dict[str, str] | None:
    return None if text is None else {"en": text.en, "nl": text.nl}


def _text(pair: dict[str, str] | None) -> Text | None:
    return None if pair is None else Text(**pair)
