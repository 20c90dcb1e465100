"""Every kind of bad input gives a ScenarioError with code, file, line and path, and never a traceback."""

from __future__ import annotations

import pickle
import re
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.checks.mailings import mailing_warnings
from sim.model.files.errors import Problem, ScenarioError
from sim.model.files.loading import load
from sim.model.files.messages import MESSAGES
from sim.model.files.yaml_file import LARGEST_FILE
from sim.model.values import units
from sim.model.values.reasons import REASONS
from sim.model.words.describe import describe

DATA = Path(__file__).parent.parent / "data"
BAD = DATA / "bad"
MM2 = "mm2.yaml"
WEB = {"label": "web", "kind": "self_service", "nest": "self_service", "open": "always"}


def problems_of(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return caught.value.problems


NULLS = {
    "teamz:": ("unknown_key", "teamz"),
    "teams: {agens: }": ("nothing_to_remove", "teams.agens"),
    "population: {rubbish: , inhabitants: 7}": ("unknown_key", "population.rubbish"),
    "services: {call: {demand: {rate: {mid: 10 per hour, rubbish: null}}}}": ("unknown_key", "services.call.demand.rate.rubbish"),
    "services: {call: {demand: {rate: {mid: 10 per hour, rubbish: 1}}}}": ("bad_value", "services.call.demand.rate"),
    "norms: {desk_wait: {mid: 10 min, rubbish: null}}": ("unknown_key", "norms.desk_wait.rubbish"),
    "channels: {phone: {open: {rubbish: null}}}": ("nothing_to_remove", "channels.phone.open.rubbish"),
    "channels: {phone: {open: {rubbish: []}}}": ("bad_value", "channels.phone.open"),
    "set: {teams.agents: {shifts: {all: {days: mon-fri, hours: '09:00-17:00', people: 1, rubbish: }}}}": (
        "unknown_key",
        "set.teams.agents.shifts.all.rubbish",
    ),
    "measures: {m: {label: m, set: {teams.agents.shifts.all: {people: 1, rubbish: }}}}": (
        "unknown_key",
        "measures.m.set.teams.agents.shifts.all.rubbish",
    ),
    "measures: {m: {label: m, rubbish: , set: {channels.phone.lines: 1}}}": ("unknown_key", "measures.m.rubbish"),
    "<<: 5": ("merge_not_a_mapping", ""),
    "<<:": ("merge_not_a_mapping", ""),
}


@pytest.mark.parametrize("written", NULLS)
def test_a_key_of_no_meaning_is_refused_without_a_value_too(tmp_path: Path, written: str) -> None:
    file = tmp_path / "null.yaml"
    file.write_text(f"schema: 1\nextends: {DATA / MM2}\n{written}\n")
    problem = problems_of(file)[0]
    assert (problem.code, problem.line, problem.path) == (f"scenario.{NULLS[written][0]}", 3, NULLS[written][1])


@pytest.mark.parametrize(
    "written",
    [
        "busyness:",
        "channels: {phone: {lines: }}",
        "norms: {desk_wait: {mid: 10 min, low: null, source: }}",
        "services: {call: {demand: {rate: {mid: 10 per hour, high: null}}}}",
        "services: {call: {steps: {call: {options: {phone: {handling: {lognormal: {mid: 4 min, low: }, cv: 0.5}}}}}}}",
        "measures: {m: {label: m, price: , set: {channels.phone.lines: }}}",
    ],
)
def test_a_key_that_may_stand_there_may_be_empty(tmp_path: Path, written: str) -> None:
    file = tmp_path / "null.yaml"
    file.write_text(f"schema: 1\nextends: {DATA / MM2}\n{written}\n")
    assert load(file).name == "null"


@pytest.mark.parametrize(
    ("written", "path", "meant"),
    [
        ("population: {inhabitants: 45,000, segments: null}", "population.inhabitants", ("45000 or 45.0", "45000 of 45.0")),
        ("population: {inhabitants: 1,200,000}", "population.inhabitants", ("1200000", "1200000")),
        ("busyness: {spread: 2,5}", "busyness.spread", ("2.5", "2.5")),
        ("busyness: {spread: 0,500}", "busyness.spread", ("0.500", "0.500")),
        ("services: {call: {demand: {rate: 10,5 per hour}}}", "services.call.demand.rate", ("10.5 per hour", "10.5 per hour")),
    ],
)
def test_a_number_that_a_comma_cuts_is_told_with_what_was_meant(
    tmp_path: Path, written: str, path: str, meant: tuple[str, str]
) -> None:
    file = tmp_path / "comma.yaml"
    file.write_text(f"schema: 1\nextends: {DATA / MM2}\n{written}\n")
    (problem,) = problems_of(file)
    assert (problem.code, problem.line, problem.path) == ("scenario.comma_in_braces", 3, path)
    assert problem.text("en").endswith(f"; write {meant[0]}")
    assert problem.text("nl").endswith(f"; schrijf {meant[1]}")


LETTERS = "services: {call: {demand: {mailings: {x: {label: x, number: 1, reacts: 1, day: %s}}}}}"


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("period: {start: 0001-01-01}", "period.start"),
        ("period: {start: 9999-12-27}", "period.start"),
        (LETTERS % "9999-12-31", "services.call.demand.mailings.x.day"),
        ("closed_days: {closed: [1899-12-31]}", "closed_days.closed.0"),
        ("channels: {phone: {outages: [{from: 9999-12-31 08:00, length: 1 hour}]}}", "channels.phone.outages.0.from"),
    ],
)
def test_a_date_so_far_off_that_what_follows_is_none_is_refused(tmp_path: Path, written: str, path: str) -> None:
    file = tmp_path / "far.yaml"
    file.write_text(f"schema: 1\nextends: {DATA / MM2}\n{written}\n")
    (problem,) = problems_of(file)
    assert (problem.code, problem.line, problem.path) == ("scenario.bad_value", 3, path)
    assert "write a date from 1900-01-01 to 2200-12-31" in problem.text("en")
    assert "schrijf een datum van 1900-01-01 tot en met 2200-12-31" in problem.text("nl")


def test_reactions_that_come_after_the_last_date_there_is_are_told_and_no_traceback(tmp_path: Path) -> None:
    file = tmp_path / "far.yaml"
    far = LETTERS.replace("day: %s", "day: 2024-02-01, spread: 50000 weeks, delay: {lognormal: 50000 weeks, cv: 50}")
    file.write_text(f"schema: 1\nextends: {DATA / MM2}\n{far}\n")
    assert "mailing.late" in {warning.code for warning in mailing_warnings(load(file))}


def test_the_message_names_file_line_value_and_what_is_allowed() -> None:
    (problem,) = problems_of(BAD / "unknown_channel.yaml")
    assert str(problem).endswith(
        "unknown_channel.yaml:8: services.call.steps.call.options.fone: there is no channel 'fone'; the channels are: phone. "
        "Did you mean 'phone'?"
    )
    assert problem.near == ("phone",)
    assert problem.text("nl") == "kanaal 'fone' bestaat niet; de kanalen zijn: phone. Bedoelde u 'phone'?"


def test_an_error_is_one_line_per_problem_and_survives_pickling() -> None:
    with pytest.raises(ScenarioError) as caught:
        load(BAD / "many.yaml")
    assert len(str(caught.value).splitlines()) == len(caught.value.problems)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"schema: 1\nlabel: \x00\x01\x02\n", "file_binary"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "file_binary"),
        ("schema: 1\nlabel: caf\u00e9\n".encode("latin-1"), "file_encoding"),
        (b"schema: 1\nlabel: \x07\n", "yaml"),
        (b"#" * (LARGEST_FILE + 1), "file_huge"),
        (b"[" * 100_000, "no_schema"),
        (b"schema: 1\na: " + b"[" * 100_000, "yaml_depth"),
        (b"schema: 1\nb: " + b"a: " * 1000, "yaml"),
        (b"schema: 1\n? [a, b]\n: 1\n", "key_not_text"),
        (b"schema: true\n", "schema_version"),
        (b'schema: 1\nextends: "a\\0b"\n', "extends_missing"),
        (b"schema: 1\nextends: " + b"x" * 5000, "extends_missing"),
        (b"schema: 1\nlabel: " + b"9" * 5000 + b"\n", "yaml"),
    ],
)
def test_content_that_is_no_scenario_at_all(tmp_path: Path, content: bytes, code: str) -> None:
    file = tmp_path / "bad.yaml"
    file.write_bytes(content)
    assert problems_of(file)[0].code == f"scenario.{code}"


def test_a_key_cannot_write_over_the_screen(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text('schema: 1\n"lab\\e[2Jel\\nx": 1\nteams: {"\\e]0;owned\\a": 1}\n')
    told = [problem.line_of_text(language) for problem in problems_of(file) for language in ("en", "nl")]
    assert told
    assert all(line.isprintable() for line in told)


def test_encoding_names_the_line(tmp_path: Path) -> None:
    file = tmp_path / "latin.yaml"
    file.write_bytes("schema: 1\nlabel: caf\u00e9\n".encode("latin-1"))
    assert problems_of(file)[0].line == 2


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "nothing.yaml")[0].code == "scenario.file_missing"
    assert problems_of(tmp_path)[0].code == "scenario.file_is_folder"
    assert problems_of(Path("a\x00b"))[0].code in ("scenario.file_missing", "scenario.file_unreadable")


def test_more_than_ten_levels_are_refused(tmp_path: Path) -> None:
    for level in range(12):
        (tmp_path / f"{level}.yaml").write_text(f"schema: 1\nextends: {level + 1}.yaml\n")
    (tmp_path / "12.yaml").write_text("schema: 1\n")
    assert problems_of(tmp_path / "0.yaml")[0].code == "scenario.extends_depth"


def test_ten_levels_are_read(tmp_path: Path) -> None:
    for level in range(10):
        (tmp_path / f"{level}.yaml").write_text(f"schema: 1\nextends: {level + 1}.yaml\n")
    (tmp_path / "10.yaml").write_text((DATA / MM2).read_text())
    assert load(tmp_path / "0.yaml").label.en == "M/M/2"


def test_of_very_many_problems_the_first_are_shown(tmp_path: Path) -> None:
    file = tmp_path / "many.yaml"
    file.write_text("schema: 1\n" + "".join(f"key_{n}: 1\n" for n in range(200)))
    with pytest.raises(ScenarioError) as caught:
        load(file)
    assert len(caught.value.problems) == 205
    assert str(caught.value).endswith("\n... and 105 more")


def test_a_very_long_value_is_read_quickly_and_shown_shortly(tmp_path: Path) -> None:
    file = tmp_path / "long.yaml"
    file.write_text(f"schema: 1\nextends: {DATA / MM2}\nnorms: {{desk_wait: {'9' * 500_000}x}}\n")
    (problem,) = problems_of(file)
    assert problem.code == "scenario.bad_value"
    assert len(str(problem)) < 2000


def test_every_message_has_both_languages() -> None:
    for code, text in MESSAGES.items():
        assert code.startswith("scenario.")
        assert text.en != text.nl


def test_every_reason_is_told_in_both_languages_and_used() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in Path(units.__file__).parents[1].rglob("*.py"))
    assert set(re.findall(r'WrongValue\(\s*"(\w+)"', code)) == set(REASONS)
    for reason, text in REASONS.items():
        english, dutch = ({name for _, name, _, _ in Formatter().parse(said)} for said in (text.en, text.nl))
        assert english == dutch, reason
        assert all("; " in said for said in (text.en, text.nl)), f"{reason}: what is wrong, and what is allowed"
        assert text.en != text.nl


def test_a_dutch_reader_gets_no_english(tmp_path: Path) -> None:
    file = tmp_path / "negative.yaml"
    file.write_text(f"schema: 1\nextends: {DATA / MM2}\nnorms: {{desk_wait: -5 min}}\n")
    (problem,) = problems_of(file)
    assert problem.text("nl") == "'-5 min' is negatief; een tijd kan hier niet onder 0 liggen"
    assert problem.text("en") == "'-5 min' is negative; a time here cannot be below 0"
    file.write_bytes(b"#" * (LARGEST_FILE + 1))
    (problem,) = problems_of(file)
    assert "1.000.000 bytes" in problem.text("nl")
    assert "1,000,000 bytes" in problem.text("en")


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(ScenarioError):
        load(file)


KEYS = ("mid", "low", "kind", "exponential", "cv", "mean", "amount", "days", "label")
leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
values = st.recursive(
    leaves | st.sampled_from(["all", "0", "4 min", "phone"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=6,
)
PATHS = (
    "label", "about", "year_of_data", "period.start", "period.weeks", "closed_days", "closed_days.closed", "population",
    "population.segments.everyone", "population.segments.everyone.share", "population.segments.everyone.taste",
    "behaviour.reactions", "behaviour.reactions.default", "behaviour.reactions.closed.after", "profiles", "profiles.x",
    "channels", "channels.phone", "channels.phone.open", "channels.phone.kind", "channels.phone.patience",
    "channels.phone.slots", "channels.phone.promise", "channels.phone.lines", "teams.agents", "teams.agents.shifts.all.days",
    "teams.agents.shifts.all.hours", "teams.agents.shifts.all.breaks", "queues", "queues.calls.teams", "queues.calls.services",
    "queues.calls.channel", "services", "services.call.demand.rate", "services.call.demand.profile", "services.call.demand",
    "services.call.steps", "services.call.steps.call", "services.call.steps.call.options.phone.handling",
    "services.call.steps.call.options.phone.hand_off", "services.call.event", "services.call.inquiry", "measures", "measures.x",
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(PATHS), values, min_size=1, max_size=3))
def test_any_value_at_any_place_is_read_or_refused(overrides: dict[str, object]) -> None:
    try:
        texts = {describe(load(DATA / MM2, overrides=overrides), "nl")}
    except ScenarioError as error:
        texts = {str(error), error.text("nl")}
    assert all(texts)


def test_a_group_that_never_asks_is_shut_out_of_nothing() -> None:
    overrides = {"services.paspoort.steps.question.options.phone": None, "population.segments.not_able.online": 0}
    with pytest.raises(ScenarioError, match="nobody of not_able can do this step"):
        load(DATA / "town.yaml", overrides=overrides)
    never = load(DATA / "town.yaml", overrides=overrides | {"services.paspoort.demand.by_segment": {"not_able": 0}})
    assert list(never.baseline.services["paspoort"].steps["question"].options) == ["web"]


def test_a_measure_may_leave_a_team_without_work() -> None:
    """Whose work is gone is what a measure is about; today nobody is there for nothing."""
    gone = {"services.call.steps.call.options": {"web": {}}, "channels.web": WEB}
    measure = {"label": "online", "set": gone}
    assert load(DATA / MM2, overrides={"measures.online": measure}).measures[0].name == "online"
    with pytest.raises(ScenarioError, match="nobody ever needs this team"):
        load(DATA / MM2, overrides=gone)


@pytest.mark.parametrize(("promise", "right"), [("3 min", False), ("4 min", True), ("0 working days", True)])
def test_a_promise_leaves_time_for_the_work(promise: str, right: bool) -> None:
    overrides = {
        "channels.email": {"label": "e-mail", "kind": "deferred", "nest": "written", "open": "always", "promise": promise},
        "queues.mail": {"channel": "email", "teams": {"agents": 1}},
        "services.call.steps.call.options.email": {"handling": {"exponential": "4 min"}},
    }
    if right:
        assert load(DATA / MM2, overrides=overrides).baseline.channels["email"].promise is not None
    else:
        with pytest.raises(ScenarioError, match="shorter than the work itself, which takes 4 min on average"):
            load(DATA / MM2, overrides=overrides)


def test_a_number_with_two_readings_is_refused_with_both_wherever_it_stands() -> None:
    found = problems_of(BAD / "thousands_dot.yaml")
    assert [(problem.line, problem.path, problem.details["allowed"]) for problem in found] == [
        (5, "population.inhabitants", "write 48000, or 48.0"),
        (14, "services.call.demand.rate", "write 48000, or 48.0"),
        (15, "services.call.demand.mailings.brief.number", "write 12000, or 12.0"),
        (23, "costs.hours_per_fte", "write 1363, or 1.3630"),
    ]
    assert found[0].text("en") == "'48.000' can be read in two ways; write 48000, or 48.0"
    assert found[0].text("nl") == "'48.000' is op twee manieren te lezen; schrijf 48000 of 48.0"


DOUBTFUL = ("12.500", '"12.500"', "{low: 1, mid: 12.500, high: 20}", '{mid: "12.500"}')
NUMBERS_AT = {
    "a count": ("costs: {{direct: {}}}", "costs.direct"),
    "a whole number": ("population: {{inhabitants: {}}}", "population.inhabitants"),
    "a number": ("behaviour: {{choice: {{wait: {}}}}}", "behaviour.choice.wait"),
    "a number of people": ("teams: {{agents: {{shifts: {{all: {{people: {}}}}}}}}}", "teams.agents.shifts.all.people"),
    "a weight": ("profiles: {{p: {{when_closed: {}}}}}", "profiles.p.when_closed"),
    "by path": ("set: {{costs.direct: {}}}", "costs.direct"),
    "in a measure": (
        "measures: {{m: {{label: m, set: {{services.call.demand.busyness: {}}}}}}}",
        "services.call.demand.busyness",
    ),
}


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (place, text)
        for place in sorted(NUMBERS_AT)
        for text in DOUBTFUL
        if not text.startswith("{") or place not in ("a whole number", "a number of people", "a weight")
    ],
)
def test_two_readings_are_seen_in_every_form_of_a_number(tmp_path: Path, place: str, text: str) -> None:
    line, path = NUMBERS_AT[place]
    file = tmp_path / "doubtful.yaml"
    file.write_text(f"schema: 1\nextends: {DATA / MM2}\nlabel: doubtful\n{line.format(text)}\n")
    (problem,) = problems_of(file)
    assert problem.path in (path, f"{path}.mid")
    assert problem.line == 4
    assert problem.text("nl").startswith("'12.500' is op twee manieren te lezen; schrijf 12500 of 12.5")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("norms: {desk_wait: 1.500 hours}", "norms.desk_wait"),
        ("norms: {answered_share: 45.125%}", "norms.answered_share"),
        ("services: {call: {demand: {rate: 1.500 per 1000 inhabitants per year}}}", "services.call.demand.rate"),
        ("services: {call: {demand: {rate: 2 per 1.000 inhabitants per year}}}", "services.call.demand.rate"),
        ("channels: {phone: {outages: [{from: 1.500 weeks, length: 1 hour}]}}", "channels.phone.outages.0.from"),
        ("channels: {phone: {norm: {within: 1.500 min}}}", "channels.phone.norm.within"),
    ],
)
def test_two_readings_are_seen_in_quantities(tmp_path: Path, text: str, path: str) -> None:
    file = tmp_path / "doubtful.yaml"
    file.write_text(f"schema: 1\nextends: {DATA / MM2}\nlabel: doubtful\n{text}\n")
    (problem,) = problems_of(file)
    assert (problem.path, problem.line) == (path, 4)
    assert "can be read in two ways" in problem.text("en")


def test_texts_dates_and_other_numbers_are_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "fine.yaml"
    file.write_text(
        f"schema: 1\nextends: {DATA / MM2}\nlabel: '48.000'\nabout: {{nl: Stad van 48.000 inwoners, en: '1.363'}}\n"
        "year_of_data: '2.024'\nperiod: {start: 2024-01-01}\nclosed_days: {closed: [2024-12-24]}\n"
        "costs: {direct: {low: 0.125, mid: 1.2, high: 1.2345, source: '1.000'}, full: 60.0}\n"
        "teams: {agents: {shifts: {all: {hours: '08:00-24:00'}}}}\n"
    )
    scenario = load(file)
    assert (scenario.label.en, scenario.about.en, scenario.costs.direct.source) == ("48.000", "1.363", "1.000")
    assert (scenario.costs.direct.low, scenario.costs.direct.high) == (0.125, 1.2345)
