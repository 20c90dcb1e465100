"""The options that commands share. Help texts are sentences for the catalogues; :mod:`sim.cli.app` puts them into Dutch."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from typer import Argument, Context, Option

from sim.text.pairs import marked

Engine = Literal["auto", "simpy", "compiled"]


def asked(metavar: str, said: str) -> Any:
    """An option that says nothing of what holds when it is left out, but in its sentence."""
    return Option(metavar=metavar, help=said, show_default=False)


def _typed_here_or_before(context: Context, lang: str | None) -> str | None:
    """``sweetspot --lang en run ...`` is ``sweetspot run ... --lang en``; what stands behind the command wins, then before it."""
    source = context.get_parameter_source("lang")
    typed = source is not None and source.name == "COMMANDLINE"
    before = context.parent.params.get("lang") if context.parent else None
    return lang if typed else before or lang


File = Annotated[Path, Argument(metavar="FILE", help=marked("Scenario file (.yaml)."), show_default=False)]
Files = Annotated[
    list[Path],
    Argument(
        metavar="FILE",
        help=marked("Scenario files; the others, plans and measures are compared with the first."),
        show_default=False,
    ),
]
Results = Annotated[
    Path, Argument(metavar="FOLDER|ZIP", help=marked("A results folder, or the archive in it (results.zip)."), show_default=False)
]
Replications = Annotated[
    int, Option(min=1, max=100_000, help=marked("How often the same weeks are simulated, each time with other luck."))
]
StaffReplications = Annotated[
    int, Option(min=2, max=100_000, help=marked("How often the same weeks are simulated, each time with other luck."))
]
Weeks = Annotated[
    int | None, Option(min=1, max=520, help=marked("Weeks to measure, instead of what the file says."), show_default=False)
]
Settings = Annotated[
    list[str] | None,
    Option(
        "--set",
        metavar="PATH=VALUE",
        help=marked(
            "Set this key in every scenario, as if the file said so (channels.phone.lines=12, behaviour.questions.opens=0.5); "
            "null removes. May be repeated."
        ),
        show_default=False,
    ),
]
Plans = Annotated[
    list[str] | None,
    Option(
        "--plan",
        metavar="PLAN",
        help=marked(
            "A plan on the town of the first file: its name (sweetspot plans lists them) or its file. May be repeated: each is a "
            "design of its own."
        ),
        show_default=False,
    ),
]
Measures = Annotated[
    list[str] | None,
    Option(
        "--measure",
        metavar="MEASURE",
        help=marked(
            "A measure on the town of the first file: its name (sweetspot measures lists them) or its file, and behind a colon "
            "what is set (online-first:strength=4,start=4 weeks). May be repeated: all together are one design."
        ),
        show_default=False,
    ),
]
MeasureName = Annotated[
    str | None,
    Argument(metavar="MEASURE", help=marked("The name of a measure, or its file; all when left out."), show_default=False),
]
PlanName = Annotated[
    str | None,
    Argument(
        metavar="PLAN", help=marked("The name of a plan that comes with the program; all when left out."), show_default=False
    ),
]
OnTown = Annotated[
    Path | None, Option("--town", metavar="FILE", help=marked("The town whose names can be chosen."), show_default=False)
]
Today = Annotated[
    list[str] | None,
    Option(
        "--today",
        metavar="MEASURE",
        help=marked("A measure that the town has already, written as for --measure: it is so in every file. May be repeated."),
        show_default=False,
    ),
]
WherePossible = Annotated[
    bool,
    Option("--where-possible", help=marked("Leave out of plans and measures what the town does not have, and say what that is.")),
]
Over = Annotated[
    list[str] | None,
    Option(
        "--over",
        metavar="PATH=LEVELS",
        help=marked(
            "Try this key at each of these levels: a list (8,10,12), a range with how many (2..8 min/4), or range, where the "
            "file gives the number a low and a high. May be repeated: every combination is a design."
        ),
        show_default=False,
    ),
]
Kpis = Annotated[
    list[str] | None,
    asked(
        "NAME",
        marked(
            "A figure to work out, and behind a colon of whom (staff_time_per_root_case:focus, service_level_offered:phone); "
            "those of a verdict when left out. May be repeated."
        ),
    ),
]
SweepWorlds = Annotated[
    int,
    Option(
        min=0,
        max=100_000,
        metavar="N",
        help=marked("Try every design in N plausible worlds, each with repeats of its own."),
        show_default=False,
    ),
]
Best = Annotated[
    str | None, asked("NAME", marked("The figure that says which design is best, named as for --kpi; the best comes first."))
]
WithHalving = Annotated[
    bool,
    Option(
        "--halving",
        help=marked(
            "Look for the best design (--best) without running all to the end: 3 repeats of each, 4 of the best fifth, all of "
            "the last five."
        ),
    ),
]
Full = Annotated[
    bool,
    Option("--full", help=marked("Print all figures behind the verdict, who gains and who loses, and not only the verdict.")),
]
Hours = Annotated[
    float,
    Option(
        min=0.01,
        metavar="N",
        help=marked("Give up where the pace of the first designs shows that it takes more hours than this."),
    ),
]
OutTable = Annotated[
    Path | None,
    asked("FILE|DIR", marked("Table to write (.csv, .parquet or .arrow), or a folder for both and the manifest.")),
]
Seed = Annotated[int, Option(min=0, max=2**32 - 1, help=marked("Where the luck starts; the same seed gives the same results."))]
Jobs = Annotated[
    int | None,
    Option(
        min=1,
        max=1024,
        help=marked("How many repeats are simulated at once; as many as there are cores when left out."),
        show_default=False,
    ),
]
ExecutorName = Annotated[
    str,
    Option(
        metavar="NAME",
        help=marked(
            "Where repeats are simulated: auto, serial, threads, processes, dask (a cluster of this computer alone) or "
            "dask://HOST:PORT (a cluster); the results are the same to the bit."
        ),
    ),
]
StoreFolder = Annotated[
    str | None,
    Option(
        "--store",
        metavar="DIR|off",
        envvar="SWEETSPOT_STORE",
        help=marked("Where simulated repeats are kept, so that none is simulated twice; off = nowhere."),
        show_default=False,
        show_envvar=True,
    ),
]
Clear = Annotated[bool, Option("--clear", help=marked("Remove everything that is kept."))]
EngineName = Annotated[Engine, Option(help=marked("Which engine computes; both give the same results to the bit."))]
Out = Annotated[
    Path | None, asked("DIR", marked("Folder for the page, the tables and the manifest; nothing is written without it."))
]
Port = Annotated[
    int | None,
    Option(min=1, max=65535, help=marked("Port to serve at; the first free one from 8501 when left out."), show_default=False),
]
Host = Annotated[
    str, Option(metavar="ADDRESS", help=marked("Who can see it: 127.0.0.1 = this computer alone, 0.0.0.0 = the whole network."))
]
Browser = Annotated[bool, Option("--browser/--no-browser", help=marked("Open it in the browser of this computer."))]
Language = Annotated[
    Literal["nl", "en"] | None,
    Option(
        "--lang",
        envvar="SWEETSPOT_LANG",
        help=marked("Language: nl or en."),
        show_default="nl",
        show_envvar=True,
        callback=_typed_here_or_before,
    ),
]
Json = Annotated[bool, Option("--json", help=marked("Machine-readable results on standard output, and nothing else there."))]
Whole = Annotated[
    bool, Option("--all", help=marked("Also print the whole scenario, with all its assumptions, and not only what it changes."))
]
WithTables = Annotated[
    bool, Option("--tables", help=marked("Also keep the whole log of the first repeat as Parquet tables (needs --out)."))
]
UntilDecided = Annotated[
    bool,
    Option(
        "--until-decided",
        help=marked(
            "Look after 10, 20, 40 and 80 repeats, and stop as soon as every figure of the verdict is decided; "
            "--replications does not count then."
        ),
    ),
]
NoiseFloor = Annotated[
    bool,
    Option(
        "--noise-floor/--no-noise-floor",
        help=marked("Also simulate the first scenario with about one case more, to tell gains and losses from chance."),
    ),
]
Tipping = Annotated[
    list[str] | None,
    asked(
        "PATH",
        marked(
            "Find the tipping point over the range of this number, named by its path in the file "
            "(behaviour.questions.opens); A+B turns A, and B in proportion. May be repeated."
        ),
    ),
]
TippingPair = Annotated[
    str | None,
    asked(
        "A:B",
        marked(
            "Which two files the tipping point and the sensitivity are about, by number; the second and third, or the "
            "only two, when left out."
        ),
    ),
]
WithSensitivity = Annotated[
    bool,
    Option(
        "--sensitivity",
        help=marked(
            "Set each number with a range to its low and its high, and tell which assumption decides the verdict and what to "
            "measure first."
        ),
    ),
]
Worlds = Annotated[
    int,
    Option(
        min=0,
        max=100_000,
        metavar="N",
        help=marked("Try N plausible worlds (every number drawn from its range), and tell in which share of them one is better."),
        show_default=False,
    ),
]
PatternWorlds = Annotated[
    int,
    Option(min=0, max=100_000, metavar="N", help=marked("In how many plausible worlds each pattern is asked as well; 0 = none.")),
]
Patterns = Annotated[
    list[str] | None,
    asked("ID", marked("Tell only this pattern, in a sentence (M1a, K2b ...); may be repeated.")),
]
Again = Annotated[
    bool, Option("--again", help=marked("Simulate the table of all patterns again (minutes), instead of telling the stored one."))
]
Town = Annotated[
    Path | None,
    Argument(
        metavar="TOWN",
        help=marked("Scenario file of a town (.yaml), to ask what can be asked of it; all patterns when left out."),
        show_default=False,
    ),
]
Fte = Annotated[
    str | None,
    asked("FTE", marked("The other way round: which norms do this many fte meet, and which hours or division would be better?")),
]
TeamName = Annotated[
    str | None,
    asked("TEAM", marked("The team that has these fte (needs --fte); all teams with a roster together when left out.")),
]
WholeYear = Annotated[
    bool, Option("--year", help=marked("Confirm the plan on a full year instead of on two weeks from each quarter."))
]
OutStaff = Annotated[
    Path | None, asked("DIR", marked("Folder for Excel, CSV, heat maps and the manifest; nothing is written without it."))
]
Version = Annotated[bool, Option("--version", is_eager=True, help=marked("Show the version and stop."))]

Municipality = Annotated[
    str,
    Argument(
        metavar="NAME", help=marked("Name of the municipality, or of the file to write (ending in .yaml)."), show_default=False
    ),
]
Inhabitants = Annotated[str | None, asked("NUMBER", marked("Inhabitants; the only number that must be known."))]
Calls = Annotated[str | None, asked("NUMBER", marked("Calls offered in a year, those abandoned included."))]
TalkTime = Annotated[str | None, asked("M:SS", marked("Mean talk time without wrap-up, such as 4:52."))]
AnsweredWithinNorm = Annotated[
    str | None, asked("SHARE", marked("Calls answered within the norm of 25 s, such as 67%, of all calls offered."))
]
Abandoned = Annotated[str | None, asked("SHARE", marked("Calls abandoned before an answer, such as 7%, of all calls offered."))]
Emails = Annotated[str | None, asked("NUMBER", marked("E-mails and web forms answered in a year."))]
Appointments = Annotated[str | None, asked("NUMBER", marked("Visitors by appointment in a year."))]
WalkIns = Annotated[str | None, asked("NUMBER", marked("Visitors without appointment in a year."))]
Weddings = Annotated[str | None, asked("NUMBER", marked("Weddings and partnerships in a year."))]
FteContactCentre = Annotated[str | None, asked("FTE", marked("Fte of the contact centre."))]
FteCivilAffairs = Annotated[str | None, asked("FTE", marked("Fte of civil affairs."))]
PhoneHours = Annotated[str | None, asked("HOURS", marked("Opening hours of the phone, such as 'mon-fri 8:30-17:00'."))]
DeskHours = Annotated[
    str | None, asked("HOURS", marked("Opening hours of the desk, such as 'mon-fri 9:00-17:00; thu 17:00-20:00'."))
]
Year = Annotated[str | None, asked("YEAR", marked("Year of the figures; last year when left out."))]
FiguresFile = Annotated[
    Path | None,
    asked("FILE", marked("Read the numbers from a file: two columns (.csv), or name: value (.yaml). Options go before it.")),
]
Reference = Annotated[Path | None, asked("FILE", marked("Municipality file to extend; the shipped one when left out."))]
OutFile = Annotated[Path | None, asked("FILE", marked("Scenario file to write; named after the municipality when left out."))]
Force = Annotated[bool, Option("--force", help=marked("Replace the file when it is there already."))]
Update = Annotated[bool, Option("--update", help=marked("Put the outcome in the file."))]
