from __future__ import annotations

from dataclasses import replace

from sim.experiment.found.intervals import Judgement
from sim.report.told.findings import Findings
from sim.report.words.several import overall, why
from sim.report.words.verdict import kind_of
from sim.text.texts import Texts
from tests.report.examples import findings

NL, EN = Texts("nl"), Texts("en")


def judged(*judgements: Judgement) -> Findings:
    """Findings in which the first headline of each story is judged so, and nothing else is a headline."""
    whole = findings()
    row = whole.rows[0]
    differences = [
        None if difference is None else replace(difference, judgement=judgement, headline=True)
        for difference, judgement in zip(row.differences, ("none", *judgements), strict=True)
    ]
    return replace(whole, rows=(replace(row, differences=tuple(differences)),))


def test_stories_of_one_kind_stand_in_one_part_of_the_sentence() -> None:
    told = overall(EN, judged("better", "undecided", "better"))
    assert told == (
        "Volledig digitaal and Verbeterd digitaal are better than Vandaag; whether Digitaal aan de voorkant, gesprek blijft is "
        "better or worse than Vandaag is not yet decided."
    )
    assert overall(NL, judged("same", "same", "same")).endswith("maken geen praktisch verschil met Vandaag.")


def test_what_is_worse_comes_first() -> None:
    assert overall(EN, judged("better", "worse", "same")).startswith("Digitaal aan de voorkant, gesprek blijft is worse")


def test_better_and_worse_together_are_mixed() -> None:
    whole = findings()
    assert kind_of(whole, 1) == "mixed"
    assert "on some points and worse on others" in overall(EN, whole)


def test_the_reason_names_figures_that_are_worse_and_better() -> None:
    assert why(EN, judged("better", "worse", "same")) == (
        "Worse: contacts (Digitaal aan de voorkant, gesprek blijft). Better: contacts (Volledig digitaal)."
    )
    assert why(EN, judged("better", "better", "better")) == "Better: contacts."
    assert why(EN, judged("same", "undecided", "same")) == ""
