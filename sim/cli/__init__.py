"""The command line ``sweetspot``.

Exit codes: 0 done, 1 a scenario is wrong, 2 wrong usage, 130 stopped with Ctrl-C (what was finished is kept).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import sim
from sim.cli.exits import DONE, INTERRUPTED


def main(arguments: Sequence[str] | None = None) -> None:
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == ["--version"]:  # answered without loading the command line, which takes a third of a second
        sys.stdout.write(f"sweetspot {sim.__version__}\n")
        sys.exit(DONE)

    try:
        from sim.cli.app import command

        command(given)(args=given, prog_name="sweetspot")
    except KeyboardInterrupt:  # while the program itself was still being loaded
        sys.exit(INTERRUPTED)
