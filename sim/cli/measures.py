"""The measures that come with the program on the screen: nothing is simulated."""

from __future__ import annotations

import json as json_module
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from sim.cli.exits import DONE
from sim.cli.failures import guarded
from sim.model.files.extends import read_chain, source_files
from sim.model.files.loading import load_files
from sim.model.files.plans.compose import with_measures
from sim.model.files.plans.found import measure_asked
from sim.model.files.plans.library import Field, Form, form_of, shipped_measures, town_of
from sim.model.files.plans.measure_file import ReadMeasure, read_measure
from sim.model.files.plans.told import value_text
from sim.text.pairs import Text
from sim.text.texts import Texts

SHORT = 8
"""Levels that are told on one line."""
EXAMPLE = "sweetspot compare {town} --measure {measure}"


def measures_command(name: str | None, town: Path | None, lang: str | None, *, json: bool) -> int:
    """Prints the measures by group, or one with all that can be set, on a town if one is given; returns the exit code."""
    return guarded(lang, lambda say: _measures(name, town, say, json=json))


def _measures(name: str | None, town: Path | None, say: Texts, *, json: bool) -> int:
    root = None if town is None else town_of(read_chain(source_files(town), []))
    found = shipped_measures() if name is None else (read_measure(measure_asked(name)),)
    forms = [form_of(one.file, root) for one in found]
    reached = None if name is None or town is None else _reached(name, town)
    if json:
        told = [_plain(form, say) for form in forms]
        whole = told if reached is None else [told[0] | {"reaches": reached}]
        typer.echo(json_module.dumps(whole, ensure_ascii=False, indent=2))
        return DONE
    lines = _listed(forms, say) if name is None else _one(forms[0], found[0], town, reached, say)
    typer.echo("\n".join(lines))
    return DONE


def _reached(name: str, town: Path) -> list[str]:
    """The paths that a measure with its defaults changes in a town. Raises ``ScenarioError`` where it reaches none."""
    files = source_files(town)
    scenario = load_files(with_measures(files, [name]))
    there = {measure.name for measure in load_files(files).measures}
    return [path for measure in scenario.measures if measure.name not in there for path in measure.set]


def _listed(forms: Sequence[Form], say: Texts) -> list[str]:
    lines = [say("Measures for any town. Put one on your own with --measure NAME, or NAME:PARAMETER=VALUE."), ""]
    group: Text | None = None
    for form in forms:
        if form.group != group:
            group = form.group
            lines.append(say(group).capitalize())
        names = ", ".join(field.name for field in form.fields)
        lines.append(f"  {form.measure}: {say(form.label)} ({names})")
        lines.append(f"    {say(form.why)}")
    return [*lines, "", say("All of one: sweetspot measures NAME, with --town FILE what it changes there.")]


def _one(form: Form, read: ReadMeasure, town: Path | None, reached: list[str] | None, say: Texts) -> list[str]:
    lines = [f"{form.measure}: {say(form.label)}", say(form.why), ""]
    for field in form.fields:
        lines += _field_lines(field, read, say)
    if form.legal.nl:
        lines += ["", say("Ask a lawyer: {question}", question=say(form.legal))]
    if form.sources:
        lines += ["", say("Sources: {sources}", sources=", ".join(form.sources))]
    if reached is not None:
        lines += [
            "",
            say.plural("Changes {count} place in {town}:", "Changes {count} places in {town}:", len(reached), town=town),
        ]
        lines += [f"  {path}" for path in reached]
    example = EXAMPLE.format(town=town or say("MY-TOWN.yaml"), measure=form.measure)
    return [*lines, "", say("For example: {command}", command=example)]


def _field_lines(field: Field, read: ReadMeasure, say: Texts) -> list[str]:
    parameter = read.file.parameters[field.name]
    default, neutral = (value_text(parameter, value, say.lang) for value in (field.default, field.neutral))
    head = f"  {field.name}: {say(field.label)}"
    told = say("{default} when nothing is said; {neutral} is as today", default=default, neutral=neutral)
    levels = [f"{level.value}" + _meaning(level.value, say(level.said)) for level in field.levels]
    levels = [f"    {', '.join(levels)}"] if len(levels) <= SHORT else [f"    {level}" for level in levels]
    levels = levels if field.levels else []
    return [f"{head} ({told if field.neutral is not None else say('{default} when nothing is said', default=default)})", *levels]


def _meaning(value: Any, said: str) -> str:
    return "" if str(value) == said else f" ({said})"


def _plain(form: Form, say: Texts) -> dict[str, Any]:
    """The form as plain values, texts in the language of the command."""

    def plain(value: Any) -> Any:
        if isinstance(value, Text):
            return say(value)
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        return [plain(item) for item in value] if isinstance(value, list | tuple) else value

    made = {name: getattr(form, name) for name in form.__dataclass_fields__}
    made["fields"] = [{name: getattr(field, name) for name in field.__dataclass_fields__} for field in form.fields]
    for field in made["fields"]:
        field["levels"] = [{"value": level.value, "said": level.said} for level in field["levels"]]
    found: dict[str, Any] = plain(made)
    return found
