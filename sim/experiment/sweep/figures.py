"""The figures that are asked of a sweep, named as on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.experiment.found.headlines import default_headlines
from sim.experiment.running.subject import Subject
from sim.experiment.sweep.refused import SweepError
from sim.measure.definitions import BY_NAME
from sim.measure.layout import dimensions_of
from sim.measure.rows import ALL, FOCUS, OVERALL, Focus, Key, rows_of
from sim.model.files.errors import listed, nearest
from sim.model.town.scenario import Scenario
from sim.text.pairs import marked

NO_KPI = marked("{name} is no figure; choose from {names}.")
NO_MEMBER = marked("{name} is not told of that; write one of {names}.")


def figures_of(texts: Iterable[str], scenario: Scenario, focus: Focus) -> tuple[Key, ...]:
    """The key of each figure that is asked; without any those of a verdict about this scenario.

    A text is the name of a KPI, and behind a colon of whom: a channel, service, segment or team, ``focus`` (the services that the
    measures touch) or ``focus_team``; a second colon narrows it to a channel or a team, and the focus to a segment:
    ``staff_time_per_root_case:focus``, ``citizen_effort:focus:older``.
    Without a colon it is told of all, or of the focus where it is not told of all.

    Raises ``SweepError``.
    """
    asked = dict.fromkeys(_key(text, scenario, focus) for text in texts)
    return tuple(asked) or default_headlines([scenario], focus)


def _key(text: str, scenario: Scenario, focus: Focus) -> Key:
    name, *about = text.split(":")
    if name not in BY_NAME:
        raise SweepError(NO_KPI, name=name, names=listed(nearest(name, BY_NAME) or BY_NAME))
    keys = rows_of(dimensions_of(Subject(scenario)), focus, definitions=(BY_NAME[name],)).keys
    found = [key for key in keys if _about(key) == about] if about else _of_all(keys)
    if not found:
        names = [figure_text(key) for key in keys]
        raise SweepError(NO_MEMBER, name=text, names=listed(nearest(text, names) or names, most=12))
    return found[0]


def figure_text(key: Key) -> str:
    """The figure as it is typed."""
    return ":".join(part for part in (key.kpi, key.whom, key.channel, key.team) if part)


def _about(key: Key) -> list[str]:
    parts = (key.whom or key.member, key.channel, key.team)
    return ":".join(part for part in parts if part).split(":")


def _of_all(keys: Sequence[Key]) -> list[Key]:
    whole = [key for key in keys if (key.dimension, key.member) == (OVERALL, ALL)]
    return whole or [key for key in keys if key.dimension == FOCUS and not key.channel and not key.team]
