"""How many fresh cases are to be expected of those whom a question comes up in: who looks it up and finds it is none."""

from __future__ import annotations

from typing import Any

from sim.engine.program.program import Array, Program, Rulebook


def expected_cases(program: Program) -> Array:
    """(streams, days) float64: fresh cases to expect; who looks it up and does not ask is none.

    Of a service that is not looked up as often in every design the largest share asks, so that it is rather too many.
    """
    book, demand = program.rulebook, program.demand
    services, skills = int(book.settings[0]["services"]), book.segments["skill"]
    rates: Array = demand.rates.copy()
    for number, stream in enumerate(demand.streams):
        asking = [
            _share_that_asks(book, kind, float(skills[stream["segment"]]))
            for kind in book.services[int(stream["service"]) :: services]
            if kind["look_up"] >= 0
        ]
        if len(asking) == len(book.services) // services:
            rates[number] *= max(asking)
    return rates


def _share_that_asks(book: Rulebook, kind: Any, skill: float) -> float:
    option = book.options[int(kind["look_up"])]
    finds = float(option["resolves"] - option["complex"] * kind["complexity"] - option["unskilled"] * (1.0 - skill))
    return 1.0 - float(kind["looks_up"]) * (1.0 - (1.0 - max(0.0, finds)) * float(kind["goes_on"]))
