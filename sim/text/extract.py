"""Finds every sentence that the code and the templates look up in the catalogue.

``python -m sim.text.extract`` adds what is missing to the catalogue and drops what is no longer used.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

from sim.text.texts import CATALOGUE

SIM = Path(__file__).resolve().parents[1]
Sentence = str | tuple[str, str]
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
"""Fixed, so that writing the catalogue anew changes nothing but its texts."""


def used() -> set[Sentence]:
    """The sentences, (singular, plural) where they have both."""
    found: set[Sentence] = set()
    for path in SIM.rglob("*.py"):
        found |= set(_in_code(ast.parse(path.read_text(encoding="utf-8"))))
    for path in SIM.rglob("*.html"):
        found |= used_in(path)
    return found


def used_in(template: Path) -> set[Sentence]:
    """The sentences of a template."""
    return set(_in_template(Environment(autoescape=True).parse(template.read_text(encoding="utf-8"))))


def _in_code(tree: ast.AST) -> Iterator[Sentence]:
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            yield from _said(name, (argument.value for argument in call.args[:2] if isinstance(argument, ast.Constant)))


def _in_template(tree: nodes.Template) -> Iterator[Sentence]:
    for call in tree.find_all(nodes.Call):
        name = call.node.attr if isinstance(call.node, nodes.Getattr) else getattr(call.node, "name", "")
        yield from _said(name, (argument.value for argument in call.args[:2] if isinstance(argument, nodes.Const)))


def _said(name: str, arguments: Iterable[Any]) -> Iterator[Sentence]:
    texts = [argument for argument in arguments if isinstance(argument, str)]
    if name in ("say", "marked", "self") and texts:
        yield texts[0]
    elif name == "plural" and len(texts) == 2:
        yield (texts[0], texts[1])


def catalogue() -> Catalog:
    """The catalogue as it is on the disk."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="nl")


def update() -> None:
    """Writes the catalogue anew: what is used, in alphabetical order, translations kept."""
    before = catalogue()
    after = Catalog(
        locale="nl",
        project="Sweetspot",
        version="1",
        charset="utf-8",
        header_comment="# Texts of Sweetspot. The keys are English.",
        creation_date=WRITTEN,
        revision_date=WRITTEN,
        msgid_bugs_address="none",
        last_translator="Sweetspot",
        language_team="nl",
        fuzzy=False,
    )
    keys = {sentence if isinstance(sentence, str) else sentence[0]: sentence for sentence in used()}
    for key in sorted(keys, key=lambda key: (key.lower(), key)):
        known = before.get(key)
        after.add(keys[key], known.string if known is not None else "")
    with CATALOGUE.open("wb") as file:
        write_po(file, after, width=120, omit_header=False, sort_output=False)


if __name__ == "__main__":
    update()
