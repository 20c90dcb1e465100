"""Where the benchmarks read and write."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
SCENARIOS = ROOT / "scenarios"
BASELINE = SCENARIOS / "municipalities" / "s-hertogenbosch-2019.yaml"
REFERENCE = SCENARIOS / "municipalities" / "voorbeeldstad.yaml"
RESULTS = HERE / "results.json"
READING = HERE / "reading.md"
PAGE = ROOT / "docs" / "performance.md"
KERNEL = ROOT / "docs" / "performance-kernel.md"
