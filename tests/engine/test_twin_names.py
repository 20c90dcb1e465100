"""The twins can be read side by side: the same functions in the same files, but for what is named here with its reason.

In a reason `name` is where the other engine tells it.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import sim.engine

ROOT = Path(sim.engine.__file__).parent
SIDES = ("process", "compiled")

FILES = {
    "things": "what the tables do not declare of cases, agents and teams; the records of `fresh_state`",
    "state": "records in arrays, which Python enlarges: objects need none of that (things.py)",
    "events": "SimPy keeps the calendar: `keyed`, `set_timer`",
    "wake": "SimPy goes on with the process that waits for an event: `wake`",
    "parts": "only the compiled engine is run in parts",
}
"""Files of one side only; the functions in them are not compared."""

ELSEWHERE = {
    "begin_inquiry": ("cases", "wake"),
    "set_timer": ("days", "events"),
    "wake": ("days", "wake"),
}
"""The same function, in another file on the other side: the file of the SimPy engine, and of the compiled one."""

SIMPY = {
    "cases.all_beside": "a loop in `enter_next`",
    "cases.back_office": "a branch of `start_step`, and `work_done`",
    "cases.go_beside": "the process of a step beside the journey: `wait_for_all_beside`",
    "cases.inquire": "the loop around `begin_inquiry` and `end_inquiry`, which are events there",
    "cases.later_life": "an event of its own: `returning_need`",
    "cases.life": "a process is one function; the compiled engine begins at each event: `enter_next`, `wait_for_all_beside`",
    "cases.take_step": "the process of a step: `start_step`, `finish_step`, `stop_step`",
    "contacts.reach": "the loop around `attempt`; the next one is an event there: `try_again`",
    "days.keyed": "`schedule`, a name that SimPy has for something else",
    "days.pass_days": "the loop around `begin_day`: `run_days`",
    "days.signal": "a SimPy event that somebody else triggers; a thread that waits is marked by what it does there",
    "days.start": "begins a SimPy process",
    "days.step": "`happen`",
    "days.still_waiting": "lists who is to be sent away; `close_doors` goes along the queues itself",
    "days.timer_signal": "a new signal, and `set_timer`",
    "people.follow_roster": "the process of a roster: `schedule_next_shift`, `schedule_roster`",
    "people.be_done": "both ends of the wrap-up of who stayed are events there: `drop_conversation`, `end_work`",
    "queues.agents_for": "kept, as agents are objects; `helps` asks the team",
    "queues.head": "a number in the record of a queue",
    "queues.helps_after": "a cell of facility.after",
    "queues.hour_of_week": "written out in `note_wait`",
    "queues.kind": "a row of facility.queues",
    "queues.stands_in_line": "a thread is marked by what it does there",
    "service.rank": "one tuple: `goes_first`",
    "service.work": "the process of an agent: `end_service`, `work_done`",
    "tables.table_of": "rows are no objects there: `in_order`",
}
COMPILED = {
    "cases.begin_thread": "a thread is an object",
    "cases.close_file": "memory of open cases; objects are left to Python",
    "cases.drop_beside": "a list of objects, in `go_beside`",
    "cases.enter_next": "`next_step` and what follows, in `life`",
    "cases.finish_step": "the end of the loop of `take_step`",
    "cases.free_place": "memory of open cases",
    "cases.place_for_case": "memory of open cases",
    "cases.stop_step": "in `take_step`",
    "cases.wait_for_all_beside": "in `life` and `go_beside`",
    "contacts.call_off": "in `make_appointment`",
    "contacts.go_on_with_form": "in `serve_oneself`",
    "contacts.save_form": "in `serve_oneself`",
    "contacts.slot_comes": "in `make_appointment`",
    "days._hand_over": "only the compiled engine is run in parts",
    "days._most_rows": "only the compiled engine is run in parts",
    "days._work": "a run is interrupted to enlarge arrays",
    "days.day": "a run is a value there, which can stop and go on",
    "days.days": "a run is a value there, which can stop and go on",
    "days.happen": "`step`",
    "days.next_source": "arrivals and closings are no events on a calendar there: `arrive`, `close_doors`",
    "days.of": "a run can be kept as it is between two days",
    "days.office": "what is known of an office is asked of this engine only",
    "days.run_day": "`step`",
    "days.run_days": "`pass_days`",
    "days.size": "a run can be kept as it is between two days",
    "days.snapshot": "a run is a value there, which can stop and go on",
    "days.taken_over": "only the compiled engine goes on from another run",
    "days.until": "a run is a value there, which can stop and go on",
    "people.no_longer_idle": "a linked list of who is idle; `best_agent` looks at everybody",
    "people.schedule_next_shift": "in `follow_roster`",
    "people.schedule_roster": "in `follow_roster`",
    "people.schedule_service_end": "in `work` and `end_conversation`",
    "questions.add_question": "a linked list in an array; a dictionary of the case",
    "questions.drop_question": "a linked list in an array; a dictionary of the case",
    "queues.stands_before": "the order of `place`",
    "service.best_of_all": "`best_agent`, where agents hold several conversations",
    "service.goes_first": "`rank`",
    "service.somebody_free": "`best_agent` is somebody",
    "service.work_done": "what the process of a thread does after its signal: `stand_in_line`, `back_office`",
    "tables._placed": "rows are put in order in place",
    "tables.copied_lines": "only the compiled engine is run in parts",
    "tables.find_places": "rows are put in order by counting",
    "tables.handed_over": "only the compiled engine is run in parts",
    "tables.in_order": "rows are put in order by counting; `table_of` sorts",
    "tables.lines_in": "only the compiled engine is run in parts",
    "tables.note_open_cases": "rows of cases that are not over stand elsewhere",
    "tables.put_in_place": "rows are put in order in place",
}
ONE_SIDED = dict(zip(SIDES, (SIMPY, COMPILED), strict=True))
"""What only one of the engines has, by file."""


def functions(side: str) -> dict[str, set[str]]:
    """The names of functions and methods by file."""
    trees = {path.stem: ast.parse(path.read_text()) for path in (ROOT / side).glob("*.py") if path.stem != "__init__"}
    found = {name: {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)} for name, tree in trees.items()}
    return {file: {name for name in names if not name.startswith("__")} for file, names in found.items()}


FUNCTIONS = {side: functions(side) for side in SIDES}


def compared(side: str) -> set[str]:
    """The functions of one side that should be on the other, as file.name, where the SimPy engine has them."""
    moved = {f"{files[SIDES.index(side)]}.{name}": f"{files[0]}.{name}" for name, files in ELSEWHERE.items()}
    all_of_them = {f"{file}.{name}" for file, names in FUNCTIONS[side].items() for name in names}
    return {moved.get(name, name) for name in all_of_them if name in moved or name.split(".")[0] not in FILES}


def test_both_sides_have_the_same_files() -> None:
    process, compiled = (set(FUNCTIONS[side]) for side in SIDES)
    assert process ^ compiled == set(FILES), "a file of one side only, or a reason for one that is gone"


@pytest.mark.parametrize(("side", "other"), [SIDES, SIDES[::-1]])
def test_what_one_side_has_the_other_has_or_there_is_a_reason(side: str, other: str) -> None:
    assert compared(side) - compared(other) == set(ONE_SIDED[side]), "without a reason, or a reason for what is no longer so"


def test_what_is_elsewhere_stands_there() -> None:
    for name, files in ELSEWHERE.items():
        assert all(name in FUNCTIONS[side][file] for side, file in zip(SIDES, files, strict=True)), name


@pytest.mark.parametrize(("side", "other"), [SIDES, SIDES[::-1]])
def test_a_reason_names_functions_that_the_other_side_has(side: str, other: str) -> None:
    known = {name for names in FUNCTIONS[other].values() for name in names}
    for reason in ONE_SIDED[side].values():
        assert set(re.findall(r"`(\w+)`", reason)) <= known, reason
