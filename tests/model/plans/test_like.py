"""A thing like another that the town has."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.model.files.errors import ScenarioError
from tests.model.plans.measures import OF, codes, use, write_measure

CHAT = """
channels.chat: {when: $of, label: {nl: chat, en: chat}, kind: live, nest: live_remote, open: "09:00-17:00"}
queues.chats: {when: $of, channel: chat, teams: front}
services.$of.steps.*.options.chat: {like: phone, constant: -1, hand_off: null}
"""


def test_it_has_all_that_the_other_has_but_for_what_is_said(tmp_path: Path) -> None:
    write_measure(tmp_path, parameters=OF, set_=CHAT)
    before, after = (
        design.services["paspoort"].steps["question"] for design in use(tmp_path, "{own: {measure: own.yaml}}").designs
    )
    phone, chat = after.options["phone"], after.options["chat"]
    assert phone == before.options["phone"]
    assert chat.handling == phone.handling
    assert (phone.constant.value, chat.constant.value) == (0, -1)
    assert phone.hand_off.transfer.value > 0
    assert chat.hand_off.transfer.value == 0


def test_it_comes_where_the_other_is_and_nowhere_else(tmp_path: Path) -> None:
    write_measure(tmp_path, parameters=OF, set_=CHAT)
    found = use(tmp_path, "{own: {measure: own.yaml}}").measures[0].set
    assert [path for path in found if path.startswith("services")] == ["services.paspoort.steps.question.options.chat"]


def test_where_the_other_is_nowhere_nothing_is_reached(tmp_path: Path) -> None:
    write_measure(tmp_path, parameters=OF, set_="services.$of.steps.*.options.chat: {like: fax}")
    with pytest.raises(ScenarioError) as caught:
        use(tmp_path, "{own: {measure: own.yaml}}")
    assert codes(caught.value) == ["scenario.reaches_nothing"]


def test_what_is_taken_out_of_it_must_be_something_it_may_have(tmp_path: Path) -> None:
    write_measure(tmp_path, parameters=OF, set_=CHAT.replace("hand_off: null", "hand_of: null"))
    with pytest.raises(ScenarioError) as caught:
        use(tmp_path, "{own: {measure: own.yaml}}")
    assert "scenario.unknown_key" in codes(caught.value)
