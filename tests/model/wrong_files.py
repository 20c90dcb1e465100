"""A hundred wrong scenario files, and some that are right but warned of, each with all that is said of it.

They stand in ``tests/data/wrong_files.yaml``, some with files ``beside`` them, such as a measure.
``python -m tests.model.wrong_files --write`` puts there what the program says now: read the difference as a user would before
keeping it.
"""

from __future__ import annotations

import io
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stdout, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

import sim
from sim.cli import main

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "tests" / "data" / "wrong_files.yaml"
LANGUAGES: tuple[Literal["en", "nl"], ...] = ("en", "nl")
RIGHT = "right, but warned of"
WARNINGS = re.compile(r"^\d+ (?:legal|juridische) (?:.+\n)+", re.MULTILINE)
"""What ``sweetspot check`` prints after how a file was read."""


def cases(*, right: bool) -> dict[str, Mapping[str, Any]]:
    """The cases of the table by their names: those that are wrong, or those that are ``right`` and warned of."""
    return {name: case for about, found in _table().items() if (about == RIGHT) == right for name, case in found.items()}


@contextmanager
def folder() -> Iterator[None]:
    """Within it, the working folder has copies of the scenarios and of the data of tests, so that files can stand beside them."""
    with TemporaryDirectory() as made, chdir(made):
        shutil.copytree(ROOT / "scenarios", "scenarios")
        shutil.copytree(ROOT / "tests" / "data", "data")
        yield


def said(case: Mapping[str, Any]) -> dict[str, str]:
    """What is said of the file of a case, by language: all that is wrong, or the warnings of a right one."""
    file = written(case)
    beside = [Path(name) for name in case.get("beside", {})]
    for other in beside:
        other.write_text(case["beside"][other.as_posix()], encoding="utf-8")
    try:
        sim.load(file)
    except sim.ScenarioError as error:
        return {language: error.text(language).replace(f"{ROOT}/", "") for language in LANGUAGES}
    else:
        return {language: _warnings(file, language) for language in LANGUAGES}
    finally:
        for made in (*beside, *([] if "file" in case else [file])):
            made.unlink()


def _warnings(file: Path, language: str) -> str:
    """What ``sweetspot check`` warns of in a right file."""
    with redirect_stdout(io.StringIO()) as output, suppress(SystemExit):
        main(["check", str(file), "--lang", language])
    found = WARNINGS.search(output.getvalue())
    assert found is not None, output.getvalue()
    return found[0].strip()


def written(case: Mapping[str, Any]) -> Path:
    """The file of a case: one that is there, a ``text``, or a file in which ``old`` is ``new``, beside the one it was made of."""
    match case:
        case {"file": name}:
            return Path(name)
        case {"text": text}:
            file = Path("wrong.yaml")
        case {"in": base, "old": old, "new": new}:
            before = Path(base).read_text(encoding="utf-8")
            assert before.count(old) == 1, f"{old!r} stands {before.count(old)} times in {base}"
            file, text = Path(base).with_name("wrong.yaml"), before.replace(old, new)
        case _:
            raise AssertionError(f"a case has a file, a text, or in, old and new; this has {', '.join(case)}")
    file.write_text(text, encoding="utf-8")
    return file


def write() -> None:
    """Put what the program says now in the table."""
    table = _yaml().load(TABLE)
    with folder():
        for case in (case for section in table.values() for case in section.values()):
            case |= {language: LiteralScalarString(text + "\n") for language, text in said(case).items()}
    _yaml().dump(table, TABLE)


@cache
def _table() -> Any:
    return _yaml().load(TABLE)


def _yaml() -> YAML:
    """Reads and writes a table without losing its comments."""
    yaml = YAML()
    yaml.width = 10_000
    return yaml


if __name__ == "__main__" and "--write" in sys.argv:
    write()
