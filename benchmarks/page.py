"""docs/performance.md: the stored figures as tables, and the reading that was written by hand (benchmarks/reading.md)."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from benchmarks.aims import Aim, aims
from benchmarks.peer import PROGRAMS
from benchmarks.peers import ratios, speeds
from benchmarks.places import KERNEL, READING
from benchmarks.workloads import FALSE_ALARM

QUIET = 0.7
"""The most processes beside ours with which a figure counts."""

INTRODUCTION = """\
# Performance

Written by `make bench` (about half an hour on two cores that do nothing else), or in parts: `python -m benchmarks peers`, `town`,
`measuring`, `asking`, `plans`, `threads`, `whatif`, `questions`, `startup`; `python -m benchmarks page` writes this page again.
Everything here was measured, except the text under "How to read it". Seconds are of the processor unless it says clock, speeds
per second of processor time, and each figure is the median of its rounds with the lowest and the highest.
"""
WORKLOADS = """\
## Two pure workloads, beside other programs

W1 ([benchmarks/w1.yaml](../benchmarks/w1.yaml)): 20 agents, Poisson calls at 95% load, service 240 s, patience 180 s, first
come first served. W2 ([benchmarks/w2.yaml](../benchmarks/w2.yaml)): web 300 s, 80% success, the rest phones (12 agents, 240 s,
85% load), and a quarter of those goes on to the desk (8 desks, 600 s, 80% load). All times are exponential. For us they are
ordinary scenario files, and our time includes keeping the tables and putting them in order.

All programs take turns, each in a process of its own, and time only the run itself, without start-up and compiling. Our compiled
engine and the C++ loops did an equal run just before, so that memory need not be asked of the system. An event is
an arrival from outside, or the end of a service or of somebody's patience; how a program gets there is its own affair. *Plain*
SimPy is written as its manual shows (a process per visitor, `Resource`); *tuned* SimPy has callbacks on timeouts, its own queues,
no event for patience and random numbers drawn by the thousand. The C++ loop ([benchmarks/cpp](../benchmarks/cpp)) has a binary
heap and ring buffers: with xoshiro256++ and nothing kept but sums, with our Philox draws and nothing kept but sums, and with our
draws and the rows of our tables (as they come, not put in order). Its bytes, and those of SimPy and Ciw, are of what the process
grew by.
"""


def written(results: dict[str, Any]) -> str:
    sections: list[Iterable[str]] = [
        [INTRODUCTION],
        _machines(results),
        _aims(list(aims(results))),
        _peers(results["peers"]) if "peers" in results else (),
        _town(results) if "town" in results else (),
        _starting(results["startup"]) if "startup" in results else (),
        [READING.read_text(encoding="utf-8")] if READING.exists() else (),
        ["", KERNEL.read_text(encoding="utf-8")] if KERNEL.exists() else (),
    ]
    return "\n".join(line for section in sections for line in section).rstrip() + "\n"


def _machines(results: dict[str, Any]) -> Iterator[str]:
    """The machine of each part: once, when it is one."""
    machines: dict[str, list[str]] = {}
    for part, found in results.items():
        machines.setdefault("; ".join(f"{name} {value}" for name, value in found["machine"].items()), []).append(part)
    yield "## Measured on\n"
    for described, parts in machines.items():
        yield f"- {described}" + (f" ({', '.join(parts)})" if len(machines) > 1 else "")
    loads = ", ".join(f"{part} {found['busy']:.1f}" for part, found in results.items())
    yield f"\nProcesses that wanted a core in the minute before each part began: {loads}.\n"
    if any(found["busy"] > QUIET for found in results.values()):
        yield "**The machine did other work as well, so figures are rough, times on the clock most of all. Measure again.**\n"


def _aims(found: Sequence[Aim]) -> Iterator[str]:
    met = sum(aim.met for aim in found)
    yield "## What was aimed at\n"
    yield f"{met} of {len(found)} aims are met.\n"
    yield from _header("what", "aim", "measured", "range", "")
    for aim in found:
        limit = f"{'at least' if aim.least else 'at most'} {_number(aim.aim)} {aim.unit}"
        measured = f"{_number(aim.median)} {aim.unit}"
        yield f"| {aim.what} | {limit} | {measured} | {_range(aim.values)} | {'met' if aim.met else '**missed**'} |"
    yield ""


def _peers(found: dict[str, Any]) -> Iterator[str]:
    yield WORKLOADS
    for name, programs in found["workloads"].items():
        yield f"### {name.upper()}\n"
        yield from _header(
            "program", "events/s", "range", "contacts/s", "clock/processor", "bytes per contact", "ours / it", "range"
        )
        ours = programs["compiled"]["runs"]
        for program, measured in programs.items():
            runs = measured["runs"]
            per_event = runs[0]["contacts"] / runs[0]["events"]
            fast = statistics.median(speeds(runs))
            clock = statistics.median([run["wall_s"] / run["processor_s"] for run in runs])
            yield (
                f"| {PROGRAMS[program].label} | {fast:,.0f} | {_range(speeds(runs))} | {fast * per_event:,.0f} "
                f"| {clock:.2f} | {_bytes(runs)} | {_spread(ratios(ours, runs))} |"
            )
        yield ""
    yield from _theory(found)


def _theory(found: dict[str, Any]) -> Iterator[str]:
    yield "### Against theory\n"
    yield f"Erlang A and a Jackson network; a right program falls outside one band in {1 / FALSE_ALARM:,.0f} or so."
    yield (
        "The tables that the C++ loop wrote with our draws were the tables of our compiled engine, to the bit.\n"
        if found["same_tables"]
        else "**The tables of the C++ loop with our draws differ from ours, or there was no compiler to compare them.**\n"
    )
    yield from _header("workload", "program", "quantity", "theory", "measured", "band", "")
    for name, programs in found["workloads"].items():
        for program, measured in programs.items():
            for check in measured["checks"]:
                agrees = "agrees" if check["agrees"] else "**differs**"
                yield (
                    f"| {name.upper()} | {PROGRAMS[program].label} | {check['quantity']} | {check['expected']:.4f} "
                    f"| {check['measured']:.4f} | ± {check['half_width']:.4f} | {agrees} |"
                )
    yield ""


def _town(results: dict[str, Any]) -> Iterator[str]:
    yield "## Municipalities\n"
    yield "One replication, with warm-up, the cases that began before it and the follow-up. Where figures are kept, measuring is"
    yield "in the time: an experiment needs no tables. Bytes: of the tables, and what the process grew by at its largest.\n"
    yield from _header(
        "municipality", "inhabitants", "engine", "kept", "window", "contacts", "s", "range", "contacts/s", "bytes per contact"
    )
    for row in results["town"]["rows"]:
        runs = row["runs"]
        taken = [run["processor_s"] for run in runs]
        contacts, median = runs[0]["contacts"], statistics.median(taken)
        yield (
            f"| {row['file']} | {row['inhabitants']:,} | {row['engine']} | {row['kept']} | {row['weeks']} weeks | {contacts:,} "
            f"| {_number(median)} | {_range(taken)} | {contacts / median:,.0f} | {_bytes(runs)} |"
        )
    yield ""
    if "measuring" in results:
        yield "Simulating and measuring apart, where figures are kept:\n"
        yield from _header("run", "simulating (s)", "range", "measuring (s)", "range")
        for name, rounds in results["measuring"]["seconds"].items():
            simulating, measuring = ([taken[what] for taken in rounds] for what in ("simulating", "measuring"))
            yield f"| {name} | {_spread(simulating)} | {_spread(measuring)} |"
        yield ""
    if "asking" in results:
        yield from _asking(results["asking"])
    if "threads" in results:
        taken = results["threads"]["seconds"]
        yield (
            f"{results['threads']['replications']} replications of {results['threads']['weeks']} weeks of voorbeeldstad take "
            f"{_number(statistics.median(taken['one']))} s on the clock on one thread ({_range(taken['one'])}), and "
            f"{_number(statistics.median(taken['two']))} s on two ({_range(taken['two'])}).\n"
        )
    if "whatif" in results:
        yield from _whatif(results["whatif"])


def _asking(found: dict[str, Any]) -> Iterator[str]:
    yield "A year of voorbeeldstad with and without open questions, asking when stuck, looking up and cases because of online:\n"
    yield from _header("run", "contacts", "look-ups beside", "s", "range", "µs per contact", "µs per contact or look-up")
    for name, seconds in found["seconds"].items():
        contacts, looked = found["counts"][name]["contacts"], found["counts"][name]["look_ups"]
        median = statistics.median(seconds) * 1e6
        per = f"{median / contacts:.2f} | {median / (contacts + looked):.2f}"
        yield f"| {name} | {contacts:,} | {looked:,} | {_spread(seconds)} | {per} |"
    yield ""


def _whatif(found: dict[str, Any]) -> Iterator[str]:
    yield (
        f"A what-if of the marriage stories over {found['weeks']} weeks, fully digital beside today, couples followed to their "
        "wedding: seconds on the clock from reading the files to the verdict, on all cores.\n"
    )
    first, refined = found["looks"]
    yield from _header("simulated", f"{first} replications", "range", f"refined to {refined}", "range")
    for question, rounds in found["seconds"].items():
        early, late = [taken[0] for taken in rounds], [taken[1] for taken in rounds]
        yield f"| {question} | {_spread(early)} | {_spread(late)} |"
    yield ""


def _starting(found: dict[str, Any]) -> Iterator[str]:
    taken = found["seconds"]
    rows = {
        "`sweetspot --version`": [run["wall_s"] for run in taken["version"]],
        "`import sim`, with `load`, `run` and `compare`": [run["wall_s"] for run in taken["import"]],
        "a first run of one week, machine code from the cache": [run["wall_s"] for run in taken["first_run"]],
        "of that, loading the engine and simulating": [run["part_s"] for run in taken["first_run"]],
        "the same, compiling everything": [run["wall_s"] for run in taken["compiling"]],
    }
    yield "## Starting\n"
    yield "From the start of Python, on the clock.\n"
    yield from _header("what", "s", "range")
    for what, seconds in rows.items():
        yield f"| {what} | {_spread(seconds)} |"
    yield ""


def _header(*names: str) -> Iterator[str]:
    yield f"| {' | '.join(names)} |"
    yield f"| {' | '.join('---' for _ in names)} |"


def _bytes(runs: Sequence[dict[str, Any]]) -> str:
    """Of the tables, and what memory grew by."""
    contacts = runs[0]["contacts"]
    grown = max(run["grown_bytes"] for run in runs) / contacts
    tables = runs[0]["table_bytes"] / contacts
    return f"{tables:,.0f}, grew {grown:,.0f}" if tables else f"grew {grown:,.0f}"


def _spread(values: Sequence[float]) -> str:
    return f"{_number(statistics.median(values))} | {_range(values)}"


def _range(values: Sequence[float]) -> str:
    return f"{_number(min(values))} to {_number(max(values))}" if len(values) > 1 else "once"


def _number(value: float) -> str:
    """Three digits or so."""
    if value >= 100:
        return f"{value:,.0f}"
    if value >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if value >= 0.1 else f"{value:.4f}"
