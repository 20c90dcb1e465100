"""Values of the model as a person writes them: units, ranges with their source, decimal comma in Dutch."""

from __future__ import annotations

from collections.abc import Sequence

from sim.model.town.recognition import SHARES, Figure
from sim.model.values.calendar import QUARTERS_PER_DAY, WEEKDAYS, Hours, Profile, WeekHoursModel, read_days
from sim.model.values.distributions import KINDS, Distribution
from sim.model.values.units import DAY, HOUR, MINUTE, SECOND, WEEK, YEAR_DAYS
from sim.model.values.values import Form, Range, Rate, Term
from sim.text.pairs import Language, Text

DAYS = Text(" ".join(WEEKDAYS), "ma di wo do vr za zo")
PARTS = {"morning": Text("morning", "ochtend"), "afternoon": Text("afternoon", "middag"), "evening": Text("evening", "avond")}
UNITS: tuple[tuple[int, Text], ...] = (
    (WEEK, Text("weeks", "weken")),
    (DAY, Text("days", "dagen")),
    (HOUR, Text("hours", "uur")),
    (MINUTE, Text("min", "min")),
    (SECOND, Text("s", "s")),
)
SINGULAR: dict[str, str] = {"weeks": "week", "weken": "week", "days": "day", "dagen": "dag", "hours": "hour"}
WORDS: dict[str, Text] = {
    "to": Text("to", "tot"),
    "year": Text("per year", "per jaar"),
    "day": Text("per day", "per dag"),
    "inhabitants": Text("per 1000 inhabitants", "per 1000 inwoners"),
    "working": Text("working days", "werkdagen"),
    "always": Text("always", "altijd"),
    "never": Text("never", "nooit"),
    "even": Text("even", "gelijkmatig"),
    "source": Text("source", "bron"),
}


DUTCH_SOURCES = {
    "own figures": "eigen cijfers",
    "scaled from inhabitants": "naar inwoners",
    "fitted to": "geschat op",
    "solved": "teruggerekend",
}
"""Words in sources of files that were made from own figures; fact ids are the same in both languages."""


def source_text(source: str, language: Language) -> str:
    """Where a number comes from, as a person reads it."""
    if language == "nl":
        for english, dutch in DUTCH_SOURCES.items():
            source = source.replace(english, dutch)
    return source


def number(value: float, language: Language) -> str:
    """At most four significant decimals, thousands apart; from 1 on at most two, for three read as thousands elsewhere."""
    significant = 3 if 1 <= abs(value) < 10 else 4
    text = f"{value:,.0f}" if abs(value) >= 10_000 or value == int(value) else f"{value:,.{significant}g}"
    return text.translate(str.maketrans(",.", ".,")) if language == "nl" else text


def number_text(value: float) -> Text:
    """The same in both languages."""
    return Text.of(lambda language: number(value, language))


def duration(microseconds: float, language: Language) -> str:
    """In the largest unit that leaves a short number: 90 s, 1.5 min, 14 days."""
    if microseconds == 0:
        return "0"
    for size, names in UNITS:
        amount = microseconds / size
        if abs(amount) >= 1 and round(amount * 2) == amount * 2 and (size != WEEK or abs(amount) >= 4):
            unit = names.said(language)
            return f"{number(amount, language)} {SINGULAR.get(unit, unit) if abs(amount) == 1 else unit}"
    size, names = next((unit for unit in UNITS[1:] if abs(microseconds) >= unit[0]), UNITS[-1])
    return f"{number(microseconds / size, language)} {names.said(language)}"


def figure_text(figure: Figure, value: float, language: Language) -> str:
    """A figure of the recognition test: a count, a share with one decimal, or talk time in minutes and seconds."""
    if figure in SHARES:
        return f"{number(round(100 * value, 1), language)}%"
    if figure == "talk_time":
        return clock_text(value)
    return number(round(value), language)


def clock_text(seconds: float) -> str:
    """``4:52`` of 292 seconds."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"


def ranged(value: Range, form: str, language: Language) -> str:
    """The value in force, with its range and source where it has them."""

    def single(part: float) -> str:
        if form in ("duration", "signed_duration"):
            return duration(part, language)
        return f"{number(part * 100, language)}%" if form == "share" else number(part, language)

    return _with_range(single(value.mid), (single(value.low), single(value.high)), value, language)


def _with_range(mid: str, ends: tuple[str, str], value: Range, language: Language) -> str:
    notes = [f"{ends[0]} {WORDS['to'].said(language)} {ends[1]}"] if value.is_ranged else []
    notes += [f"{WORDS['source'].said(language)} {source_text(value.source, language)}"] if value.source else []
    return f"{mid} ({'; '.join(notes)})" if notes else mid


def rate(value: Rate, language: Language) -> str:
    """Per year, or where it was written per hour, day or week, per day."""
    unit = WORDS["year" if value.of_calendar_year else "day"].said(language)
    factor = 1.0 if value.of_calendar_year else 1.0 / YEAR_DAYS
    if value.per_inhabitant:
        unit, factor = f"{WORDS['inhabitants'].said(language)} {unit}", 1000.0 * factor
    low, mid, high = (number(part * factor, language) for part in (value.amount.low, value.amount.mid, value.amount.high))
    return _with_range(f"{mid} {unit}", (low, high), value.amount, language)


def term(value: Term, language: Language) -> str:
    if not value.working_days:
        return ranged(value.amount, "duration", language)
    low, mid, high = (number(part, language) for part in (value.amount.low, value.amount.mid, value.amount.high))
    return _with_range(f"{mid} {WORDS['working'].said(language)}", (low, high), value.amount, language)


def distribution(value: Distribution, language: Language) -> str:
    kind = KINDS[value.kind]
    amounts = ", ".join(duration(point, language) for point in value.points) or ranged(value.mean, "duration", language)
    spread = f", cv {ranged(value.cv, 'count', language)}" if kind.cv else ""
    return f"{kind.words.said(language)} {amounts}{spread}".lstrip()


def profile(value: Profile, language: Language) -> str:
    """The weights of the weekdays, of the hours and of the months, as far as they differ."""
    parts = []
    if len(set(value.week)) > 1:
        days = zip(DAYS.said(language).split(), value.week, strict=True)
        parts.append(", ".join(f"{day} {number(weight, language)}" for day, weight in days))
    if len(value.day) > 1:
        parts.append(", ".join(f"{span} {number(weight, language)}" for span, weight in value.day.items()))
    if len(set(value.year)) > 1:
        parts.append(", ".join(f"{month}: {number(weight, language)}" for month, weight in enumerate(value.year, 1)))
    return "; ".join(parts) or WORDS["even"].said(language)


def hours(value: Hours) -> str:
    return f"{_clock(value.opens)}-{_clock(value.closes)}"


def week_hours(value: WeekHoursModel, language: Language) -> str:
    """Days with equal hours together: ``mon-fri 09:00-17:00, thu 18:00-20:00``."""
    if value.always:
        return WORDS["always"].said(language)
    days: dict[tuple[Hours, ...], list[int]] = {}
    for day, spans in sorted(value.days.items()):
        days.setdefault(spans, []).append(day)
    parts = [f"{weekdays(tuple(group), language)} {' + '.join(map(hours, spans))}" for spans, group in days.items() if spans]
    return ", ".join(parts) or WORDS["never"].said(language)


def weekdays(days: tuple[int, ...], language: Language) -> str:
    names = DAYS.said(language).split()
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{names[days[0]]}-{names[days[-1]]}"
    return " ".join(names[day] for day in days)


def part_of_week(text: str, language: Language) -> str:
    """A part of the week as a file names it, in words: ``wo middag`` for ``wed afternoon``."""
    days, _, part = text.strip().rpartition(" ")
    word = PARTS[part].said(language) if part in PARTS else part
    return f"{weekdays(read_days(days), language)} {word}" if days else word


def form_of(forms: Sequence[Form]) -> str:
    """How the range of a field is written."""
    return forms[0].name if forms else "number"


def _clock(quarter: int) -> str:
    return f"{min(quarter, QUARTERS_PER_DAY) // 4:02d}:{quarter % 4 * 15:02d}"
