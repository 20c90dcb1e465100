"""What is said of a hundred wrong files does not change without somebody meaning it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.model.wrong_files import LANGUAGES, cases, folder, said

WRONG, RIGHT = cases(right=False), cases(right=True)
CASES = WRONG | RIGHT


@pytest.fixture(scope="module", autouse=True)
def _in_a_folder_of_its_own() -> Iterator[None]:
    with folder():
        yield


@pytest.mark.parametrize("name", CASES)
def test_of_a_file_is_said_what_was_said(name: str) -> None:
    """Where the new text is better: ``python -m tests.model.wrong_files --write``."""
    case = CASES[name]
    assert "\n".join(said(case).values()) == "\n".join(case[language].strip() for language in LANGUAGES)


def test_there_are_a_hundred_wrong_files_and_some_that_are_right() -> None:
    assert len(WRONG) >= 100
    assert len(RIGHT) >= 10
    assert len(CASES) == len(WRONG) + len(RIGHT)
