"""Make baselines of four municipalities from published figures and write benchmarks/new.md: time, residuals, how near the file.

Run with ``python -m benchmarks.new``. Times are of this process alone, machine code from the cache.
"""

from __future__ import annotations

import os
import platform
import time
from dataclasses import dataclass
from pathlib import Path

from sim.evidence.baseline_file import NewBaseline, make_baseline
from sim.evidence.own_figures import parse_figures
from sim.evidence.recognition import simulated_today
from sim.experiment.numbers.vary import range_at
from sim.model.files.loading import load
from sim.model.town.recognition import FIGURES, LABELS
from sim.model.town.scenario import Scenario
from sim.model.values.units import SECOND
from sim.model.words.written import figure_text
from sim.report.words.recognition import difference_text
from sim.text.texts import Texts

PAGE = Path(__file__).with_name("new.md")
SAY = Texts("en")
ASK = "services.algemene-vraag.steps.ask.options"
COMPARED = {
    "general questions per inhabitant per year": ("services.algemene-vraag.demand.rate", 1.0, 3),
    "talk time of a general question, s": (f"{ASK}.phone.handling", 1 / SECOND, 0),
    "constant of e-mail": (f"{ASK}.email.constant", 1.0, 2),
    "constant of walk-in": (f"{ASK}.walk_in.constant", 1.0, 2),
    "mean patience, s": ("channels.phone.patience.time", 1 / SECOND, 0),
}
PLACES: dict[str, tuple[dict[str, str], str]] = {
    "'s-Hertogenbosch": (
        {
            "year": "2019",
            "inhabitants": "154205",
            "calls": "163408",
            "talk_time": "4:52",
            "answered_within_norm": "67%",
            "abandoned": "7%",
            "emails": "3753",
            "appointments": "39884",
            "walk_ins": "21165",
        },
        "V1; weddings, fte and opening hours are not in its annual report.",
    ),
    "Het Hogeland": (
        {"year": "2020", "inhabitants": "48000", "calls": "76500"},
        "V5: 300 calls a day, taken 255 days.",
    ),
    "Leidschendam-Voorburg": (
        {"year": "2019", "inhabitants": "76000", "appointments": "17000"},
        "V5: visits to civil affairs, taken as visits by appointment.",
    ),
    "Amsterdam": (
        {"year": "2022", "inhabitants": "882000", "calls": "1.500.000"},
        "V4; its half a million desk visits are not told apart by appointment.",
    ),
}


@dataclass(frozen=True)
class Timed:
    """A baseline, and the seconds that making it took: on the clock and of the processor."""

    baseline: NewBaseline
    about: str
    seconds: float
    processor: float


def timed(name: str) -> Timed:
    typed, about = PLACES[name]
    own = parse_figures(typed | {"name": name})
    clock, processor = time.perf_counter(), time.process_time()
    baseline = make_baseline(own)
    found = Timed(baseline, about, time.perf_counter() - clock, time.process_time() - processor)
    print(f"{name}: {found.processor:.1f} s of the processor, {found.seconds:.1f} s on the clock")
    return found


def written(found: list[Timed]) -> str:
    parts = [
        "# Baselines from few numbers",
        "",
        "Written by `python -m benchmarks.new`: `sweetspot new` for four municipalities, from published figures only (ids:",
        f"[sources](../docs/sources.md)). Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, used",
        "for repeats of a year. The machine may have been busy, so the time of the processor says more than the clock.",
        "Compiling is not in it.",
        "",
        "| municipality | inhabitants | own numbers of twelve | tries | processor | clock | outcome |",
        "| --- | ---: | ---: | ---: | ---: | ---: | --- |",
        *(_summary(one) for one in found),
        "",
        "The recognition test simulates whole years with other luck than the solving did, so chance is in the residuals. Where",
        "a figure was not given, the table shows what the model makes of the one that was scaled from inhabitants or assumed.",
    ]
    for one in found:
        parts += ["", f"## {one.baseline.own.name} {one.baseline.own.year}", "", f"Own figures: {one.about}", "", *_figures(one)]
        parts += [f"\n{note.en}" for note in one.baseline.notes]
    parts += ["", "## Beside the published file of 's-Hertogenbosch 2019", "", *_beside(found[0].baseline)]
    return "\n".join(parts) + "\n"


def _summary(one: Timed) -> str:
    made = one.baseline
    return (
        f"| {made.own.name} | {made.own.inhabitants:,} | {made.count('own')} | {made.tries} | {one.processor:.0f} s "
        f"| {one.seconds:.0f} s | {made.recognition.outcome.replace('_', ' ')} |"
    )


def _figures(one: Timed) -> list[str]:
    made = one.baseline
    today = simulated_today(made.scenario)
    used = {number.name: number for number in made.numbers}
    rows = ["| figure | used | where from | simulated | difference |", "| --- | ---: | --- | ---: | ---: |"]
    for figure in FIGURES:
        pair = made.recognition.figures.get(figure)
        difference = difference_text(SAY, figure, pair) if pair else ""
        value, origin = used[figure].value.en, used[figure].origin
        rows.append(f"| {LABELS[figure].en} | {value} | {origin} | {figure_text(figure, today[figure], 'en')} | {difference} |")
    return rows


def _beside(made: NewBaseline) -> list[str]:
    """The solved numbers beside those of the published file, which was fitted by hand and by the validation scan."""
    published = load(made.reference)
    rows = ["| number | file | new |", "| --- | ---: | ---: |"]
    for name, (path, factor, decimals) in COMPARED.items():
        values = [range_at(scenario, path).value * factor for scenario in (published, made.scenario)]
        rows.append(f"| {name} | {values[0]:,.{decimals}f} | {values[1]:,.{decimals}f} |")
    people = [_people(scenario) for scenario in (published, made.scenario)]
    found = [scenario.baseline.channels["appointment"].slots for scenario in (published, made.scenario)]
    places = [slots.places for slots in found if slots is not None]
    rows.append(f"| people in the contact centre, by shift | {people[0]} | {people[1]} |")
    rows.append(f"| places per quarter of an hour | {places[0]} | {places[1]} |")
    return rows


def _people(scenario: Scenario) -> str:
    return ", ".join(f"{name} {shift.people}" for name, shift in scenario.baseline.teams["contact_centre"].shifts.items())


def main() -> None:
    PAGE.write_text(written([timed(name) for name in PLACES]), encoding="utf-8")


if __name__ == "__main__":
    main()
