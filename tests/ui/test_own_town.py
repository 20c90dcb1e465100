from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from sim.evidence.own_figures import OwnFigures, parse_figures
from sim.model.files.loading import load
from sim.text.pairs import Language
from sim.text.texts import LANGUAGES, Texts
from sim.ui.components import own_figures
from sim.ui.components.own_figures import NAMES, as_csv
from sim.ui.pages import own_town
from sim.ui.questions import MARRIAGE
from sim.ui.tasks import Task
from sim.ui.town import Town, file_of, make_town, plain
from tests.evidence.test_new_baseline import SMALL
from tests.ui.test_pages import page, words

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"


@pytest.fixture(scope="module")
def small() -> Town:
    return make_town(parse_figures(SMALL), lambda _done, _most: None, lambda: False)


class Service:
    """A service whose work is as far as the test wants."""

    def __init__(self, task: Task[Town]) -> None:
        self.task, self.started = task, 0

    def start(self, _owner: str, _kind: str, _work: Callable[[Task[Town]], Town]) -> Task[Town]:
        self.started += 1
        return self.task


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch) -> Callable[[Task[Town]], Service]:
    def serve(task: Task[Town]) -> Service:
        service = Service(task)
        monkeypatch.setattr(own_town, "tasks", lambda: service)
        return service

    return serve


def filled(found: AppTest, figures: dict[str, str]) -> AppTest:
    for name, text in figures.items():
        found.text_input(key=f"own-{name}").set_value(text)
    found.button[0].click().run()
    assert not found.exception, found.exception
    return found


def told(found: AppTest) -> str:
    parts: list[Any] = [*found.error, *found.warning, *found.success, *found.info]
    return "\n".join(str(part.value) for part in parts)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_wrong_number_says_what_was_expected_and_stays(lang: Language, serving: Callable[[Task[Town]], Service]) -> None:
    service = serving(Task())
    found = filled(page("own_town", lang), {"name": "=1+1", "year": "2024", "inhabitants": "veel", "talk_time": "292"})
    assert service.started == 0
    expected = {"nl": ("3 getallen", "heel getal van 500", "minuten en seconden"), "en": ("3 numbers", "from 500", "minutes and")}
    for part in expected[lang]:
        assert part in told(found).replace("\\", "")
    assert found.text_input(key="own-inhabitants").value == "veel"
    assert found.text_input(key="own-talk_time").value == "292"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_right_numbers_begin_the_work_and_its_stop_stops(lang: Language, serving: Callable[[Task[Town]], Service]) -> None:
    task: Task[Town] = Task(stage="running", done=6, asked=24)
    service = serving(task)
    found = filled(page("own_town", lang), SMALL)
    assert service.started == 1
    assert any("25%" in str(getattr(part.proto, "text", "")) for part in found.get("progress"))
    found.button(key="own-stop").click().run()
    assert task.stopped()
    task.stage = "stopped"
    found.run()
    assert {"nl": "Gestopt", "en": "Stopped"}[lang] in told(found)
    assert found.text_input(key="own-inhabitants").value == SMALL["inhabitants"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_baseline_shows_where_every_number_comes_from_and_becomes_the_place_of_the_questions(
    lang: Language, serving: Callable[[Task[Town]], Service], small: Town
) -> None:
    serving(Task(stage="done", result=small))
    found = filled(page("own_town", lang), SMALL)
    say = Texts(lang)
    assert "Voorbeelddorp 2024" in [part.value for part in found.header]
    assert {"nl": "Cijfers van 2024.", "en": "Data of 2024."}[lang] in words(found)
    recognised, numbers = (part.value for part in found.table)
    assert len(recognised) == len(small.baseline.recognition.figures)
    assert len(numbers) == len(small.baseline.numbers)
    origins = " ".join(numbers.iloc[:, 2])
    assert ("aanname" if lang == "nl" else "assumption") in origins
    assert found.session_state["own-made"].result is small
    found.button(key="own-use").click().run()
    assert found.session_state["town"] is small
    assert say(small.place) in told(found).replace("\\", "")
    found.button(key="own-leave").click().run()
    assert found.session_state["town"] is None


def test_two_visitors_do_not_see_each_others_figures() -> None:
    first, second = page("own_town"), page("own_town")
    first.text_input(key="own-name").set_value("Geheimstad").run()
    second.run()
    assert second.text_input(key="own-name").value == ""


def test_the_stories_of_a_town_are_those_of_its_own_file(small: Town, tmp_path: Path) -> None:
    """As a reader of docs/new-baseline.md makes them: the files beside each other, the first extending the baseline."""
    for files in small.sources[MARRIAGE.name]:
        for file in files:
            path = tmp_path / file.file
            path.parent.mkdir(exist_ok=True)
            path.write_text(file.text, encoding="utf-8")
    for story, scenario in zip(MARRIAGE.stories, small.scenarios[MARRIAGE.name], strict=True):
        assert load(tmp_path / story) == scenario
        assert scenario.population.inhabitants == 4000
        assert scenario.recognition == small.baseline.recognition
        assert scenario.year_of_data == "2024"
    assert load(tmp_path / "municipalities" / small.file).recognition == small.baseline.recognition


@pytest.mark.parametrize("name", ["../../etc/passwd", "s-Hertogenbosch", "Ö ü ñ", "a/b\\c"])
def test_the_name_of_a_town_never_leads_elsewhere(name: str) -> None:
    file = file_of(OwnFigures(name=name, year=2024, inhabitants=4000))
    assert "/" not in file
    assert "\\" not in file
    assert ".." not in file
    assert file.startswith("eigen-")


def test_what_was_typed_draws_no_picture_and_no_link() -> None:
    assert plain("![x](http://elders/x.png)") == "\\!\\[x\\]\\(http\\://elders/x\\.png\\)"


def test_a_file_fills_the_form_and_the_empty_file_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    state: dict[str, Any] = {}
    monkeypatch.setattr("streamlit.session_state", state)
    own_figures._fill(as_csv(Texts("nl"), SMALL), "cijfers.csv")
    assert {name: state[f"own-{name}"] for name in NAMES} == dict.fromkeys(NAMES, "") | SMALL
    assert state["own-problems"] == {}
    own_figures._fill(as_csv(Texts("nl"), {}), "leeg.csv")
    assert set(state["own-problems"]) == {"name", "year", "inhabitants"}


@pytest.mark.parametrize(
    ("content", "file", "told"),
    [
        (b"x" * 64_001, "groot.csv", "64 kB"),
        (b"PK\x03\x04\x00\x00", "cijfers.xlsx", "CSV"),
        (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "bom.yaml", "bom.yaml"),
        (b"naam;A\nnaam;B\n", "dubbel.csv", "een keer"),
        (b"naam;=cmd|' /C calc'!A0\ninwoners;5000\njaar;2024\n", "formule.csv", ""),
        (b"extends: ../../etc/passwd\n", "pad.yaml", "extends"),
    ],
)
def test_a_bad_file_is_refused_and_what_stood_there_stays(
    content: bytes, file: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    state: dict[str, Any] = {"own-name": "Voorbeelddorp"}
    monkeypatch.setattr("streamlit.session_state", state)
    own_figures._fill(content, file)
    problems = [*state["own-file-problems"], *state.get("own-problems", {}).values()]
    assert problems
    assert told in " ".join(problem.text("nl") for problem in problems)
    if "own-problems" not in state:
        assert state["own-name"] == "Voorbeelddorp"


def test_the_server_takes_no_large_files() -> None:
    import tomllib  # noqa: PLC0415

    limit = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["server"]["maxUploadSize"]
    assert 1 <= limit <= 5
