from __future__ import annotations

from pathlib import Path

import pytest

from sim.evidence.whole_file import write_whole


def test_a_file_is_written_whole_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "town.yaml"
    write_whole(path, "één\n", force=False)
    with pytest.raises(FileExistsError):
        write_whole(path, "two\n", force=False)
    assert path.read_text(encoding="utf-8") == "één\n"
    write_whole(path, "two\n", force=True)
    assert path.read_text(encoding="utf-8") == "two\n"
    write = Path.write_text

    def full(where: Path, text: str, encoding: str) -> int:
        write(where, text[:2], encoding=encoding)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, "three\n", force=True)
    assert path.read_text(encoding="utf-8") == "two\n"
    assert list(tmp_path.iterdir()) == [path]
