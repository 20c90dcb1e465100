"""Bad input becomes a message and an exit code, never a traceback."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from errno import EDQUOT, ENAMETOOLONG, ENOSPC, EROFS
from functools import partial
from pathlib import Path
from typing import TypeVar

import typer

from sim.cli.exits import INTERRUPTED, WRONG_SCENARIO, WRONG_USAGE
from sim.engine.simulate import Stopped
from sim.experiment.numbers.comparable import NotComparableError
from sim.experiment.running.cluster import ClusterError
from sim.experiment.running.memory import TooLargeError
from sim.model.files.errors import Problem, ScenarioError
from sim.model.files.extends import source_files
from sim.model.files.sources import SourceFile
from sim.model.town.scenario import Scenario
from sim.report.files.folder import FolderError
from sim.report.files.reading import ArchiveError
from sim.text.texts import Texts, language_of

One = TypeVar("One")
Other = TypeVar("Other")
NOT_WRITABLE = (ENOSPC, EDQUOT, EROFS)
"""A full disk, a used up quota, a disk that can only be read."""


class CommandError(Exception):
    """A command cannot go on. ``message`` is already in the user's language; ``code`` is the exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


def usage(message: str) -> CommandError:
    """What the user asked does not fit together."""
    return CommandError(message, WRONG_USAGE)


def explained(say: Texts, error: Exception | KeyboardInterrupt) -> CommandError:
    """The failure that an exception amounts to; what is no bad input is raised again."""
    match error:
        case CommandError():
            return error
        case ScenarioError():
            return CommandError(problems_text(say, error.problems), WRONG_SCENARIO)
        case NotComparableError():
            lines = [f"  {name}: {say(what)}" for name, what in error.differences]
            head = say(
                "These scenarios cannot be compared with {reference}; they differ in more than their design:",
                reference=error.reference,
            )
            return CommandError("\n".join([head, *lines]), WRONG_SCENARIO)
        case ArchiveError():
            return CommandError(error.text(say), WRONG_SCENARIO)
        case ClusterError():
            return CommandError(say(error.sentence, **error.about), WRONG_USAGE)
        case TooLargeError():
            amounts = {"needed": error.needed / 1e9, "available": error.available / 1e9}
            told = {name: say.number(amount, 1) for name, amount in amounts.items()} | {"cases": say.number(error.cases, 0)}
            told |= {"scenario": error.scenario, "at_once": str(error.at_once), "fitting": str(error.fitting)}
            return CommandError(say(error.sentence, **told), WRONG_SCENARIO)
        case OSError() if error.errno in NOT_WRITABLE:
            where = {"path": error.filename or say("the disk"), "reason": error.strerror}
            return CommandError(say("{path} cannot be written: {reason}.", **where), WRONG_USAGE)
        case OSError() if error.errno == ENAMETOOLONG:
            return usage(say("The name {path} is too long; give a shorter one.", path=error.filename or ""))
        case FolderError():
            return CommandError(error.text(say), WRONG_USAGE)
        case Stopped() | KeyboardInterrupt():
            return CommandError(say("Stopped; nothing was finished."), INTERRUPTED)
    raise error


def guarded(
    lang: str | None,
    command: Callable[[Texts], int],
    explain: Callable[[Texts, Exception | KeyboardInterrupt], CommandError] = explained,
) -> int:
    """The exit code of a command that tells what it finds in this language; of bad input the message goes to standard error."""
    say = Texts(language_of(lang))
    try:
        return command(say)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - what is no bad input is raised again
        return fail(explain(say, error))


def problems_text(say: Texts, problems: Iterable[Problem]) -> str:
    """How many problems there are, and each on a line with its place."""
    lines = [problem.line_of_text(say.lang) for problem in problems]
    head = say.plural("{count} problem in the scenario:", "{count} problems in the scenario:", len(lines))
    return "\n".join([head, *(f"  {line}" for line in lines)])


def fail(failure: CommandError) -> int:
    """Prints the message on standard error; returns the exit code."""
    typer.echo(failure.message, file=sys.stderr)
    return failure.code


def read_all(
    files: Iterable[Path | tuple[SourceFile, ...]], overrides: Mapping[str, object]
) -> tuple[list[Scenario], list[tuple[SourceFile, ...]]]:
    """The scenarios in files that the user names or that were put together, and the files as they were read, with all they need.

    Raises ``ScenarioError`` with the problems of all of them, each said once.
    """
    from sim.model.files.loading import load_files

    def read(file: Path | tuple[SourceFile, ...]) -> tuple[Scenario, tuple[SourceFile, ...]]:
        if not isinstance(file, Path):
            return load_files(file, overrides=overrides), file
        sources = source_files(file)
        return load_files(sources, overrides=overrides, folder=file.parent), sources

    found = each_or_all_problems(read, files)
    return [scenario for scenario, _ in found], [sources for _, sources in found]


def all_loaded(
    sources: Iterable[tuple[SourceFile, ...]], overrides: Mapping[str, object], load: Callable[..., Scenario]
) -> list[Scenario]:
    """The scenario in each of these lists of files; errors as of :func:`read_all`."""
    return each_or_all_problems(partial(load, overrides=overrides), sources)


def each_or_all_problems(read: Callable[[One], Other], ones: Iterable[One]) -> list[Other]:
    """What each comes to. Raises ``ScenarioError`` with the problems of all of them, each said once."""
    found: list[Other] = []
    problems: list[Problem] = []
    for one in ones:
        try:
            found.append(read(one))
        except ScenarioError as error:
            problems.extend(error.problems)
    if problems:
        once = {problem.line_of_text(): problem for problem in problems}
        raise ScenarioError(once.values())
    return found
