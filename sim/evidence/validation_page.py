"""The page docs/validation.md, written from the points of a validation run."""

from __future__ import annotations

from collections.abc import Iterable

from sim.evidence.fit import (
    ROUNDING,
    Denominator,
    abandoned,
    best_fit,
    best_patience,
    fits,
    leave_one_out,
    loss,
    misses,
    within,
    within_rounding,
)
from sim.evidence.points_file import ValidationRun
from sim.evidence.published import PUBLISHED
from sim.evidence.scan import CALLS_TOLERANCE, Point

DENOMINATORS: tuple[Denominator, ...] = ("offered", "answered")

INTRODUCTION = """# How close the baseline comes to published figures

This page is written by `make answers` (`python -m sim.evidence.validation`), and its points stand in `validation.csv`; with
`--keep-scan` only the first table is simulated again. {about}.

**What is compared.** The annual reports of 's-Hertogenbosch over 2016 to 2019 (source V1 in [sources.md](sources.md)).
No residual on this page is a pass criterion. Much is fitted here and little is left to predict; the section on left-out
years says how little.

**What is simulated.** The files `scenarios/municipalities/s-hertogenbosch-YEAR.yaml`, all services together with the
full model and the compiled engine, over 52 weeks from the first Monday of the year ({replications} replications, seed
{seed}). Counts are scaled to the days of the calendar year. *Calls* are attempts in opening hours, retries and lost calls
included. *Talk time* is that of the contact centre, without wrap-up. *Abandoned* counts all calls lost in the queue (hung
up, no free line, still waiting at closing time). *Within 25 s* is given over both denominators, because the report does
not say which it uses: calls offered, or calls answered.
"""

FITTED = """
Fitted to the report, so no evidence for the model: calls (the fresh demand for general questions is solved, in which are
those that are looked up on the website and never asked), talk time, desk contacts, e-mails and messages (channel constants
of general questions, per year, and of asking by e-mail about a case, the same for all years; then frozen in every
scenario). What people still want to know of a case, and what they do who could not do it online, is not fitted here:
those are assumptions, the same for all services.
Passports, cards and licences are the published numbers. Visitors of 2019 are near because the share of moves and
extracts at the desk was chosen for it; in the other years visitors are a prediction from the documents. E-mails count
all of them, those about marriages too.

What citizens expect to wait at the phone and at the information desk on the first day is that of a converged pilot
(`python -m sim.evidence.pilot`). It was put in after everything above was fitted. The tables are of the files and the
program as they are now.
"""

SCAN = """
## One patience for all years

Patience is exponential with one mean for all four years. Each year has a number of people who are on duty all day in
the contact centre, in whole persons; beside them two in the mornings and two on Mondays, equal in all years
(ASSUMPTION: a roster follows the load). At every point the demand is solved again, until calls are within
{tolerance:.1%} of the published number, because retries depend on how many give up waiting. Numbers of people are tried
outward from the best until the loss rises on both sides.

The loss of a year is the square of the miss in *answered within 25 s* plus the square of the miss in *abandoned*, both
in percentage points and weighted equally. Other weights may choose another patience; two are tried below. The loss of a
patience is the sum over the four years, each with its best number of people.
"""

LEFT_OVER = """
## What is left over, and why

- **The numbers of people are fitted, not known.** Eight published percentages are met with one patience and four whole
  numbers. The rosters of those years are not published; a planner who knows them can test the model, this page cannot.
- **Choices made while looking at these figures.** Three things were settled in first looks at 2019 (one replication,
  demand not solved again), so the loss flatters the model. Callers who found the line closed spread over four hours
  after opening instead of one, which answers more of them in time. The shape of the roster was taken from some ten that
  were tried, because it came nearest. Reactions to failures were changed so that few cases of services people need are
  given up, which also makes more calls of the same questions.
- **Whole persons.** One person more or less moves *within 25 s* by several points, so a miss of a few points is what
  whole numbers allow. The roster has one shape for all years and every week; the true one followed holidays, illness
  and the season.
- **Arrivals.** The report gives totals of a year. The shape of the day and the week comes from a trade source (P1), the
  year is flat, and the busyness of days is an assumption. Calls that clump more or less than assumed change both
  members of the pair.
- **Blended work.** E-mail and messages are handled by the same team between the calls, and one who answers an e-mail
  finishes it. How the team shared its work is not known.
- **Exponential patience, one mean.** Real callers leave at once or at an announcement, and wait longer for what matters
  (C3). Other shapes were not tried. Years with long queues may also have had more patient callers (C2); one mean
  cannot say so.
- **Definitions.** What the exchange counts as abandoned (also after two seconds?), and of what *within 25 s* is a
  share, is not published.
- **Retries.** 60% of those who hang up call again (C4, ASSUMPTION for a municipality), and 35% try another channel.
  Fewer retries would need more fresh demand for the same calls.
- **Chance.** {chance}
"""


def page(run: ValidationRun) -> str:
    about = "; ".join(f"{name}: {value}" for name, value in run.about.items())
    made = {"replications": run.about["replications"], "seed": run.about["seed"]}
    head = INTRODUCTION.format(about=about[:1].upper() + about[1:], **made)
    parts = [
        head,
        "## The municipality files as they are shipped\n",
        _shipped(run.shipped),
        FITTED,
        SCAN.format(tolerance=CALLS_TOLERANCE),
        *(_by_patience(run.scanned, of) for of in DENOMINATORS),
        _best(run.scanned),
        _rounding(run.scanned),
        _left_out(run.scanned),
        LEFT_OVER.format(chance=_chance(run)),
    ]
    return "\n".join(parts)


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    titles = list(head)
    lines = ["| " + " | ".join(titles) + " |", "|" + " --- |" * len(titles)]
    return "\n".join([*lines, *("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows)]) + "\n"


def _shipped(points: list[Point]) -> str:
    def row(label: str, name: str, published: str) -> list[str]:
        cells = [label]
        for point in points:
            known = getattr(PUBLISHED[point.year], published)
            value = getattr(point.figures, name)
            other = "–" if known is None else f"{known:,.0f} ({value / known - 1:+.1%})"
            cells.append(f"{value:,.0f} / {other}")
        return cells

    def within_row(of: Denominator) -> list[str]:
        pairs = (_pair(within(point, of), point.published.within_25_s) for point in points)
        return [f"answered within 25 s, % of {of}", *pairs]

    rows = [
        row("calls", "calls", "calls"),
        row("talk time, s", "talk_time", "talk_time"),
        within_row("offered"),
        within_row("answered"),
        ["abandoned, %", *(_pair(abandoned(point), point.published.abandoned) for point in points)],
        row("information desk", "desk_contacts", "desk_contacts"),
        row("visitors by appointment", "visitors", "visitors"),
        row("e-mails", "emails", "emails"),
        row("messages", "messages", "messages"),
        ["mean patience, s", *(str(point.patience) for point in points)],
        ["people all day", *(str(point.people) for point in points)],
    ]
    head = ["simulated / published (difference)", *(str(point.year) for point in points)]
    return _table(head, rows)


def _pair(simulated: float, published: float) -> str:
    return f"{simulated:.1f} / {100 * published:.0f} ({simulated - 100 * published:+.1f})"


def _by_patience(points: list[Point], of: Denominator) -> str:
    rows = []
    for fit in fits(points, of):
        pairs = [f"{point.people}: {within(point, of):.1f} / {abandoned(point):.1f}" for point in fit.points]
        rows.append([fit.patience, f"{fit.loss:.1f}", f"{fit.root_mean_square:.1f}", *pairs])
    years = [f"{year} ({100 * one.within_25_s:.0f} / {100 * one.abandoned:.0f})" for year, one in PUBLISHED.items()]
    text = (
        f"### Within 25 s as a share of the calls {of}\n\n"
        "People: answered within 25 s / abandoned, in percent; the published pairs stand in the head.\n\n"
    )
    return text + _table(["mean patience, s", "loss", "typical miss, points", *years], rows)


def _best(points: list[Point]) -> str:
    sentences = []
    for of in DENOMINATORS:
        fit = best_fit(points, of)
        people = ", ".join(f"{point.people} ({point.year})" for point in fit.points)
        near = [other.patience for other in fits(points, of) if other.loss <= fit.loss + 2 * len(fit.points) * ROUNDING**2]
        also = [str(patience) for patience in near if patience != fit.patience]
        edges = (min(point.patience for point in points), max(point.patience for point in points))
        edge = " This is the edge of the scan; the minimum may lie beyond it." if fit.patience in edges else ""
        flat = f"Rounding alone could explain the higher loss of {', '.join(also)} s." if also else "No other is near."
        sentences.append(
            f"Over calls {of}, the loss is smallest at a mean patience of **{fit.patience} s** (loss {fit.loss:.1f}, typical "
            f"miss {fit.root_mean_square:.1f} points, largest {fit.worst:.1f}), with {people} people.{edge} {flat}"
        )
    for of in DENOMINATORS:
        more, less = (best_patience(points, of, weight) for weight in (4.0, 0.25))
        sentences.append(
            f"Over calls {of}, with *abandoned* weighted four times, the best patience is {more} s; with a quarter of the "
            f"weight, {less} s."
        )
    chosen = best_fit(points, "offered").patience
    end = f"The files use {chosen} s and the rosters of the fit over calls offered."
    return "### Best\n\n" + "\n\n".join([*sentences, end]) + "\n"


def _rounding(points: list[Point]) -> str:
    text = [f"## Points within rounding error\n\nBoth members at most {ROUNDING} point from the published percentage, by year.\n"]
    for of in DENOMINATORS:
        hits = within_rounding(points, of)
        text.append(f"Over calls {of}:\n")
        for year in PUBLISHED:
            mine = [point for point in points if point.year == year]
            own = [point for point in hits if point.year == year]
            if own:
                found = ", ".join(f"({point.patience} s, {point.people} people)" for point in own)
            else:
                found = "none; nearest " + _described(min(mine, key=lambda point: loss(point, of)), of)
            text.append(f"- {year}: {found}")
        shared = set.intersection(*({p.patience for p in hits if p.year == year} for year in PUBLISHED))
        if shared:
            text.append(f"\nAll four years at once: mean patience {', '.join(map(str, sorted(shared)))} s.\n")
        else:
            near = min(fits(points, of), key=lambda fit: fit.worst)
            text.append(
                f"\nThere is no set with one patience that is within rounding error in all four years. The nearest by its "
                f"largest miss is {near.patience} s: {near.worst:.1f} points.\n"
            )
    return "\n".join(text)


def _described(point: Point, of: Denominator) -> str:
    first, second = misses(point, of)
    return f"({point.patience} s, {point.people} people), off by {first:+.1f} and {second:+.1f} points"


def _left_out(points: list[Point]) -> str:
    text = (
        "## Leave one year out\n\nPatience is fitted on three years and used for the fourth. The number of people in the fourth "
        "is still fitted to that year itself, so this tests the patience alone: the two percentages of the year are met with "
        "one whole number.\n"
    )
    for of in DENOMINATORS:
        rows = []
        for left in leave_one_out(points, of):
            year = left.predicted.published
            rows.append([
                year.year,
                left.fitted.patience,
                left.predicted.people,
                _pair(within(left.predicted, of), year.within_25_s),
                _pair(abandoned(left.predicted), year.abandoned),
            ])  # fmt: skip
        head = ["left out", "patience from the others, s", "people (fitted)", f"within 25 s of {of}, %", "abandoned, %"]
        text += "\n" + _table(head, rows)
    return text


def _chance(run: ValidationRun) -> str:
    return (
        f"Every point is the mean of {run.about['replications']} simulated years on common random numbers; the solved demand "
        f"leaves calls up to {CALLS_TOLERANCE:.1%} off, which moves *within 25 s* by some tenths of a point."
    )
