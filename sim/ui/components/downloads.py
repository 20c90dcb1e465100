"""An answer to take along: the report, the workbook, and the archive from which it is made again. Made on the click."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from sim.evidence.own_figures import slug
from sim.model.town.scenario import Scenario
from sim.report.files.layout import Sources
from sim.report.files.page import render
from sim.report.files.results import archive_of, manifest_of, pages_of
from sim.report.files.workbook import workbook
from sim.report.told.findings import Findings
from sim.report.told.recipe import Recipe
from sim.text.texts import Texts

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def downloads(say: Texts, findings: Findings, about: Sequence[str], archive: Callable[[], bytes] | None, key: str) -> None:
    """Three buttons; without ``archive`` two, with why there is no third. The files are named after ``about``."""
    name = "-".join(["sweetspot", *map(slug, about), say.lang])
    offered: list[tuple[str, str, str, Callable[[], Any], str]] = [
        (say("Report (HTML)"), f"{name}.html", "text/html", lambda: render(findings, say), ":material/article:"),
        (say("Figures (Excel)"), f"{name}.xlsx", EXCEL, lambda: workbook(findings, say), ":material/table:"),
    ]
    if archive is not None:
        offered.append((say("To run again (zip)"), f"{name}.zip", "application/zip", archive, ":material/folder_zip:"))
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, file, mime, made, icon in offered:
            st.download_button(label, made, file, mime, key=f"{key}-{mime}", on_click="ignore", icon=icon)
    if archive is None:
        st.caption(say("A zip to run again is there when no dial is turned; the report names the dials that are."))


def packed(
    say: Texts, findings: Findings, scenarios: Sequence[Scenario], sources: Sources, recipe: Recipe, digests: Mapping[str, str]
) -> bytes:
    """The archive from which the results are made again; ``digests`` are those of their tables."""
    manifest = manifest_of(findings, scenarios, sources, say, recipe, digests)
    return archive_of(findings, manifest, sources, say, pages_of(findings, say))
