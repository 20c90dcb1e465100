from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from sim.model.files.loading import load
from sim.model.town import counted
from sim.model.town.worlds import ranges
from sim.report.files.page import render
from sim.report.words.limits import limits
from sim.report.words.measure_first import how_to_count, measure_first, measure_words
from sim.report.words.paths import path_words
from sim.report.words.sensitivity import deciding, reach, trying, worlds_words
from sim.text.texts import Texts
from tests.report.examples import findings, plausible, sensitivity

EN, NL = Texts("en"), Texts("nl")
ROOT = Path(__file__).resolve().parents[2]


def test_what_decides_comes_first_then_what_moves_most() -> None:
    found = measure_first(EN, findings())
    assert [item.path.rpartition(".")[2] for item in found] == ["contacts_per_case", "complete", "this"]
    assert "That changes the verdict. It has no source yet." in found[0].why
    assert "tick one box" in found[0].how
    assert found[2].how == counted.OTHERWISE.en


def test_of_several_figures_the_one_that_is_moved_most_counts_once() -> None:
    far = sensitivity()
    near = replace(far, swings=tuple(replace(swing, size=swing.size / 2, decides=False) for swing in far.swings))
    both = replace(findings(), sensitivity=(near, far))
    assert [item.path for item in measure_first(EN, both)] == [item.path for item in measure_first(EN, findings())]
    assert "changes the verdict" in measure_first(EN, both)[0].why


def test_nobody_looked_is_said_and_nothing_is_invented() -> None:
    unlooked = replace(findings(), sensitivity=())
    assert measure_first(EN, unlooked) == []
    assert "--sensitivity" in measure_words(EN, unlooked)
    page = render(unlooked, NL)
    assert "--sensitivity" in page[page.index("Wat u het eerst moet meten") :]
    assert "Zo telt u het" not in page


def test_nothing_moves_is_said_too() -> None:
    still = replace(findings(), sensitivity=(replace(sensitivity(), swings=()),))
    assert "nothing to measure first" in measure_words(EN, still)
    assert "No assumption moves" in deciding(EN, still.sensitivity[0])


@pytest.mark.parametrize("name", ["vandaag", "volledig-digitaal", "hybride"])
def test_every_ranged_number_of_the_stories_has_a_way_to_count_it(name: str) -> None:
    found = {path for path, _ in ranges(load(ROOT / "scenarios" / "huwelijk" / f"{name}.yaml"))}
    general = sorted(path for path in found if how_to_count(path, "number") == counted.OTHERWISE)
    rest = {re.sub(r"services\.[^.]+", "services", path) for path in general}
    assert rest <= {
        "behaviour.opening_spread",
        "services.complexity",
        "services.steps.find_out.applies",
        "services.steps.ask.applies",
    }


def test_the_nearest_key_that_says_how_counts() -> None:
    assert how_to_count("services.x.hidden_need.extra_time.lognormal", "duration") == counted.EXTRA_TIME
    assert how_to_count("services.x.hidden_need.share", "share") == counted.HIDDEN_NEED
    assert how_to_count("channels.phone.patience.time.exponential", "duration") == counted.PATIENCE
    assert how_to_count("behaviour.reactions.no_show.retry", "share") == counted.REACTIONS
    assert how_to_count("services.x.steps.y.options.web.resolves", "share") == counted.ONLINE
    assert how_to_count("services.x.inquiry.phone.resolves", "share") == counted.RESOLVES
    assert how_to_count("services.x.something", "share") == counted.SHARE


def test_what_decides_is_said_in_words() -> None:
    found = sensitivity()
    assert deciding(EN, found).startswith("One assumption decides the answer on staff time per 100 cases")
    none = replace(found, swings=tuple(replace(swing, decides=False) for swing in found.swings))
    assert "No single assumption" in deciding(EN, none)
    assert "Most is moved by: reassurance contacts (from −9.0 h to +5.0 h)." in deciding(EN, none)
    assert "goes from −9.0 h to +5.0 h. That changes the verdict." in reach(EN, found, found.swings[0])
    assert trying(EN, found).startswith("40 numbers with a range")


def test_worlds_are_told_better_or_worse_by_the_direction_of_the_figure() -> None:
    told = worlds_words(EN, plausible())
    assert "in 80% (67 to 89%) of 50 plausible worlds Volledig digitaal is better" in told
    assert "in 10% (4 to 21%) worse" in told
    neither = replace(plausible(), question=replace(plausible().question, lower_is_better=None))
    assert "has more than" in worlds_words(EN, neither)


def test_shares_of_worlds_are_together_all_worlds() -> None:
    third = replace(plausible().more, count=10, share=1 / 3)
    told = worlds_words(EN, replace(plausible(), worlds=30, more=third, less=third, same=third))
    assert sum(int(share) for share in re.findall(r"in (\d+)%", told)) == 100


def test_the_page_ends_with_what_it_does_not_say_and_what_to_measure() -> None:
    page = render(findings(), NL)
    places = [page.index(f'id="{name}-title"') for name in ("verdict", "deciding", "assumptions", "limits", "measure")]
    assert places == sorted(places)
    for sentence in limits(NL, findings()):
        assert sentence in page
    assert "40 getallen met een bandbreedte" in page
    assert page.count("Zo telt u het in twee weken.") == 3


def test_a_path_is_told_in_the_words_of_the_scenario() -> None:
    town = [load(ROOT / "tests" / "data" / "town.yaml")]
    service = ("huwelijksaangifte",)
    complete = "services.huwelijksaangifte.steps.notice.options.web.complete"
    assert path_words(complete, town, NL, without=service) == "melding, web: in een keer volledig"
    assert path_words(complete, town, EN).startswith("getting married, notice of marriage, web: complete")
    assert path_words("channels.phone.patience.time.exponential", town, NL) == "telefoon: geduld"
    assert (
        path_words("services.huwelijksaangifte.inquiry.phone.handling", town, EN, without=service) == "phone: inquiry, handling"
    )
    assert (
        path_words("services.x.reassurance.contacts_per_case", town, NL, without=("x",)) == "bevestigingscontacten per klantvraag"
    )
