"""The worked example of docs/new-baseline.md: its figures go through ``sweetspot new``, and what that says stands below them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

FIGURES = re.compile(r"`cijfers\.csv`:\n\n```\n(.*?)```", re.DOTALL)
COMMAND = ("new", "Voorbeeldstad", "--figures", "cijfers.csv", "--out", "voorbeeldstad.yaml", "--lang", "en")
RUN = "from sim.cli import main; main()"


def figures_of(page: str) -> str:
    """The file of figures that stands on the page. Raises ``ValueError`` where there is none."""
    found = FIGURES.search(page)
    if found is None:
        raise ValueError("the page has no block of figures below `cijfers.csv`:")
    return found[1]


def worked(figures: str, command: tuple[str, ...] = COMMAND) -> str:
    """The command and what it says of these figures, as a block of text; it runs by itself, as a reader would run it."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "cijfers.csv").write_text(figures, encoding="utf-8")
        line = [sys.executable, "-c", RUN, *command]
        said = subprocess.run(line, cwd=folder, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own
    told = "\n".join(line.rstrip() for line in said.strip().splitlines())
    return f"```\n$ sweetspot {' '.join(command)}\n{told}\n```"
