"""Open questions, against docs/model.md: how many, when urgent, what settles them. Each check: false alarm 1e-6."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.engine.program import codes
from sim.engine.program.tables import Table, Tables
from sim.engine.simulate import simulate
from sim.model.values.units import DAY, HOUR, MINUTE
from tests.engine.random_values import Written
from tests.engine.rule_towns import EVERYONE, MANY, ends, rule_town, run, service, shares_fit, trials_fit
from tests.engine.scenarios import compile_written
from tests.engine.test_twins import assert_twins

BY_MAIL: Written = {"email": {}}
ANSWERED: Written = {"phone": {}}
FAR: Written = {"ahead": "4 weeks"}
"""Somewhere from tomorrow to 8 weeks on."""
COMPLEXITY, NEED = 0.4, 1.5

TIMED: Written = {"inquiry": {"phone": {"handling": "4 min"}}, "takes": "3 min"}
"""So that the length of an inquiry tells how many questions it settled."""

Key = tuple[int, int]


def question_town(
    *,
    per_case: float = 0,
    opens: float = 0,
    within: Any = "2 days",
    takes: Any = "0 min",
    steps: Written | None = None,
    inquiry: Written | None = None,
    rate: str = "6000 per week",
    weeks: int = 12,
    **more: Any,
) -> Written:
    """Everybody writes once and has questions; ``reactions`` and ``most_tries`` go to behaviour, the rest to the service."""
    behaviour: Written = {name: more.pop(name) for name in ("reactions", "most_tries") if name in more}
    weight = more.pop("by_complexity", 1)
    behaviour["questions"] = {"per_case": per_case, "opens": opens, "within": within, "takes": takes, "by_complexity": weight}
    segments = more.pop("segments", {"everyone": EVERYONE | {"need_for_certainty": NEED}})
    known = steps or {"ask": {"label": "ask", "options": BY_MAIL}}
    more = {"complexity": COMPLEXITY, "inquiry": ANSWERED if inquiry is None else inquiry} | more
    return rule_town(
        {"permit": service(known, rate, **more)},
        weeks=weeks,
        behaviour=behaviour,
        population={"inhabitants": MANY, "segments": segments},
    )


def applying(options: Written, **more: Any) -> Written:
    return {"apply": {"label": "apply", "application": True, "options": options} | more}


def asked(tables: Tables) -> Table:
    contacts = tables.contacts
    found: Table = contacts[contacts["cause"] == codes.QUESTION]
    return found


def keys(contacts: Table) -> set[Key]:
    """Who asked, and when."""
    return set(zip(contacts["case"].tolist(), contacts["requested"].tolist(), strict=True))


def early_cases(tables: Tables, weeks: int = 3) -> Table:
    """Cases whose questions all come within 12 weeks."""
    cases: Table = tables.cases[tables.cases["started"] < weeks * 7 * DAY]
    assert len(cases) > 10_000
    return cases


def per_case(tables: Tables, cases: Table) -> list[int]:
    counts = Counter(asked(tables)["case"].tolist())
    return [counts[case] for case in cases["case"].tolist()]


def minutes(contacts: Table) -> list[float]:
    """How long each took that is over."""
    over = contacts[contacts["ended"] >= 0]
    found: list[float] = ((over["ended"] - over["answered"]) / MINUTE).tolist()
    return found


def answered_per_case(tables: Tables, cases: Table) -> list[int]:
    """How many questions were answered about each: an inquiry takes ``TIMED`` and each of them."""
    found: Counter[int] = Counter()
    over = asked(tables)[asked(tables)["ended"] >= 0]
    for case, minute in zip(over["case"].tolist(), minutes(over), strict=True):
        assert (minute - 4) / 3 in range(1, 40)
        found[case] += int(minute - 4) // 3
    return [found[case] for case in cases["case"].tolist()]


def is_poisson(numbers: list[int], mean: float) -> bool:
    """Pearson's chi-square against a Poisson distribution; numbers with hardly any cases are taken together."""
    most = max(k for k in range(1, 12) if stats.poisson.sf(k - 1, mean) * len(numbers) > 60)
    shares = {str(k): float(stats.poisson.pmf(k, mean)) for k in range(most)} | {"more": float(stats.poisson.sf(most - 1, mean))}
    counts = Counter(str(number) if number < most else "more" for number in numbers)
    return shares_fit({name: counts[name] for name in shares}, shares)


def settled(before: Tables, after: Tables, *, among: set[Key] | None = None) -> list[bool]:
    """Of each question that was asked before (or of these): is it not asked now? Nothing else is asked."""
    old, new = keys(asked(before)), keys(asked(after))
    assert new <= old
    return [key not in new for key in sorted(old if among is None else among)]


def test_a_case_begins_with_a_poisson_number_of_questions() -> None:
    """For its complexity, the need for certainty of the citizen and the participants."""
    tables, _ = run(question_town(per_case=1.2, event=FAR, questions={"participants": 2}))
    numbers, mean = per_case(tables, early_cases(tables)), 1.2 * COMPLEXITY * NEED * 2
    assert is_poisson(numbers, mean)
    assert not is_poisson(numbers, 1.05 * mean), "the test sees a twentieth"
    assert (asked(tables)["outcome"] == codes.RESOLVED).all()


@pytest.mark.parametrize("opened", [False, True])
def test_without_weight_complexity_of_the_case_does_not_count(opened: bool) -> None:
    """Simple cases then have the mean of the service; with full weight they have fewer."""

    def simple(weight: float) -> list[int]:
        many = {"opens": 1.2, "steps": applying({"web": {"opens": 1}})} if opened else {"per_case": 1.2}
        tables, _ = run(question_town(**many, event=FAR, complexity_spread=0.1, by_complexity=weight))
        cases = early_cases(tables)
        return per_case(tables, cases[cases["complexity"] < COMPLEXITY])

    mean = 1.2 * COMPLEXITY * (1 if opened else NEED)
    assert is_poisson(simple(0), mean)
    assert not is_poisson(simple(1), mean)


def test_a_case_begins_with_at_most_eight() -> None:
    tables, _ = run(question_town(per_case=30, complexity=1, event=FAR, rate="4000 per week"))
    assert set(per_case(tables, early_cases(tables))) == {8}, "45 on average, and less than 9 once in 10^11"


def test_each_is_urgent_at_any_moment_before_the_event_by_day() -> None:
    tables, _ = run(question_town(per_case=2, event=FAR))
    cases = {int(row["case"]): row for row in early_cases(tables)}
    happened, chances, hours = [], [], []
    for contact in asked(tables):
        if (case := cases.get(int(contact["case"]))) is None:
            continue
        start, event = int(case["started"]), int(case["event"])
        assert start <= contact["requested"] < event
        middle = ((start + event) // 2 // DAY + 1) * DAY
        happened.append(bool(contact["requested"] < middle))
        chances.append((min(middle, event) - start) / (event - start))
        if contact["requested"] >= start + 2 * DAY:
            hours.append(int(contact["requested"]) % DAY / HOUR)
    assert trials_fit(happened, chances)
    assert 8 <= min(hours) < 8.1
    assert 19.9 < max(hours) < 20


def test_without_an_event_it_is_urgent_after_a_while() -> None:
    tables, _ = run(question_town(per_case=2, within="30 hours"))
    started = dict(zip(tables.cases["case"].tolist(), tables.cases["started"].tolist(), strict=True))
    for contact in asked(tables):
        assert contact["requested"] // DAY == (started[int(contact["case"])] + 30 * HOUR) // DAY
        assert 8 * HOUR <= contact["requested"] % DAY < 20 * HOUR
    assert len(asked(tables)) > 10_000


@pytest.mark.parametrize("dialogue", [0.3, 1.0])
def test_a_conversation_settles_what_would_be_asked_later(dialogue: float) -> None:
    """Who spoke to somebody has (1 - dialogue) times as many questions left; of all others nothing changes."""

    def town(share: float) -> Written:
        steps = {"ask": {"label": "ask", "options": {"phone": {"dialogue": share}}}}
        return question_town(per_case=2, event=FAR, steps=steps)

    silent, talked = (run(town(share))[0] for share in (0.0, dialogue))
    assert len(asked(silent)) > 20_000
    if dialogue == 1.0:
        assert len(asked(talked)) == 0
        return
    found = settled(silent, talked)
    assert trials_fit(found, [dialogue] * len(found))
    assert is_poisson(per_case(talked, early_cases(talked)), 2 * COMPLEXITY * NEED * (1 - dialogue))


def test_a_conversation_that_did_not_help_settles_as_well() -> None:
    steps = {"ask": {"label": "ask", "options": {"phone": {"dialogue": 0.4, "resolves": 0}}}}
    more: Written = {"reactions": {"default": {"retry": 1, "after": "1 hour"}}, "most_tries": 100, "rate": "400 per week"}
    tables, _ = run(question_town(per_case=5, event=FAR, steps=steps, weeks=4, **more))
    assert len(asked(tables)) < 0.02 * 5 * COMPLEXITY * NEED * len(tables.cases), "after some conversations nothing is left"


def test_a_form_settles_what_it_explains() -> None:
    def town(share: float) -> Written:
        return question_town(per_case=2, event=FAR, steps={"ask": {"label": "ask", "options": {"web": {"explains": share}}}})

    plain, explained = (run(town(share))[0] for share in (0.0, 0.25))
    found = settled(plain, explained)
    assert len(found) > 20_000
    assert trials_fit(found, [0.25] * len(found))


def test_a_letter_settles_only_what_was_not_asked_before_it() -> None:
    def town(share: float) -> Written:
        letter = {"label": "check", "kind": "back_office", "team": "staff", "work": "1 min", "lead": "10 days", "explains": share}
        return question_town(per_case=2, event=FAR, steps={"ask": {"label": "ask", "options": BY_MAIL}, "check": letter})

    silent, explained = (run(town(share))[0] for share in (0.0, 0.35))
    sent = dict(zip(silent.cases["case"].tolist(), silent.cases["ended"].tolist(), strict=True))
    sent = {case: moment if moment >= 0 else codes.NEVER for case, moment in sent.items()}
    later = {(case, moment) for case, moment in keys(asked(silent)) if moment > sent[case]}
    assert len(later) > 5000
    assert len(later) < 0.8 * len(asked(silent))
    found = settled(silent, explained, among=later)
    assert trials_fit(found, [0.35] * len(found))
    assert sum(settled(silent, explained)) == sum(found), "no letter explains what was asked before it"


def test_a_status_page_answers_its_share_of_who_can_go_online() -> None:
    on, off = ({"label": name, "share": 0.5, "need_for_certainty": NEED, "online": x} for name, x in (("on", 1), ("off", 0)))

    def town(share: float) -> Written:
        return question_town(per_case=2, event=FAR, questions={"page": share}, segments={"on": on, "off": off})

    (blind, compiled), (seen, _) = (run(town(share)) for share in (0.0, 0.4))
    questions = asked(blind)
    for name, share in (("on", 0.4), ("off", 0.0)):
        found = settled(blind, seen, among=keys(questions[questions["segment"] == compiled.names.segments.index(name)]))
        assert len(found) > 10_000
        assert trials_fit(found, [share] * len(found)) if share else not any(found)


def test_each_question_that_is_settled_adds_its_time() -> None:
    """In the first conversation all that there are; in an inquiry the one that is asked."""
    steps = {"ask": {"label": "ask", "options": {"phone": {"handling": "5 min", "dialogue": 1}}}}
    talked, _ = run(question_town(per_case=2, event=FAR, steps=steps, **TIMED))
    numbers = [(minute - 5) / 3 for minute in minutes(talked.contacts)]
    assert all(number == int(number) for number in numbers)
    assert is_poisson([int(number) for number in numbers], 2 * COMPLEXITY * NEED)
    silent, _ = run(question_town(per_case=0.5, event=FAR, **TIMED))
    assert Counter(minutes(asked(silent)))[7] > 0.99 * len(asked(silent)) > 5000


def test_all_that_are_urgent_go_into_one_contact() -> None:
    tables, _ = run(question_town(per_case=3, within="0 min", **TIMED))
    assert set(Counter(asked(tables)["case"].tolist()).values()) == {1}
    assert is_poisson(answered_per_case(tables, early_cases(tables)), 3 * COMPLEXITY * NEED)


def test_what_is_asked_in_vain_is_asked_no_more() -> None:
    """Who gives up an inquiry has asked; what comes up later is asked all the same."""
    answered, _ = run(question_town(per_case=2, event=FAR, rate="2000 per week"))
    in_vain: Written = {"phone": {"resolves": 0}}
    once, _ = run(question_town(per_case=2, event=FAR, rate="2000 per week", inquiry=in_vain))
    assert keys(asked(once)) == keys(asked(answered))
    assert ends(once) == ends(answered)
    more: Written = {"reactions": {"default": {"retry": 1}}, "most_tries": 3}
    thrice, _ = run(question_town(per_case=2, event=FAR, rate="2000 per week", inquiry=in_vain, **more))
    attempts = Counter(asked(thrice)["attempt"].tolist())
    assert attempts[0] - attempts[2] < 0.001 * attempts[0], "but what the end of the run cut off"
    assert keys(asked(thrice)[asked(thrice)["attempt"] == 0]) <= keys(asked(answered))


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
def test_who_cannot_use_any_way_to_ask_does_not_ask(engine: str) -> None:
    """Nor tries for ever: a quarter of the people may not."""
    town = question_town(per_case=2, event=FAR, rate="60 per week", inquiry={"phone": {"eligible": 0.75}})
    tables = simulated(town, engine)
    assert set(asked(tables)["outcome"].tolist()) == {codes.RESOLVED}
    all_of_them = question_town(per_case=2, event=FAR, rate="60 per week")
    assert keys(asked(tables)) < keys(asked(simulated(all_of_them, engine)))


def simulated(town: Written, engine: str) -> Tables:
    return simulate(compile_written(town), seed=5, replication=0, engine=engine)


def test_an_application_opens_questions_unless_somebody_explains_it() -> None:
    """Through the web a Poisson number for the option, the complexity and the receipt; none by phone, none after the event."""
    options: Written = {"web": {"opens": 2, "constant": 0.5}, "phone": {}}
    more: Written = {"reassurance": {"receipt": 0.25}, "event": FAR, "within": "10 days"}
    tables, compiled = run(question_town(opens=3, steps=applying(options), **more, **TIMED))
    web = compiled.names.channels.index("web")
    cases, questions = early_cases(tables), asked(tables)
    online = cases[cases["applied_channel"] == web]
    in_time = online["event"] // DAY - online["applied"] // DAY > 10
    assert is_poisson(answered_per_case(tables, online[in_time]), 3 * 2 * COMPLEXITY * 0.75)
    assert 0 < sum(in_time) < len(online)
    others = [*online[~in_time]["case"].tolist(), *cases[cases["applied_channel"] != web]["case"].tolist()]
    assert not set(questions["case"].tolist()) & set(others)
    applied = dict(zip(tables.cases["case"].tolist(), tables.cases["applied"].tolist(), strict=True))
    assert all(row["requested"] // DAY == applied[int(row["case"])] // DAY + 10 for row in questions)


def test_a_corrected_application_opens_anew() -> None:
    """Two rounds of the same step draw apart: the sum of both is a Poisson number, and not twice one."""
    web: Written = {"web": {"opens": 1, "complete": 0}}
    check = {
        "label": "check",
        "kind": "back_office",
        "team": "staff",
        "work": "1 min",
        "lead": "2 days",
        "checks_completeness": True,
    }
    steps = {
        "apply": {"label": "apply", "options": BY_MAIL | {"email": {"complete": 0}}, "application": True},
        "check": check,
        "complete": {"label": "complete", "only_incomplete": True, "application": True, "options": web},
    }
    town = question_town(opens=3, within="1 day", steps=steps, most_tries=3, **TIMED)
    tables, _ = run(town)
    cases = early_cases(tables)
    assert set(cases["corrections"].tolist()) == {3}
    assert is_poisson(answered_per_case(tables, cases), 2 * 3 * COMPLEXITY)
    moments = list(zip(asked(tables)["case"].tolist(), (asked(tables)["requested"] % DAY).tolist(), strict=True))
    assert len(set(moments)) == len(moments), "a question of the second round is not one of the first"


def test_questions_outlive_the_journey_and_belong_to_the_root_case() -> None:
    tables, _ = run(question_town(per_case=2, event=FAR))
    ended = dict(zip(tables.cases["case"].tolist(), tables.cases["ended"].tolist(), strict=True))
    questions = asked(tables)
    assert all(0 <= ended[int(row["case"])] < row["requested"] for row in questions)
    assert (questions["root"] == questions["case"]).all()
    assert ends(tables)["resolved"] == len(tables.cases) > 10_000


def test_who_gives_up_has_no_more_questions() -> None:
    steps = {"ask": {"label": "ask", "options": {"phone": {"resolves": 0.5}}}}
    tables, _ = run(question_town(per_case=2, event=FAR, steps=steps))
    gave_up = set(tables.cases["case"][tables.cases["end"] == codes.CASE_GAVE_UP].tolist())
    assert 0.4 * len(tables.cases) < len(gave_up) < 0.6 * len(tables.cases)
    assert not gave_up & set(asked(tables)["case"].tolist())
    others = [row for row in early_cases(tables) if int(row["case"]) not in gave_up]
    assert is_poisson(per_case(tables, np.array(others)), 2 * COMPLEXITY * NEED)


def test_after_the_event_nothing_is_asked() -> None:
    """Answers by mail take six days here, and what came up meanwhile waits for them."""
    tables, _ = run(question_town(per_case=6, event={"ahead": "1 day"}, inquiry={"email": {"handling": "6 days"}}))
    events = dict(zip(tables.cases["case"].tolist(), tables.cases["event"].tolist(), strict=True))
    assert len(asked(tables)) > 10_000
    assert all(row["requested"] < events[int(row["case"])] for row in asked(tables))


def test_what_follows_from_a_case_has_no_questions_of_its_own() -> None:
    hidden: Written = {"share": 1, "discovery": 0, "returns": 1, "after": "1 day"}
    tables, _ = run(question_town(per_case=2, event=FAR, hidden_need=hidden))
    children = tables.cases["case"][tables.cases["parent"] >= 0]
    assert len(children) > 10_000
    assert not set(children.tolist()) & set(asked(tables)["case"].tolist())


def test_without_anybody_to_ask_there_are_no_questions() -> None:
    town = question_town(per_case=2, event=FAR)
    del town["services"]["permit"]["inquiry"]
    tables, _ = run(town)
    assert len(asked(tables)) == 0


COUPLED: dict[str, tuple[Written, Written]] = {
    "more questions at the start": ({"per_case": 1}, {"per_case": 2}),
    "more participants": ({"per_case": 1}, {"per_case": 1, "questions": {"participants": 2}}),
    "more questions of an application": ({"opens": 1, "per_case": 1}, {"opens": 3, "per_case": 1}),
    "less dialogue": ({"per_case": 2, "dialogue": 0.8}, {"per_case": 2, "dialogue": 0.5}),
    "less explained": ({"per_case": 2, "opens": 1, "explains": 0.8}, {"per_case": 2, "opens": 1, "explains": 0.5}),
}


def coupled_town(*, dialogue: float = 0.3, explains: float = 0.2, resolves: float = 1, **more: Any) -> Written:
    options: Written = {"web": {"opens": 1, "explains": explains, "resolves": resolves}, "phone": {"dialogue": dialogue}}
    more |= {"reactions": {"default": {"retry": 1, "after": "1 min"}}, "most_tries": 35}
    return question_town(steps=applying(options), rate="1500 per week", event=FAR, **more)


@pytest.mark.parametrize("name", COUPLED)
def test_more_questions_or_less_explanation_only_add_contacts(name: str) -> None:
    """Person by person: who asked still asks, at the same moment."""
    fewer, more = (keys(asked(run(coupled_town(**changes))[0])) for changes in COUPLED[name])
    assert fewer < more


def test_trying_again_elsewhere_shifts_no_question() -> None:
    """Whether the form works at once or after some attempts: the same people ask the same, at the same moments."""
    at_once, later = (run(coupled_town(per_case=2, dialogue=0, explains=0, resolves=share))[0] for share in (1, 0.6))
    assert len(later.contacts) > len(at_once.contacts)
    assert keys(asked(at_once)) == keys(asked(later))


def test_the_engines_agree_on_these_towns() -> None:
    town = coupled_town(per_case=2, opens=2, takes="3 min", resolves=0.5)
    town["services"]["permit"]["demand"]["rate"] = "60 per week"
    assert_twins(compile_written(town), 5)
