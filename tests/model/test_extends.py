"""What a file may extend: any scenario file for its user, only what came along for files from elsewhere."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from sim.model.files.errors import Problem, ScenarioError
from sim.model.files.extends import source_files
from sim.model.files.library import library
from sim.model.files.loading import load, load_sent
from sim.model.files.shipped import scenarios_folder, shipped_name, shipped_names
from sim.model.files.sources import SourceFile
from sim.text.pairs import Language

DATA = Path(__file__).parent.parent / "data"
TOWN = "library/municipalities/voorbeeldstad.yaml"
FOREIGN = "root:x:0:0:hunter2:/root:/bin/sh\n"
BOTH: tuple[Language, ...] = ("nl", "en")


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def refused(file: Path | list[SourceFile]) -> tuple[Problem, ...]:
    with pytest.raises(ScenarioError) as caught:
        _ = load(file) if isinstance(file, Path) else load_sent(file)
    return caught.value.problems


def test_a_file_anywhere_extends_what_came_with_the_program(tmp_path: Path) -> None:
    file = write(tmp_path / "mine.yaml", f"schema: 1\nextends: {TOWN}\nlabel: mine\n")
    assert load(file).designs == load(scenarios_folder() / "municipalities" / "voorbeeldstad.yaml").designs
    assert shipped_name(Path(source_files(file)[1].file)) == TOWN


def test_a_story_of_the_library_is_extended_with_all_that_it_extends(tmp_path: Path) -> None:
    file = write(tmp_path / "mine.yaml", "schema: 1\nextends: library/huwelijk/hybride.yaml\nname: hybride\n")
    assert load(file).designs == load(scenarios_folder() / "huwelijk" / "hybride.yaml").designs


def test_every_shipped_scenario_has_a_name() -> None:
    assert {f"library/{story.name}" for story in library()} <= set(shipped_names())
    assert TOWN in shipped_names()


@pytest.mark.parametrize(
    "name",
    [
        "library/municipalities/../../pyproject.toml",
        "library/../municipalities/voorbeeldstad.yaml",
        "library/Municipalities/voorbeeldstad.yaml",
        "library//municipalities/voorbeeldstad.yaml",
        "library/municipalities\\voorbeeldstad.yaml",
        "library//etc/passwd",
        "library/",
    ],
)
def test_a_name_of_the_library_is_one_of_a_list(name: str, tmp_path: Path) -> None:
    (problem,) = refused(write(tmp_path / "a.yaml", f"schema: 1\nextends: '{name}'\n"))
    assert (problem.code, problem.line, problem.path) == ("scenario.extends_not_shipped", 2, "extends")


def test_a_name_that_is_nearly_right_is_shown_the_right_one(tmp_path: Path) -> None:
    (problem,) = refused(write(tmp_path / "a.yaml", "schema: 1\nextends: library/municipalities/voorbeeld.yaml\n"))
    assert problem.near[0] == TOWN


def test_a_folder_of_ones_own_called_library_is_written_with_a_dot(tmp_path: Path) -> None:
    write(tmp_path / "library" / "own.yaml", f"schema: 1\nextends: {DATA / 'town.yaml'}\nlabel: own\n")
    assert load(write(tmp_path / "a.yaml", "schema: 1\nextends: ./library/own.yaml\n")).label.en == "own"


@pytest.mark.parametrize(
    "text",
    [
        FOREIGN,
        f"%YAML 1.1\n{FOREIGN}",
        f"a: b\n{FOREIGN}",
        f"{FOREIGN.strip()}: 1\n{FOREIGN.strip()}: 2\n",
        "password: !hunter2 x\n",
        "password: *hunter2\n",
        "password: 'hunter2\n",
        "- hunter2\n",
        "hunter2\n",
        "extends: hunter2.yaml\n",
        "extends: [hunter2]\n",
        "components:\n  schema: hunter2: hunter2\n",
        "2024-02-31\n",
        "born: 2024-02-31\nlabel: hunter2\n",
        "hunter2 \a\n",
        '{"hunter2": {"schema": hunter2}, ]',
    ],
)
@pytest.mark.parametrize("extended", [False, True])
def test_nothing_is_told_of_a_file_that_is_no_scenario(text: str, extended: bool, tmp_path: Path) -> None:
    secret = write(tmp_path / "secret", text)
    file = write(tmp_path / "a.yaml", "schema: 1\nextends: secret\n") if extended else secret
    (problem,) = refused(file)
    assert (problem.file, problem.value, dict(problem.details), problem.near) == (str(secret), None, {}, ())
    assert problem.code == "scenario.no_schema"
    assert not any("hunter2" in problem.line_of_text(language) for language in BOTH)


def test_what_is_wrong_with_a_scenario_file_is_still_told(tmp_path: Path) -> None:
    for text in ("label: x\nschema: 1\nteams: *nobody\n", '{"label": x, "schema": 1, ]', "'schema': 1\nlabel: [\n"):
        (problem,) = refused(write(tmp_path / "a.yaml", text))
        assert problem.code == "scenario.yaml"


SENT = SourceFile("towns/base.yaml", (DATA / "town.yaml").read_text(encoding="utf-8"))


def sent(extends: str) -> SourceFile:
    return SourceFile("stories/story.yaml", f"schema: 1\nextends: {extends}\nlabel: sent\n")


def test_what_was_sent_extends_what_came_with_it() -> None:
    found = load_sent([sent("../towns/base.yaml"), SENT])
    assert (found.label.en, found.name, found.designs) == ("sent", "story", load(DATA / "town.yaml").designs)


def test_what_was_sent_extends_the_library() -> None:
    assert load_sent([sent(TOWN)]).designs == load(scenarios_folder() / "municipalities" / "voorbeeldstad.yaml").designs


def test_a_copy_that_was_sent_goes_before_the_library_of_today() -> None:
    assert load_sent([sent(TOWN), SENT]).designs == load(DATA / "town.yaml").designs


@pytest.mark.parametrize("extends", ["/etc/passwd", "secret.yaml", "../secret.yaml", "C:/secret.yaml", "./library/secret.yaml"])
def test_what_was_sent_extends_nothing_else(extends: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in (tmp_path, tmp_path / "stories", tmp_path / "library", tmp_path / "stories" / "C:"):
        write(folder / "secret.yaml", SENT.text)
    monkeypatch.chdir(tmp_path / "stories")
    (problem,) = refused([sent(extends)])
    assert (problem.code, problem.file, problem.line) == ("scenario.extends_not_sent", "stories/story.yaml", 2)


def test_files_that_were_sent_are_as_small_and_as_few_as_others() -> None:
    assert refused([SourceFile("a.yaml", "schema: 1\nlabel: " + "x" * 1_000_001)])[0].code == "scenario.file_huge"
    assert refused([SourceFile("a.yaml", "schema: 1\nlabel: \ud800")])[0].code == "scenario.file_encoding"
    assert refused([sent("x.yaml")] * 12)[0].code == "scenario.extends_depth"
    assert refused([sent("x.yaml")] * 3)[0].code == "scenario.extends_not_sent", "a circle ends"


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_is_read_where_it_leads_and_looks_around_where_it_stands(tmp_path: Path) -> None:
    write(tmp_path / "real" / "story.yaml", "schema: 1\nextends: base.yaml\nname: linked\n")
    write(tmp_path / "here" / "base.yaml", SENT.text)
    (tmp_path / "here" / "link.yaml").symlink_to(tmp_path / "real" / "story.yaml")
    assert load(tmp_path / "here" / "link.yaml").name == "linked"


def test_the_example_of_the_readme_is_right_in_any_folder(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL)
    assert load(write(tmp_path / "mine.yaml", example)).label.en == "open longer"
