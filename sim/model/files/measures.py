"""Measures: what each changes in the design, and the designs that follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sim.model.files.errors import Problem, listed, nearest
from sim.model.files.file_form import SECTIONS
from sim.model.files.tree import matches, replaced, set_all, with_key
from sim.model.files.yaml_file import Entry
from sim.model.town.channels import Patience
from sim.model.town.measure import Measure
from sim.model.town.population import Reactions


def in_order(measures: Mapping[str, Measure]) -> list[str]:
    """The names of the measures by start; those that start together in the order of the file."""
    return sorted(measures, key=lambda name: measures[name].start.value)


def with_measure(root: Entry, name: str, problems: list[Problem]) -> Entry:
    """The file as it would be with what a measure sets; what cannot be set is added to ``problems``."""
    changes = root.mapping["measures"].mapping[name].mapping["set"].mapping
    allowed: dict[str, Entry] = {}
    for path, value in changes.items():
        section, _, rest = path.partition(".")
        if section in SECTIONS and rest:
            allowed[path] = value
        else:
            details = {"name": repr(path), "allowed": listed(SECTIONS)}
            problems.append(
                Problem(value.file, value.line, path, "scenario.measure_out_of_bounds", None, details, nearest(section, SECTIONS))
            )
    return finished(set_all(root, allowed, problems), problems)


def written_out(root: Entry) -> Entry:
    """The file with short forms in full, so that a file that extends it and a path can reach every part."""
    for path, patience in list(matches(root, ("channels", "*", "patience"))):
        is_short = not isinstance(patience.value, Mapping) or not patience.value.keys() & Patience.model_fields.keys()
        if is_short and patience.value is not None:
            root = replaced(root, path, replace(patience, value={"time": patience}))
    for path, teams in list(matches(root, ("queues", "*", "teams"))):
        if isinstance(teams.value, str):
            root = replaced(root, path, replace(teams, value={teams.value: replace(teams, value=1)}))
    for path, services in list(matches(root, ("queues", "*", "services"))):
        if isinstance(services.value, str) and services.value != "all":
            root = replaced(root, path, replace(services, value=(services,)))
    return root


def finished(root: Entry, problems: list[Problem]) -> Entry:
    """The file with short forms, named profiles and the default reaction written out, and new steps in their place."""
    return _with_steps_in_place(_with_profiles(_with_reactions(written_out(root)), problems), problems)


def _with_reactions(root: Entry) -> Entry:
    behaviour = root.mapping.get("behaviour")
    reactions = behaviour.mapping.get("reactions") if behaviour else None
    default = reactions.mapping.get("default") if reactions else None
    if behaviour is None or reactions is None or default is None:
        return root
    shared = grouped(default, "behaviour.reactions.default")
    filled = dict.fromkeys(Reactions.model_fields, shared) | dict(with_key(reactions, "default", None).mapping)
    return with_key(root, "behaviour", with_key(behaviour, "reactions", replace(reactions, value=filled)))


def grouped(entry: Entry, path: str) -> Entry:
    """The entry with its ranges in a group of their own, so that what is written once has one value in a parameter world."""
    if "mid" in entry.mapping:
        return entry if "group" in entry.mapping else with_key(entry, "group", Entry(path, entry.file, entry.line))
    if entry.mapping:
        return replace(entry, value={key: grouped(item, f"{path}.{key}") for key, item in entry.mapping.items()})
    return entry


def _with_profiles(root: Entry, problems: list[Problem]) -> Entry:
    profiles = root.mapping["profiles"].mapping if "profiles" in root.mapping else {}
    for (_, service, _, _), entry in list(matches(root, ("services", "*", "demand", "profile"))):
        if not isinstance(entry.value, str):
            continue
        if entry.value not in profiles:
            path = f"services.{service}.demand.profile"
            details = {"name": repr(entry.value), "allowed": listed(profiles)}
            near = nearest(entry.value, profiles)
            problems.append(Problem(entry.file, entry.line, path, "scenario.unknown_profile", None, details, near))
        root = replaced(root, ("services", service, "demand", "profile"), profiles.get(entry.value))
    return root


def _with_steps_in_place(root: Entry, problems: list[Problem]) -> Entry:
    for path, steps in list(matches(root, ("services", "*", "steps"))):
        if any("after" in step.mapping for step in steps.mapping.values()):
            root = replaced(root, path, _in_place(steps, ".".join(path), problems))
    return root


def _in_place(steps: Entry, path: str, problems: list[Problem]) -> Entry:
    order = dict(steps.mapping)
    for name, step in steps.mapping.items():
        after = step.mapping.get("after")
        if after is None:
            continue
        others = {key: value for key, value in order.items() if key != name}
        moved = with_key(step, "after", None)
        if after.value not in others:
            details, near = {"name": repr(after.value), "allowed": listed(others)}, nearest(str(after.value), others)
            problems.append(Problem(after.file, after.line, f"{path}.{name}.after", "scenario.unknown_step", None, details, near))
            order[name] = moved
            continue
        order = {}
        for key, value in others.items():
            order[key] = value
            if key == after.value:
                order[name] = moved
    return replace(steps, value=order)
