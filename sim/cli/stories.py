"""The library of stories on the screen: nothing is simulated."""

from __future__ import annotations

import json as json_module
import os
from pathlib import Path

import typer

from sim.cli.exits import DONE
from sim.model.files.library import Story, library
from sim.text.texts import Texts, language_of


def stories_command(lang: str | None, *, json: bool) -> int:
    """Prints every story with its file, its question and the file to compare it with; returns the exit code."""
    say = Texts(language_of(lang))
    found = library()
    typer.echo(_as_json(found, say) if json else _text(found, say))
    return DONE


def _text(stories: tuple[Story, ...], say: Texts) -> str:
    lines = [say("Each story answers one question. Compare it with the file beside it:"), ""]
    for story in stories:
        lines += [
            say(story.question).strip(),
            "  " + say("story: {file}", file=_place(story.file)),
            "  " + say("compare with: {file}", file=_place(story.beside)),
            "",
        ]
    first = stories[0]
    example = f"sweetspot compare {_place(first.beside)} {_place(first.file)}"
    return "\n".join([*lines, say("For example: {command}", command=example)])


def _as_json(stories: tuple[Story, ...], say: Texts) -> str:
    told = [
        {
            "file": _place(story.file),
            "beside": _place(story.beside),
            "label": say(story.label),
            "question": say(story.question).strip(),
            "about": say(story.about).strip(),
            "look_at": say(story.look_at).strip(),
        }
        for story in stories
    ]
    return json_module.dumps(told, ensure_ascii=False, indent=2)


def _place(file: Path) -> str:
    """The file as it can be typed here."""
    near = os.path.relpath(file)
    return str(file) if near.startswith("..") else near
