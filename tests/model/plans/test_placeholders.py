from __future__ import annotations

from sim.model.files.plans.placeholders import filled, filled_text, placeholders
from sim.model.files.yaml_file import Entry, entry_of


def entry(value: object) -> Entry:
    return entry_of(value, "measure.yaml", 1)


def test_a_name_is_a_dollar_and_small_letters_wherever_it_stands() -> None:
    assert placeholders("services.$of.steps.$step_of.options") == {"of", "step_of"}
    assert placeholders(entry({"$day": ["$from", {"to": "until $to"}], "plain": 4})) == {"day", "from", "to"}
    assert placeholders("costs $ 4 and $5") == set()


def test_a_text_that_is_a_name_becomes_the_value_itself_and_within_a_text_it_is_written_out() -> None:
    values = {"people": entry(3), "day": entry("thu")}
    found = filled(entry({"people": "$people", "label": "$people on $day", "$day": "17:00-20:00"}), values)
    assert found.plain() == {"people": 3, "label": "3 on thu", "thu": "17:00-20:00"}


def test_a_value_may_name_another_parameter() -> None:
    values = {"who": entry({"applies": "$share"}), "share": entry(0.4)}
    assert filled(entry("$who"), values).plain() == {"applies": 0.4}


def test_of_several_services_the_name_stays_in_a_path_for_who_follows_each() -> None:
    values = {"of": entry(["paspoort", "rijbewijs"]), "step": entry("apply")}
    assert filled_text("services.$of.steps.$step", values) == "services.$of.steps.apply"
    assert filled(entry("$of"), values).plain() == ["paspoort", "rijbewijs"]


def test_what_is_no_parameter_stays_as_it_is() -> None:
    assert filled(entry("$other"), {"of": entry(1)}).plain() == "$other"
