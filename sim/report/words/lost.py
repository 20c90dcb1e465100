"""Who gave up and who was late, by group: the table of page, workbook and screen in words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sim.experiment.found.intervals import Estimate
from sim.experiment.found.lost import Lost
from sim.report.told.findings import Findings, LostRow
from sim.report.words.names import cases_word
from sim.text.texts import Texts
from sim.text.units import estimated, written_interval


def lost_title(say: Texts) -> str:
    return say("Who gave up, and who was too late")


def lost_words(say: Texts, findings: Findings) -> str:
    """What is counted, in a few sentences."""
    return say(
        "People in the measured window, and per cent of the {cases} of their group; who gave up twice counts twice. People are a "
        "mean per repeat, each rounded to whole people, so groups and causes need not add up to the last one. The cause is "
        "what the last contact broke off on. A service that is compulsory is never given up: who stopped trying is counted as "
        "late.",
        cases=cases_word(say, findings.cases),
    )


def lost_blocks(findings: Findings) -> Iterator[tuple[str, list[LostRow]]]:
    """The rows by what came of the people (a msgid)."""
    for name, rows in groupby(findings.lost, lambda row: row.name):
        yield name, list(rows)


def lost_cell(say: Texts, count: Lost) -> tuple[str, str, str]:
    """People; per cent with its interval; how many more than in the first story, with its interval (empty for the first)."""
    share = estimated(say, count.share, "share")
    interval = written_interval(say, count.share.low, count.share.high, "share")
    more = ""
    if count.more is not None:
        ends = written_interval(say, count.more.low, count.more.high, "people", signed=True)
        more = f"{estimated(say, count.more, 'people', signed=True)} ({ends})"
    return estimated(say, count.people, "people"), f"{share} ({interval})", more


def lost_sentences(say: Texts, findings: Findings) -> list[str]:
    """What came of everybody in each story, a sentence each; then the group of which the largest share gives up in a story."""
    told = []
    for row in findings.lost:
        if row.everybody:
            stories = [
                f"{story.label} {_people(say, count.people)}, {lost_cell(say, count)[1]}"
                for story, count in zip(findings.stories, row.counts, strict=True)
            ]
            told.append(f"{say(row.name)}: {'; '.join(stories)}.")
    groups = [row for row in findings.lost if row.ending == findings.lost[0].ending and not row.everybody]
    largest = {row.group: max((count.share.value for count in row.counts if count.people.value), default=0.0) for row in groups}
    if len(groups) > 1 and any(largest.values()):
        most = max(groups, key=lambda row: largest[row.group])
        counts = zip(findings.stories, most.counts, strict=True)
        shares = [f"{story.label} {estimated(say, count.share, 'share')}" for story, count in counts]
        told.append(say("The largest share is that of the group {group}: {shares}.", group=most.group, shares="; ".join(shares)))
    return told


def _people(say: Texts, found: Estimate) -> str:
    """``3 mensen``, ``1 mens``."""
    if 0 < found.value < 0.5:
        return say("fewer than 1 person")
    return say.plural("{count} person", "{count} people", round(found.value), count=estimated(say, found, "people"))
