from __future__ import annotations

import io
import json
import os
import posixpath
import stat
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

import sim.report.files.reading as module
from sim.model.files.extends import source_files
from sim.model.files.loading import load, load_sent
from sim.model.files.shipped import scenarios_folder
from sim.model.files.sources import SourceFile
from sim.report.files.archive import ARCHIVE, archive, readme
from sim.report.files.layout import laid_out, named_anew
from sim.report.files.reading import ArchiveError, read_manifest, sources_of, tables_in, told_beside
from sim.report.told.digest import table_digest
from sim.text.pairs import Language
from sim.text.texts import Texts
from tests.report.examples import findings

BASE = SourceFile("scenarios/huwelijk/../municipalities/town.yaml", "schema: 1\nlabel: één\n")
CHILD = SourceFile("scenarios/huwelijk/a.yaml", "schema: 1\nextends: ../municipalities/town.yaml\n")
SOURCES = ((CHILD, BASE), (BASE,))
MANIFEST: dict[str, Any] = {
    "versions": {"sweetspot": "0.1.0"},
    "scenarios": [{"sources": [{"file": file.file, "text": file.text} for file in files]} for files in SOURCES],
}


def made(manifest: dict[str, Any] | None = None) -> bytes:
    text = json.dumps(MANIFEST if manifest is None else manifest)
    return archive(text, SOURCES, {"report.html": "<p>één</p>", "report.xlsx": b"PK"}, findings(), Texts("en"))


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / ARCHIVE
    path.write_bytes(content)
    return path


def with_member(tmp_path: Path, member: zipfile.ZipInfo | str, content: bytes = b"x") -> Path:
    path = written(tmp_path, made())
    with zipfile.ZipFile(path, "a") as opened:
        opened.writestr(member, content)
    return path


def refused(path: Path) -> str:
    with pytest.raises(ArchiveError) as caught:
        read_manifest(path)
    assert caught.value.text(Texts("nl")) != caught.value.text(Texts("en"))
    return caught.value.text(Texts("en"))


def test_the_archive_holds_scenarios_manifest_report_and_how_to_make_it_again() -> None:
    opened = zipfile.ZipFile(io.BytesIO(made()))
    assert opened.namelist() == [
        "README.txt",
        "manifest.json",
        "report.html",
        "report.xlsx",
        "scenarios/huwelijk/a.yaml",
        "scenarios/municipalities/town.yaml",
    ]
    readme = opened.read("README.txt").decode()
    assert "sweetspot rerun results.zip" in readme
    assert "sweetspot compare scenarios/huwelijk/a.yaml scenarios/municipalities/town.yaml" in readme
    assert opened.read("scenarios/municipalities/town.yaml").decode() == BASE.text


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_results_that_were_stopped_early_are_not_said_to_be_made_again(lang: Language) -> None:
    whole = findings()
    stopped = replace(whole, making=replace(whole.making, replications=2, asked=5))
    told = readme(stopped, ("a.yaml",), Texts(lang))
    assert "    sweetspot rerun" not in told
    assert {"nl": "gestopt na 2 van de 5 herhalingen", "en": "stopped after 2 of 5 repeats"}[lang] in told


def test_a_manifest_of_a_version_that_is_not_known_is_refused(tmp_path: Path) -> None:
    assert "schema_version 99, which this version of Sweetspot does not know" in refused(
        written(tmp_path, made(MANIFEST | {"schema_version": 99}))
    )


def test_the_tables_of_a_folder_are_read_and_the_rest_is_named(tmp_path: Path) -> None:
    table = pa.table({"kpi": ["a"], "value": [0.1]})
    parquet.write_table(table, tmp_path / "kpis.parquet")
    (tmp_path / "differences.parquet").write_text("no table")
    for name in ("manifest.json", "report.html"):
        (tmp_path / name).write_text("")
    assert tables_in(tmp_path) == {"differences": "", "kpis": table_digest(table)}
    assert told_beside(tmp_path) == ["report.html"]
    packed = written(tmp_path, made())
    assert tables_in(packed) == {}
    assert told_beside(packed) == ["README.txt", "report.html", "report.xlsx"]


def test_equal_content_gives_equal_bytes() -> None:
    assert made() == made()


def test_the_manifest_comes_back(tmp_path: Path) -> None:
    path = written(tmp_path, made())
    assert read_manifest(path) == MANIFEST
    assert sources_of(read_manifest(path), path) == SOURCES
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "manifest.json").write_text(json.dumps(MANIFEST))
    assert read_manifest(tmp_path / "folder") == MANIFEST


@pytest.mark.parametrize("name", ["../evil.yaml", "/etc/evil", "a/../../evil", "..\\evil", "C:\\evil", "C:evil"])
def test_a_member_that_points_outside_is_refused(name: str, tmp_path: Path) -> None:
    assert "points outside it" in refused(with_member(tmp_path, name))


def test_a_link_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("scenarios/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "points outside it" in refused(with_member(tmp_path, link, b"/etc/passwd"))


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_MEMBERS", 6)
    assert "too many files" in refused(with_member(tmp_path, "one-more"))


def test_a_bomb_is_refused_before_anything_is_unpacked(tmp_path: Path) -> None:
    bomb = zipfile.ZipInfo("bomb")
    bomb.compress_type = zipfile.ZIP_DEFLATED
    assert "too large" in refused(with_member(tmp_path, bomb, bytes(20_000_000)))


def test_a_member_larger_than_it_says_is_refused(tmp_path: Path) -> None:
    content = made()
    size = len(json.dumps(MANIFEST)).to_bytes(4, "little")
    lie = (40).to_bytes(4, "little")
    assert content.count(size) >= 2, "the size stands before the member and in the list at the end"
    refused(written(tmp_path, content.replace(size, lie)))


def test_a_member_twice_is_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = with_member(tmp_path, "manifest.json", b"{}")
    assert "two files of one name" in refused(path)


def test_a_scenario_changed_by_hand_is_refused(tmp_path: Path) -> None:
    path = tmp_path / ARCHIVE
    with zipfile.ZipFile(io.BytesIO(made())) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"schema: 1\n" if name.endswith("a.yaml") else old.read(name))
    assert "scenarios/huwelijk/a.yaml" in refused(path)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04" + bytes(100)])
def test_what_is_no_zip_is_refused(content: bytes, tmp_path: Path) -> None:
    assert "no zip archive that can be read" in refused(written(tmp_path, content))


def test_a_zip_of_somebody_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "photos.zip"
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("photo.jpg", b"x")
    assert "holds no manifest.json" in refused(path)


@pytest.mark.parametrize("content", [b"\xff", b"{", b"[" * 100_000, b"[]", b"{}", b'{"versions": {"other": "1"}}'])
def test_a_damaged_manifest_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes(content)
    assert "manifest" in refused(tmp_path)


@pytest.mark.parametrize("scenarios", [None, [], [{}], [{"sources": []}], [{"sources": [{"file": 1, "text": "x"}]}]])
def test_a_manifest_without_its_files_is_refused(scenarios: object, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="damaged: scenarios"):
        sources_of(MANIFEST | {"scenarios": scenarios}, tmp_path)


def test_nothing_there_is_said_so(tmp_path: Path) -> None:
    assert "does not exist" in refused(tmp_path / "none.zip")
    assert "holds no results" in refused(tmp_path)


parts = st.lists(st.sampled_from(["..", ".", "a", "b", "C:", "", "x.yaml", "..\\c"]), min_size=1, max_size=6)


@given(st.lists(st.builds("/".join, parts), min_size=1, max_size=4))
def test_no_name_leads_outside(names: list[str]) -> None:
    texts, scenarios = laid_out([(SourceFile(name, "text"),) for name in names])
    assert set(scenarios) == set(texts)
    for name in texts:
        assert not posixpath.isabs(name)
        assert ".." not in name.split("/")
        assert "\\" not in name


def written_as(folder: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())


TOWN = (Path(__file__).parent.parent / "data" / "town.yaml").read_text(encoding="utf-8")
WAYS = [
    "extends: {}",
    "extends:   {} # as told",
    "'extends': '{}'",
    '"extends" : "{}"',
    "extends:\n  {}",
    "extends: >-\n  {}",
    "extends: |-\n  {}",
]


@pytest.mark.parametrize(
    ("extends", "way", "seen_from"),
    [
        *(("../x/base.yaml", "extends: {}", seen_from) for seen_from in (".", "..", "../..", "elsewhere")),
        *((extends, "extends: {}", ".") for extends in ("./base.yaml", "../../top/x/base.yaml", "{}/x/base.yaml")),
        *(("../x/base.yaml", way, ".") for way in WAYS),
    ],
)
def test_an_archive_finds_its_way_from_wherever_it_was_made(
    extends: str, way: str, seen_from: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The right value of `extends: ../x/base.yaml` in a folder x, which did not come back from its archive."""
    folder, other = tmp_path / "top" / "x", tmp_path / "top" / "x" / seen_from
    other.mkdir(parents=True, exist_ok=True)
    (folder / "base.yaml").write_text(TOWN, encoding="utf-8")
    extends = extends.replace("{}", (tmp_path / "top").as_posix())
    (folder / "b.yaml").write_text(f"schema: 1\n{way.replace('{}', extends)}\nname: mine\n", encoding="utf-8")
    monkeypatch.chdir(other)
    sources = named_anew([source_files(Path(os.path.relpath(folder / "b.yaml", other)))])
    assert [file.file for file in sources[0]] == ["b.yaml", "base.yaml"]
    texts, scenarios = laid_out(sources)
    assert (set(texts), scenarios) == ({"b.yaml", "base.yaml"}, ("b.yaml",))
    unpacked = tmp_path / "unpacked"
    written_as(unpacked, texts)
    expected = load(folder / "b.yaml")
    assert load_sent(sources[0]) == expected
    assert load(unpacked / "b.yaml") == expected
    assert str(tmp_path) not in "".join(texts.values())


def test_a_relative_name_that_leads_there_is_kept(tmp_path: Path) -> None:
    story = "schema: 1\r\nextends: ../towns/base.yaml  # ours\r\n"
    written_as(tmp_path, {"towns/base.yaml": TOWN, "stories/a.yaml": story})
    texts, scenarios = laid_out(named_anew([source_files(tmp_path / "stories" / "a.yaml")]))
    assert (texts, scenarios) == ({"stories/a.yaml": story, "towns/base.yaml": TOWN}, ("stories/a.yaml",))


def test_the_library_goes_along_under_its_own_name(tmp_path: Path) -> None:
    own = "schema: 1\nextends: library/municipalities/voorbeeldstad.yaml\n"
    written_as(tmp_path, {"deep/folder/own.yaml": own})
    shipped = scenarios_folder() / "municipalities" / "s-hertogenbosch-2019.yaml"
    texts, scenarios = laid_out(named_anew([source_files(shipped), source_files(tmp_path / "deep" / "folder" / "own.yaml")]))
    assert scenarios == ("library/municipalities/s-hertogenbosch-2019.yaml", "own.yaml")
    assert set(texts) == {*scenarios, "library/municipalities/voorbeeldstad.yaml"}
    alone, _ = laid_out(named_anew([source_files(scenarios_folder() / "huwelijk" / "vandaag.yaml")]))
    assert set(alone) == {"huwelijk/vandaag.yaml", "municipalities/s-hertogenbosch-2019.yaml"}


def test_files_of_one_name_from_two_folders_stay_apart(tmp_path: Path) -> None:
    written_as(tmp_path, {"a/base.yaml": TOWN, "b/base.yaml": TOWN + "# b\n"})
    written_as(tmp_path, {f"{one}/story.yaml": f"schema: 1\nextends: base.yaml\nlabel: {one}\n" for one in "ab"})
    sources = named_anew([source_files(tmp_path / one / "story.yaml") for one in "ab"])
    texts, scenarios = laid_out(sources)
    assert scenarios == ("a/story.yaml", "b/story.yaml")
    assert (texts["a/base.yaml"], texts["b/base.yaml"]) == (TOWN, TOWN + "# b\n")


def test_names_that_are_one_to_a_system_without_capitals_stay_apart() -> None:
    texts, scenarios = laid_out([(SourceFile("A.yaml", "schema: 1\n"),), (SourceFile("a.yaml", "schema: 1\nlabel: a\n"),)])
    assert scenarios == ("A.yaml", "a-2.yaml")
    assert texts == {"A.yaml": "schema: 1\n", "a-2.yaml": "schema: 1\nlabel: a\n"}


def test_names_that_a_system_refuses_are_changed() -> None:
    names = [
        "12:30.yaml",
        "wat?/a*.yaml",
        "C:\\Users\\a\\b.yaml",
        "\\\\server\\share\\c.yaml",
        "e\u0301\x1b[2J.yaml",
        "x\udcff. ",
    ]
    texts, scenarios = laid_out([(SourceFile(name, name),) for name in names])
    assert scenarios == ("12_30.yaml", "wat_/a_.yaml", "C/Users/a/b.yaml", "server/share/c.yaml", "é_[2J.yaml", "x_._")
    assert list(texts) == list(scenarios)


def test_an_absolute_parent_becomes_a_relative_one() -> None:
    child = SourceFile("/home/a/stories/b.yaml", 'schema: 1\nextends: "/data/town.yaml"\nlabel: x\n')
    texts, scenarios = laid_out([(child, SourceFile("/data/town.yaml", "schema: 1\n"))])
    assert scenarios == ("home/a/stories/b.yaml",)
    assert texts["home/a/stories/b.yaml"] == "schema: 1\nextends: ../../../data/town.yaml\nlabel: x\n"
    assert texts["data/town.yaml"] == "schema: 1\n"
