"""The workloads in Ciw (Palmer, Knight, Harper and Hawa, "Ciw: an open-source discrete event simulation library", 2019)."""

from __future__ import annotations

import time
from typing import Any

import ciw
import numpy as np

from benchmarks.workloads import ABANDONED, CONTACTS, WAITED, Days, Workload
from sim.model.values.units import SECOND

SECONDS_A_DAY = 86_400


def network(work: Workload) -> Any:
    stations = work.stations
    routing = [[0.0] * len(stations) for _ in stations]
    for number, station in enumerate(stations[:-1]):
        routing[number][number + 1] = 1.0 - station.resolves
    patience = [None if one.patience is None else ciw.dists.Exponential(1 / one.patience) for one in stations]
    impatient = {"reneging_time_distributions": patience} if any(patience) else {}
    return ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(work.arrivals), *(None for _ in stations[1:])],
        service_distributions=[ciw.dists.Exponential(1 / one.handling) for one in stations],
        number_of_servers=[float("inf") if one.agents is None else one.agents for one in stations],
        routing=routing,
        **impatient,
    )


def run(work: Workload, days: int, seed: int) -> tuple[int, Days, float, float]:
    """Events, sums per day and station, and seconds of processor and clock; gathering its records is not timed."""
    ciw.seed(seed)
    simulation = ciw.Simulation(network(work))
    wall, processor = time.perf_counter(), time.process_time()
    simulation.simulate_until_max_time(days * SECONDS_A_DAY)
    processor, wall = time.process_time() - processor, time.perf_counter() - wall
    sums = np.zeros((days, len(work.stations), 3))
    events = 0
    for record in simulation.get_all_records():
        of_day = sums[int(record.arrival_date // SECONDS_A_DAY), record.node - 1]
        of_day[CONTACTS] += 1
        of_day[ABANDONED] += record.record_type == "renege"
        of_day[WAITED] += record.waiting_time * SECOND
        events += 2 if record.node == 1 else 1  # an arrival from outside, and the end
    return events, sums.round().astype(np.int64), processor, wall
