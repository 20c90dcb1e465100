"""What is simulated for which pattern: the designs that meet the same citizens on the same days, and the figure they come to."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sim.engine.simulate import compile_scenario, window_logs
from sim.evidence.front_office import front_office
from sim.evidence.patterns.observed import Observed
from sim.evidence.published import PUBLISHED
from sim.evidence.scan import whole_year
from sim.experiment.numbers.vary import only_services, range_at, with_value
from sim.experiment.numbers.world import resolved_in_world
from sim.model.files.loading import load
from sim.model.town.options import Option
from sim.model.town.scenario import Design, Scenario
from sim.model.town.services import Service
from sim.model.values.values import Range
from sim.text.pairs import Text

COUPLES, BIRTHS, DECLARATIONS = "huwelijksaangifte", "geboorteaangifte", "verklaring-alleenstaande-ouder"
BIRTHS_STORY = "plannen/geboorteaangifte-digitaal.yaml"
BIRTHS_ONLINE = f"services.{BIRTHS}.steps.apply.options.web.steering"
STEERED = 3.0
"""What R5 adds to the steering to every self-service option."""
FOUR_YEARS = {"V1-calls": "calls", "V1-desk": "desk_contacts", "V1-emails": "emails", "V1-visitors": "visitors"}
"""What is compared with the annual reports, as both sides call it."""

Figure = Callable[[Sequence[Observed]], float]
"""What the designs of a trial, in their order, come to."""


@dataclass(frozen=True, eq=False)
class Trial:
    """Designs with the same luck, and the ``figures`` they come to, by the id of the pattern.

    A pattern that several trials have, such as the years of V1, is judged by the one (``name``) that comes out farthest from its
    observation. ``in_worlds``: is it asked of plausible worlds as well? ``alone``: in these only this service has cases, where
    all services over years would take too long. ``missing`` says of patterns why they cannot be told.
    """

    name: str
    scenarios: tuple[Scenario, ...]
    figures: Mapping[str, Figure]
    in_worlds: bool = True
    alone: str = ""
    missing: Mapping[str, Text] | None = None


def shipped_trials(folder: Path) -> tuple[Trial, ...]:
    """The trials of all patterns, with the scenarios in ``folder``."""
    marriage = tuple(load(folder / "huwelijk" / f"{name}.yaml") for name in ("vandaag", "volledig-digitaal", "hybride"))
    papers = ("verklaring-papier", "verklaring-online", "verklaring-online-verbeterd")
    declaration = tuple(load(folder / "patronen" / f"{name}.yaml") for name in papers)
    today = load(folder / "municipalities" / "voorbeeldstad.yaml")
    births = load(folder / BIRTHS_STORY)
    return (
        *(_year(folder, year) for year in PUBLISHED),
        Trial("marriage", marriage, {"M1a": remote_change(0, 1), "M1b": remote_change(1, 2)}, alone=COUPLES),
        Trial("declaration", declaration, {"K1a": lambda seen: _declared(seen, 0, 1), "K1b": _mended}),
        Trial("town", (today, births, steered(today, STEERED)), OF_TOWN),
    )


def variant_trials(folder: Path) -> tuple[Trial, ...]:
    """The founding story where couples do something else in one visit; ``name`` is that of the variant."""
    files = {"witnesses": "getuigen-apart", "reserving": "reserveren-bij-de-melding"}
    figures = {"M1a": remote_change(0, 1), "M1b": remote_change(1, 2)}
    return tuple(
        Trial(
            name, tuple(load(folder / "huwelijk" / "varianten" / f"{file}{end}.yaml") for end in ENDS), figures, in_worlds=False
        )
        for name, file in files.items()
    )


ENDS = ("", "-digitaal", "-hybride")


def own_trials(town: Scenario, folder: Path) -> tuple[Trial, ...]:
    """The trials of the patterns that can be asked of a town.

    Its own designs are left as they are: what is asked is asked of all of it, measures included. Births are steered as in the
    story of them in ``folder``.
    """
    missing: dict[str, Text] = {}
    try:
        births = with_value(town, BIRTHS_ONLINE, range_at(load(folder / BIRTHS_STORY), BIRTHS_ONLINE).value)
    except ValueError:
        births = town
        missing |= dict.fromkeys(("S3", "S3-share"), NO_BIRTHS)
    kinds = {channel.kind: channel for design in town.designs for channel in design.channels.values()}
    calls = any(
        channel.kind == "live" and channel.nest == "live_remote"
        for design in town.designs
        for channel in design.channels.values()
    )
    if "self_service" not in kinds:
        missing |= dict.fromkeys(("K2a", "K2b", "D", "R5"), NO_WEB)
    if not calls:
        missing |= dict.fromkeys(("K2a", "K3", "R5"), NO_PHONE)
    figures = {name: figure for name, figure in OF_TOWN.items() if name not in missing}
    return (Trial("town", (town, births, steered(town, STEERED)), figures, missing=missing),)


NO_BIRTHS = Text(
    "the town has no service geboorteaangifte that can be applied for online",
    "de gemeente heeft geen geboorteaangifte die online kan",
)
NO_WEB = Text("the town has no channel of self-service", "de gemeente heeft geen kanaal waar inwoners zichzelf helpen")
NO_PHONE = Text("the town has no telephone", "de gemeente heeft geen telefoon")


def figures_of(trial: Trial, *, seed: int, replication: int, world: int, engine: str) -> dict[str, float]:
    """The figures of one replication in one parameter world (0 = middle values); NaN where there is nothing to divide by."""
    alone = (trial.alone,) if trial.alone and world else ()
    scenarios = [only_services(scenario, alone) if alone else scenario for scenario in trial.scenarios]
    compiled = [compile_scenario(resolved_in_world(scenario, world)) for scenario in scenarios]
    logs = window_logs(compiled, seed=seed, replication=replication, engine=engine)
    seen = [Observed(log, one) for log, one in zip(logs, compiled, strict=True)]
    return {name: figure(seen) for name, figure in trial.figures.items()}


def steered(scenario: Scenario, more: float) -> Scenario:
    """The same scenario with so much more steering to every option of self-service, in all its designs."""

    def option(design: Design, channel: str, old: Option) -> Option:
        kind = design.channels[channel].kind if channel in design.channels else ""
        return old if kind != "self_service" else old.model_copy(update={"steering": _raised(old.steering, more)})

    def service(design: Design, old: Service) -> Service:
        steps = {
            name: step.model_copy(update={"options": {key: option(design, key, one) for key, one in step.options.items()}})
            for name, step in old.steps.items()
        }
        inquiry = {key: option(design, key, one) for key, one in old.inquiry.items()}
        return old.model_copy(update={"steps": steps, "inquiry": inquiry})

    designs = tuple(
        design.model_copy(update={"services": {name: service(design, one) for name, one in design.services.items()}})
        for design in scenario.designs
    )
    return scenario.model_copy(update={"designs": designs})


def _raised(old: Range, more: float) -> Range:
    return old.model_copy(update={"low": old.low + more, "mid": old.mid + more, "high": old.high + more})


def _year(folder: Path, year: int) -> Trial:
    figures: dict[str, Figure] = {name: partial(_residual, counted, year) for name, counted in FOUR_YEARS.items()}
    return Trial(str(year), (whole_year(folder / "municipalities", year),), figures, in_worlds=False)


def _residual(counted: str, year: int, seen: Sequence[Observed]) -> float:
    """How far a count of a whole year is from the published one, as a share of it."""
    found = front_office(seen[0].tables, seen[0].compiled)
    return _change(getattr(PUBLISHED[year], counted), getattr(found, counted))


def remote_change(first: int, second: int) -> Figure:
    """How calls and e-mails per 100 couples change from one design to another."""
    return lambda seen: _change(seen[first].remote_per_100(COUPLES), seen[second].remote_per_100(COUPLES))


def _declared(seen: Sequence[Observed], first: int, second: int) -> float:
    return _ratio(seen[second].calls_per_100(DECLARATIONS), seen[first].calls_per_100(DECLARATIONS))


def _mended(seen: Sequence[Observed]) -> float:
    return _declared(seen, 1, 2) - 1.0


def _births(seen: Sequence[Observed]) -> float:
    return _change(seen[0].back_office_hours_per_100(BIRTHS), seen[1].back_office_hours_per_100(BIRTHS))


def _replaced(seen: Sequence[Observed]) -> float:
    """Calls that come with an online application that steering adds; -1 = each replaces a call."""
    added = seen[2].online_applications() - seen[0].online_applications()
    return _ratio(seen[2].calls() - seen[0].calls(), added)


def _change(before: float, after: float) -> float:
    return _ratio(after, before) - 1.0


def _ratio(top: float, bottom: float) -> float:
    return top / bottom if bottom else math.nan


OF_TOWN: Mapping[str, Figure] = {
    "K2a": lambda seen: seen[0].calls_after_web(),
    "K2b": lambda seen: seen[0].failed_to_people(),
    "K3": lambda seen: seen[0].failure_demand_of_calls(),
    "S3": _births,
    "S3-share": lambda seen: seen[1].digital_share(BIRTHS),
    "D": lambda seen: seen[0].online_applications_per_inhabitant(),
    "R5": _replaced,
}
"""What is asked of a town as it is, with births digital, and with more steering."""
