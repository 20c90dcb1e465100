"""The page docs/evidence.md, written from the stored table and those before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.evidence.patterns import words
from sim.evidence.patterns.bands import EDGES, SURENESS, Role, roles
from sim.evidence.patterns.table import EvidenceTable, Row
from sim.text.texts import Texts

EN = Texts("en")
HEAD = """# Patterns: does the model come out as reality did?

This page is written by `make answers` from `sim/evidence/tables/shipped.json`; `sweetspot evidence` prints the same table, and
`sweetspot evidence TOWN` asks what can be asked of a town of your own. It was made with
{made}.

A pattern is something that was observed, with a band in which the model must come out to agree. The bands stand in
`sim/evidence/patterns.yaml` (SHA-256 begins with `{bands}`). They were fixed before a parameter of the mechanism was chosen,
and no change touches a band and a parameter both. No test of the program asks that the model agrees.

**How to read the table.** *Simulated* is the mean over {replications} repeats with every number at its middle value, with what a
95% t-interval leaves; two designs meet the same citizens on the same days. *Agrees*: all of that lies in the band; *does not
agree*: all of it lies outside; else it is *not decided*. *Worlds*: the share of {worlds} plausible worlds (every number drawn
from its range, each with luck of its own) in which the figure lies in the band; of M1 these worlds hold couples alone. The four
years of V1 are judged by the one that is farthest off, and are not asked of worlds: they are set at middle values. *Set*: it
set a number, so it is no evidence; *seen*: it was looked at while the mechanism was tried, and set nothing; *predicted*:
neither.

**What is counted.** Calls and e-mails are those in opening hours, retries and those that were hung up on included. A call *after
the web* is one whose case was tried online before, looking something up included. A failed attempt goes on to people when the
next contact of the same case is a call, a visit or something written; look-ups that failed and were let go count as not gone on.
Applications online are cases whose application was handed in online; booking an appointment is none. R5 adds 3 to the steering of
every option of self-service, also where nothing is applied for.
"""


def page(table: EvidenceTable, before: Sequence[EvidenceTable]) -> str:
    """The page, in English as all documentation."""
    parts = [
        _head(table),
        "## The table\n",
        words.summary(EN, table) + "\n",
        _table(table),
        "## What the program must not be asked\n",
        _warnings(table),
        *([_turning(table)] if table.turning else []),
        *([_variants(table)] if table.variants else []),
        "## Set, seen or predicted\n",
        _roles(table),
        "## What would have to be measured to know better\n",
        "\n".join(f"- **{row.pattern.id}**: {EN(words.TO_MEASURE[row.pattern.id])}" for row in table.rows) + "\n",
        "## Tables before\n",
        _before(before),
    ]
    return "\n".join(parts)


def _head(table: EvidenceTable) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in table.versions)
    made = f"{versions}; seed {table.seed}"
    return HEAD.format(made=made, bands=table.bands, replications=table.replications, worlds=table.worlds)


def _table(table: EvidenceTable) -> str:
    head = ["", "compared", "source, how it is known", "band (edges)", "simulated", "worlds", "verdict", "role"]
    return _rows(head, ([*_about(row), *_found(row), EN(words.ROLES[row.role])] for row in table.rows))


def _about(row: Row) -> list[str]:
    pattern = row.pattern
    known = f"{pattern.source}, {EN(SURENESS[pattern.sureness])}"
    return [pattern.id, words.what(EN, row), known, f"{words.band(EN, row)} ({EN(EDGES[pattern.edges])})"]


def _found(row: Row) -> list[str]:
    ends = words.ends(EN, row)
    return [words.simulated(EN, row) + (f" ({ends})" if ends else ""), words.worlds(EN, row), words.judged(EN, row)]


def _warnings(table: EvidenceTable) -> str:
    told = [f"- **{row.pattern.id}** {EN(words.VERDICTS[row.verdict])}. {words.warning(EN, row)}" for row in table.rows]
    warned = [one for row, one in zip(table.rows, told, strict=True) if words.warning(EN, row)]
    return "\n".join(warned or ["Every pattern agrees."]) + "\n"


def _turning(table: EvidenceTable) -> str:
    found = table.turning
    if found is None:
        return ""
    told = f"## At how many questions the founding story turns\n\n{words.turning(EN, table)} Only couples are simulated here.\n"
    rows = (
        [f"{one.questions:.2f}", f"{100 * one.value:+.0f}%", f"{100 * one.low:+.0f}% to {100 * one.high:+.0f}%"]
        for one in found.settings
    )
    return (
        told
        + "\n"
        + _rows(["questions with which a couple begins", "calls and e-mails, fully digital against today", "95% interval"], rows)
    )


def _variants(table: EvidenceTable) -> str:
    told = "## The founding story where couples do something else in one visit\n\nWhat they do in one visit is a choice of the "
    told += "design and no figure with a source: on it depends what digitising saves. All else is equal.\n\n"
    rows = ([row.pattern.id, words.what(EN, row), *_found(row)[:1]] for row in table.variants)
    return told + _rows(["", "compared", "simulated"], rows)


def _roles(table: EvidenceTable) -> str:
    lines = [f"- *Set* by {', '.join(one.set_by)}: {EN(one.parameter)} ({one.value})." for one in roles().settings]
    others: dict[Role, str] = {"seen": "*Seen*, set nothing, and never called predicted", "predicted": "*Predicted*"}
    for role, name in others.items():
        mine = [row.pattern.id for row in table.rows if row.role == role]
        lines += [f"- {name}: {', '.join(mine)}."] if mine else []
    lines += [f"- {name}: {EN(note)}." for name, note in roles().notes.items()]
    return "\n".join(lines) + "\n"


def _before(tables: Sequence[EvidenceTable]) -> str:
    """The tables that were told before, as short as can be."""
    told = ["After the first table a parameter changes only with a new source, and the old table stays here.\n"]
    for table in tables:
        label = EN(table.label) if table.label else ""
        told += [f"### {label[:1].upper()}{label[1:]}\n", _made(table)]
        head = ["", "band", "simulated", "worlds", "verdict"]
        told.append(_rows(head, ([row.pattern.id, words.band(EN, row), *_found(row)] for row in table.rows)))
    return "\n".join(told)


def _made(table: EvidenceTable) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in table.versions)
    about = f"seed {table.seed}, {table.replications} repeats, {table.worlds} worlds, bands `{table.bands}`"
    return f"Made with {versions}; {about}.\n"


def _rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)]) + "\n"
