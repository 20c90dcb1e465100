"""Warnings where a scenario goes against a law that a municipality cannot set aside.

The sources are Awb 2:1 (duty of care, as changed by the Wet modernisering elektronisch bestuurlijk verkeer, Wmebv) and the
rules for the notice of marriage of the Civil Code (BW 1:43 to 1:46 and 1:62). A warning is a question for a lawyer, not advice.
"""

from __future__ import annotations

from collections.abc import Iterator

from sim.model.checks.warned import Warned
from sim.model.town.channels import Channel
from sim.model.town.scenario import Design, Scenario
from sim.model.town.services import Service, Step
from sim.model.values.units import DAY
from sim.text.pairs import Text

NOTICE = -14.0 * DAY
PAPER = ("post", "letter", "paper", "brief", "papier")

TEXTS: dict[str, Text] = {
    "legal.non_digital_route_closed": Text(
        "the only non-digital route of step '{step}' of '{service}' is closed; a phone, desk or paper route must stay open",
        "de enige niet-digitale weg van stap '{step}' van '{service}' gaat dicht; een weg via telefoon, balie of papier moet "
        "open blijven",
    ),
    "legal.no_non_digital_route": Text(
        "step '{step}' of '{service}' is an application and has no non-digital route; a phone, desk or paper route must be open",
        "stap '{step}' van '{service}' is een aanvraag en heeft geen niet-digitale weg; een weg via telefoon, balie of papier "
        "moet open zijn",
    ),
    "legal.notice_too_short": Text(
        "step '{step}' of '{service}' may now end less than 14 days before the event; the law asks for at least 14 days",
        "stap '{step}' van '{service}' mag nu korter dan 14 dagen voor de gebeurtenis klaar zijn; de wet vraagt ten minste 14 "
        "dagen",
    ),
    "legal.in_person_step_removed": Text(
        "step '{step}' of '{service}' must be in person by law, and is removed",
        "stap '{step}' van '{service}' moet volgens de wet in persoon, en verdwijnt",
    ),
    "legal.in_person_step_elsewhere": Text(
        "step '{step}' of '{service}' must be in person by law, and can be done at: {channels}",
        "stap '{step}' van '{service}' moet volgens de wet in persoon, en kan ook via: {channels}",
    ),
}
LAWS = {
    "legal.non_digital_route_closed": "Awb 2:1, Wmebv",
    "legal.no_non_digital_route": "Awb 2:1, Wmebv",
    "legal.notice_too_short": "BW 1:43-1:46, 1:62",
    "legal.in_person_step_removed": "BW 1:43-1:46, 1:62",
    "legal.in_person_step_elsewhere": "BW 1:43-1:46, 1:62",
}


def legal_warnings(scenario: Scenario) -> tuple[Warned, ...]:
    """What the law may forbid in the scenario with all its measures, compared with its baseline."""
    found: list[Warned] = []
    for name, service in scenario.baseline.services.items():
        changed = scenario.design.services.get(name)
        for step_name, step in service.steps.items():
            new = changed.steps.get(step_name) if changed else None
            found += [
                Warned(code, f"services.{name}.steps.{step_name}", _told(code, step, service, channels), LAWS[code])
                for code, channels in _step_warnings(scenario, step, new)
            ]
    return tuple(found)


def _step_warnings(scenario: Scenario, old: Step, new: Step | None) -> Iterator[tuple[str, str]]:
    if new is None:
        if old.in_person_by_law:
            yield "legal.in_person_step_removed", ""
        return
    design = scenario.design
    if new.kind == "contact" and not non_digital_routes(design, new):
        if non_digital_routes(scenario.baseline, old):
            yield "legal.non_digital_route_closed", ""
        elif new.application:
            yield "legal.no_non_digital_route", ""
    latest = new.timing.latest
    had_notice = old.timing.latest is not None and old.timing.latest.value <= NOTICE
    if (old.application or new.application) and had_notice and (latest is None or latest.value > NOTICE):
        yield "legal.notice_too_short", ""
    if old.in_person_by_law or new.in_person_by_law:
        elsewhere = [name for name in _open_options(new) if design.channels[name].nest != "in_person"]
        if elsewhere:
            yield "legal.in_person_step_elsewhere", ", ".join(elsewhere)


def non_digital_routes(design: Design, step: Step) -> list[str]:
    """The channels through which a citizen without digital means can do a step: voice, in person, or on paper.

    One that is only for complex cases, or only for simple ones, is not open to everybody.
    """
    routes = [name for name in _open_options(step) if _is_non_digital(name, design.channels[name])]
    return [name for name in routes if step.options[name].eligible_for is None]


def _open_options(step: Step) -> list[str]:
    return [name for name, option in step.options.items() if option.eligible.value > 0]


def _is_non_digital(name: str, channel: Channel) -> bool:
    if channel.kind == "self_service" or channel.handoff_only:
        return False
    words = f"{name} {channel.label.nl} {channel.label.en}".lower().replace("-", " ").replace("_", " ").split()
    return channel.nest != "written" or any(word in PAPER for word in words)


def _told(code: str, step: Step, service: Service, channels: str) -> Text:
    told = TEXTS[code].filled(step=step.label, service=service.label, channels=channels)
    return Text.of(lambda language: f"{told.said(language)} ({LAWS[code]})")
