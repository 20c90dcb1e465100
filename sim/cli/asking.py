"""Asking a person for the numbers, one by one; what is wrong is told at once and can be corrected."""

from __future__ import annotations

from typing import Any

import typer

from sim.evidence.figure_forms import FORMS, FigureForm
from sim.evidence.own_figures import FiguresError, OwnFigures, parse_figures
from sim.evidence.targets import RATES, TALK_TIME
from sim.model.words.written import clock_text
from sim.text.texts import Texts


def ask(name: str, year: str | None, last_year: str, say: Texts) -> OwnFigures:
    """The figures of a municipality as a person types them; Enter is a number that is not known."""
    typer.echo(say("Type what you know of one year; Enter or ? when you do not know it. Ctrl-C stops."))
    typed = {"name": name, "inhabitants": "50000", "year": last_year}
    _until_right(typed, "name", lambda _again: name, say)
    if year is None:
        _until_right(typed, "year", lambda _again: typer.prompt(say("Year of the figures"), default=last_year), say)
    else:
        _until_right(typed, "year", lambda again: year if not again else typer.prompt(say("Year of the figures")), say)
    for form in FORMS:
        _until_right(typed, form.name, lambda again, form=form: _prompt(form, typed, again, say), say)
    return parse_figures(typed)


def _prompt(form: FigureForm, typed: dict[str, str], again: str, say: Texts) -> str:
    """One question; what was typed wrongly stands there again."""
    label = say(form.label)
    if form.name == "inhabitants":
        return str(typer.prompt(label, default=again, show_default=bool(again)))
    expected, default = say(form.expected), _default(form, typed, say)
    question = f"{label} ({expected}{default})"
    return str(typer.prompt(question, default=again, show_default=bool(again)))


def _default(form: FigureForm, typed: dict[str, str], say: Texts) -> str:
    if form.name in RATES:
        own = parse_figures({name: typed[name] for name in ("name", "year", "inhabitants")})
        value = RATES[form.name].mid * own.inhabitants
        return "; " + say("otherwise {value}, scaled from inhabitants", value=say.number(value))
    return "; " + say("otherwise {value}", value=clock_text(TALK_TIME.mid)) if form.name == "talk_time" else ""


def _until_right(typed: dict[str, str], name: str, question: Any, say: Texts) -> None:
    """Asks until the answer can be used beside those before; a name that came with the command cannot be asked again."""
    wrong = ""
    while True:
        typed[name] = question(wrong)
        try:
            parse_figures(typed)
        except FiguresError as error:
            mine = [problem for problem in error.problems if problem.name == name]
            if not mine:
                return
            if name == "name":
                raise
            wrong = typed[name]
            typer.echo("  " + mine[0].text(say.lang), err=True)
        else:
            return
