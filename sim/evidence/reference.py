"""What comes out of the reference municipality in a year, beside what is known of Dutch municipalities."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sim.experiment.found.result import Result
from sim.experiment.run import run
from sim.measure.rows import Key
from sim.model.files.loading import load

FILE = Path("municipalities", "voorbeeldstad.yaml")
"""The place of the reference municipality in the folder of scenarios."""
WEEKS, REPLICATIONS, SEED = 52, 3, 1
WEEKS_PER_YEAR = 365.25 / 7


@dataclass(frozen=True)
class Known:
    """A figure of which a range is known, and how it is counted here; ``share`` where it is no number per inhabitant."""

    name: str
    low: float
    mid: str
    high: float
    source: str
    counted: Callable[[Result], float]
    share: bool = False

    def value(self, result: Result) -> float:
        """Per inhabitant and year, or the share."""
        if self.share:
            return self.counted(result)
        period, inhabitants = result.scenario.period, result.scenario.population.inhabitants
        return self.counted(result) / period.weeks * WEEKS_PER_YEAR / inhabitants


def asked(channel: str) -> Callable[[Result], float]:
    """Contacts that were asked for in opening hours."""
    return lambda result: result.estimates()[Key("contacts_offered", "channel", channel)].mean


def visits(result: Result) -> float:
    """Appointments kept and walk-ins helped."""
    estimates = result.estimates()
    return sum(
        estimates[Key("contacts_offered", "channel", channel)].mean * estimates[Key("reachability", "channel", channel)].mean
        for channel in ("walk_in", "appointment")
    )


def applied_online(result: Result) -> float:
    """Applications that were handed in online: no looking up, no tries that failed, no papers sent afterwards."""
    totals = [int(measurement.total("root", "digital").sum()) for measurement in result.measurements.values()]
    return sum(totals) / len(totals)


def no_shows(result: Result) -> float:
    return result.estimates()[Key("no_show", "channel", "appointment")].mean


KNOWN = (
    Known("calls in opening hours", 0.8, "1.3", 2.0, "V1 V4 V5", asked("phone")),
    Known("desk visits: appointments kept, and walk-ins helped", 0.25, "0.5", 0.85, "V1 V4 V5", visits),
    Known("e-mails and forms", 0.03, "0.10", 0.40, "V1 V5", asked("email")),
    Known("letters", 0.02, "0.05", 0.15, "assumption", asked("post")),
    Known("messages", 0.01, "0.04", 0.08, "V1 V8", asked("messages")),
    Known("applications handed in online", 0.4, "0.7", 0.9, "municipal monitor", applied_online),
    Known("no-shows at appointments", 0.05, "11%", 0.20, "N1", no_shows, share=True),
)


def told_of_year(scenarios: Path) -> str:
    """What the page tells of a year of the reference municipality in this folder of scenarios."""
    scenario = load(scenarios / FILE, overrides={"period.weeks": WEEKS})
    return page_block(run(scenario, replications=REPLICATIONS, seed=SEED, jobs=1))


def missed(result: Result) -> list[tuple[Known, float]]:
    """The figures that lie outside their range, with what comes out."""
    found = [(known, known.value(result)) for known in KNOWN]
    return [(known, value) for known, value in found if not known.low <= value <= known.high]


def page_block(result: Result) -> str:
    """The table in Markdown, what misses its range, and how calls are answered."""
    return "\n".join(_lines(result))


def _lines(result: Result) -> Iterator[str]:
    weeks, repeats = result.scenario.period.weeks, result.done
    yield f"Per inhabitant per year ({repeats} repeats of {weeks} weeks, seed {result.seed}), beside what is known:"
    yield ""
    yield "| | comes out | known range (mid) | in it | source |"
    yield "|---|---:|---|---|---|"
    outside = missed(result)
    for known in KNOWN:
        ends = f"{_told(known, known.low)} to {_told(known, known.high)} ({known.mid})"
        within = "yes" if known not in [one for one, _ in outside] else "**no**"
        yield f"| {known.name} | {_told(known, known.value(result), 2)} | {ends} | {within} | {known.source} |"
    yield ""
    for known, value in outside:
        side, bound, end = ("too few", "at least", known.low) if value < known.low else ("too many", "at most", known.high)
        yield f"**Missed:** {known.name}, {side}: {_told(known, value, 2)}, where {bound} {_told(known, end)} is known."
        yield ""
    estimates = result.estimates()
    within_norm, abandoned = (
        estimates[Key(kpi, "channel", "phone")].mean for kpi in ("service_level_offered", "abandonment_offered")
    )
    norm = result.scenario.norms.answer_within.value / 1e6
    yield f"Of the calls {within_norm:.0%} are answered within {norm:.0f} s and {abandoned:.0%} abandoned."


def _told(known: Known, value: float, decimals: int | None = None) -> str:
    if known.share:
        return f"{value:.1%}" if decimals else f"{value:.0%}"
    return f"{value:.{decimals}f}" if decimals else f"{value:g}"
