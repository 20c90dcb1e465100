from __future__ import annotations

import pytest

from sim.model.files.plans.reach import is_wild, reached
from sim.model.files.yaml_file import Entry, read_yaml_text

TOWN = """
channels:
  web: {kind: self_service, helpers: {family: {share: 0.1}}}
  phone: {kind: live}
services:
  paspoort: {steps: {find_out: {options: {web: {}, phone: {}}}, apply: {options: {desk: {}}}}}
  verhuismelding: {reassurance: {silence: 3 days}, steps: {apply: {options: {web: {}}}, decide: {kind: back_office}}}
"""


@pytest.fixture(scope="module")
def town() -> Entry:
    return read_yaml_text(TOWN, "town.yaml")


def paths(town: Entry, pattern: str, *, there: bool = False) -> list[str]:
    return [".".join(path) for path in reached(town, tuple(pattern.split(".")), there=there)]


def test_a_star_is_every_place_that_has_it_and_a_bar_either(town: Entry) -> None:
    assert paths(town, "services.*.steps.*.options.web.steering") == [
        "services.paspoort.steps.find_out.options.web.steering",
        "services.verhuismelding.steps.apply.options.web.steering",
    ]
    assert paths(town, "services.*.steps.apply|report.options.desk|web.steering") == [
        "services.paspoort.steps.apply.options.desk.steering",
        "services.verhuismelding.steps.apply.options.web.steering",
    ]


def test_the_last_part_need_not_be_there_but_must_be_a_key_of_that_place(town: Entry) -> None:
    assert paths(town, "channels.phone.lines") == ["channels.phone.lines"]
    assert paths(town, "channels.phone.lanes") == []
    assert paths(town, "channels.phone.lines", there=True) == []


def test_a_new_name_may_stand_where_names_are_free(town: Entry) -> None:
    assert paths(town, "services.paspoort.steps.apply.options.chat") == ["services.paspoort.steps.apply.options.chat"]
    assert paths(town, "services.paspoort.steps.report.options.chat") == []


def test_what_is_whole_with_nothing_said_is_passed_on_the_way_and_what_must_have_something_is_not(town: Entry) -> None:
    assert paths(town, "services.paspoort.questions.page") == ["services.paspoort.questions.page"]
    assert paths(town, "services.paspoort.steps.find_out.options.web.save.kept") == []
    assert paths(town, "services.paspoort.steps.find_out.options.email.constant") == []


def test_what_is_to_be_removed_must_be_there(town: Entry) -> None:
    assert paths(town, "services.*.steps.*.options.phone", there=True) == ["services.paspoort.steps.find_out.options.phone"]


def test_a_value_has_nothing_below_it(town: Entry) -> None:
    assert paths(town, "channels.*.kind.more") == []


def test_only_a_star_or_a_bar_is_wild() -> None:
    assert is_wild(("services", "*", "demand"))
    assert is_wild(("channels", "web|phone"))
    assert not is_wild(("channels", "phone", "lines"))
