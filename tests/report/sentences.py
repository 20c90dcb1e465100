"""Finds every sentence that the code and the templates look up in the catalogues.

``python -m tests.report.sentences`` adds what is missing to the catalogues and drops what is no longer used.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

from sim.experiment.numbers.comparable import EQUAL, NOTHING_SHARED
from sim.experiment.running import cluster, memory
from sim.measure.definitions import DEFINITIONS

SIM = Path(__file__).resolve().parents[2] / "sim"
Sentence = str | tuple[str, str]
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
"""Fixed, so that writing a catalogue anew changes nothing but its texts."""


def used() -> set[Sentence]:
    """The sentences, (singular, plural) where they have both."""
    found: set[Sentence] = set(filter(None, (definition.denominator_text for definition in DEFINITIONS)))
    found |= set(EQUAL) | {NOTHING_SHARED} | set(cluster.SENTENCES) | set(memory.SENTENCES)
    for path in [*SIM.glob("text/*.py"), *SIM.glob("report/**/*.py"), *SIM.glob("cli/*.py"), *SIM.glob("ui/**/*.py")]:
        found |= set(_in_code(ast.parse(path.read_text(encoding="utf-8"))))
    for path in SIM.glob("report/templates/*.html"):
        found |= used_in(path)
    return found


def used_in(template: Path) -> set[Sentence]:
    """The sentences of a template."""
    return set(_in_template(Environment(autoescape=True).parse(template.read_text(encoding="utf-8"))))


def _in_code(tree: ast.AST) -> Iterator[Sentence]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        texts = [
            argument.value for argument in node.args[:2] if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        ]
        if name in ("say", "marked", "self") and texts:
            yield texts[0]
        elif name == "plural" and len(texts) == 2:
            yield (texts[0], texts[1])


def _in_template(tree: nodes.Template) -> Iterator[Sentence]:
    for call in tree.find_all(nodes.Call):
        texts = [
            argument.value for argument in call.args[:2] if isinstance(argument, nodes.Const) and isinstance(argument.value, str)
        ]
        if isinstance(call.node, nodes.Name) and call.node.name == "say" and texts:
            yield texts[0]
        elif isinstance(call.node, nodes.Getattr) and call.node.attr == "plural" and len(texts) == 2:
            yield (texts[0], texts[1])


def catalogue_of(lang: str) -> Catalog:
    with (SIM / "text" / f"{lang}.po").open("rb") as file:
        return read_po(file, locale=lang)


def update(lang: str) -> None:
    """Writes the catalogue anew: what is used, in alphabetical order, translations kept; English says what the key says."""
    before = catalogue_of(lang)
    after = Catalog(
        locale=lang,
        project="Sweetspot",
        version="1",
        charset="utf-8",
        header_comment="# Texts of Sweetspot. The keys are English.",
        creation_date=WRITTEN,
        revision_date=WRITTEN,
        msgid_bugs_address="none",
        last_translator="Sweetspot",
        language_team=lang,
    )
    after.fuzzy = False
    keys = {sentence if isinstance(sentence, str) else sentence[0]: sentence for sentence in used()}
    for key in sorted(keys, key=lambda key: (key.lower(), key)):
        sentence, known = keys[key], before.get(key)
        after.add(sentence, (known.string if known is not None else "") or (sentence if lang == "en" else ""))
    with (SIM / "text" / f"{lang}.po").open("wb") as file:
        write_po(file, after, width=120, omit_header=False, sort_output=False)


if __name__ == "__main__":
    for language in ("nl", "en"):
        update(language)
