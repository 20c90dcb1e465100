"""What the dials are called, what they mean, and how their values are written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.experiment.numbers.dials import Dial
from sim.text.pairs import marked
from sim.text.texts import Texts


@dataclass(frozen=True)
class DialWords:
    """``label`` and ``help`` are msgids."""

    label: str
    help: str


WORDS = {
    "steering": DialWords(
        marked("Steering to online"),
        marked("How strongly citizens are led to the online form: 0 is not at all, 1 is as in this design."),
    ),
    "questions": DialWords(
        marked("Questions per case that applications open"),
        marked(
            "How many questions somebody still has after applying alone, of a case as complex as can be; with how many he begins "
            "moves along. It holds today as well."
        ),
    ),
    "reassurance": DialWords(
        marked("Reassurance contacts per case"),
        marked("How often somebody would ask just to be sure, if nothing were ever confirmed. It holds today as well."),
    ),
    "online_works": DialWords(
        marked("Online works at once"),
        marked("The share of online attempts of a citizen with good skills that work. The steps move together."),
    ),
    "complete_at_once": DialWords(
        marked("Application complete at once"),
        marked("The share of online applications of simple cases in which nothing is missing."),
    ),
    "digital_work": DialWords(
        marked("Back-office work of a digital case"),
        marked("As a share of the back-office work of the same case at the desk."),
    ),
    "conversation": DialWords(
        marked("Minutes of the conversation"),
        marked("0 means that there is no conversation."),
    ),
    "talk_time": DialWords(
        marked("Remaining calls get longer by"),
        marked("When the simple questions leave, the calls that remain are the harder ones."),
    ),
    "people": DialWords(
        marked("More or fewer people: {team}"),
        marked("People added to or taken from the largest shift of this team."),
    ),
    "closing": DialWords(
        marked("The phone is open until"),
        marked("Hours that are added in the evening have two people of the team that answers the phone."),
    ),
}


def dial_label(say: Texts, dial: Dial, teams: dict[str, str]) -> str:
    """The name of the dial; ``teams`` are the names of the teams."""
    return say(WORDS[dial.name.partition(".")[0]].label, team=teams.get(dial.about, dial.about))


def dial_help(say: Texts, dial: Dial) -> str:
    """What it means, how far it goes, where it stands by itself, and where that comes from."""
    ends = [dial_value(say, dial, value) for value in (dial.low, dial.value, dial.high)]
    told = say("From {low} to {high}; by itself {mid}.", low=ends[0], mid=ends[1], high=ends[2])
    return f"{say(WORDS[dial.name.partition('.')[0]].help)} {told} {dial_source(say, dial)}"


def dial_range(say: Texts, dial: Dial, written: Callable[[float], str]) -> str:
    """In one line: how far it goes, where it stands by itself, and where that comes from."""
    low, mid, high = (written(value) for value in (dial.low, dial.value, dial.high))
    if dial.source.upper().startswith("ASSUMPTION"):
        source = say("assumption")
    else:
        source = say("source {source}", source=dial.source) if dial.source else say("choice of the designer")
    return say("{low} to {high}; by itself {mid}; {source}", low=low, mid=mid, high=high, source=source)


def dials_turned(say: Texts, told: Sequence[tuple[str, str, str]]) -> str:
    """Which dials (label, where it stands, where it stands by itself) were turned; empty when none was."""
    dials = "; ".join(f"{label}: {value} ({itself})" for label, value, itself in told)
    return say("Dials turned (in brackets where they stand by themselves): {dials}.", dials=dials) if told else ""


def dial_source(say: Texts, dial: Dial) -> str:
    """Where the range comes from."""
    if dial.source.upper().startswith("ASSUMPTION"):
        return say("Assumption, without a source.")
    if dial.source:
        return say("Source: {source}.", source=dial.source)
    return say("A choice of the designer.")


def dial_value(say: Texts, dial: Dial, value: float) -> str:
    """A value of the dial with its unit."""
    match dial.form:
        case "share":
            return say.percentage(value)
        case "growth":
            return "+" + say.percentage(value) if value else say.percentage(0)
        case "minutes":
            return f"{say.number(value)} {say('min')}"
        case "people":
            return say.number(value, signed=True)
        case "hour":
            return f"{int(value):02d}:{round(value % 1 * 60):02d}"
        case _:
            return say.number(value, 2)


def dial_values(dial: Dial) -> list[float]:
    """The values it can be turned to, rising; where it stands by itself is one of them."""
    count = int((dial.high - dial.low) / dial.step + 1e-9)
    stops = {min(max(round(dial.low + step * dial.step, 6), dial.low), dial.high) for step in range(count + 1)}
    return sorted(stops | {dial.low, dial.value, dial.high})
