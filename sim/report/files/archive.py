"""The archive from which anyone makes the results again: scenario files, manifest, page and workbook in one zip."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Mapping

from sim.report.files.folder import MANIFEST
from sim.report.files.layout import Sources, laid_out
from sim.report.told.findings import Findings
from sim.text.texts import Texts

ARCHIVE = "results.zip"
README = "README.txt"
SCENARIOS = "scenarios"
WRITTEN = (2026, 1, 1, 0, 0, 0)
"""Fixed, so that equal results give equal archives."""


def archive(manifest: str, sources: Sources, files: Mapping[str, str | bytes], findings: Findings, say: Texts) -> bytes:
    """A zip of the manifest (its text), the scenario files and other ``files`` by name, with a page on how to make it again.

    Equal content gives equal bytes.
    """
    texts, scenarios = laid_out(sources)
    members: dict[str, str | bytes] = {README: readme(findings, scenarios, say), MANIFEST: manifest}
    members |= files
    members |= {f"{SCENARIOS}/{name}": text for name, text in sorted(texts.items())}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as written:
        for name, content in members.items():
            member = zipfile.ZipInfo(name, WRITTEN)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = (stat.S_IFREG | 0o644) << 16
            member.create_system = 3  # the same on every system
            written.writestr(member, content)
    return stream.getvalue()


def readme(findings: Findings, scenarios: tuple[str, ...], say: Texts) -> str:
    """What is in the archive and the one command that makes its results again."""
    command = "compare" if len(scenarios) > 1 else "run"
    files = " ".join(f"{SCENARIOS}/{name}" for name in scenarios)
    parts = [
        findings.title,
        "=" * len(findings.title),
        "",
        *_again(findings, say),
        "",
        say("To try something else, change a copy of a scenario file and run:"),
        "",
        f"    sweetspot {command} {files}",
        "",
        say("In this archive:"),
        "",
        "- report.html: " + say("the report; opens in any browser, without internet"),
        "- report.xlsx: " + say("all figures as tables, for Excel and LibreOffice"),
        f"- {MANIFEST}: " + say("everything that made the results: scenarios, seed, options, versions"),
        f"- {SCENARIOS}/: " + say("the scenario files"),
        "",
    ]
    return "\n".join(parts)


def _again(findings: Findings, say: Texts) -> list[str]:
    """How the results are made again; not those of a run that was stopped early."""
    making = findings.making
    version = dict(making.versions).get("sweetspot", "")
    if not making.complete:
        told = {"version": version, "done": making.replications, "asked": making.asked}
        return [
            say(
                "Made with Sweetspot {version}, and stopped after {done} of {asked} repeats. So sweetspot rerun cannot make "
                "these results again and compare them.",
                **told,
            )
        ]
    sentence = say(
        "Made with Sweetspot {version}. This command makes the results again and says whether they are equal to the bit:",
        version=version,
    )
    return [sentence, "", f"    sweetspot rerun {ARCHIVE}"]
