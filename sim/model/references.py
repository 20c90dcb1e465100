"""Do names in a scenario mean something? Checked on the file, so that every wrong name is found at its own line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sim.model.errors import Problem, listed, nearest
from sim.model.file_form import SECTIONS
from sim.model.tree import Path, find, matches
from sim.model.yaml_file import Entry

NAMES_OF: dict[str, Path] = {
    "channel": ("channels",),
    "team": ("teams",),
    "queue": ("queues",),
    "service": ("services",),
    "segment": ("population", "segments"),
}
KEYS: tuple[tuple[str, Path], ...] = (
    ("channel", ("services", "*", "steps", "*", "options", "*")),
    ("channel", ("services", "*", "inquiry", "*")),
    ("segment", ("services", "*", "demand", "by_segment", "*")),
    ("segment", ("channels", "*", "helpers", "*", "by_segment", "*")),
    ("team", ("queues", "*", "teams", "*")),
    ("queue", ("teams", "*", "speed", "*")),
)
"""Places whose keys are names of something else."""
VALUES: tuple[tuple[str, Path], ...] = (
    ("channel", ("queues", "*", "channel")),
    ("channel", ("services", "*", "steps", "*", "options", "*", "hand_off", "refer_to")),
    ("channel", ("services", "*", "inquiry", "*", "hand_off", "refer_to")),
    ("queue", ("services", "*", "steps", "*", "options", "*", "hand_off", "transfer_to")),
    ("queue", ("services", "*", "inquiry", "*", "hand_off", "transfer_to")),
    ("service", ("queues", "*", "services")),
    ("service", ("queues", "*", "services", "*")),
    ("service", ("services", "*", "hidden_need", "service")),
    ("service", ("measures", "*", "shock", "services", "*")),
    ("team", ("services", "*", "steps", "*", "team")),
)
"""Places whose values are names of something else."""
NAMED: tuple[Path, ...] = (
    *((section, "*") for section in (*SECTIONS, "profiles", "measures")),
    ("population", "segments", "*"),
    ("channels", "*", "helpers", "*"),
    ("services", "*", "steps", "*"),
    ("services", "*", "demand", "mailings", "*"),
    ("teams", "*", "shifts", "*"),
)
"""Places whose keys are names of their own."""


def unknown_names(root: Entry) -> list[Problem]:
    """Every name in a design that nothing has."""
    known = {what: _keys(root, path) for what, path in NAMES_OF.items()}
    found = []
    for what, pattern in KEYS:
        for path, entry in matches(root, pattern):
            found.append(_problem(what, path[-1], path, entry, known[what]))
    for what, pattern in VALUES:
        for path, entry in matches(root, pattern):
            if isinstance(entry.value, str) and not (what == "service" and entry.value == "all"):
                found.append(_problem(what, entry.value, path, entry, known[what]))
    return [problem for problem in found if problem is not None]


def unknown_tastes(root: Entry, channels: Iterable[str]) -> list[Problem]:
    """Tastes of segments for channels that no design has."""
    pattern = ("population", "segments", "*", "taste", "*")
    found = [_problem("channel", path[-1], path, entry, set(channels)) for path, entry in matches(root, pattern)]
    return [problem for problem in found if problem is not None]


def unknown_to_learn(root: Entry, known: Mapping[str, Iterable[str]]) -> list[Problem]:
    """Services, steps and channels that staff must learn and that no design has; ``known`` are those by kind."""
    return [
        problem
        for what, names in known.items()
        for path, entry in matches(root, ("measures", "*", "learning", f"{what}s", "*"))
        if (problem := _problem(what, str(entry.value), path, entry, set(names))) is not None
    ]


def bad_names(root: Entry) -> list[Problem]:
    """Names that could not be written in a path."""
    return [
        Problem(entry.file, entry.line, ".".join(path), "scenario.bad_name", None, {"name": repr(path[-1])})
        for pattern in NAMED
        for path, entry in matches(root, pattern)
        if not path[-1] or "." in path[-1] or path[-1] != path[-1].strip() or not path[-1].isprintable()
    ]


def _keys(root: Entry, path: Path) -> set[str] | None:
    """The names in a section; None where it is no mapping, which is reported by itself."""
    entry, done = find(root, path)
    if done == path and not isinstance(entry.value, Mapping):
        return None
    return set(entry.mapping) if done == path else set()


def _problem(what: str, name: str, path: Path, entry: Entry, known: set[str] | None) -> Problem | None:
    if known is None or name in known:
        return None
    details = {"name": repr(name), "allowed": listed(sorted(known))}
    return Problem(entry.file, entry.line, ".".join(path), f"scenario.unknown_{what}", None, details, nearest(name, known))
