"""The chain from work to euros as rows: one per link, one cell per team."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.experiment.staffing.outcome import Chain
from sim.report import staff_words as words
from sim.report.texts import Texts


def chain_rows(say: Texts, chains: Sequence[Chain]) -> Iterator[tuple[str, list[str]]]:
    """Each link by its name, with one cell per team: needed, and between brackets today's."""

    def pair(needed: str, today: str) -> str:
        return f"{needed} ({today})"

    def hours(value: float) -> str:
        return words.hours_text(say, value)

    yield say("work, hours a week"), [pair(hours(one.work_hours), hours(one.work_today)) for one in chains]
    yield (
        say("at work, hours a week"),
        [pair(hours(one.people_hours.needed), hours(one.people_hours.today)) for one in chains],
    )
    yield (
        say("rostered, hours a week"),
        [pair(hours(one.rostered_hours.needed), hours(one.rostered_hours.today)) for one in chains],
    )
    yield (
        "fte",
        [pair(words.fte_text(say, one.fte.needed), words.fte_text(say, one.fte.today)) for one in chains],
    )
    yield say("difference in fte"), [words.fte_change_text(say, one.fte.needed, one.fte.today, signed=True) for one in chains]
    yield say("of which bookable"), [words.fte_text(say, one.bookable_fte) for one in chains]
    for name, link in ((say("direct cost, € a year"), "direct"), (say("full cost, € a year"), "full")):
        cells = [getattr(one, link) for one in chains]
        yield name, [pair(say.number(cell.needed, -3), say.number(cell.today, -3)) for cell in cells]
