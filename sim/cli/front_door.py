"""How the help is told: commands by group, each with an example, and all words of the library in the language that is asked.

What commands are and take stands in :mod:`sim.cli.app` and :mod:`sim.cli.options`; what is printed of it is made here.
"""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup

from sim.text.pairs import marked
from sim.text.texts import Texts

USE = marked("Use")
TOWN = marked("Town")
DATA = marked("Data")
ROOM = marked("Room")
TOOLS = marked("Tools")
GROUPS = (USE, TOWN, DATA, ROOM, TOOLS)
"""The groups of commands, in the order of the help."""

USAGE = marked("Usage:")
HELP = marked("Show this message and stop.")
WORDS = {
    "ARGUMENTS_PANEL_TITLE": marked("Arguments"),
    "OPTIONS_PANEL_TITLE": marked("Options"),
    "COMMANDS_PANEL_TITLE": marked("Commands"),
    "DEFAULT_STRING": marked("[default: {}]"),
    "ENVVAR_STRING": marked("[or set in: {}]"),
    "REQUIRED_LONG_STRING": marked("[required]"),
    "ERRORS_PANEL_TITLE": marked("Wrong usage"),
    "RICH_HELP": marked("[blue]{command_path} {help_option}[/] tells what can be asked."),
}
"""What ``typer.rich_utils`` calls its own words."""
METAVARS = (
    marked("[OPTIONS]"),
    marked("COMMAND [ARGS]..."),
    marked("FILE"),
    marked("FOLDER|ZIP"),
    marked("FILE|DIR"),
    marked("DIR"),
    marked("DIR|off"),
    marked("NAME"),
    marked("NUMBER"),
    marked("SHARE"),
    marked("HOURS"),
    marked("YEAR"),
    marked("TOWN"),
    marked("PLAN"),
    marked("MEASURE"),
    marked("ADDRESS"),
    marked("PATH"),
    marked("PATH=VALUE"),
    marked("PATH=LEVELS"),
)
"""What stands for the value of an option; what is no word stays."""


class _InWords:
    """A command whose usage and help option are told in a language."""

    say = Texts("en")

    def format_usage(self: Any, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=self.say(USAGE) + " ")

    def get_help_option(self: Any, ctx: Any) -> Any:
        found = super().get_help_option(ctx)  # type: ignore[misc]
        if found is not None:
            found.help, found.metavar = self.say(HELP), ""
        return found


class Command(_InWords, TyperCommand):
    """One command."""


class Group(_InWords, TyperGroup):
    """All of them."""


def shown(group: str, said: str, example: str) -> dict[str, Any]:
    """What ``app.command`` takes: the group, what it does in a sentence, and an example that works where the program stands."""
    return {"cls": Command, "rich_help_panel": group, "help": said, "epilog": example}


def put_into_words(group: Any, say: Texts) -> None:
    """The help of all commands in a language, with their examples."""
    from typer import rich_utils

    for name, word in WORDS.items():
        setattr(rich_utils, name, say(word))
    _told(group, say)
    group.commands = dict(sorted(group.commands.items(), key=lambda one: GROUPS.index(one[1].rich_help_panel)))
    for command in group.commands.values():
        example = command.epilog
        _told(command, say)
        command.rich_help_panel = say(command.rich_help_panel)
        command.short_help = f"{command.help}\n[dim]{example}[/dim]"
        command.epilog = say("For example: {example}", example=example)


def _told(command: Any, say: Texts) -> None:
    command.say = say
    for part in (command, *command.params):
        for name in ("help", "epilog", "options_metavar", "subcommand_metavar", "metavar"):
            if getattr(part, name, None):
                setattr(part, name, say(getattr(part, name)))
    for part in command.params:
        if part.param_type_name == "argument":
            part.display_type_rich = _no_type  # its name says it, as does that of an option of which the value is named
        elif part.is_flag:
            part.metavar = ""
        elif part.metavar is None and part.type_descriptor.is_ranged:
            part.metavar = "N"


def _no_type(ctx: Any) -> None:  # noqa: ARG001 (called by its name)
    return None
