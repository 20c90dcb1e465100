"""A comparison as it might come out, for tests of what is told about it."""

from __future__ import annotations

import math
from datetime import date

from sim.experiment.found.intervals import Difference, Estimate, Judgement, WorldShare
from sim.experiment.found.lost import Lost
from sim.report.told.findings import (
    Assumption,
    DayCurve,
    Findings,
    GainsTold,
    Group,
    Level,
    LostRow,
    Making,
    PlausibleTold,
    Question,
    Row,
    SensitivityTold,
    Story,
    SwingTold,
    TippingTold,
)
from sim.text.units import Unit

LABELS = ("Vandaag", "Volledig digitaal", "Digitaal aan de voorkant, gesprek blijft", "Verbeterd digitaal")


def row(
    level: Level,
    name: str,
    unit: Unit,
    values: tuple[float, ...],
    judgements: tuple[Judgement, ...],
    *,
    margin: float | None = None,
    about: str = "",
    per: str = "",
    denominator: str = "",
    lower_is_better: bool = True,
    spread: float = 0.1,
) -> Row:
    """A KPI whose intervals are ``spread`` of the first value wide on either side."""
    width = spread * abs(values[0])
    differences = [
        Difference(
            value - values[0], value - values[0] - width, value - values[0] + width, judgement, margin, margin is not None, 4.2
        )
        for value, judgement in zip(values[1:], judgements, strict=True)
    ]
    return Row(
        level=level,
        kpi=name.replace(" ", "_"),
        key=f"{name.replace(' ', '_')} ({about})",
        name=name,
        per=per,
        denominator=denominator,
        unit=unit,
        about=about,
        estimates=tuple(Estimate(value, value - width, value + width) for value in values),
        differences=(None, *differences),
        lower_is_better=lower_is_better,
    )


def tipping_point(point: float | None = 0.62) -> TippingTold:
    values = (0.2, 0.5, 0.8, 1.1, 1.5)
    base = 0.62 if point is not None else -0.4
    return TippingTold(
        parameter="services.huwelijksaangifte.reassurance.contacts_per_case",
        label="bevestigingscontacten per klantvraag",
        kpi="staff_hours",
        name="staff time",
        per="per 100 cases",
        unit="hours",
        reference=LABELS[2],
        story=LABELS[1],
        values=values,
        differences=tuple(
            Difference(40 * (v - base), 40 * (v - base) - 6, 40 * (v - base) + 6, "undecided", 4.0) for v in values
        ),
        mid=0.5,
        range_low=0.2,
        range_high=1.5,
        point=point,
        low=None if point is None else 0.51,
        high=None if point is None else 0.75,
        source="ASSUMPTION",
    )


def sensitivity() -> SensitivityTold:
    """Staff time against the hybrid: the first assumption decides, the second does not, the third is unknown to the texts."""
    question = Question(
        "staff_time_per_root_case (focus)",
        "staff time",
        "per 100 cases",
        "hours",
        LABELS[2],
        LABELS[1],
        4.0,
        lower_is_better=True,
    )

    def swing(path: str, label: str, low: float, high: float, form: str, *, unsourced: bool) -> SwingTold:
        ends = Difference(low, low - 1, low + 1, "undecided"), Difference(high, high - 1, high + 1, "undecided")
        change = Difference(high - low, high - low - 0.5, high - low + 0.5, "changed")
        decides = (low < -4) != (high < -4)
        source = "ASSUMPTION" if unsourced else "K2"
        return SwingTold(
            path, label, "0,2", "0,5", "1,5", source, unsourced, *ends, change, decides, abs(high - low), form, (0.2, 0.5, 1.5)
        )

    return SensitivityTold(
        question,
        Difference(-6.0, -7.0, -5.0, "better"),
        (
            swing("services.trouwen.reassurance.contacts_per_case", "reassurance contacts", -9.0, 5.0, "number", unsourced=True),
            swing("services.trouwen.steps.notice.options.web.complete", "notice: complete", -5.0, -8.0, "share", unsourced=False),
            swing("services.trouwen.nobody.knows.this", "something new", -5.5, -6.5, "count", unsourced=True),
        ),
        tried=40,
        replications=3,
        alone=True,
    )


def plausible() -> PlausibleTold:
    return PlausibleTold(
        sensitivity().question,
        50,
        WorldShare(5, 0.1, 0.043, 0.214),
        WorldShare(40, 0.8, 0.67, 0.888),
        WorldShare(5, 0.1, 0.043, 0.214),
        alone=True,
    )


def lost(ending: str, name: str, group: str, *people: float, of: float = 500.0, everybody: bool = False) -> LostRow:
    """People who gave up in each story, of so many cases, with intervals of a tenth."""

    def around(value: float) -> Estimate:
        return Estimate(value, value - 0.1 * abs(value), value + 0.1 * abs(value))

    counts = (
        Lost(around(value), around(value / of), around(value - people[0]) if number else None)
        for number, value in enumerate(people)
    )
    return LostRow(ending, name, group, tuple(counts), everybody)


LOST_ROWS = (
    lost("lost", "Gave up, in all", "iedereen", 41.0, 62.4, 40.2, 45.0, everybody=True, of=1000.0),
    lost("lost", "Gave up, in all", "75 jaar en ouder", 21.0, 40.0, 20.0, 22.0, of=100.0),
    lost("lost", "Gave up, in all", "digitaal vaardig", 20.0, 22.4, 20.2, 23.0, of=900.0),
    lost("late", "Too late, or compulsory and still not done", "iedereen", 3.5, 3.0, 3.5, 3.5, everybody=True, of=1000.0),
    lost("late", "Too late, or compulsory and still not done", "75 jaar en ouder", 1.5, 1.0, 1.5, 1.5, of=100.0),
    lost("late", "Too late, or compulsory and still not done", "digitaal vaardig", 2.0, 2.0, 2.0, 2.0, of=900.0),
)


def making(replications: int = 20, asked: int = 20) -> Making:
    return Making(
        start=date(2018, 3, 5),
        weeks=13,
        warm_up=8,
        follow_up=8,
        office=2,
        seed=1,
        replications=replications,
        asked=asked,
        engine="compiled",
        versions=(("sweetspot", "0.1.0"), ("python", "3.11.2"), ("numpy", "2.5.5")),
        seconds=83.0,
    )


def findings(replications: int = 20, asked: int = 20) -> Findings:
    rows = (
        row(
            "cases",
            "contacts",
            "contacts",
            (212.0, 286.4, 205.0, 214.0),
            ("worse", "undecided", "same"),
            margin=10.0,
            per="per 100 cases",
            denominator="root cases",
            spread=0.04,
        ),
        row(
            "cases",
            "staff hours",
            "hours",
            (183.0, 149.0, 161.0, 150.2),
            ("better", "better", "better"),
            margin=5.0,
            per="per 100 cases",
            denominator="root cases",
            spread=0.03,
        ),
        row(
            "cases",
            "reassurance contacts",
            "contacts",
            (41.0, 96.4, 42.0, 50.0),
            ("changed", "none", "changed"),
            per="per 100 cases",
            denominator="root cases",
        ),
        row(
            "cases",
            "lead time",
            "days",
            (92.3, 90.1, 91.5, 90.2),
            ("none", "none", "none"),
            about="trouwen: melding voorgenomen huwelijk",
        ),
        row(
            "team",
            "occupancy",
            "share",
            (0.71, 0.62, 0.66, 0.61),
            ("changed", "changed", "changed"),
            about="trouwteam",
            spread=0.05,
        ),
        row(
            "team",
            "staff hours",
            "hours_per_week",
            (41.2, 33.0, 36.5, 33.4),
            ("better", "undecided", "better"),
            margin=3.6,
            about="trouwteam",
        ),
        row(
            "office",
            "service level",
            "share",
            (0.452, 0.447, 0.452, 0.451),
            ("same", "same", "same"),
            margin=0.05,
            about="telefoon",
            denominator="contacts offered (requested in opening hours; lines full and balked included)",
            lower_is_better=False,
            spread=0.02,
        ),
        row("office", "average speed of answer", "seconds", (96.0, 98.4, 95.1, 95.8), ("none", "none", "none"), about="telefoon"),
        row("office", "abandonment", "share", (0.14, 0.143, 0.139, 0.14), ("none", "none", "none"), about="telefoon"),
    )
    hours = tuple(9 + 0.5 * n for n in range(16))
    curve = DayCurve(
        channel="telefoon",
        hours=hours,
        series=tuple(
            tuple(math.nan if hour == 12.5 else 1.5 + extra + 1.2 * math.exp(-((hour - 10) ** 2)) for hour in hours)
            for extra in (0.0, 0.4, 0.05, 0.1)
        ),
    )
    gains = GainsTold(
        story=1,
        resolved_in_both=171.2,
        only_in_reference=6.3,
        only_in_story=2.1,
        resolved_in_neither=3.4,
        wait_longer=410.0,
        wait_shorter=365.0,
        waited_in_both=9210.0,
        relevant_minutes=1.0,
        relevant_effort=5.0,
        better_off=61.3,
        worse_off=28.7,
        changed=140.2,
        floor=32.5,
        floor_repeats=3,
        groups=(Group("digitaal vaardig", 120.0, 60.1, 22.4), Group("75 jaar en ouder", 14.0, 1.2, 6.3)),
    )
    return Findings(
        title="Trouwen in ’s-Hertogenbosch",
        stories=tuple(
            Story(name=f"story{n}", label=label, about="Wat er verandert aan de dienst.", file=f"scenarios/huwelijk/{n}.yaml")
            for n, label in enumerate(LABELS)
        ),
        rows=rows,
        making=making(replications, asked),
        gains=(gains,),
        lost=LOST_ROWS,
        tipping=(tipping_point(),),
        sensitivity=(sensitivity(),),
        plausible=(plausible(),),
        assumptions=(
            Assumption(
                "services.huwelijksaangifte.reassurance.contacts_per_case",
                "0,2",
                "0,5",
                "1,5",
                "ASSUMPTION",
                unsourced=True,
                numbers=(0.2, 0.5, 1.5),
            ),
            Assumption(
                "channels.phone.patience.time",
                "2 min",
                "5 min",
                "15 min",
                "V1",
                unsourced=False,
                numbers=(120e6, 300e6, 900e6),
                form="duration",
            ),
        ),
        curves=(curve,),
        service="trouwen",
        team="trouwteam",
    )
