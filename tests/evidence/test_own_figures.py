"""Own figures: what is known, and everything wrong at once with what was typed kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.evidence.figure_forms import FORMS
from sim.evidence.figures_file import LARGEST, figures_in, read_figures
from sim.evidence.own_figures import FiguresError, parse_figures, slug

LEAST = {"name": "Voorbeeld", "year": "2024", "inhabitants": "50000"}


def refused(typed: dict[str, str]) -> FiguresError:
    with pytest.raises(FiguresError) as found:
        parse_figures(typed)
    return found.value


def test_only_inhabitants_must_be_known() -> None:
    own = parse_figures(LEAST)
    assert (own.inhabitants, own.calls, own.phone_hours) == (50_000, None, None)
    assert parse_figures(LEAST | {"calls": " ? ", "emails": "onbekend"}) == own


def test_twelve_numbers_at_most() -> None:
    assert len({form.name for form in FORMS} - {"phone_hours", "desk_hours"}) + 1 == 12


def test_everything_wrong_is_told_at_once_and_what_was_typed_is_kept() -> None:
    typed = {"name": "=cmd()", "year": "24", "inhabitants": "", "calls": "veel", "talk_time": "4", "callz": "3"}
    error = refused(typed)
    assert [problem.name for problem in error.problems] == ["name", "year", "inhabitants", "calls", "talk_time", "callz"]
    assert error.typed == typed
    assert error.problems[3].text("nl") == ("telefoontjes per jaar: 'veel' kan niet, verwacht een heel getal, zoals 61000")
    assert error.problems[3].text("en") == ("calls per year: 'veel' is not possible, expected a whole number, such as 61000")
    assert "calls" in error.problems[5].text("en")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("inhabitants", "17"),
        ("calls", "1.000.000"),
        ("calls", "0"),
        ("talk_time", "2 s"),
        ("weddings", "20000"),
        ("fte_civil_affairs", "800"),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_what_can(name: str, text: str) -> None:
    error = refused(LEAST | {name: text})
    assert [problem.name for problem in error.problems] == [name]
    assert text in error.problems[0].text("nl")


def test_shares_of_all_calls_add_up_to_at_most_all() -> None:
    assert [problem.name for problem in refused(LEAST | {"answered_within_norm": "97%", "abandoned": "7%"}).problems] == [
        "abandoned"
    ]


@pytest.mark.parametrize("name", ["", "-rf", "@home", "a" * 61, "a\x1b[31m", "12"])
def test_a_name_is_a_name(name: str) -> None:
    assert [problem.name for problem in refused(LEAST | {"name": name}).problems] == ["name"]


def test_what_was_typed_does_nothing_to_a_screen() -> None:
    told = refused(LEAST | {"calls": "\x1b[2J", "\x1b[31m": "1"}).problems
    assert all(problem.text("nl").isprintable() for problem in told)


@given(st.text(max_size=80))
def test_a_file_name_leads_to_no_other_folder(name: str) -> None:
    found = slug(name)
    assert found
    assert all(letter.isascii() and (letter.isalnum() or letter == "-") for letter in found)


def test_a_spreadsheet_of_two_columns(tmp_path: Path) -> None:
    path = tmp_path / "cijfers.csv"
    path.write_bytes("Cijfer;Waarde\r\nNaam;Súdwest\r\njaar;2024\r\ninwoners;90000\r\nBinnen norm;71%\r\n\r\n".encode("cp1252"))
    own = parse_figures(read_figures(path))
    assert (own.name, own.inhabitants, own.answered_within_norm) == ("Súdwest", 90_000, 0.71)


def test_a_value_with_the_separator_in_it_is_whole() -> None:
    typed = figures_in(b"inwoners;50000;;\nbalie open;ma-wo 9-17; do 9-20; vr 9-13;\n", "hours.csv")
    assert typed == {"inhabitants": "50000", "desk_hours": "ma-wo 9-17; do 9-20; vr 9-13"}
    assert figures_in(b"calls,61,000\n", "comma.csv") == {"calls": "61,000"}


def test_the_same_in_yaml() -> None:
    content = b"name: Voorbeeld\nyear: 2024\ninhabitants: 50000\ntalk_time: 4:52\nabandoned: 0.07\nemails:\n"
    own = parse_figures(figures_in(content, "cijfers.yaml"))
    assert (own.year, own.talk_time, own.abandoned, own.emails) == (2024, 292.0, 0.07, None)


BOMB = b"a: &a [1, 1]\n" + b"".join(b"%c: &%c [*%c, *%c, *%c]\n" % (n + 1, n + 1, n, n, n) for n in range(97, 115))


@pytest.mark.parametrize(
    ("content", "file"),
    [
        (b"x" * (LARGEST + 1), "large.csv"),
        (b"PK\x03\x04\x00", "book.xlsx"),
        (b"inhabitants\n", "one_column.csv"),
        (b"calls;1\n" * 2, "twice.csv"),
        (b"a;1\n" * 201, "long.csv"),
        (BOMB, "bomb.yaml"),
        (b"a: &a {b: *a}\n", "self.yaml"),
        (b"name: !!python/object/apply:os.system [ls]\n", "tag.yaml"),
        (b"calls: [1, 2]\n", "list.yaml"),
        (b"\xff\xfe\x00", "binary.yaml"),
        (b"", "empty.yaml"),
        (b"- 1\n", "no_mapping.yaml"),
    ],
)
def test_files_that_are_no_figures_are_refused(content: bytes, file: str) -> None:
    with pytest.raises(FiguresError) as found:
        figures_in(content, file)
    assert all(problem.text("nl").startswith(file) for problem in found.value.problems)


def test_formulas_are_text() -> None:
    typed = figures_in(b'name;Stad\nyear;2024\ninhabitants;"=HYPERLINK(""http://x"")"\ncalls;=1+1\n', "formula.csv")
    assert [problem.name for problem in refused(typed).problems] == ["inhabitants", "calls"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FiguresError):
        read_figures(tmp_path / "none.csv")
    with pytest.raises(FiguresError):
        read_figures(tmp_path)


@given(st.binary(max_size=300), st.sampled_from(["x.csv", "x.yaml"]))
def test_any_file_is_read_or_refused(content: bytes, file: str) -> None:
    try:
        typed = figures_in(content, file)
        parse_figures(typed)
    except FiguresError as error:
        assert error.problems  # noqa: PT017 - either outcome is right
    else:
        assert "inhabitants" in typed


def test_a_number_with_two_readings_is_refused_with_both() -> None:
    with pytest.raises(FiguresError) as caught:
        parse_figures(LEAST | {"calls": "61.000"})
    (problem,) = caught.value.problems
    assert problem.text("nl") == "telefoontjes per jaar: '61.000' is op twee manieren te lezen, schrijf 61000 of 61,0"
    assert problem.text("en") == "calls per year: '61.000' can be read in two ways, write 61000 or 61.0"


def test_a_number_of_a_yaml_file_keeps_its_dot() -> None:
    typed = figures_in(b"inwoners: 50.000\nfte_kcc: 12.5\n", "figures.yaml")
    assert typed == {"inhabitants": "50.000", "fte_contact_centre": "12.5"}
