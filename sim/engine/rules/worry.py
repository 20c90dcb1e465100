"""Rules of worry: when a citizen asks to be sure, or about something that is late."""

from __future__ import annotations

from sim.engine.compiler.jit import compiled
from sim.engine.luck.draws import uniform_second
from sim.engine.program.codes import NEVER, REASSURANCE, STATUS
from sim.engine.program.program import Rulebook
from sim.engine.rules.case import DAY, DAY_BEGINS, DAY_LASTS, draw

LOOK_AGAIN = -1
WORRY_HORIZON_DAYS = 14
"""Worry is looked up this far ahead and then again: most cases have gone on by then."""


@compiled
def worry_hazard(book: Rulebook, service: int, ceiling: float, noon: int, confirmed: int, event: int) -> float:
    """Chance of a reassurance contact on one day: grows with silence since ``confirmed`` and with nearness of the event."""
    kind = book.services[service]
    silent = max(0.0, (noon - confirmed) / DAY)
    hazard = ceiling * (silent / (silent + kind.silence_days))
    if event >= 0 and kind.near_days > 0.0:
        hazard *= 1.0 + kind.nearness * kind.near_days / (kind.near_days + max(0.0, (event - noon) / DAY))
    return min(hazard, 0.5)


@compiled
def next_worry(
    book: Rulebook, service: int, case: int, need: float, time: int, confirmed: int, assurance: float, event: int, promised: int
) -> tuple[int, int]:
    """When the citizen next asks for reassurance or about something late, if nothing changes: (time, cause).

    ``confirmed``: last confirmation, -1 = nothing handed in yet; ``assurance``: how much certainty there is;
    ``promised``: when an answer is due, -1 = no promise. One draw per date against that day's hazard, so a higher hazard
    only adds contacts. LOOK_AGAIN as cause: not before ``time``. NEVER: there is nothing to worry about.
    """
    kind, settings = book.services[service], book.settings[0]
    today = time // DAY
    horizon = min(today + WORRY_HORIZON_DAYS, len(book.calendar) - 1)
    last = horizon if event < 0 else min(horizon, event // DAY)
    reassuring = kind.worry_scale * need * (1.0 - assurance) * (1.0 - kind.status_visible) if confirmed >= 0 else 0.0
    asking = kind.chasing if promised >= 0 else 0.0
    highest = reassuring * (1.0 + kind.nearness) + asking
    if highest <= 0.0 or last < today:
        return NEVER, REASSURANCE
    for day in range(today, last + 1):
        u = draw(book, case, kind.label_worry, settings.date + day)
        if u >= highest:
            continue
        noon = day * DAY + DAY // 2
        hazard = worry_hazard(book, service, reassuring, noon, confirmed, event) if reassuring > 0.0 else 0.0
        if u < hazard + (asking if noon > promised else 0.0):
            asks = uniform_second(settings.seed, settings.replication, case, kind.label_worry, settings.date + day)
            moment = day * DAY + DAY_BEGINS + int(asks * DAY_LASTS)
            if moment > time:
                return moment, (REASSURANCE if u < hazard else STATUS)
    if last < horizon or horizon == len(book.calendar) - 1:
        return NEVER, REASSURANCE
    return (last + 1) * DAY, LOOK_AGAIN
