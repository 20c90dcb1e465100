from __future__ import annotations

import re
from datetime import date

import pytest

from sim.measure.counting.quantities import STEPS
from sim.measure.definitions import DEFINITIONS
from sim.model.values.calendar import QUARTER
from sim.model.values.units import DAY, SECOND
from sim.text.extract import catalogue, used
from sim.text.pairs import Language
from sim.text.texts import LANGUAGES, Texts, dutch, language_of
from sim.text.units import STYLES, written, written_interval

NL, EN = Texts("nl"), Texts("en")


def test_no_sentence_is_missing_or_unused() -> None:
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue() if message.id}
    needed = {sentence if isinstance(sentence, str) else sentence[0] for sentence in used()}
    hint = "run: python -m sim.text.extract, then translate what is empty in sim/text/nl.po"
    assert needed - known == set(), hint
    assert known - needed == set(), hint


def test_every_sentence_is_translated_with_the_same_names_in_it() -> None:
    for message in catalogue():
        keys = (message.id,) if isinstance(message.id, str) else message.id
        texts = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        assert len(texts) == len(keys), message.id
        for key, text in zip(keys, texts, strict=True):
            assert text, f"not translated: {key}"
            assert set(re.findall(r"\{[a-z_]+\}", key)) == set(re.findall(r"\{[a-z_]+\}", text)), key


def test_every_kpi_has_a_name_of_its_own_and_every_unit_a_style() -> None:
    assert {definition.unit for definition in DEFINITIONS} <= set(STYLES)
    for lang in LANGUAGES:
        assert len({definition.said.said(lang) for definition in DEFINITIONS}) == len(DEFINITIONS), "two KPIs with one name"


def test_one_english_name_says_one_thing_in_dutch() -> None:
    """Findings hold the English name of a KPI and look its Dutch one up: it may not mean something else in the catalogue."""
    said = {definition.said.en: (definition.said.nl,) for definition in DEFINITIONS}
    assert said == {english: dutch().get(english, name) for english, name in said.items()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_quantile_says_in_which_steps_it_is_known(lang: Language) -> None:
    said = {SECOND: "1 s", QUARTER: "15 min"}
    quantiles = [definition for definition in DEFINITIONS if definition.histogram]
    assert {definition.histogram for definition in quantiles} == STEPS.keys()
    for definition in quantiles:
        assert said[STEPS[definition.histogram]] in definition.said.said(lang)
        unit = {"seconds": SECOND, "days": DAY}[definition.unit]
        assert definition.per * STEPS[definition.histogram] == unit


def test_dutch_numbers_have_a_decimal_comma() -> None:
    assert NL.number(1234.56, 1) == "1.234,6"
    assert EN.number(1234.56, 1) == "1,234.6"
    assert NL.number(-0.04, 1) == "0,0"
    assert NL.number(-3, signed=True) == "−3"
    assert NL.number(3, signed=True) == "+3"


def test_units_and_intervals() -> None:
    assert written(NL, 0.4567, "share") == "45,7%"
    assert written(NL, -0.0456, "share", signed=True, points=True) == "−4,6 procentpunt"
    assert written(EN, 12.34, "euros") == "€ 12.34"
    assert written(EN, float("nan"), "hours") == "–"
    assert written_interval(NL, 0.1, 0.2, "share") == "10,0 tot 20,0"
    assert written_interval(NL, float("nan"), 0.2, "share") == "–"


def test_plural_and_lists() -> None:
    assert NL.plural("{count} more figure", "{count} more figures", 1) == "Nog 1 cijfer"
    assert NL.plural("{count} more figure", "{count} more figures", 1200) == "Nog 1.200 cijfers"
    assert NL.listed(["a", "b", "c"]) == "a, b en c"
    assert NL.day(date(2018, 3, 5)) == "5 maart 2018"


def test_values_are_not_read_as_patterns() -> None:
    assert EN("{low} to {high}", low="{high}", high="{0.__class__}") == "{high} to {0.__class__}"


def test_language_comes_from_the_option_then_the_environment_then_dutch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SWEETSPOT_LANG", raising=False)
    assert language_of(None) == "nl"
    monkeypatch.setenv("SWEETSPOT_LANG", "en_GB")
    assert language_of(None) == "en"
    assert language_of("nl") == "nl"
    with pytest.raises(ValueError, match="fr"):
        language_of("fr")
