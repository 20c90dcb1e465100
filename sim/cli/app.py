"""The commands: what they are called, what they take, what they do in a few lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import typer

import sim
from sim.cli import front_door, options
from sim.text.pairs import Language, marked
from sim.text.texts import Texts, language_of

app = typer.Typer(
    cls=front_door.Group,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(
    invoke_without_command=True,
    help=marked("Simulate how citizens choose a municipality's channels, before a real service changes."),
    epilog=marked(
        "Exit codes: 0 done, 1 a scenario is wrong, 2 wrong usage, 130 stopped with Ctrl-C (what was finished is kept)."
    ),
)
def start(
    context: typer.Context,
    *,
    lang: options.Language = None,  # noqa: ARG001 (the command reads it in the context)
    version: options.Version = False,
) -> None:
    if version:
        typer.echo(f"sweetspot {sim.__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command(
    **front_door.shown(
        front_door.USE,
        marked("Simulate one scenario."),
        "sweetspot run scenarios/huwelijk/vandaag.yaml",
    )
)
def run(
    file: options.File,
    *,
    replications: options.Replications = 10,
    weeks: options.Weeks = None,
    settings: options.Settings = None,
    plans: options.Plans = None,
    measures: options.Measures = None,
    today: options.Today = None,
    where_possible: options.WherePossible = False,
    seed: options.Seed = 1,
    jobs: options.Jobs = None,
    executor: options.ExecutorName = "auto",
    store: options.StoreFolder = None,
    engine: options.EngineName = "auto",
    out: options.Out = None,
    tables: options.WithTables = False,
    lang: options.Language = None,
    json: options.Json = False,
) -> None:
    from sim.cli.designs import OnTop
    from sim.cli.request import Request
    from sim.cli.simulate import run_command
    from sim.report.told.recipe import Recipe, of_weeks

    recipe = Recipe(replications, seed, engine, overrides=of_weeks(weeks), noise_floor=True)
    typed, on_top = tuple(settings or ()), OnTop.of(plans, measures, today, where_possible)
    request = Request((file,), recipe, jobs, executor, out, tables=tables, json=json, keep=store, settings=typed, on_top=on_top)
    raise typer.Exit(run_command(request, lang))


@app.command(
    **front_door.shown(
        front_door.USE,
        marked("Compare scenarios: the verdict, the figures behind it, who gains and who loses."),
        "sweetspot compare scenarios/huwelijk/vandaag.yaml scenarios/huwelijk/hybride.yaml --out results/mine",
    )
)
def compare(
    files: options.Files,
    *,
    replications: options.Replications = 20,
    weeks: options.Weeks = None,
    settings: options.Settings = None,
    plans: options.Plans = None,
    measures: options.Measures = None,
    today: options.Today = None,
    where_possible: options.WherePossible = False,
    seed: options.Seed = 1,
    jobs: options.Jobs = None,
    executor: options.ExecutorName = "auto",
    store: options.StoreFolder = None,
    engine: options.EngineName = "auto",
    out: options.Out = None,
    tables: options.WithTables = False,
    until_decided: options.UntilDecided = False,
    noise_floor: options.NoiseFloor = True,
    tipping: options.Tipping = None,
    tipping_pair: options.TippingPair = None,
    sensitivity: options.WithSensitivity = False,
    worlds: options.Worlds = 0,
    full: options.Full = False,
    lang: options.Language = None,
    json: options.Json = False,
) -> None:
    from sim.cli.designs import OnTop
    from sim.cli.request import Request
    from sim.cli.simulate import compare_command
    from sim.report.told.recipe import Recipe, of_weeks

    recipe = Recipe(
        replications,
        seed,
        engine,
        overrides=of_weeks(weeks),
        until_decided=until_decided,
        noise_floor=noise_floor,
        tipping=tuple(tipping or ()),
        pair=tipping_pair,
        sensitivity=3 if sensitivity else 0,
        worlds=worlds,
    )
    typed, on_top = tuple(settings or ()), OnTop.of(plans, measures, today, where_possible)
    request = Request(
        tuple(files),
        recipe,
        jobs,
        executor,
        out,
        tables=tables,
        json=json,
        keep=store,
        settings=typed,
        full=full,
        on_top=on_top,
    )
    raise typer.Exit(compare_command(request, lang))


@app.command(
    **front_door.shown(
        front_door.USE,
        marked("Simulate many designs: every combination of levels of some keys, in one table."),
        "sweetspot sweep scenarios/huwelijk/hybride.yaml --over behaviour.questions.opens=0.5,1 --kpi citizen_effort:focus",
    )
)
def sweep(
    file: options.File,
    *,
    over: options.Over = None,
    settings: options.Settings = None,
    plans: options.Plans = None,
    measures: options.Measures = None,
    today: options.Today = None,
    where_possible: options.WherePossible = False,
    kpi: options.Kpis = None,
    replications: options.Replications = 10,
    weeks: options.Weeks = None,
    worlds: options.SweepWorlds = 0,
    best: options.Best = None,
    halving: options.WithHalving = False,
    hours: options.Hours = 4.0,
    seed: options.Seed = 1,
    jobs: options.Jobs = None,
    executor: options.ExecutorName = "auto",
    store: options.StoreFolder = None,
    engine: options.EngineName = "auto",
    out: options.OutTable = None,
    lang: options.Language = None,
    json: options.Json = False,
) -> None:
    from sim.cli.designs import OnTop
    from sim.cli.sweeping import Asked, sweep_command
    from sim.experiment.lab import Lab

    asked = Asked(
        file,
        tuple(over or ()),
        tuple(settings or ()),
        tuple(kpi or ()),
        replications,
        weeks,
        worlds,
        best,
        halving,
        hours,
        Lab(seed, jobs, engine, executor=executor),
        store,
        out,
        json,
        OnTop.of(plans, measures, today, where_possible),
    )
    raise typer.Exit(sweep_command(asked, lang))


@app.command(
    **front_door.shown(
        front_door.DATA,
        marked("Make earlier results again from their folder or archive, and say whether they are equal to the bit."),
        "sweetspot rerun results/mine",
    )
)
def rerun(
    results: options.Results,
    *,
    jobs: options.Jobs = None,
    executor: options.ExecutorName = "auto",
    out: options.Out = None,
    lang: options.Language = None,
    json: options.Json = False,
) -> None:
    from sim.cli.rerun import rerun_command

    raise typer.Exit(rerun_command(results, jobs, executor, out, lang, json=json))


@app.command(
    **front_door.shown(
        front_door.USE,
        marked("Work out how many people are needed, when, to meet the norms; or what the people there are can do."),
        "sweetspot staff scenarios/huwelijk/vandaag.yaml --team wedding_team --fte 2",
    )
)
def staff(
    file: options.File,
    *,
    fte: options.Fte = None,
    team: options.TeamName = None,
    year: options.WholeYear = False,
    settings: options.Settings = None,
    plans: options.Plans = None,
    measures: options.Measures = None,
    today: options.Today = None,
    where_possible: options.WherePossible = False,
    replications: options.StaffReplications = 10,
    seed: options.Seed = 1,
    jobs: options.Jobs = None,
    executor: options.ExecutorName = "auto",
    store: options.StoreFolder = None,
    out: options.OutStaff = None,
    lang: options.Language = None,
    json: options.Json = False,
) -> None:
    from sim.cli.designs import OnTop
    from sim.cli.staffing import Asked, staff_command
    from sim.experiment.lab import Lab

    lab = Lab(seed, jobs, executor=executor)
    on_top = OnTop.of(plans, measures, today, where_possible)
    asked = Asked(file, fte, team, year, replications, lab, store, out, json, tuple(settings or ()), on_top)
    raise typer.Exit(staff_command(asked, lang))


@app.command(
    **front_door.shown(
        front_door.TOWN,
        marked("Check a scenario file and tell what it changes in the one it extends, or all of it, with its legal warnings."),
        "sweetspot check scenarios/huwelijk/hybride.yaml",
    )
)
def check(
    file: options.File,
    *,
    plans: options.Plans = None,
    measures: options.Measures = None,
    today: options.Today = None,
    where_possible: options.WherePossible = False,
    whole: options.Whole = False,
    lang: options.Language = None,
    json: options.Json = False,
) -> None:
    from sim.cli.designs import OnTop
    from sim.cli.inspect_file import check_file

    on_top = OnTop.of(plans, measures, today, where_possible)
    raise typer.Exit(check_file(file, on_top, lang, whole=whole, json=json))


@app.command(
    **front_door.shown(
        front_door.TOWN,
        marked("Make a baseline of your own municipality from at most twelve numbers, and test whether you recognise it."),
        "sweetspot new Voorbeeldstad --inhabitants 50000 --calls 61000 --out mijn-gemeente.yaml",
    )
)
def new(
    name: options.Municipality,
    *,
    inhabitants: options.Inhabitants = None,
    calls: options.Calls = None,
    talk_time: options.TalkTime = None,
    answered_within_norm: options.AnsweredWithinNorm = None,
    abandoned: options.Abandoned = None,
    emails: options.Emails = None,
    appointments: options.Appointments = None,
    walk_ins: options.WalkIns = None,
    weddings: options.Weddings = None,
    fte_contact_centre: options.FteContactCentre = None,
    fte_civil_affairs: options.FteCivilAffairs = None,
    phone_hours: options.PhoneHours = None,
    desk_hours: options.DeskHours = None,
    year: options.Year = None,
    figures: options.FiguresFile = None,
    reference: options.Reference = None,
    out: options.OutFile = None,
    force: options.Force = False,
    lang: options.Language = None,
) -> None:
    from sim.cli.new import NewRequest, new_command

    typed = {
        "inhabitants": inhabitants,
        "calls": calls,
        "talk_time": talk_time,
        "answered_within_norm": answered_within_norm,
        "abandoned": abandoned,
        "emails": emails,
        "appointments": appointments,
        "walk_ins": walk_ins,
        "weddings": weddings,
        "fte_contact_centre": fte_contact_centre,
        "fte_civil_affairs": fte_civil_affairs,
        "phone_hours": phone_hours,
        "desk_hours": desk_hours,
    }
    raise typer.Exit(new_command(NewRequest(name, typed, year, figures, reference, out, force), lang))


@app.command(
    **front_door.shown(
        front_door.TOWN,
        marked("Test again whether the baseline in a file is recognised by its own figures."),
        "sweetspot recognise mijn-gemeente.yaml",
    )
)
def recognise(file: options.File, *, update: options.Update = False, lang: options.Language = None) -> None:
    from sim.cli.new import recognise_command

    raise typer.Exit(recognise_command(file, lang, update=update))


@app.command(
    **front_door.shown(
        front_door.USE,
        marked("List the measures for any town, or tell all of one: what can be set, and what it changes in a town."),
        "sweetspot measures online-first",
    )
)
def measures(
    name: options.MeasureName = None, *, town: options.OnTown = None, lang: options.Language = None, json: options.Json = False
) -> None:
    from sim.cli.measures import measures_command

    raise typer.Exit(measures_command(name, town, lang, json=json))


@app.command(
    **front_door.shown(
        front_door.USE,
        marked(
            "List the plans that come with the program: the question, the name for --plan and what was found; or tell all of one."
        ),
        "sweetspot plans alleen-op-afspraak",
    )
)
def plans(name: options.PlanName = None, *, lang: options.Language = None, json: options.Json = False) -> None:
    from sim.cli.plans import plans_command

    raise typer.Exit(plans_command(name, lang, json=json))


@app.command(
    **front_door.shown(
        front_door.DATA,
        marked("Tell where the model comes out as reality did and where it does not; with a file, what can be asked of a town."),
        "sweetspot evidence --pattern M1a",
    )
)
def evidence(
    file: options.Town = None,
    *,
    pattern: options.Patterns = None,
    again: options.Again = False,
    replications: options.Replications = 10,
    worlds: options.PatternWorlds = 40,
    seed: options.Seed = 1,
    jobs: options.Jobs = None,
    lang: options.Language = None,
    json: options.Json = False,
) -> None:
    from sim.cli.evidence import Asked, evidence_command
    from sim.experiment.lab import Lab

    raise typer.Exit(
        evidence_command(Asked(tuple(pattern or ()), file, again, replications, worlds, Lab(seed, jobs), json), lang)
    )


@app.command(
    **front_door.shown(
        front_door.ROOM,
        marked("Open the dashboard (needs the extra dashboard)."),
        "sweetspot dashboard --no-browser",
    )
)
def dashboard(
    *,
    port: options.Port = None,
    host: options.Host = "127.0.0.1",
    browser: options.Browser = True,
    lang: options.Language = None,
) -> None:
    from sim.cli.dashboard import dashboard_command

    raise typer.Exit(dashboard_command(host, port, lang, browser=browser))


@app.command(
    **front_door.shown(
        front_door.TOOLS,
        marked("Compile the engine for this computer ahead, so that the first simulation does not have to wait."),
        "sweetspot warm",
    )
)
def warm(*, lang: options.Language = None) -> None:
    from sim.cli.keeping import warm_command

    raise typer.Exit(warm_command(lang))


@app.command(
    **front_door.shown(
        front_door.TOOLS,
        marked("Say where simulated repeats are kept and how much room they take."),
        "sweetspot store",
    )
)
def store(*, store: options.StoreFolder = None, clear: options.Clear = False, lang: options.Language = None) -> None:
    from sim.cli.keeping import store_command

    raise typer.Exit(store_command(store, lang, clear=clear))


@app.command(
    **front_door.shown(
        front_door.TOOLS,
        marked("Print the JSON Schema of scenario files, for editors."),
        "sweetspot schema",
    )
)
def schema(*, lang: options.Language = None) -> None:  # noqa: ARG001 (a schema is the same in every language)
    from sim.cli.inspect_file import print_schema

    raise typer.Exit(print_schema())


def command(arguments: Sequence[str]) -> Any:
    """The command line as an object to call, in the language that the arguments or the environment ask for."""
    whole = typer.main.get_command(app)
    front_door.put_into_words(whole, Texts(_language(arguments)))
    return whole


def _language(arguments: Sequence[str]) -> Language:
    """The value of the last --lang, read before the command line itself is; English where there is no such language."""
    asked = None
    for number, argument in enumerate(arguments):
        if argument == "--lang":
            asked = "".join(arguments[number + 1 : number + 2])
        elif argument.startswith("--lang="):
            asked = argument.partition("=")[2]
    try:
        return language_of(asked)
    except ValueError:
        return "en"
