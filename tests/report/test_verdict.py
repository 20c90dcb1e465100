from __future__ import annotations

import math
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.found.intervals import Difference, Judgement
from sim.report.told.findings import Findings
from sim.report.words.turning import setting, tipping
from sim.report.words.verdict import LEADS, SYMBOLS, WORDS, conclusion, looking, margins, pairing, paragraph, points, unfinished
from sim.text.texts import Texts
from tests.report.examples import findings, row, tipping_point

NL, EN = Texts("nl"), Texts("en")


def with_judgements(*judgements: Judgement) -> Findings:
    rows = tuple(
        row("cases", "contacts", "contacts", (10.0, 11.0), (judgement,), margin=1.0, about=f"kanaal {number}")
        for number, judgement in enumerate(judgements)
    )
    whole = findings()
    return replace(whole, stories=whole.stories[:2], rows=rows)


def test_better_and_worse_is_said_as_both() -> None:
    assert conclusion(NL, with_judgements("better", "worse", "same"), 1) == (
        "Volledig digitaal is op sommige punten beter dan Vandaag en op andere slechter."
    )


def test_only_worse() -> None:
    assert conclusion(NL, with_judgements("worse", "same"), 1) == "Volledig digitaal is slechter dan Vandaag."


def test_better_with_open_points_names_them() -> None:
    assert conclusion(EN, with_judgements("better", "undecided"), 1) == (
        "Volledig digitaal is better than Vandaag. Some points are not yet decided."
    )


def test_all_the_same_is_no_practical_difference() -> None:
    assert conclusion(EN, with_judgements("same", "same"), 1) == (
        "There is no practical difference between Volledig digitaal and Vandaag."
    )


def test_same_and_undecided_is_not_yet_decided() -> None:
    assert "nog onduidelijk" in conclusion(NL, with_judgements("same", "undecided"), 1)


def test_without_headlines_nothing_is_decided() -> None:
    assert "not yet decided" in conclusion(EN, with_judgements(), 1)


def test_exploratory_figures_never_enter_the_verdict() -> None:
    whole = with_judgements("same")
    shout = row("office", "overtime", "minutes", (1.0, 99.0), ("worse",))
    assert paragraph(EN, replace(whole, rows=(*whole.rows, shout)), 1) == paragraph(EN, whole, 1)


def test_points_name_the_difference_and_its_interval() -> None:
    assert points(NL, findings(), 1)[0] == "Slechter: klantcontacten per 100 klantvragen +74,4 (+65,9 tot +82,9)."


def test_one_repeat_gives_no_interval_and_says_so() -> None:
    whole = findings(1, 1)
    bare = replace(
        whole.rows[0], differences=(None, Difference(74.4, math.nan, math.nan, "untested", 10.0, headline=True), None, None)
    )
    assert points(NL, replace(whole, rows=(bare,)), 1) == ["Toeval niet gemeten: klantcontacten per 100 klantvragen +74,4."]


def test_tipping_point_in_words() -> None:
    assert tipping(NL, tipping_point()) == (
        "Vanaf 0,62 bevestigingscontacten per klantvraag vraagt Volledig digitaal meer werktijd per 100 klantvragen dan "
        "Digitaal aan de voorkant, gesprek blijft. 95% zeker: de omslag ligt tussen 0,51 en "
        "0,75. "
        "Wij nemen 0,50 aan; mogelijk is 0,20 tot 1,50."
    )


def test_no_tipping_point_within_the_range() -> None:
    said = tipping(EN, tipping_point(None))
    assert said.startswith(
        "There is no tipping point: from 0.20 to 1.50 bevestigingscontacten per klantvraag, Volledig digitaal takes"
    )
    assert "more staff time per 100 cases" in said


def test_durations_are_told_with_their_unit() -> None:
    lasting = replace(
        tipping_point(), form="duration", point=90e6, range_low=60e6, range_high=240e6, mid=120e6, low=None, high=None
    )
    assert "1,5 min" in tipping(NL, lasting)
    assert "Wij nemen 2 min aan; mogelijk is 1 min tot 4 min." in tipping(NL, lasting)


def test_a_tipping_point_is_told_as_far_as_it_is_known() -> None:
    told = tipping(EN, replace(tipping_point(), point=12.26, low=10.2, high=14.32))
    assert "12.3 bevestigingscontacten" in told
    assert "between 10.2 and 14.3" in told
    told = tipping(EN, replace(tipping_point(), point=0.6189, low=0.33, high=None, form="share"))
    assert "62%" in told, "29 percentage points either way"
    assert "above 33%" in told


def test_no_difference_at_all_is_no_tipping_point() -> None:
    flat = Difference(0.0, 0.0, 0.0, "none")
    same = replace(tipping_point(None), differences=(flat,) * 5)
    assert tipping(EN, same).startswith("There is no tipping point: from 0.20 to 1.50")
    assert "takes as much staff time per 100 cases as" in tipping(EN, same)


def test_a_parameter_without_a_name_is_told_by_its_path() -> None:
    unnamed = replace(tipping_point(), label="a.b.c", parameter="a.b.c")
    assert setting(EN, unnamed, 0.5) == "0.50 (a.b.c)"


def test_margins_are_told() -> None:
    assert "klantcontacten per 100 klantvragen 10; " in margins(NL, findings())
    assert "servicelevel, telefoon 5 procentpunt" in margins(NL, findings())


def test_unfinished_only_when_it_is() -> None:
    assert unfinished(EN, findings()) == ""
    assert unfinished(EN, findings(3, 20)) == "Stopped early: 3 of 20 repeats are finished. What follows uses these only."


@pytest.mark.parametrize(
    ("judgements", "said"),
    [
        (("equal", "equal"), "In every main figure that can be compared, Volledig digitaal is exactly equal to Vandaag."),
        (("equal", "same"), "There is no practical difference between Volledig digitaal and Vandaag."),
        (("equal", "undecided"), "It is not yet decided whether Volledig digitaal is better or worse than Vandaag."),
        (("nothing", "nothing"), "Between Volledig digitaal and Vandaag there is nothing to compare."),
        (("better", "nothing"), "Volledig digitaal is better than Vandaag. Some points cannot be compared."),
        (
            ("untested", "nothing"),
            "One repeat does not tell whether Volledig digitaal is better or worse than Vandaag: chance is not measured.",
        ),
    ],
)
def test_what_cannot_be_decided_says_why(judgements: tuple[Judgement, ...], said: str) -> None:
    assert conclusion(EN, with_judgements(*judgements), 1) == said


def test_every_judgement_has_its_words() -> None:
    for judgement in get_args(Judgement):
        assert judgement in WORDS
        assert judgement in SYMBOLS
        assert judgement in ("changed", "none") or judgement in LEADS


JUDGEMENTS = st.lists(st.sampled_from(["better", "worse", "same", "equal", "undecided", "untested", "nothing"]), max_size=6)


@given(JUDGEMENTS)
def test_the_conclusion_is_better_only_when_something_is_and_nothing_is_worse(judgements: list[Judgement]) -> None:
    said = conclusion(EN, with_judgements(*judgements), 1)
    assert ("is better than Vandaag." in said) == ("better" in judgements and "worse" not in judgements)
    assert ("is worse than Vandaag." in said) == ("worse" in judgements and "better" not in judgements)
    assert ("no practical difference" in said) == ("same" in judgements and set(judgements) <= {"same", "equal", "nothing"})
    assert ("exactly equal" in said) == ("equal" in judgements and set(judgements) <= {"equal", "nothing"})


def test_what_pairing_gained_is_told() -> None:
    assert "4.2 to 4.2 times as many repeats" in pairing(EN, findings())
    assert pairing(EN, replace(findings(), rows=())) == ""


def test_looks_are_told_with_what_came_of_them() -> None:
    def looked(*judgements: Judgement, looks: tuple[int, ...] = (10, 20), done: int = 20) -> str:
        whole = with_judgements(*judgements)
        return looking(EN, replace(whole, making=replace(whole.making, looks=looks, replications=done, asked=20)))

    assert (
        looked("better", "same") == "Looked after 10 and 20 repeats, and stopped at 20: every figure of the verdict is decided."
    )
    assert looked("better", "undecided") == (
        "Looked after 10 and 20 repeats; after 20 not every figure of the verdict is decided."
    )
    assert looked("better", looks=()) == ""
    assert "after 10 not every figure" in looked("better", looks=(10,), done=15), "stopped by the user between two looks"
