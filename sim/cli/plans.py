"""The plans that come with the program on the screen, with what was found of them: nothing is simulated."""

from __future__ import annotations

import json as json_module
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import typer

from sim.cli.exits import DONE
from sim.cli.failures import guarded
from sim.model.files.extends import read_chain, source_files
from sim.model.files.library import FOLDERS, Story, plan_asked, plans
from sim.model.files.plans.found import name_of, named_measures
from sim.model.files.plans.measure_file import read_measure
from sim.model.files.plans.told import label_of
from sim.model.files.plans.use import named, uses_of
from sim.model.files.shipped import LIBRARY
from sim.model.values.values import read_label
from sim.report.answers.stories import StoredStories, StoryTold, stored
from sim.text.texts import Texts

MIDDLE = "mid"


@dataclass(frozen=True)
class Part:
    """A measure of a plan: what it is called, its name in the library where it has one, what is said of it, and from when."""

    label: str
    measure: str | None
    said: dict[str, Any]
    start: str


def plans_command(name: str | None, lang: str | None, *, json: bool) -> int:
    """Prints the plans with their questions and what was found, or all of one; returns the exit code."""
    return guarded(lang, lambda say: _plans(name, say, json=json))


def _plans(name: str | None, say: Texts, *, json: bool) -> int:
    found = stored()
    asked = plans() if name is None else (plan_asked(name),)
    if json:
        typer.echo(json_module.dumps([_plain(plan, found, say) for plan in asked], ensure_ascii=False, indent=2))
        return DONE
    lines = _listed(asked, found, say) if name is None else _one(asked[0], found.of(asked[0].name), say)
    typer.echo("\n".join(lines))
    return DONE


def _listed(asked: tuple[Story, ...], found: StoredStories, say: Texts) -> list[str]:
    lines = [
        say("Plans for any town. Put one on your own with --plan NAME; what was found is of the town it was written for."),
        "",
    ]
    for plan in asked:
        lines += [f"{plan.file.stem}: {say(plan.question).strip()}"]
        told = found.of(plan.name)
        lines += [] if told is None else [f"  {say('Found: {verdict}', verdict=_verdict(told, say))}"]
    return [*lines, "", say("All of one: sweetspot plans NAME.")]


def _one(plan: Story, told: StoryTold | None, say: Texts) -> list[str]:
    lines = [f"{plan.file.stem}: {say(plan.label)}", say(plan.question).strip(), "", say(plan.about).strip(), ""]
    lines += [say("Measures:"), *(f"  {_part_told(part, say)}" for part in parts_of(plan, say)), ""]
    lines += [f"{say('What to look at:')} {say(plan.look_at).strip()}", ""]
    if told is not None:
        deciding = plan.scenario.deciding
        what = "" if deciding is None else say(deciding.what)
        head = {"beside": LIBRARY + plan.beside_name, "what": what}
        lines += [say("Found beside {beside}, at the low, the middle and the high of what decides it ({what}):", **head)]
        lines += [f"  {level.assumed}: {level.verdict}" for level in told.levels[say.lang]]
    example = f"sweetspot compare {say('MY-TOWN.yaml')} --plan {plan.file.stem}"
    return [*lines, "", say("For example: {command}", command=example)]


def _part_told(part: Part, say: Texts) -> str:
    said = ",".join(f"{name}={_typed(value)}" for name, value in part.said.items())
    measure = f" [{part.measure}{':' + said if said else ''}]" if part.measure is not None else ""
    return f"{part.label}{measure}" + (f", {say('from {start} on', start=part.start)}" if part.start else "")


def _typed(value: Any) -> str:
    return json_module.dumps(value, ensure_ascii=False).replace('"', "")


def parts_of(plan: Story, say: Texts) -> Iterator[Part]:
    """The measures of a plan: those it uses of the library, then those it writes out."""
    files = source_files(plan.file)
    root = read_chain(files, [])
    read = {name_of(file): read_measure(file) for file in named_measures(files)}
    for use in uses_of(root):
        said = use.entry.plain()
        said = dict(said) if isinstance(said, dict) else {}
        start = str(said.pop("start", ""))
        said.pop("measure", None)
        label = label_of(read[named(use.of)].file, use.entry.mapping, use.entry).plain()
        yield Part(str(label[say.lang]), named(use.of), said, start)
    written = root.mapping.get("measures")
    for entry in written.mapping.values() if written is not None else ():
        texts = read_label(entry.mapping["label"].plain())
        start = str(entry.mapping["start"].value) if "start" in entry.mapping else ""
        yield Part(texts[say.lang] if isinstance(texts, dict) else str(texts), None, {}, "" if start == "0 weeks" else start)


def _verdict(told: StoryTold, say: Texts) -> str:
    """The sentence at the middle of what decides it."""
    return next(level.verdict for level in told.levels[say.lang] if level.level == MIDDLE)


def _plain(plan: Story, found: StoredStories, say: Texts) -> dict[str, Any]:
    told = found.of(plan.name)
    levels = () if told is None else told.levels[say.lang]
    return {
        "name": plan.file.stem,
        "file": LIBRARY + plan.name,
        "beside": LIBRARY + plan.beside_name,
        "story": plan.file.parent.name in FOLDERS,
        "label": say(plan.label),
        "question": say(plan.question).strip(),
        "about": say(plan.about).strip(),
        "look_at": say(plan.look_at).strip(),
        "measures": [vars(part) for part in parts_of(plan, say)],
        "found": [{"level": level.level, "assumed": level.assumed, "verdict": level.verdict} for level in levels],
    }
