"""Findings for machines: plain values that JSON can hold, and flat tables for Parquet."""

from __future__ import annotations

import dataclasses
import json
import math
from datetime import date
from typing import Any, Self

import numpy as np
from pydantic import TypeAdapter

from sim.report.told.findings import Findings
from sim.report.words.certainty import chance, leaning
from sim.report.words.measure_first import measure_first
from sim.report.words.sensitivity import deciding, worlds_words
from sim.report.words.short import in_short
from sim.report.words.turning import tipping
from sim.report.words.verdict import paragraph, stories_compared
from sim.text.texts import Texts

SCHEMA_VERSION = 1


@dataclasses.dataclass(frozen=True)
class Stored:
    """What is kept as JSON, to be read again."""

    def encoded(self) -> str:
        """As JSON; numbers that are not there stay NaN."""
        return json.dumps(plain(self, math.nan), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def decoded(cls, text: str | bytes) -> Self:
        """What :meth:`encoded` wrote. Raises ``ValueError`` for anything else."""
        return TypeAdapter(cls).validate_json(text)


def as_json(findings: Findings, say: Texts) -> dict[str, Any]:
    """The findings with the verdict in words; keys are English in every language, NaN becomes null."""
    verdicts = {findings.stories[story].name: paragraph(say, findings, story) for story in stories_compared(findings)}
    return {
        "schema_version": SCHEMA_VERSION,
        "language": say.lang,
        "complete": findings.making.complete,
        "in_short": in_short(say, findings),
        "verdict": verdicts,
        "certainty": [chance(say, findings), leaning(say, findings)],
        "tipping_point": [tipping(say, point) for point in findings.tipping],
        "deciding_assumption": [deciding(say, found) for found in findings.sensitivity],
        "plausible_worlds": [worlds_words(say, found) for found in findings.plausible],
        "measure_first": plain(measure_first(say, findings)),
        "unsourced_assumptions": findings.unsourced,
        "findings": plain(findings),
    }


def plain(value: Any, unknown: float | None = None) -> Any:
    """Dataclasses, tuples, arrays and dates as dicts, lists and text; NaN and infinity as ``unknown``."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name), unknown) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(item, unknown) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, unknown) for item in value]
    if isinstance(value, np.ndarray):
        return plain(value.tolist(), unknown)
    if isinstance(value, date):
        return value.isoformat()
    return value if not isinstance(value, float) or math.isfinite(value) else unknown
