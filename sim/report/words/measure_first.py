"""What to measure first: the inputs whose ranges move the verdict most, and how to count each in two weeks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sim.report.told.findings import Findings
from sim.report.words.names import capital
from sim.report.words.sensitivity import reach
from sim.text.pairs import marked
from sim.text.texts import Texts

MOST = 3
COUNTING: tuple[tuple[str, str], ...] = (
    (
        r"reassurance\.contacts_per_case$",
        marked(
            "For two weeks, let everybody who answers a call, e-mail or message about this service tick one box: “only "
            "wanted to be sure, nothing was wrong”. Divide the ticks by the number of running cases, and multiply by the "
            "duration of a case in weeks divided by two. The number in the file is for people who hear nothing in "
            "between, so it lies above your count."
        ),
    ),
    (
        r"reassurance\.(silence|nearness)$",
        marked(
            "For two weeks, note of every contact “only to be sure” how many days ago the person last heard from you, and "
            "how many days it is until the date that counts. Fifty contacts show from which silence on people start to call."
        ),
    ),
    (
        r"reassurance\.chasing$",
        marked(
            "For two weeks, count the contacts that ask why something is late, and each day the number of cases past the "
            "promised date. Divide the first by the sum of the second: the chance per day that a late case asks."
        ),
    ),
    (
        r"reassurance\.",
        marked(
            "For two weeks, tick every contact “only to be sure” and what the person had received before it: nothing, a "
            "receipt, a status on the website, or somebody's word. Compare the four groups."
        ),
    ),
    (
        r"\.certainty$|\.confirms$|\.receipt$",
        marked(
            "At the end of fifty contacts of this kind, ask one question: “Are you sure now that it is arranged?”, and "
            "note yes or no. Then look up how many of both groups came back within two weeks."
        ),
    ),
    (
        r"hidden_need\.extra_time",
        marked(
            "For two weeks, note the minutes of conversations in which a second question came up, and of those in which none did."
        ),
    ),
    (
        r"hidden_need\.",
        marked(
            "For two weeks, let staff note after every conversation about this service whether another question than the "
            "one asked turned up, and whether it was helped at once. Ask thirty people who did it online the same by "
            "telephone afterwards."
        ),
    ),
    (
        r"\.complete$",
        marked(
            "Take the applications of the last two weeks, by channel. Count how many could be handled at once, and how "
            "many waited for something that was missing."
        ),
    ),
    (
        r"\.eligible$",
        marked(
            "Take the cases of the last two weeks and count how many could not have been done online: no DigiD, papers "
            "from abroad, a special situation."
        ),
    ),
    (
        r"\.options\.web\.resolves$",
        marked(
            "From the statistics of the web form of the last two weeks: how many people began, and how many sent it. Subtract "
            "beginnings by people who only looked, by asking fifty visitors why they stopped."
        ),
    ),
    (
        r"\.resolves$",
        marked(
            "For two weeks, let staff tick after each contact of this kind whether the question was fully answered. Check "
            "fifty of them: did the same person come back about it within two weeks?"
        ),
    ),
    (
        r"handling|wrap_up|\.work\b|\.work\.|completion_work|extra_time",
        marked(
            "Time one hundred pieces of this work in two weeks: from the telephone system, or with a stopwatch and a "
            "tally list, spread over the days and over colleagues. Note the work after it too. Do not note who did it."
        ),
    ),
    (
        r"work_digital_factor$",
        marked(
            "In two weeks, time fifty digital and fifty desk cases in the back office, from opening to closing. Divide "
            "the mean of the first by that of the second."
        ),
    ),
    (
        r"no_show",
        marked(
            "From the appointment system of the last two weeks: appointments made, and people who did not come, by the "
            "number of weeks between booking and appointment."
        ),
    ),
    (
        r"patience",
        marked(
            "From the telephone system (or by counting at the ticket machine) of the last two weeks: how long each caller "
            "who hung up had waited, and each who was answered. Both are needed, not only those who hung up."
        ),
    ),
    (
        r"second_participant|forgets",
        marked(
            "Take the applications of the last two weeks that need a second person. Count after how many days that person "
            "did his part, and how many needed a reminder."
        ),
    ),
    (
        r"reactions\.",
        marked(
            "From the telephone system of two weeks: of the numbers that hung up or were not helped, how many called "
            "again within two hours. Ask fifty people at the desk and by e-mail whether they had tried something else first."
        ),
    ),
    (
        r"behaviour\.choice",
        marked(
            "Ask one hundred people who contact you in two weeks what else they considered and why they chose this: "
            "waiting time, distance, opening hours, habit, or wanting certainty. Show beside it how long the wait was at "
            "that moment."
        ),
    ),
    (
        r"broken$",
        marked(
            "Take fifty e-mails, messages or call-back requests of two weeks ago. Count how many had an answer within the "
            "time you promise, and how many none at all."
        ),
    ),
    (
        r"demand\.rate$|demand\.busyness|busyness",
        marked(
            "Count the new cases of this service per day for two weeks, and compare with the same two weeks of last year, "
            "so that the season is taken into account."
        ),
    ),
    (
        r"absence$",
        marked(
            "From the roster of the last two weeks: hours planned, and hours not worked by illness and leave, of the whole team."
        ),
    ),
    (
        r"event\.ahead",
        marked("Take one hundred recent cases and count the weeks between the first contact and the date that it was about."),
    ),
)
"""How to count an input, by the end of its path; the first pattern that fits counts."""
BY_FORM = {
    "share": marked(
        "For two weeks, tally at each case of this kind whether it happened or not; a hundred cases give about 10 points "
        "either way."
    ),
    "duration": marked("Time one hundred of these in two weeks, spread over the days, and take the mean."),
}
OTHERWISE = marked(
    "Count it for two weeks with a tally list where it happens, on all days of the week; note the number of cases beside it."
)


@dataclass(frozen=True)
class Measuring:
    """One input to measure: what it is, why, and how to count it in two weeks."""

    title: str
    why: str
    how: str
    path: str


def measure_first(say: Texts, findings: Findings) -> list[Measuring]:
    """At most three inputs, those that move the verdict most first; empty where no sensitivity was run."""
    return [
        Measuring(capital(swing.label), reach(say, sensitivity, swing), say(how_to_count(swing.path, swing.form)), swing.path)
        for sensitivity, swing in findings.moving[:MOST]
    ]


def measure_words(say: Texts, findings: Findings) -> str:
    """What stands above the list: how it was chosen, or that nobody looked and how to."""
    if not findings.sensitivity:
        return say(
            "It was not worked out which assumptions decide this verdict. Add --sensitivity to the command, and the three "
            "inputs that would narrow the verdict most stand here, with how to count them."
        )
    if not measure_first(say, findings):
        return say("No assumption was shown to move this verdict within its range. There is nothing to measure first.")
    return say(
        "These inputs move the verdict most within what we now think possible. Measure them in your own municipality, put the "
        "result in the scenario file, and the verdict leans on a figure of your own."
    )


def how_to_count(path: str, form: str) -> str:
    """The msgid of how to count an input; by its unit where nothing is known of it."""
    return next((text for pattern, text in COUNTING if re.search(pattern, path)), BY_FORM.get(form, OTHERWISE))
