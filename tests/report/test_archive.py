from __future__ import annotations

import io
import json
import posixpath
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim.report.reading as module
from sim.report.archive import ARCHIVE, archive
from sim.report.layout import laid_out
from sim.report.reading import ArchiveError, read_manifest, sources_of
from sim.report.source_files import SourceFile
from sim.report.texts import Texts
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


def test_an_absolute_parent_becomes_a_relative_one() -> None:
    child = SourceFile("/home/a/stories/b.yaml", 'schema: 1\nextends: "/data/town.yaml"\nlabel: x\n')
    texts, scenarios = laid_out([(child, SourceFile("/data/town.yaml", "schema: 1\n"))])
    assert scenarios == ("home/a/stories/b.yaml",)
    assert texts["home/a/stories/b.yaml"] == "schema: 1\nextends: ../../../data/town.yaml\nlabel: x\n"
    assert texts["data/town.yaml"] == "schema: 1\n"
